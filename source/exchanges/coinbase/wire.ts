import {timestampIn} from '../parse.js';
import {headOf, type Sharing} from '../sharing.js';
import type {WireRules} from '../wire-rules.js';

/** `level2 ETH-USD`. */
export const topicName = (channel: string, symbol: string): string => `${channel} ${symbol}`;

/** One market has a connection of its own: a frame that is lost would be one of all that share it. */
export const coinbaseSharing: Sharing = {
	maxTopics: 2,
	sendEveryMs: 200,
	// It takes eight a second; but it takes eight messages from an address too, and each connection begins with three.
	connects: {count: 2, withinMs: 750},
	control: null,
	mark: sent => sent,
	unpack: message => message,
	// Every frame counts, whatever it is about.
	readHeading: () => ({type: 'other'}),
};

/** The books in a message sent: one may name several markets. */
const booksIn = (type: 'subscribe' | 'unsubscribe', sent: string): readonly string[] => {
	if (!sent.includes(`"${type}"`) || !/"channel"\s*:\s*"level2"/.test(sent)) return [];
	const list = /"product_ids"\s*:\s*\[([^\]]{1,20000})\]/.exec(sent)?.[1] ?? '';
	return [...list.matchAll(/"([^"]{1,80})"/g)].map(
		([, name = '']) => `coinbase ${topicName('level2', name)}`,
	);
};

export const coinbaseWire: WireRules = {
	// A reply lists the books of all markets, and is about none of them.
	topicOf(text) {
		const head = headOf(text);
		const channel = /"channel"\s*:\s*"(\w{1,40})"/.exec(head)?.[1];
		const symbol = /"product_id"\s*:\s*"([^"]{1,80})"/.exec(head)?.[1];
		if (channel === undefined || symbol === undefined) return {name: 'other'};
		return {name: `coinbase ${topicName(channel === 'l2_data' ? 'level2' : channel, symbol)}`};
	},
	topicsIn: sent => booksIn('subscribe', sent),
	topicsLeft: sent => booksIn('unsubscribe', sent),
	bookOf(topic) {
		const symbol = /^coinbase level2 (.+)$/.exec(topic)?.[1];
		return symbol === undefined ? null : {symbol, channel: 0};
	},
	// Numbers are those of a connection: a book's place in a recording is told by none.
	sequenceOf: () => null,
	timeOf: timestampIn,
	isWhole: text => /"type"\s*:\s*"snapshot"/.test(headOf(text)),
	snapshotSymbol: () => null,
	snapshotSequence: () => null,
};
