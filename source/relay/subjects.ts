import type {BookKey} from '../store/market-view.js';
import type {BusStream} from '../transport/bus.js';

/** Of what is said on the bus: who speaks another one is not understood. */
export const formatVersion = 1;

const root = `steem-tui.v${formatVersion}`;

/** One book, by its exchange and its market in two parts. */
export type BookName = {
	/** `binance` */
	readonly exchange: string;
	/** In capitals: `STEEM`. */
	readonly base: string;
	/** In capitals: `USDT`. */
	readonly quote: string;
};

/** `binance:STEEM/USDT` */
export const keyOf = ({exchange, base, quote}: BookName): BookKey => `${exchange}:${base}/${quote}`;

/** Null for what `keyOf` did not make. */
export const bookOfKey = (key: BookKey): BookName | null => {
	const [, exchange, base, quote] = /^([^:/]+):([^:/]+)\/([^:/]+)$/.exec(key) ?? [];
	return exchange === undefined || base === undefined || quote === undefined
		? null
		: {exchange, base, quote};
};

/** A part of a subject: what may not be in one, or has a meaning of its own, as `%XX`. */
const toToken = (text: string): string =>
	[...Buffer.from(text)]
		.map(byte => {
			const letter = String.fromCharCode(byte);
			if (/[A-Za-z0-9_]/.test(letter)) return letter;
			return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
		})
		.join('');

/** Null for what `toToken` did not make. */
const fromToken = (token: string): string | null => {
	if (!/^(?:[A-Za-z0-9_]|%[0-9A-F]{2})+$/.test(token)) return null;
	try {
		return decodeURIComponent(token);
	} catch {
		return null;
	}
};

const pathOf = ({exchange, base, quote}: BookName): string =>
	`${toToken(exchange)}.${toToken(base)}-${toToken(quote)}`;

/** Where what is of one book is said, stored and asked for. */
export const subjectsOf = (book: BookName) => {
	const path = pathOf(book);
	return {
		/** The book log, where it is appended. */
		log: `${root}.log.${path}.book`,
		/** What is worth finding again: appended. */
		mark: `${root}.log.${path}.mark`,
		/** The book log as it was accepted: what viewers hear. */
		now: `${root}.now.${path}.book`,
		/** The owner's word. */
		tick: `${root}.now.${path}.tick`,
		health: `${root}.now.${path}.health`,
		/** All that a viewer hears of the book. */
		heard: `${root}.now.${path}.*`,
		state: `${root}.state.${path}`,
		wire: `${root}.wire.${path}`,
		ask: `${root}.ask.${path}`,
	};
};

export type BookSubjects = ReturnType<typeof subjectsOf>;

/** No market has more than one line, or what keeps its parts from one another; anybody may publish anything. */
const isName = (text: string): boolean => !/[\p{C}\s:/]/u.test(text);

const readPath = (exchange: string, pair: string): BookName | null => {
	const [base, quote, ...more] = pair.split('-').map(fromToken);
	const id = fromToken(exchange);
	if (id === null || base == null || quote == null || more.length > 0) return null;
	return isName(`${id}${base}${quote}`) ? {exchange: id, base, quote} : null;
};

/** The book that a subject of that kind is of; null where it is none. */
const bookOf =
	(kind: 'state' | 'wire') =>
	(subject: string): BookName | null => {
		const before = `${root}.${kind}.`;
		if (!subject.startsWith(before)) return null;
		const [exchange = '', pair = '', ...more] = subject.slice(before.length).split('.');
		return more.length > 0 ? null : readPath(exchange, pair);
	};

/** The book that a subject of a stored state is of; null where it is none. */
export const bookOfState = bookOf('state');

/** The book that a subject of a kept wire is of; null where it is none. */
export const bookOfWire = bookOf('wire');

/** Each book that there is a wire of. */
export const allWires = `${root}.wire.>`;

/** Each book that there is a state of. */
export const allStates = `${root}.state.>`;

/** The leases of all relays, also of those of another format. */
export const allLeases = 'steem-tui.*.relay.*';

export const leaseOf = (relay: string): string => `${root}.relay.${toToken(relay)}`;

/** Whose lease a subject is, and of which format; null where it is none. */
export const relayOfLease = (subject: string): {name: string; version: number} | null => {
	const [, version, token] = /^steem-tui\.v(\d{1,6})\.relay\.([^.]+)$/.exec(subject) ?? [];
	const name = token === undefined ? null : fromToken(token);
	return name === null ? null : {name, version: Number(version)};
};

/** How long a relay is believed to be there after it has last said so. */
export const leaseMs = 3000;

export type StreamLimits = {
	/** Milliseconds that the books' history is kept. */
	readonly keepMs: number;
	/** Milliseconds that the wire's is. */
	readonly keepWireMs: number;
	/** Bytes of each, null: as many as there is room for. */
	readonly maxBytes: number | null;
};

/** A second message of one id is not stored again for so long. */
const duplicateWindowMs = 10_000;

/** All that relays store. The leases are on file as well: what is in memory is gone after a restart of the server. */
export const busStreams = ({keepMs, keepWireMs, maxBytes}: StreamLimits): readonly BusStream[] => {
	const usual = {maxBytes, maxPerSubject: null, duplicateWindowMs, republish: null};
	return [
		{
			...usual,
			name: 'STEEM_TUI_BOOKS',
			subjects: [`${root}.log.>`],
			maxAgeMs: keepMs,
			republish: {from: `${root}.log.>`, to: `${root}.now.>`},
		},
		{...usual, name: 'STEEM_TUI_STATES', subjects: [`${root}.state.>`], maxAgeMs: keepMs},
		{...usual, name: 'STEEM_TUI_WIRE', subjects: [`${root}.wire.>`], maxAgeMs: keepWireMs},
		{
			...usual,
			name: 'STEEM_TUI_RELAYS',
			subjects: [allLeases],
			maxAgeMs: leaseMs,
			maxPerSubject: 1,
			duplicateWindowMs: leaseMs,
		},
	];
};
