import {topOf} from '../book/block-view.js';
import {pressureLevels} from '../book/depth.js';
import {fromUnits, powers, toNumber} from '../book/fixed-point.js';
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

/** Of the values in a column, put into their order, that which a share of all is no more than; 0 of none. */
const quantile = (values: Float64Array, share: number): number =>
	values.sort()[Math.floor((values.length - 1) * share)] ?? 0;

/** Where the steps of sizes are not known, three of four have no more decimals than are told: one odd size decides nothing. */
const usualShare = 0.75;

/** Decimals with which a value was written, of units of so many. */
const decimalsOf = (units: number, decimals: number): number => fromUnits(units, decimals).decimals;

const room = new Float64Array(2 * pressureLevels);

/** What the best levels of both sides are like; of decimals that are told elsewhere as many as those, or zero. */
const readBest = ({bids, asks, tickSize, sizeStep}: BookView) => {
	const sizes = new Float64Array(2 * pressureLevels);
	const decimals = new Float64Array(2 * pressureLevels);
	let priceDecimals = tickSize?.decimals ?? 0;
	let count = 0;
	for (const side of [bids, asks]) {
		const levels = topOf(side, pressureLevels, room);
		const {pairs, length, wide} = levels;
		const one = powers[levels.sizeDecimals] ?? 10 ** levels.sizeDecimals;
		for (let rank = 0; rank < length; rank++) {
			const [price, size] = [pairs[2 * rank] ?? 0, pairs[2 * rank + 1] ?? 0];
			const level = wide?.[rank];
			if (level) priceDecimals = Math.max(priceDecimals, level.price.decimals);
			else if (levels.priceDecimals > priceDecimals)
				priceDecimals = Math.max(priceDecimals, decimalsOf(price, levels.priceDecimals));
			sizes[count] = level ? toNumber(level.size) : size / one;
			if (!sizeStep)
				decimals[count] = level?.size.decimals ?? decimalsOf(size, levels.sizeDecimals);
			count++;
		}
	}
	return {
		priceDecimals,
		sizes: sizes.subarray(0, count),
		decimals: decimals.subarray(0, count),
	};
};

const read = (book: BookView): BookNumbers => {
	const {bids, asks, sizeStep, trades} = book;
	const best = [bids, asks].flatMap(side => (side.length > 0 ? [toNumber(side.price(0))] : []));
	const newest = trades.at(-1);
	if (best.length === 0 && newest) best.push(toNumber(newest.price));
	const {priceDecimals, sizes, decimals} = readBest(book);
	return {
		price: best.length === 0 ? null : Math.sqrt((best[0] ?? 1) * (best.at(-1) ?? 1)),
		priceDecimals,
		size: quantile(sizes, 0.5),
		sizeDecimals: sizeStep?.decimals ?? quantile(decimals, usualShare),
	};
};

const known = new WeakMap<BookView, BookNumbers>();

/** Worked out once for each view of a book. */
export const numbersOf = (book: BookView): BookNumbers => {
	const numbers = known.get(book) ?? read(book);
	known.set(book, numbers);
	return numbers;
};
