import type {Channel, Exchange} from '../exchanges/exchange.js';
import {exchanges} from '../exchanges/index.js';
import {createMeanings} from './message-meanings.js';
import {createSearch, createTextReader} from './message-text.js';
import {remember} from './remember.js';
import {exchangeOf, type BookMessage, type ReplayWire} from './replay-wire.js';
import {
	bookIn,
	bookOf,
	namedIn,
	symbolOfTopic,
	toStream,
	toSymbol,
	type Known,
} from './topic-names.js';
import {
	anyMarket,
	areApart,
	dayAskedIn,
	isCounted,
	isTimePath,
	listedIn,
	restWireOf,
	wireOf,
} from './wire.js';

const pathOf = (channel: Channel): string => new URL(channel.path(anyMarket), 'ws://host').pathname;

/** Paths of each exchange's websocket interface, longest first: one may be the end of another. */
const paths = new Map(
	exchanges.map(({id, channels, tradesChannel}) => [
		id,
		[...channels, ...(tradesChannel ? [tradesChannel] : [])]
			.map(pathOf)
			.sort((a, b) => b.length - a.length),
	]),
);

/** `ids` as below. */
const exchangesIn = (ids: readonly string[]) =>
	exchanges.filter(({id}) => ids.length === 0 || ids.includes(id));

/** What a message is about; null where it is about no book of these. */
const bookTopicOf = (text: string, known: Known) => {
	for (const exchange of known) {
		const topic = exchange.wire.topicOf(text);
		if (exchange.wire.bookOf(topic.name)) return {exchange, ...topic};
	}
	return null;
};

const endpointName = (exchange: Exchange, path: string) => `${exchange.id} ${path}`;

/**
 * Endpoints that today's clients would wait for in vain. Without a header all that were not heard of
 * (`carriers` is null); else only those that come before the one that carries the book: another may
 * open any time.
 */
export const missingEndpoints = (
	found: ReadonlySet<string>,
	carriers: ReadonlySet<string> | null,
): ReadonlySet<string> => {
	const missing = exchanges.flatMap(exchange => {
		const toName = (channel: Channel) => endpointName(exchange, pathOf(channel));
		const names = exchange.channels.map(toName);
		if (carriers)
			return names.slice(
				0,
				Math.max(
					0,
					names.findIndex(name => carriers.has(name)),
				),
			);
		const all = exchange.tradesChannel ? [...names, toName(exchange.tradesChannel)] : names;
		return all.some(name => found.has(name)) ? all : [];
	});
	return new Set(missing.filter(name => !found.has(name)));
};

/** What a message tells of a book, without reading more of it than that. */
const readBookMessage = (text: string, known: Known): BookMessage | null => {
	const topic = bookTopicOf(text, known);
	if (!topic || topic.answers === 'subscription') return null;
	const {wire} = topic.exchange;
	const isApart = areApart(topic.exchange);
	const sequence = isApart ? 0 : wire.sequenceOf(text);
	if (sequence === null || !Number.isSafeInteger(sequence)) return null;
	const type = topic.answers === 'request' ? 'reply' : 'update';
	const told = {type, topic: wire.streamOf?.(topic.name) ?? topic.name, sequence} as const;
	const apart = isApart ? {isApart, time: wire.timeOf?.(text) ?? null} : {};
	return {...told, ...(wire.isWhole?.(text) && {isWhole: true}), ...apart};
};

/** What clients ask for on their own socket. */
const createRequests = (known: Known, textOf: (message: string | Buffer) => string) => {
	const read = (sent: string) => {
		for (const exchange of known) {
			const asked = exchange.wire.requests?.read(sent);
			const symbol = asked && namedIn(asked.topic, exchange);
			if (asked && symbol != null) return {...asked, exchange, symbol};
		}
		return null;
	};
	const asking = known.filter(({wire}) => wire.requests);
	const holds = createSearch(known);
	return {
		askedIn(sent) {
			const asked = read(sent);
			if (!asked?.isOnce) return null;
			return {exchange: asked.exchange.id, kind: 'book', symbol: asked.symbol};
		},
		requestIn(sent) {
			const asked = read(sent);
			const symbol = asked && toSymbol(asked.symbol);
			return symbol == null || asked?.id == null ? null : {id: asked.id, symbol};
		},
		refusedIn(message) {
			for (const {wire} of asking) {
				const id = wire.requests?.refusedIn(textOf(message)) ?? null;
				if (id !== null) return id;
			}
			return null;
		},
		repliesOn: remember(endpoint => asking.some(({id}) => id === exchangeOf(endpoint))),
		// Asked of each message: what is none is told from the rest by a search.
		isReply: message =>
			asking.some(
				({wire}) =>
					wire.requests &&
					holds(message, wire.requests.replyMark) &&
					wire.topicOf(textOf(message)).answers === 'request',
			),
	} satisfies Partial<ReplayWire>;
};

const toUrl = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);

/** What addresses are for; `ids` as below. */
const createAddresses = (ids: readonly string[]) =>
	({
		endpointOf(url, named) {
			const exchange = wireOf(url, ids, named)?.exchange;
			const pathname = toUrl(url)?.pathname ?? '';
			const path = exchange && paths.get(exchange.id)?.find(one => pathname.endsWith(one));
			return exchange && path !== undefined ? endpointName(exchange, path) : null;
		},
		topicsOf(url) {
			const address = toUrl(url);
			const exchange = wireOf(url, ids)?.exchange;
			const topics = address ? (exchange?.wire.topicsOf?.(address) ?? []) : [];
			return topics.map(topic => exchange?.wire.streamOf?.(topic) ?? topic);
		},
		purposeOf(url) {
			const address = toUrl(url);
			const wire = address && restWireOf(address);
			if (!address || !wire) return null;
			const {exchange} = wire;
			const snapshotSymbol = wire.snapshotSymbol(address);
			if (snapshotSymbol !== null)
				return {exchange: exchange.id, kind: 'book', symbol: snapshotSymbol};
			const daySymbol = dayAskedIn(exchange, address);
			if (daySymbol !== null) return {exchange: exchange.id, kind: 'day', symbol: daySymbol};
			const traded = exchange.recentTrades.symbolOf(address);
			if (traded !== null) return {exchange: exchange.id, kind: 'trades', symbol: traded};
			if (isTimePath(exchange, address.pathname))
				return {exchange: exchange.id, kind: 'time', symbol: ''};
			return {exchange: exchange.id, kind: 'list', symbol: listedIn(exchange, address) ?? ''};
		},
	}) satisfies Partial<ReplayWire>;

/** How our exchanges' addresses and messages are read; `ids` are the exchanges of the capture's header. */
export const createCaptureWire = (
	ids: readonly string[],
	known: Known = exchangesIn(ids),
): ReplayWire => {
	const textOf = createTextReader(known);
	return {
		...createAddresses(ids),
		...createRequests(known, textOf),
		...createMeanings(known, textOf),
		bookMessage: message => readBookMessage(textOf(message), known),
		topicsIn: sent =>
			known.flatMap(({wire}) => wire.topicsIn(sent)).map(topic => toStream(topic, known)),
		topicsLeft(sent) {
			const left = known.map(({wire}) => wire.topicsLeft(sent));
			if (left.includes('all')) return 'all';
			return left.flatMap(topics => topics).map(topic => toStream(topic, known));
		},
		isUpdate(message) {
			const topic = bookTopicOf(textOf(message), known);
			return topic !== null && topic.answers === undefined;
		},
		symbolIn(message) {
			const text = textOf(message);
			const book = bookTopicOf(text, known);
			if (book) return isCounted(book.exchange) ? null : symbolOfTopic(book.name, [book.exchange]);
			for (const exchange of known) {
				const symbol = symbolOfTopic(exchange.wire.topicOf(text).name, [exchange]);
				if (symbol !== null) return symbol;
			}
			return null;
		},
		symbolOf: topic => symbolOfTopic(topic),
		endpointFor(topic) {
			const book = bookIn(topic, known);
			return book && endpointName(book.exchange, pathOf(book.channel));
		},
		bookOf,
		levelsOf: remember(topic => {
			const book = bookIn(topic, known);
			return book?.exchange.wire.levelsOf?.(topic) ?? null;
		}),
		siblingsOf: remember(topic => bookIn(topic, known)?.exchange.wire.siblingsOf?.(topic) ?? []),
		hasSiblings: remember(endpoint =>
			known.some(({id, wire}) => wire.levelsOf && id === exchangeOf(endpoint)),
		),
		snapshotSequence(body) {
			for (const {wire} of known) {
				const sequence = wire.snapshotSequence(body);
				if (sequence !== null && Number.isSafeInteger(sequence)) return sequence;
			}
			return null;
		},
	};
};

/** The symbol of the book that a message is about, where it is about one. */
export const symbolOfMessage = (url: string, message: string | Buffer): string | null => {
	const wire = wireOf(url, []);
	if (!wire) return null;
	const text = createTextReader([wire.exchange])(message);
	const symbol = wire.topicOf(text).book?.symbol;
	return symbol === undefined ? null : toSymbol(symbol);
};
