import type {Channel, Exchange, Market} from '../exchanges/exchange.js';
import {binance} from '../exchanges/binance/index.js';
import {huobi} from '../exchanges/huobi/index.js';
import {exchanges} from '../exchanges/index.js';
import {inflate} from '../exchanges/huobi/inflate.js';
import {exchangeOf, type BookMessage, type ReplayWire} from './replay-wire.js';
import {isCounted, isTimePath, listedIn, restWireOf, wireOf} from './wire.js';

const anyMarket: Market = {
	base: '',
	quote: '',
	symbol: 'x',
	tickSize: null,
	sizeStep: null,
	state: {type: 'trading'},
};

const pathOf = (channel: Channel): string => new URL(channel.path(anyMarket), 'ws://host').pathname;

/** Paths of an exchange's websocket interface, longest first: one may be the end of another. */
const pathsOf = ({channels, tradesChannel}: Exchange): readonly string[] =>
	[...channels, ...(tradesChannel ? [tradesChannel] : [])]
		.map(pathOf)
		.sort((a, b) => b.length - a.length);

/** The wires of exchanges that say by themselves how they are read; `ids` as below. */
const rulesOf = (ids: readonly string[]) =>
	exchanges.flatMap(exchange =>
		exchange.wire && (ids.length === 0 || ids.includes(exchange.id))
			? [{exchange, rules: exchange.wire}]
			: [],
	);

const everyRule = rulesOf([]);

/** The book that a topic of such an exchange carries. */
const bookIn = (topic: string, known = everyRule) => {
	for (const {exchange, rules} of known) {
		const book = rules.bookOf(topic);
		const channel = book && exchange.channels[book.channel];
		if (channel) return {exchange, channel, symbol: book.symbol};
	}
	return null;
};

/** What a message of such an exchange is about; null where it is of none. */
const topicNamed = (text: string, known: typeof everyRule) => {
	for (const {exchange, rules} of known) {
		const topic = rules.topicOf(text);
		if (rules.bookOf(topic.name)) return {exchange, rules, ...topic};
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

/** Where the books of which topics come from. */
const carriers = [
	{pattern: /@depth$/, exchange: binance, path: '/stream'},
	{pattern: /\.mbp\./, exchange: huobi, path: '/feed'},
	{pattern: /\.depth\./, exchange: huobi, path: '/ws'},
];

/** What a message tells of a book, without reading more of it than that. */
const toBookMessage = (text: string): BookMessage | null => {
	const field = (pattern: RegExp) => pattern.exec(text)?.[1];
	const make = (
		type: BookMessage['type'],
		topic: string | undefined,
		digits: string | undefined,
	) => {
		const sequence = Number(digits ?? NaN);
		if (topic === undefined || !isBookTopic(topic) || !Number.isSafeInteger(sequence)) return null;
		return {type, topic, sequence};
	};
	if (/"e"\s*:\s*"depthUpdate"/.test(text)) {
		const symbol = field(/"s"\s*:\s*"([^"]{1,100})"/);
		return make('update', symbol && `${symbol.toLowerCase()}@depth`, field(/"u"\s*:\s*(\d{1,16})/));
	}
	const topic = field(/"(?:ch|rep)"\s*:\s*"([^"]{1,100})"/);
	const type = topic !== undefined && /"rep"\s*:/.test(text) ? 'reply' : 'update';
	return make(type, topic, field(/"(?:seqNum|version)"\s*:\s*(\d{1,16})/));
};

const toUrl = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);

/** How our exchanges' addresses and messages are read; `ids` are the exchanges of the capture's header. */
export const createCaptureWire = (ids: readonly string[], known = rulesOf(ids)): ReplayWire => ({
	endpointOf(url, named) {
		const exchange = wireOf(url, ids, named)?.exchange;
		const pathname = toUrl(url)?.pathname ?? '';
		const path = exchange && pathsOf(exchange).find(one => pathname.endsWith(one));
		return exchange && path !== undefined ? endpointName(exchange, path) : null;
	},
	topicsOf(url) {
		const address = toUrl(url);
		const books = address ? (wireOf(url, ids)?.booksOf(address) ?? []) : [];
		return books.map(({symbol}) => `${symbol.toLowerCase()}@depth`);
	},
	topicsIn: sent => [
		...[...sent.matchAll(/"sub"\s*:\s*"([^"]{1,100})"/g)].map(([, topic = '']) => topic),
		...(sent.includes('"SUBSCRIBE"')
			? [...sent.matchAll(/"([^"@]{1,100})@depth[@"]/g)].map(([, name]) => `${name}@depth`)
			: []),
		...known.flatMap(({rules}) => rules.topicsIn(sent)),
	],
	askedIn(sent) {
		const symbol = /"req"\s*:\s*"market\.([^."]{1,40})\./.exec(sent)?.[1];
		return symbol === undefined ? null : {exchange: 'huobi', kind: 'book', symbol};
	},
	requestIn(sent) {
		const topic = /"(?:sub|req)"\s*:\s*"([^"]{1,100})"/.exec(sent)?.[1];
		const symbol = topic === undefined ? null : symbolOfTopic(topic);
		const id = /"id"\s*:\s*"([^"]{1,40})"/.exec(sent)?.[1];
		return id === undefined || symbol === null ? null : {id, symbol};
	},
	refusedIn(message) {
		if (!holds(message, '"error"')) return null;
		return /"id"\s*:\s*"([^"]{1,40})"/.exec(textOf(message))?.[1] ?? null;
	},
	repliesOn: endpoint => exchangeOf(endpoint) === huobi.id,
	isReply: message => holds(message, '"rep"'),
	isUpdate: message => holds(message, '"ch"'),
	bookMessage(message) {
		const text = textOf(message);
		const own = topicNamed(text, known);
		if (!own) return toBookMessage(text);
		const sequence = own.answers ? null : own.rules.sequenceOf(text);
		if (sequence === null) return null;
		const update = {type: 'update', topic: own.name, sequence} as const;
		return own.rules.isWhole?.(text) ? {...update, isWhole: true} : update;
	},
	symbolIn(message) {
		const text = textOf(message);
		const own = topicNamed(text, known);
		if (own && isCounted(own.exchange)) return null;
		const topic = own?.name ?? /"(?:stream|ch|rep|subbed)"\s*:\s*"([^"]{1,100})"/.exec(text)?.[1];
		return topic === undefined ? null : symbolOfTopic(topic);
	},
	symbolOf: topic => symbolOfTopic(topic),
	endpointFor(topic) {
		const own = bookIn(topic, known);
		if (own) return endpointName(own.exchange, pathOf(own.channel));
		const carrier = carriers.find(({pattern}) => pattern.test(topic));
		const isHeld = carrier && (ids.length === 0 || ids.includes(carrier.exchange.id));
		return isHeld ? endpointName(carrier.exchange, carrier.path) : null;
	},
	bookOf,
	snapshotSequence(body) {
		const sequence = Number(/"lastUpdateId"\s*:\s*(\d{1,16})/.exec(body)?.[1] ?? NaN);
		if (Number.isSafeInteger(sequence)) return sequence;
		for (const {rules} of known) {
			const own = rules.snapshotSequence(body);
			if (own !== null) return own;
		}
		return null;
	},
	purposeOf(url) {
		const address = toUrl(url);
		const wire = address && restWireOf(address);
		if (!address || !wire) return null;
		const {exchange} = wire;
		const snapshotSymbol = wire.snapshotSymbol(address);
		if (snapshotSymbol !== null)
			return {exchange: exchange.id, kind: 'book', symbol: snapshotSymbol};
		if (isTimePath(exchange, address.pathname))
			return {exchange: exchange.id, kind: 'time', symbol: ''};
		return {exchange: exchange.id, kind: 'list', symbol: listedIn(exchange, address) ?? ''};
	},
});

/** Whether a topic carries a book: `steemeth@depth`, `market.steemeth.mbp.150`. */
export const isBookTopic = (topic: string): boolean =>
	/@depth|\.(mbp|depth)\./.test(topic) || bookIn(topic) !== null;

/** Topics whose books are remembered: those of some hundreds of markets. */
const maxRemembered = 2000;
const remembered = new Map<string, string | null>();

/** The symbol of the book that a topic carries. Remembered: it is asked for with most messages. */
const bookOf = (topic: string): string | null => {
	const known = remembered.get(topic);
	if (known !== undefined) return known;
	const book = isBookTopic(topic) ? symbolOfTopic(topic) : null;
	if (remembered.size >= maxRemembered) remembered.clear();
	remembered.set(topic, book);
	return book;
};

/** The symbol in a topic's name: `steemeth@depth`, `market.steemeth.mbp.150`. */
export const symbolOfTopic = (topic: string): string | null =>
	toSymbol(
		bookIn(topic)?.symbol ?? /^market\.([^.]+)\.|^([^@]+)@/.exec(topic)?.slice(1).find(Boolean),
	);

/** A name from an address or a message, which is shown: what a terminal might obey has no place in it. */
const toSymbol = (name: string | undefined): string | null =>
	name === undefined || !/^[^\p{C}\p{Z}]{1,80}$/u.test(name) ? null : name.toUpperCase();

/** Empty where it cannot be unpacked: the client will say what is wrong with it. */
const unpack = (message: Buffer): Buffer => {
	// Text in a binary frame.
	if (message[0] === 0x5b || message[0] === 0x7b) return message;
	try {
		return inflate(message);
	} catch {
		return Buffer.alloc(0);
	}
};

const textOf = (message: string | Buffer): string =>
	typeof message === 'string' ? message : unpack(message).toString();

/** Whether it holds a name in quotes. */
const holds = (message: string | Buffer, name: string): boolean =>
	(typeof message === 'string' ? message : unpack(message)).includes(name);

/** The symbol of the book that a message is about, where it is about one. */
export const symbolOfMessage = (url: string, message: string | Buffer): string | null =>
	toSymbol(wireOf(url, [])?.topicOf(textOf(message)).book?.symbol);
