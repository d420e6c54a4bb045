import {headOf, type Heading, type Sharing} from '../sharing.js';
import type {WireRules} from '../wire-rules.js';
import {pushedLevels, topicOf, updatedLevels} from './topics.js';

const other: Heading = {type: 'other'};

/** Each client asks for its topics itself; what answers it carries the request's number. */
export const gateSharing: Sharing = {
	// No number is documented.
	maxTopics: 200,
	sendEveryMs: 100,
	connects: {count: 300, withinMs: 5 * 60_000},
	control: null,
	mark: (sent, number) => sent.replace('"id":1,', `"id":${number},`),
	unpack: message => message,
	readHeading(data) {
		const topic = topicOf(data);
		if (topic !== null) return {type: 'topic', topic};
		const number = /"id"\s*:\s*(\d{1,9})/.exec(headOf(data))?.[1];
		if (number === undefined) return other;
		const isRefusal = /"status"\s*:\s*"fail"/.test(data.toString());
		return {type: 'answer', of: Number(number), isRefusal, topics: null};
	},
};

const books: readonly RegExp[] = [
	/^gate spot\.obu ob\.(.+)\.(\d+)$/,
	/^gate spot\.order_book_update (.+)$/,
];

/** The names of books in a request, or in the answer to one. */
const booksIn = (event: 'subscribe' | 'unsubscribe', message: string): readonly string[] => {
	if (/"event"\s*:\s*"(\w{1,20})"/.exec(message)?.[1] !== event) return [];
	const channel = /"channel"\s*:\s*"(spot\.(?:obu|order_book_update))"/.exec(message)?.[1];
	const payload = /"payload"\s*:\s*\[([^\]]{1,10000})\]/.exec(message)?.[1];
	if (channel === undefined || payload === undefined) return [];
	const names = [...payload.matchAll(/"([^"]{1,100})"/g)].map(([, name = '']) => name);
	// The second part of the older one's is how often.
	return (channel === 'spot.obu' ? names : names.slice(0, 1)).map(
		name => `gate ${channel} ${name}`,
	);
};

const symbolOf = (topic: string): string | undefined =>
	books.map(pattern => pattern.exec(topic)?.[1]).find(symbol => symbol !== undefined);

export const gateWire: WireRules = {
	topicOf(text) {
		const topic = topicOf(text);
		if (topic !== null) return {name: `gate ${topic}`};
		const [name] = booksIn('subscribe', text.slice(0, 1000));
		return name === undefined ? {name: 'other'} : {name, answers: 'subscription'};
	},
	topicsIn: sent => booksIn('subscribe', sent),
	topicsLeft: sent => booksIn('unsubscribe', sent),
	bookOf(topic) {
		const channel = books.findIndex(pattern => pattern.test(topic));
		const symbol = books[channel]?.exec(topic)?.[1];
		return symbol === undefined ? null : {symbol, channel};
	},
	levelsOf(topic) {
		const found = books.map(pattern => pattern.exec(topic)).find(Boolean);
		return found ? Number(found[2] ?? updatedLevels) : null;
	},
	siblingsOf(topic) {
		const symbol = symbolOf(topic);
		if (symbol === undefined) return [];
		const followed = [`spot.obu ob.${symbol}.${pushedLevels}`, `spot.order_book_update ${symbol}`];
		return followed.map(name => `gate ${name}`).filter(other => other !== topic);
	},
	sequenceOf: text => Number(/"u"\s*:\s*(\d{1,16})/.exec(text)?.[1] ?? NaN) || null,
	isWhole: text => /"full"\s*:\s*true/.test(headOf(text)),
	snapshotSymbol: url =>
		url.pathname.endsWith('/spot/order_book') ? url.searchParams.get('currency_pair') : null,
	snapshotSequence: body =>
		Number(/^\s*\{\s*"id"\s*:\s*(\d{1,16})\s*,/.exec(body)?.[1] ?? NaN) || null,
};
