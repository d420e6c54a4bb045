import {parseDecimal, type Decimal} from '../../source/book/fixed-point.js';
import type {SideView} from '../../source/book/side-view.js';
import type {ExchangeId} from '../../source/simulator/market-list.js';
import type {Simulator} from '../../source/simulator/simulator.js';
import type {SimulatedBook} from '../../source/simulator/true-books.js';
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

/** What is wrong with a book, null where it is the exchange's at its sequence. */
export const findDifference = (simulator: Simulator, book: BookView): string | null => {
	const {exchange, market, sequence, bids, asks} = book;
	if (sequence === null) return 'live without a sequence';
	const truth: SimulatedBook | null = simulator.bookAt(exchange as ExchangeId, market, sequence);
	if (!truth) return `the exchange was at no ${sequence} lately`;
	return sideDifference('bids', bids, truth.bids) ?? sideDifference('asks', asks, truth.asks);
};
