import type {BookChannel, Exchange, Market} from '../exchanges/exchange.js';
import {exchanges} from '../exchanges/index.js';
import {toMessage} from '../capture/capture-format.js';
import {rememberLast} from './remember-last.js';
import {remember} from './remember.js';

/** What a message is about: the channel as the exchange names it. */
export type Topic = {
	readonly name: string;
	/** Set where it carries a book. */
	readonly book: BookTopic | null;
	/** Set where it carries a book in a way that no client follows, and why. */
	readonly unfollowed?: {readonly symbol: string; readonly why: string} | null;
	/** Set where it answers what the client sent. */
	readonly answers?: 'subscription' | 'request';
};

export type BookTopic = {readonly symbol: string; readonly channel: BookChannel};

/** What a reader of captures has to know of an exchange besides its clients. */
export type Wire = {
	readonly exchange: Exchange;
	/** The text of a received message, as the exchange's clients read it. Throws where it is none. */
	textOf(message: string | Buffer): string;
	/** What a received message is about. */
	topicOf(text: string): Topic;
	/** The books whose updates an address alone asks for. */
	booksOf(url: URL): readonly BookTopic[];
	/** The books that a message of the client asks for. */
	booksIn(sent: string): readonly BookTopic[];
	/** The symbol of the book that an answer over HTTP is a snapshot of. */
	snapshotSymbol(url: URL): string | null;
};

/** Whether a message may be about a market: what names another is not, whatever it tells. */
export const mayBeAbout = ({exchange}: Wire, {name}: Topic, symbol: string): boolean => {
	const named = exchange.wire.symbolOf?.(name) ?? null;
	return named === null || named.toUpperCase() === symbol.toUpperCase();
};

/** Whether a counter runs over all messages of a connection: each of its clients has to see them all. */
export const isCounted = ({channels}: Exchange): boolean =>
	channels.some(({loss}) => loss.type === 'counter');

/** Whether nothing in its messages tells where one of a connection stands among those of another. */
export const areApart = (exchange: Exchange): boolean =>
	isCounted(exchange) || exchange.channels[0].ids === 'none';

/** Topics that one connection carries; more on one are nobody's recording. */
export const maxTopics = 1024;

/** What an exchange says by itself of how it is read. */
const toWire = (exchange: Exchange): Wire => {
	const {sharing, wire: rules} = exchange;
	const toBook = (topic: string): BookTopic | null => {
		const book = rules.bookOf(topic);
		const channel = book && !book.isUnread && exchange.channels[book.channel];
		return book && channel ? {symbol: book.symbol, channel} : null;
	};
	/** What updates are about: nearly all messages. */
	const newsOf = remember((name: string): Topic => {
		const unfollowed = rules.unfollowed?.(name);
		return {name, book: toBook(name), ...(unfollowed && {unfollowed})};
	});
	const unpack = rememberLast((data: Buffer) => sharing.unpack({data}).data.toString());
	return {
		exchange,
		textOf: data => (typeof data === 'string' ? data : unpack(data)),
		topicOf: rememberLast(text => {
			const topic = rules.topicOf(text);
			return topic.answers ? {...topic, book: toBook(topic.name)} : newsOf(topic.name);
		}),
		booksOf: url => (rules.topicsOf?.(url) ?? []).flatMap(topic => toBook(topic) ?? []),
		booksIn(sent) {
			const asked = rules.requests?.read(sent);
			const topics = [...rules.topicsIn(sent), ...(asked?.isOnce ? [asked.topic] : [])];
			return topics.flatMap(topic => toBook(topic) ?? []);
		},
		snapshotSymbol: rules.snapshotSymbol,
	};
};

const wires: readonly Wire[] = exchanges.map(toWire);

/** For what is asked for in the same way of each market. */
export const anyMarket: Market = {
	base: '',
	quote: '',
	symbol: 'x',
	tickSize: null,
	sizeStep: null,
	state: {type: 'trading'},
};

const toPath = ({pathname}: URL): string => pathname.replace(/\/$/, '');

/** Paths of each exchange's channels, without the slash at their end, which may be all there is of them. */
const paths = new Map(
	exchanges.map(({id, channels}) => [
		id,
		channels.map(channel => toPath(new URL(channel.path(anyMarket), 'ws://host'))),
	]),
);

const pathsOf = ({id}: Exchange): readonly string[] => paths.get(id) ?? [];

export const isTimePath = ({rest: {timePath}}: Exchange, path: string): boolean =>
	timePath !== null && path.endsWith(timePath);

/** Stands for a market in the path of a list. */
const anySymbol = 'SYMBOL';

/** What a list of markets was asked for: the exchange's word for a single one, empty for all; null where it is none. */
export const listedIn = ({listPath}: Exchange, {pathname, searchParams}: URL): string | null => {
	const one = new URL(listPath(anySymbol), 'http://host');
	const parameter = [...one.searchParams].find(([, value]) => value === anySymbol)?.[0];
	if (parameter !== undefined)
		return pathname.endsWith(one.pathname) ? (searchParams.get(parameter) ?? '') : null;
	const path = new URL(listPath(), 'http://host').pathname;
	if (pathname.endsWith(path)) return '';
	const start = pathname.lastIndexOf(`${path}/`);
	return start >= 0 && one.pathname !== path ? pathname.slice(start + path.length + 1) : null;
};

/** Finds what stands in a text where this one has `anySymbol`. */
const toPattern = (text: string, start = ''): RegExp =>
	new RegExp(`${start}${text.replace(/[^\w/]/g, '\\$&').replace(anySymbol, '([^/"]+)')}$`);

/** Reads which market's last 24 hours an address asks about. */
const createDayReader = ({tickers}: Exchange) => {
	const one = new URL(tickers.questions[0].path([anySymbol]), 'http://host');
	const path = toPattern(one.pathname);
	const parameters = Array.from(
		one.searchParams,
		([name, value]) => [name, toPattern(value, '^')] as const,
	);
	return ({pathname, searchParams}: URL): string | null => {
		const found = [
			path.exec(pathname),
			...parameters.map(([name, pattern]) => pattern.exec(searchParams.get(name) ?? '')),
		];
		if (found.includes(null)) return null;
		return found.find(match => match?.[1] !== undefined)?.[1] ?? null;
	};
};

const dayReaders = new Map(exchanges.map(exchange => [exchange.id, createDayReader(exchange)]));

/** The market whose last 24 hours were asked for, as the address writes it; null where none was. */
export const dayAskedIn = ({id}: Exchange, url: URL): string | null =>
	dayReaders.get(id)?.(url) ?? null;

/** Whose REST interface answered, by the path. */
export const restWireOf = (url: URL): Wire | null => {
	const isKnown = ({exchange, snapshotSymbol}: Wire) =>
		snapshotSymbol(url) !== null ||
		dayAskedIn(exchange, url) !== null ||
		exchange.recentTrades.symbolOf(url) !== null ||
		listedIn(exchange, url) !== null ||
		isTimePath(exchange, url.pathname);
	return wires.find(isKnown) ?? null;
};

/** Whose message it is, by the book it tells of; null where it tells of none. */
export const wireIn = (event: Parameters<typeof toMessage>[0]): Wire | null => {
	const message = toMessage(event);
	const isOf = ({textOf, topicOf}: Wire) => {
		try {
			return topicOf(textOf(message)).book !== null;
		} catch {
			return false;
		}
	};
	return wires.find(isOf) ?? null;
};

/**
 * Whose address it is, by its path: a capture may come from a mirror, or from a simulated exchange.
 * `ids` are the exchanges of the capture's header; without any, the whole path must be an exchange's. `named` is
 * whose the recorder says it is.
 */
export const wireOf = (url: string, ids: readonly string[], named?: string): Wire | null => {
	if (!URL.canParse(url)) return null;
	const own = ids.includes(named ?? '') && wires.find(({exchange}) => exchange.id === named);
	if (own) return own;
	const address = new URL(url);
	const path = toPath(address);
	const isKnown = ({exchange}: Wire) =>
		ids.length === 0
			? pathsOf(exchange).includes(path)
			: ids.includes(exchange.id) && pathsOf(exchange).some(end => path.endsWith(end));
	const known = wires.filter(isKnown);
	const [likeliest] = known.sort((a, b) => likeness(address, b) - likeness(address, a));
	return likeliest && (path !== '' || ids.length > 0 || likeness(address, likeliest) >= ownHost)
		? likeliest
		: null;
};

const ownHost = 2000;

/** In place of an exchange's host where a capture plays it: paths alone would not tell some apart. */
export const capturedHost = ({id}: Exchange): string => `${id}.capture`;

/** Hosts of each exchange. */
const hosts = new Map(
	exchanges.map(exchange => [
		exchange.id,
		[...exchange.endpoints.ws.map(address => new URL(address).hostname), capturedHost(exchange)],
	]),
);

/** How much an address looks like an exchange's own: by its host, by the exchange's name in it, by the length of the path. */
const likeness = (address: URL, {exchange}: Wire): number => {
	const length = Math.max(
		...pathsOf(exchange).map(path => (toPath(address).endsWith(path) ? path.length : 0)),
	);
	if (hosts.get(exchange.id)?.includes(address.hostname) === true) return ownHost + length;
	return new RegExp(`\\b${exchange.id}\\b`).test(address.href) ? 1000 + length : length;
};
