import {headOf} from '../sharing.js';
import type {WireRules} from '../wire-rules.js';

/** Streams that it takes on one connection: more in an address are nobody's recording. */
const maxStreams = 1024;

const depthTopic = (symbol: string): string => `${symbol.toLowerCase()}@depth`;

/** How a message of a combined stream begins, as it is always written. */
const usualStart = '{"stream":"';
const maxName = 100;

const streamIn = (text: string): string | undefined => {
	const end = text.startsWith(usualStart) ? text.indexOf('"', usualStart.length) : -1;
	const length = end - usualStart.length;
	if (length > 0 && length <= maxName) return text.slice(usualStart.length, end);
	return /"stream"\s*:\s*"([^"]{1,100})"/.exec(text)?.[1];
};

/** `x@depth` and `x@depth@100ms` tell what changed, the others whole books of few levels. */
const bookOf: WireRules['bookOf'] = topic => {
	const [, symbol, form] = /^([^@\s]{1,100})@depth(.*)$/.exec(topic) ?? [];
	if (symbol === undefined || form === undefined) return null;
	const book = {symbol: symbol.toUpperCase(), channel: 0};
	return form === '' || form.startsWith('@') ? book : {...book, isUnread: true};
};

const isFollowed = (topic: string): boolean => {
	const book = bookOf(topic);
	return book !== null && !book.isUnread;
};

/** The books that a request names. */
const booksIn = (sent: string): readonly string[] =>
	[...sent.matchAll(/"([^"]{1,100})"/g)].map(([, name = '']) => name).filter(isFollowed);

/** https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams */
export const binanceWire: WireRules = {
	topicOf(text) {
		const head = headOf(text);
		const name = streamIn(head) ?? streamIn(text);
		if (name !== undefined) return {name};
		// Gate's tells its changes in the same words.
		if (head.includes('"channel"')) return {name: 'other'};
		// A raw stream does not name itself.
		const kind = /"e"\s*:\s*"(\w{1,40})"/.exec(text)?.[1] ?? 'other';
		const symbol =
			kind === 'depthUpdate' ? /"s"\s*:\s*"([^"@\s]{1,100})"/.exec(text)?.[1] : undefined;
		return {name: symbol === undefined ? kind : depthTopic(symbol)};
	},
	topicsOf: url =>
		(url.searchParams.get('streams') ?? '').split('/', maxStreams).filter(isFollowed),
	topicsIn: sent => (sent.includes('"SUBSCRIBE"') ? booksIn(sent) : []),
	topicsLeft: sent => (sent.includes('"UNSUBSCRIBE"') ? booksIn(sent) : []),
	bookOf,
	symbolOf: topic => /^([^@\s]{1,100})@/.exec(topic)?.[1] ?? null,
	streamOf(topic) {
		const book = bookOf(topic);
		return book && !book.isUnread ? depthTopic(book.symbol) : topic;
	},
	sequenceOf: text => Number(/"u"\s*:\s*(\d{1,16})/.exec(text)?.[1] ?? NaN) || null,
	snapshotSymbol: url => (url.pathname.endsWith('/depth') ? url.searchParams.get('symbol') : null),
	snapshotSequence: body =>
		Number(/"lastUpdateId"\s*:\s*(\d{1,16})/.exec(body)?.[1] ?? NaN) || null,
};
