import type {Exchange} from '../exchanges/exchange.js';
import {exchanges} from '../exchanges/index.js';
import {remember} from './remember.js';

/** Those that a topic may be of. */
export type Known = readonly Exchange[];

/** The book that a topic carries, in whatever form. */
export const bookIn = (topic: string, known: Known = exchanges) => {
	for (const exchange of known) {
		const book = exchange.wire.bookOf(topic);
		const channel = book && exchange.channels[book.channel];
		if (channel) return {exchange, channel, symbol: book.symbol};
	}
	return null;
};

/** The one name that all topics of a book and its channel have. */
export const toStream = (topic: string, known: Known): string => {
	const {wire} = bookIn(topic, known)?.exchange ?? {};
	return wire?.streamOf?.(topic) ?? topic;
};

/** Whether a topic carries a book, in whatever form: `steemeth@depth`, `market.steemeth.mbp.20`. */
export const isBookTopic = (topic: string): boolean => bookIn(topic) !== null;

/** The symbol of the book that a topic carries: it is asked for with most messages. */
export const bookOf = remember((topic: string): string | null => {
	const book = bookIn(topic);
	return book && toSymbol(book.symbol);
});

/** The symbol in a topic's name: `steemeth@trade`, `market.steemeth.mbp.150`. */
export const symbolOfTopic = (topic: string, known: Known = exchanges): string | null => {
	for (const exchange of known) {
		const symbol = namedIn(topic, exchange);
		if (symbol !== null) return toSymbol(symbol);
	}
	return null;
};

/** The symbol in the name of an exchange's topic, in whatever case. */
export const namedIn = (topic: string, {wire}: Exchange): string | null =>
	wire.symbolOf ? wire.symbolOf(topic) : (wire.bookOf(topic)?.symbol ?? null);

/** A name from an address or a message, which is shown: what a terminal might obey has no place in it. */
export const toSymbol = (name: string): string | null =>
	/^[^\p{C}\p{Z}]{1,80}$/u.test(name) ? name.toUpperCase() : null;
