import {parseDecimal, type Decimal} from '../../source/book/fixed-point.js';
import type {SideView} from '../../source/book/side-view.js';
import {exchanges} from '../../source/exchanges/index.js';
import type {SimulatedId} from '../../source/simulator/market-list.js';
import type {SimulatedBook, TrueBooks} from '../../source/simulator/true-books.js';
import type {BookView} from '../../source/store/market-view.js';

type Level = ReturnType<typeof toLevel>;
type Text = readonly [string, string];

const toLevel = ([price, size]: Text) => ({price: parseDecimal(price), size: parseDecimal(size)});

/** The simulator hands out the same pair for a level that did not change. */
const levels = new WeakMap<Text, Level>();

const levelOf = (text: Text): Level => {
	let level = levels.get(text);
	if (!level) {
		level = toLevel(text);
		levels.set(text, level);
	}
	return level;
};

/** Decimals are in normal form: equal values have equal fields. */
const isSame = (a: Decimal, b: Decimal) => a.units === b.units && a.decimals === b.decimals;

const sideDifference = (name: string, side: SideView, truth: readonly Text[]): string | null => {
	if (side.length !== truth.length) return `${side.length} ${name} where there are ${truth.length}`;
	for (const [rank, text] of truth.entries()) {
		const {price, size} = levelOf(text);
		if (!isSame(side.price(rank), price) || !isSame(side.size(rank), size))
			return `${name} ${rank} is not ${text.join(' × ')}`;
	}
	return null;
};

/** Levels a side that a client keeps of an exchange on each of its channels, where those are not all that it shows. */
const keptLevels: Readonly<Partial<Record<SimulatedId, readonly number[]>>> = {
	gate: [400, 100],
	kraken: [25],
};

/** Those whose messages have times in place of ids. */
const timed: ReadonlySet<string> = new Set(['upbit', 'bitstamp']);

/** Whether ids of an exchange's messages are those of its books: else its times tell which book was meant. */
export const hasOwnIds = (id: string): boolean =>
	!timed.has(id) && exchanges.find(exchange => exchange.id === id)?.channels[0].ids === 'exchange';

/** The exchange's book that a book should be; null where there was none such lately. */
export const truthOf = (
	simulator: TrueBooks,
	{exchange, market, sequence, exchangeTime}: BookView,
): SimulatedBook | null => {
	const id = exchange as SimulatedId;
	if (sequence === null) return null;
	if (hasOwnIds(id)) return simulator.bookAt(id, market, sequence);
	return exchangeTime === null ? null : simulator.bookAtTime(id, market, exchangeTime);
};

/** What is wrong with a book, null where it is the exchange's. */
export const findDifference = (simulator: TrueBooks, book: BookView): string | null => {
	const {exchange, sequence, bids, asks} = book;
	if (sequence === null) return 'live without a sequence';
	const truth = truthOf(simulator, book);
	if (!truth) return `the exchange was at no ${sequence} lately`;
	let difference: string | null = null;
	for (const kept of keptLevels[exchange as SimulatedId] ?? [Infinity]) {
		difference =
			sideDifference('bids', bids, truth.bids.slice(0, kept)) ??
			sideDifference('asks', asks, truth.asks.slice(0, kept));
		if (difference === null) return null;
	}
	return difference;
};
