import {topOf} from '../book/block-view.js';
import {pressureLevels} from '../book/depth.js';
import {fromUnits, powers, toNumber, type Decimal} from '../book/fixed-point.js';
import {nthOf} from '../book/nth-of.js';
import type {SideView} from '../book/side-view.js';
import {createLatelyOfBooks} from './lately.js';
import type {BookView} from '../store/market-view.js';

/** What the numbers of a book are like, told by its list and by its best levels. */
export type BookNumbers = {
	/** Between the best prices, however far they are apart, or of the newest trade; null where there is none. */
	readonly price: number | null;
	/** Of all prices that are told by. */
	readonly priceDecimals: number;
	/** Half of the sizes are no larger. */
	readonly size: number;
	/** As many as are filled up with zeros. */
	readonly sizeDecimals: number;
};

/** Values in room that is used again for the next book. */
const createValues = (most: number) => {
	const values = new Float64Array(most);
	let count = 0;
	return {
		clear() {
			count = 0;
		},
		add(value: number) {
			values[count++] = value;
		},
		/** That which a share of all is no more than; 0 of none. */
		quantile: (share: number) =>
			count === 0 ? 0 : nthOf(values, count, Math.floor((count - 1) * share)),
	};
};

/** Where the steps of sizes are not known, three of four have no more decimals than are told: one odd size decides nothing. */
const usualShare = 0.75;

/** Decimals with which a value was written, of units of so many. */
const decimalsOf = (units: number, decimals: number): number => fromUnits(units, decimals).decimals;

const room = new Float64Array(2 * pressureLevels);
const sizes = createValues(2 * pressureLevels);
const decimals = createValues(2 * pressureLevels);

/** Adds what the best levels of a side are like to the values. Returns the most decimals of its prices, or as many as are told already. */
const addBest = (side: SideView, sizeStep: Decimal | null, told: number): number => {
	let priceDecimals = told;
	const levels = topOf(side, pressureLevels, room);
	const {pairs, length, wide} = levels;
	const one = powers[levels.sizeDecimals] ?? 10 ** levels.sizeDecimals;
	for (let rank = 0; rank < length; rank++) {
		const price = pairs[2 * rank] ?? 0;
		const size = pairs[2 * rank + 1] ?? 0;
		const level = wide?.[rank];
		if (level) priceDecimals = Math.max(priceDecimals, level.price.decimals);
		else if (levels.priceDecimals > priceDecimals)
			priceDecimals = Math.max(priceDecimals, decimalsOf(price, levels.priceDecimals));
		sizes.add(level ? toNumber(level.size) : size / one);
		if (!sizeStep) decimals.add(level?.size.decimals ?? decimalsOf(size, levels.sizeDecimals));
	}
	return priceDecimals;
};

/** Between the best prices; where there are none, of the newest trade. */
const middleOf = ({bids, asks, trades}: BookView): number | null => {
	const newest = trades.at(-1);
	if (bids.length === 0 && asks.length === 0) return newest ? toNumber(newest.price) : null;
	const bid = (bids.length > 0 ? bids : asks).price(0);
	const ask = (asks.length > 0 ? asks : bids).price(0);
	return Math.sqrt(toNumber(bid) * toNumber(ask));
};

const read = (book: BookView): BookNumbers => {
	const {bids, asks, tickSize, sizeStep = null} = book;
	sizes.clear();
	decimals.clear();
	const ofBids = addBest(bids, sizeStep, tickSize?.decimals ?? 0);
	return {
		price: middleOf(book),
		priceDecimals: addBest(asks, sizeStep, ofBids),
		size: sizes.quantile(0.5),
		sizeDecimals: sizeStep?.decimals ?? decimals.quantile(usualShare),
	};
};

const known = createLatelyOfBooks<BookNumbers>();

/** Worked out once for each view of a book. */
export const numbersOf = (book: BookView): BookNumbers => {
	const last = known.get(book);
	if (last) return last;
	const numbers = read(book);
	known.set(book, numbers);
	return numbers;
};
