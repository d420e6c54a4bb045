import {toMessage, type CaptureEvent} from '../capture/capture-format.js';
import type {BookChannel, Exchange} from '../exchanges/exchange.js';
import {wireOf, type Wire} from '../playback/wire.js';

/** Books that are noted: more are nobody's recording. */
const maxBooks = 20_000;

/** By which of their channels books came, by `bookKeyOf`. */
export type HeardChannels = ReadonlyMap<string, ReadonlySet<BookChannel>>;

/** `symbol`: in upper case. */
const bookKeyOf = (exchange: string, symbol: string): string => `${exchange} ${symbol}`;

/** Notes which channels of each book brought anything. `ids`: the exchanges of the capture's header. */
export const createHeardChannels = (ids: readonly string[]) => {
	const wires = new Map<number, Wire>();
	const channels = new Map<string, Set<BookChannel>>();

	const hear = (wire: Wire, event: CaptureEvent & {readonly kind: 'ws'}) => {
		const {book, answers} = wire.topicOf(wire.textOf(toMessage(event)));
		// That it was subscribed to tells nothing: of two, one may bring nothing.
		if (!book || answers === 'subscription') return;
		const key = bookKeyOf(wire.exchange.id, book.symbol.toUpperCase());
		const heard = channels.get(key) ?? new Set();
		if (channels.size < maxBooks) channels.set(key, heard.add(book.channel));
	};

	return {
		channels: channels as HeardChannels,
		take(event: CaptureEvent) {
			if (event.kind === 'close') wires.delete(event.connection);
			if (event.kind === 'open') {
				const wire = wireOf(event.url, ids, event.exchange);
				if (wire) wires.set(event.connection, wire);
			}
			const wire = event.kind === 'ws' ? wires.get(event.connection) : undefined;
			if (event.kind !== 'ws' || !wire) return;
			try {
				hear(wire, event);
			} catch {
				// The client says what is wrong with it.
			}
		},
	};
};

/** The exchange with those of its channels first that a book of it came by; `symbol` in upper case. */
export const withHeardFirst = (
	exchange: Exchange,
	symbol: string,
	heard: HeardChannels,
): Exchange => {
	const {channels, id} = exchange;
	const own = heard.get(bookKeyOf(id, symbol));
	const [best, ...others] = channels;
	if (!own || own.has(best)) return exchange;
	const first = others.filter(channel => own.has(channel));
	const [next = best, ...rest] = [
		...first,
		...channels.filter(channel => !first.includes(channel)),
	];
	return {...exchange, channels: [next, ...rest]};
};
