import {timestampIn} from '../parse.js';
import {headOf, type Heading, type Sharing} from '../sharing.js';
import type {WireRules} from '../wire-rules.js';

const other: Heading = {type: 'other'};

/** `book MINA/GBP`. */
export const topicName = (channel: string, symbol: string): string => `${channel} ${symbol}`;

/** What the beginning of a message is about; null where it tells of no market. */
const topicOf = (head: string): string | null => {
	const channel = /"channel"\s*:\s*"(book|trade)"/.exec(head)?.[1];
	const symbol = /"symbol"\s*:\s*"([^"]{1,80})"/.exec(head)?.[1];
	return channel === undefined || symbol === undefined ? null : topicName(channel, symbol);
};

const isReply = (head: string): boolean => /^\s*\{\s*"method"/.test(head);

/** Each client asks for its topics itself; what refuses that names no market, but the request's number. */
export const krakenSharing: Sharing = {
	// No number is documented; each market has two.
	maxTopics: 400,
	sendEveryMs: 100,
	// Beyond these an address is shut out for ten minutes.
	connects: {count: 150, withinMs: 10 * 60_000},
	control: null,
	mark: (sent, number) => sent.replace(/"req_id":(\d)/, `"req_id":${number}$1`),
	unpack: message => message,
	readHeading(data) {
		const head = headOf(data);
		const topic = topicOf(head);
		if (topic !== null) return {type: 'topic', topic};
		const number = /"req_id"\s*:\s*(\d{1,15})/.exec(isReply(head) ? data.toString() : '')?.[1];
		if (number === undefined) return other;
		return {type: 'answer', of: Math.floor(Number(number) / 10), isRefusal: true, topics: null};
	},
};

/** The books of a message sent: one may name several markets. */
const booksIn = (method: 'subscribe' | 'unsubscribe', sent: string): readonly string[] => {
	const list = /"symbol"\s*:\s*\[([^\]]{1,20000})\]/.exec(sent)?.[1];
	if (list === undefined || !sent.includes(`"${method}"`) || !/"channel"\s*:\s*"book"/.test(sent))
		return [];
	return [...list.matchAll(/"([^"]{1,80})"/g)].map(
		([, name = '']) => `kraken ${topicName('book', name)}`,
	);
};

export const krakenWire: WireRules = {
	topicOf(text) {
		const head = headOf(text);
		const topic = topicOf(head);
		if (topic === null) return {name: 'other'};
		const name = `kraken ${topic}`;
		return isReply(head) ? {name, answers: 'subscription'} : {name};
	},
	topicsIn: sent => booksIn('subscribe', sent),
	topicsLeft: sent => booksIn('unsubscribe', sent),
	bookOf(topic) {
		const symbol = /^kraken book (.+)$/.exec(topic)?.[1];
		return symbol === undefined ? null : {symbol, channel: 0};
	},
	sequenceOf: () => null,
	timeOf: timestampIn,
	isWhole: text => /"type"\s*:\s*"snapshot"/.test(headOf(text)),
	snapshotSymbol: () => null,
	snapshotSequence: () => null,
};
