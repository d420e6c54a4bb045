import {headOf, type Sharing} from '../sharing.js';
import type {WireRules} from '../wire-rules.js';
import {topicOf} from './topics.js';

/** Each client asks for its topics itself, one a message; all answers name them. */
export const bitstampSharing: Sharing = {
	// No number is documented.
	maxTopics: 200,
	sendEveryMs: 100,
	connects: {count: 60, withinMs: 5 * 60_000},
	control: null,
	mark: sent => sent,
	unpack: message => message,
	readHeading(data) {
		if (headOf(data).includes('"bts:request_reconnect"')) return {type: 'ending'};
		const topic = topicOf(data);
		return topic === null ? {type: 'other'} : {type: 'topic', topic};
	},
};

const symbolOf = (topic: string): string | null =>
	/^bitstamp order_book_(.+)$/.exec(topic)?.[1] ?? null;

/** The topic that a request names. */
const topicsOf = (event: string, sent: string): readonly string[] => {
	const topic = sent.includes(`"${event}"`) ? topicOf(sent) : null;
	return topic === null ? [] : [`bitstamp ${topic}`];
};

/** Microseconds since the epoch. */
const timeIn = (text: string): number | null =>
	Number(/"microtimestamp"\s*:\s*"(\d{1,16})"/.exec(text)?.[1] ?? NaN) || null;

export const bitstampWire: WireRules = {
	quotes: ['USD', 'EUR', 'GBP', 'USDT', 'USDC', 'EURC', 'PAX', 'BTC', 'ETH'],
	topicOf(text) {
		const topic = topicOf(text);
		if (topic === null) return {name: 'other'};
		const isAnswer = headOf(text).includes('"bts:');
		return {name: `bitstamp ${topic}`, ...(isAnswer ? {answers: 'subscription'} : {})};
	},
	topicsIn: sent => topicsOf('bts:subscribe', sent),
	topicsLeft: sent => topicsOf('bts:unsubscribe', sent),
	bookOf(topic) {
		const symbol = symbolOf(topic);
		return symbol === null ? null : {symbol, channel: 0};
	},
	unfollowed(topic) {
		const symbol = /^bitstamp diff_order_book_(.+)$/.exec(topic)?.[1];
		const why = 'nothing tells where one is missing';
		return symbol === undefined ? null : {symbol, why};
	},
	sequenceOf: timeIn,
	snapshotSymbol: url => /\/api\/v2\/order_book\/([^/]+)\/?$/.exec(url.pathname)?.[1] ?? null,
	snapshotSequence: body => (/^\s*\{\s*"timestamp"/.test(body) ? timeIn(body) : null),
};
