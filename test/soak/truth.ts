import {formatDecimal, parseDecimal, type Decimal} from '../../source/book/fixed-point.js';
import {isBeyond} from '../../source/book/order-book.js';
import {toTop, type SideName, type SideView} from '../../source/book/side-view.js';
import {exchanges} from '../../source/exchanges/index.js';
import {minTrustedLevels} from '../../source/feed/due.js';
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

const sideDifference = (name: SideName, side: SideView, truth: readonly Text[]): string | null => {
	if (side.length !== truth.length) return `${side.length} ${name} where there are ${truth.length}`;
	for (const [rank, text] of truth.entries()) {
		const {price, size} = levelOf(text);
		if (!isSame(side.price(rank), price) || !isSame(side.size(rank), size))
			return `${name} ${rank} is not ${text.join(' × ')}`;
	}
	return null;
};

/** A side's levels by their prices, with what is told of one. */
const toSizes = (levels: readonly Level[]) =>
	new Map(levels.map(({price, size}) => [formatDecimal(price), {price, size}]));

/** Every level that differs must lie beyond what the book vouches for, and that may not be less than so many levels. */
const vouchedDifference = (
	name: SideName,
	{vouched, [name]: side}: JudgedBook,
	truth: readonly Text[],
	seenLevels: number,
): string | null => {
	const own = toTop(side, side.length);
	const within = own.filter(({price}) => !isBeyond(vouched, name, price)).length;
	if (within < Math.min(seenLevels, own.length))
		return `only ${within} ${name} are vouched for, a loss shows in ${seenLevels}`;
	const [ours, theirs] = [toSizes(own), toSizes(truth.map(levelOf))];
	for (const [text, {price, size}] of [...ours, ...theirs]) {
		const [our, their] = [ours.get(text), theirs.get(text)];
		if (our && their && isSame(our.size, their.size)) continue;
		if (!isBeyond(vouched, name, price))
			return `${name} vouch for ${text} × ${formatDecimal(size)}, which is ${their ? `× ${formatDecimal(their.size)}` : 'not there'}`;
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

/** What is judged of a book. */
export type JudgedBook = Pick<
	BookView,
	'exchange' | 'market' | 'sequence' | 'exchangeTime' | 'bids' | 'asks' | 'vouched'
>;

/** What has to be known of the exchange's books to judge one. */
export type TruePast = Pick<TrueBooks, 'bookAt' | 'bookAtTime'>;

/** The exchange's book that a book should be; null where there was none such lately. */
export const truthOf = (
	simulator: TruePast,
	{exchange, market, sequence, exchangeTime}: JudgedBook,
): SimulatedBook | null => {
	const id = exchange as SimulatedId;
	if (sequence === null) return null;
	if (hasOwnIds(id)) return simulator.bookAt(id, market, sequence);
	return exchangeTime === null ? null : simulator.bookAtTime(id, market, exchangeTime);
};

/** Levels a side in which a loss would be seen; infinite where it is in all of them. */
const seenLevelsOf = (id: string): number => {
	const loss = exchanges.find(exchange => exchange.id === id)?.channels[0].loss;
	return loss?.type === 'checksum' ? loss.levels : Infinity;
};

/**
 * What is wrong with a book, null where it is the exchange's. `mayHaveLost`: a message may have been lost that no
 * client can miss; without it all levels must be right, whether the book vouches for them or not.
 */
export const findDifference = (
	simulator: TruePast,
	book: JudgedBook,
	mayHaveLost = false,
): string | null => {
	const {exchange, sequence} = book;
	if (sequence === null) return 'live without a sequence';
	const truth = truthOf(simulator, book);
	if (!truth) return `the exchange was at no ${sequence} lately`;
	const seenLevels = mayHaveLost ? seenLevelsOf(exchange) : Infinity;
	let difference: string | null = null;
	for (const kept of keptLevels[exchange as SimulatedId] ?? [Infinity]) {
		const compare = (name: SideName) => {
			const side = truth[name].slice(0, kept);
			return seenLevels === Infinity
				? sideDifference(name, book[name], side)
				: vouchedDifference(name, book, side, seenLevels);
		};
		difference = compare('bids') ?? compare('asks');
		if (difference === null) return null;
	}
	return difference;
};

/** What is wrong with what a book vouches for, after whatever loss; null where all of that is the exchange's. */
export const findVouchedDifference = (past: TruePast, book: JudgedBook): string | null => {
	const {exchange, sequence} = book;
	const truth = truthOf(past, book);
	if (!truth) return `the exchange was at no ${sequence}`;
	const seenLevels = seenLevelsOf(exchange);
	const least = seenLevels === Infinity ? minTrustedLevels : seenLevels;
	let difference: string | null = null;
	for (const kept of keptLevels[exchange as SimulatedId] ?? [Infinity]) {
		const compare = (name: SideName) => {
			const side = truth[name].slice(0, kept);
			return seenLevels === Infinity && book.vouched[name] === null
				? sideDifference(name, book[name], side)
				: vouchedDifference(name, book, side, least);
		};
		difference = compare('bids') ?? compare('asks');
		if (difference === null) return null;
	}
	return difference;
};
