import {headOf, type Heading, type Sharing} from '../sharing.js';
import type {WireRules} from '../wire-rules.js';

const other: Heading = {type: 'other'};

/** Topics stand before their data, and the answers to requests have none. */
const topicOf = (data: string | Buffer): string | null =>
	/"topic"\s*:\s*"([^"]{1,100})"/.exec(headOf(data))?.[1] ?? null;

/** Each client asks for its topics itself, a few a request. https://bybit-exchange.github.io/docs/v5/ws/connect */
export const bybitSharing: Sharing = {
	// 21,000 characters of names are taken.
	maxTopics: 200,
	sendEveryMs: 100,
	connects: {count: 500, withinMs: 5 * 60_000},
	control: null,
	mark: (sent, number) => sent.replace('"req_id":"1"', `"req_id":"${number}"`),
	unpack: message => message,
	readHeading(data) {
		const topic = topicOf(data);
		if (topic !== null) return {type: 'topic', topic};
		// Of spot most answers have none.
		const number = /"req_id"\s*:\s*"(\d{1,9})"/.exec(headOf(data))?.[1];
		if (number === undefined || /"(?:ping|pong)"/.test(headOf(data))) return other;
		const isRefusal = /"success"\s*:\s*false/.test(headOf(data));
		return {type: 'answer', of: Number(number), isRefusal, topics: null};
	},
};

/** The books that a request names. */
const booksIn = (sent: string): readonly string[] =>
	[...sent.matchAll(/"(orderbook\.200\.[^"]{1,100})"/g)].map(([, topic = '']) => `bybit ${topic}`);

export const bybitWire: WireRules = {
	topicOf(text) {
		const topic = topicOf(text);
		return {name: topic === null ? 'other' : `bybit ${topic}`};
	},
	topicsIn: sent => (/"op"\s*:\s*"subscribe"/.test(sent) ? booksIn(sent) : []),
	// Its reply does not name them.
	topicsLeft: sent => (/"op"\s*:\s*"unsubscribe"/.test(sent) ? booksIn(sent) : []),
	bookOf(topic) {
		const symbol = /^bybit orderbook\.200\.(.+)$/.exec(topic)?.[1];
		return symbol === undefined ? null : {symbol, channel: 0};
	},
	sequenceOf: text => Number(/"u"\s*:\s*(\d{1,16})/.exec(text)?.[1] ?? NaN) || null,
	isWhole: text => /"type"\s*:\s*"snapshot"/.test(headOf(text)),
	snapshotSymbol: url =>
		url.pathname.endsWith('/v5/market/orderbook') ? url.searchParams.get('symbol') : null,
	// It is of another topic.
	snapshotSequence: () => null,
};
