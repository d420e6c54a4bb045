import type {SideView} from '../book/side-view.js';
import {pressureLevels} from '../book/depth.js';
import {toNumber, type Decimal} from '../book/fixed-point.js';
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

/** The best levels of both sides. */
const bestOf = (
	{bids, asks}: BookView,
	read: (side: SideView, rank: number) => Decimal,
): readonly Decimal[] => {
	const best: Decimal[] = [];
	for (const side of [bids, asks])
		for (let rank = 0; rank < Math.min(pressureLevels, side.length); rank++)
			best.push(read(side, rank));
	return best;
};

/** The value that a share of all is no more than; 0 of none. */
const quantile = (values: readonly number[], share: number): number =>
	new Float64Array(values).sort()[Math.floor((values.length - 1) * share)] ?? 0;

/** Where the steps of sizes are not known, three of four have no more decimals than are told: one odd size decides nothing. */
const usualShare = 0.75;

const read = (book: BookView): BookNumbers => {
	const {bids, asks, tickSize, sizeStep, trades} = book;
	const best = [bids, asks].flatMap(side => (side.length > 0 ? [toNumber(side.price(0))] : []));
	const newest = trades.at(-1);
	if (best.length === 0 && newest) best.push(toNumber(newest.price));
	const prices = bestOf(book, (side, rank) => side.price(rank)).map(({decimals}) => decimals);
	const sizes = bestOf(book, (side, rank) => side.size(rank));
	const usual = () =>
		quantile(
			sizes.map(({decimals}) => decimals),
			usualShare,
		);
	return {
		price: best.length === 0 ? null : Math.sqrt((best[0] ?? 1) * (best.at(-1) ?? 1)),
		priceDecimals: Math.max(tickSize?.decimals ?? 0, ...prices),
		size: quantile(sizes.map(toNumber), 0.5),
		sizeDecimals: sizeStep?.decimals ?? usual(),
	};
};

const known = new WeakMap<BookView, BookNumbers>();

/** Worked out once for each view of a book. */
export const numbersOf = (book: BookView): BookNumbers => {
	const numbers = known.get(book) ?? read(book);
	known.set(book, numbers);
	return numbers;
};
