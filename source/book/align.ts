import type {SideName, SideView} from './side-view.js';
import {toDepthRows, type DepthRow} from './depth.js';
import {compareDecimals, type Decimal} from './fixed-point.js';

/** What one book has at a price. */
export type AlignedCell = {readonly side: SideName; readonly row: DepthRow};

/** One price, with what each book has there; null for nothing. */
export type AlignedRow = {
	readonly price: Decimal;
	/** One for each book, in their order; null where a book has nothing. */
	readonly cells: readonly (AlignedCell | null)[];
};

/** The axis in two halves, each from the middle outwards. */
export type Axis = {readonly above: readonly AlignedRow[]; readonly below: readonly AlignedRow[]};

export type TwoSides = {readonly bids: SideView; readonly asks: SideView};

/** Levels of a side on the far side of the middle, as where the books cross. */
const countBeyond = (side: SideView, name: SideName, middle: Decimal | null): number => {
	let rank = 0;
	while (middle && rank < side.length) {
		const order = compareDecimals(side.price(rank), middle);
		if (name === 'asks' ? order > 0 : order <= 0) break;
		rank++;
	}
	return rank;
};

/**
 * Puts the levels of several books on one price axis. At most `above` and `below` prices each way of
 * `middle`, which itself counts as below; where it is null, asks go above and bids below. A price that
 * no book has anything at is no row.
 */
export const alignBooks = (
	books: readonly TwoSides[],
	middle: Decimal | null,
	{above, below}: {readonly above: number; readonly below: number},
	step: Decimal | null = null,
): Axis => {
	// Prices in normal form are equal exactly when their fields are.
	const rows = new Map<string, {price: Decimal; isAbove: boolean; cells: (AlignedCell | null)[]}>();
	const add = (index: number, side: SideName, row: DepthRow) => {
		const {price} = row;
		const key = `${price.units}e${price.decimals}`;
		const isAbove = middle ? compareDecimals(price, middle) > 0 : side === 'asks';
		const here = rows.get(key) ?? {price, isAbove, cells: books.map(() => null)};
		here.cells[index] = {side, row};
		rows.set(key, here);
	};
	for (const [index, book] of books.entries())
		for (const name of ['bids', 'asks'] as const) {
			const wanted = name === 'asks' ? above : below;
			const count = wanted + countBeyond(book[name], name, middle);
			for (const row of toDepthRows(book[name], name, count, step)) add(index, name, row);
		}
	const sorted = [...rows.values()].sort((a, b) => compareDecimals(a.price, b.price));
	return {
		above: sorted.filter(({isAbove}) => isAbove).slice(0, above),
		below: sorted
			.filter(({isAbove}) => !isAbove)
			.reverse()
			.slice(0, below),
	};
};
