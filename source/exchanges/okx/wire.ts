import {headOf, type Sharing} from '../sharing.js';
import type {WireRules} from '../wire-rules.js';

const argument = /"arg"\s*:\s*\{([^{}]{1,200})\}/;

/** `books ZEN-USDT` of what is in the braces of an argument; null where it is none. */
const nameOf = (inside = ''): string | null => {
	const channel = /"channel"\s*:\s*"([^"]{1,40})"/.exec(inside)?.[1];
	const symbol = /"instId"\s*:\s*"([^"]{1,100})"/.exec(inside)?.[1];
	return channel === undefined || symbol === undefined ? null : `${channel} ${symbol}`;
};

const topicOf = (data: string | Buffer): string | null => nameOf(argument.exec(headOf(data))?.[1]);

/** Each client asks for its topics itself. https://www.okx.com/docs-v5/en/#overview-websocket-connect */
export const okxSharing: Sharing = {
	// 480 requests an hour are taken on a connection, those of new subscriptions after a loss too.
	maxTopics: 200,
	sendEveryMs: 100,
	connects: {count: 3, withinMs: 1000},
	control: null,
	mark: (sent, number) => sent.replace(/"id":"([a-z]+)"/, `"id":"$1${number}"`),
	unpack: message => message,
	readHeading(data) {
		const topic = topicOf(data);
		if (topic !== null) return {type: 'topic', topic};
		const head = headOf(data);
		if (/"event"\s*:\s*"notice"/.test(head)) return {type: 'ending'};
		const number = /"id"\s*:\s*"[a-z]+(\d{1,9})"/.exec(head)?.[1];
		if (number === undefined) return {type: 'other'};
		return {type: 'answer', of: Number(number), isRefusal: true, topics: null};
	},
};

const digits = (found: RegExpExecArray | null): number | null => Number(found?.[1] ?? NaN) || null;

/** The books that a request names. */
const booksIn = (sent: string): readonly string[] =>
	[...sent.matchAll(/\{([^{}]{1,200})\}/g)].flatMap(([, inside]) => {
		const name = nameOf(inside);
		return name?.startsWith('books ') ? [`okx ${name}`] : [];
	});

export const okxWire: WireRules = {
	topicOf(text) {
		const topic = topicOf(text);
		if (topic === null) return {name: 'other'};
		const isAnswer = /"event"\s*:/.test(headOf(text));
		return {name: `okx ${topic}`, ...(isAnswer && ({answers: 'subscription'} as const))};
	},
	topicsIn: sent => (/"op"\s*:\s*"subscribe"/.test(sent) ? booksIn(sent) : []),
	topicsLeft: sent => (/"op"\s*:\s*"unsubscribe"/.test(sent) ? booksIn(sent) : []),
	bookOf(topic) {
		const symbol = /^okx books (.+)$/.exec(topic)?.[1];
		return symbol === undefined ? null : {symbol, channel: 0};
	},
	unfollowed(topic) {
		const symbol = /^okx books(?:50)?-l2-tbt (.+)$/.exec(topic)?.[1];
		const why = 'no client without a key is sent it any more';
		return symbol === undefined ? null : {symbol, why};
	},
	sequenceOf: text => digits(/"seqId"\s*:\s*(\d{1,16})/.exec(text)),
	isWhole: text => /"action"\s*:\s*"snapshot"/.test(headOf(text)),
	snapshotSymbol: url =>
		url.pathname.endsWith('/api/v5/market/books') ? url.searchParams.get('instId') : null,
	snapshotSequence: body =>
		/^\s*\{\s*"code"\s*:\s*"0"/.test(body) ? digits(/"seqId"\s*:\s*(\d{1,16})/.exec(body)) : null,
};
