import {
	barBesideFar,
	beforeOf,
	farDigits,
	fitBehind,
	leastBehind,
	toColumn,
	wholeBehind,
	widenColumn,
	type ColumnFormat,
} from '../../screen/column.js';
import type {MarketShapes} from '../market-shapes.js';

/** One exchange's part of a row: sign, size, total and bar. */
export type BlockColumns = {
	readonly size: ColumnFormat;
	/** Null where there is no room for it. */
	readonly total: ColumnFormat | null;
	/** Cells; 0 for none. */
	readonly bar: number;
	/** Cells of the whole block, the gap before it not counted. */
	readonly width: number;
};

/** How price and exchanges share the width. */
export type AlignedColumns = {
	readonly price: ColumnFormat;
	/** The same of prices that are not grouped. */
	readonly exactPrice: ColumnFormat;
	/** Free cells before the price, where the heading is wider than the numbers. */
	readonly indent: number;
	readonly block: BlockColumns;
	/** Cells between columns, and between exchanges. */
	readonly gap: number;
	/** Cells between two exchanges. */
	readonly blockGap: number;
	/** Exchanges that fit, and the first of them. */
	readonly count: number;
	/** Index of the first exchange shown. */
	readonly first: number;
};

/** Cells of the cursor before the price. */
export const cursorWidth = 2;
/** Sign and space before a size. */
export const signWidth = 2;

type Plan = {
	readonly gap: number;
	readonly blockGap: number;
	readonly hasTotal: boolean;
	/** Room for more digits than the numbers have as a rule, before and behind the point; or for fewer. */
	readonly spare: readonly [whole: number, behind: number];
	/** Whether decimals are cut where they do not fit. */
	readonly isCut: boolean;
	readonly minBar: number;
};

/** From roomy to cramped; the first that fits is taken. */
const plans: readonly Plan[] = [
	{gap: 3, blockGap: 4, hasTotal: true, spare: [3, 14], isCut: false, minBar: 16},
	{gap: 3, blockGap: 4, hasTotal: true, spare: [2, 8], isCut: false, minBar: 16},
	{gap: 2, blockGap: 3, hasTotal: true, spare: [1, 1], isCut: false, minBar: 5},
	{gap: 2, blockGap: 3, hasTotal: true, spare: [0, 0], isCut: false, minBar: 4},
	{gap: 2, blockGap: 3, hasTotal: false, spare: [0, 0], isCut: false, minBar: 4},
	{gap: 1, blockGap: 2, hasTotal: false, spare: [-1, 0], isCut: true, minBar: 3},
	{gap: 1, blockGap: 2, hasTotal: false, spare: [-1, 0], isCut: true, minBar: 0},
];

/** Cells behind the points of sizes and totals, sizes first; null where there is not enough room. */
const shareBehind = (
	{size, total}: MarketShapes,
	room: number,
	{hasTotal, isCut, spare: [, spare]}: Plan,
): readonly [size: number, total: number] | null => {
	const all = wholeBehind(size) + spare + (hasTotal ? wholeBehind(total) + spare : 0);
	if (all <= room) return [wholeBehind(size) + spare, wholeBehind(total) + spare];
	return isCut && leastBehind(size) <= room ? [fitBehind(size, room), 0] : null;
};

/** The columns for `count` of the exchanges; null where they do not fit, though the `last` is to have no less than is of use. */
const fit = (
	shapes: MarketShapes,
	count: number,
	width: number,
	plan: Plan,
	isLast: boolean,
	priceSpare = plan.spare[0] > 1 ? plan.spare[0] : 0,
) => {
	const {gap, blockGap, hasTotal, minBar} = plan;
	const [whole] = plan.spare;
	const price = toColumn(shapes.price, wholeBehind(shapes.price), priceSpare);
	const exactPrice = toColumn(shapes.exactPrice);
	const indent = Math.max(0, 'Price'.length - price.width);
	const room = width - cursorWidth - indent - price.width - 1;
	const blockWidth = Math.floor(room / count) - blockGap;
	const wholes =
		beforeOf(shapes.size, whole) + (hasTotal ? gap + beforeOf(shapes.total, whole) : 0);
	const beside = signWidth + (minBar === 0 ? 0 : gap + minBar);
	const fitting = shareBehind(shapes, blockWidth - beside - wholes, plan);
	if (!fitting && !isLast) return null;
	const [forSize, forTotal] = fitting ?? [leastBehind(shapes.size), 0];
	const size = widenColumn(toColumn(shapes.size, forSize, whole), 'Size'.length);
	const sum = widenColumn(toColumn(shapes.total, forTotal, whole), 'Total'.length);
	const total = hasTotal ? sum : null;
	const numbers = signWidth + size.width + (total ? gap + total.width : 0);
	if (blockWidth < numbers + (minBar === 0 ? 0 : gap + minBar) && !isLast) return null;
	const bar = Math.max(0, blockWidth - numbers - gap);
	return {price, exactPrice, indent, block: {size, total, bar, width: blockWidth}, gap, blockGap};
};

/** The same, with room for prices far from all others where bars stay long enough beside it. */
const fitFar = (...[shapes, count, width, plan, isLast]: Parameters<typeof fit>) => {
	const columns = fit(shapes, count, width, plan, isLast);
	if (!columns || plan.isCut || plan.spare[0] > 1) return columns;
	const roomy = fit(shapes, count, width, plan, false, farDigits(shapes.price));
	return roomy && roomy.block.bar >= barBesideFar ? roomy : columns;
};

/** As many exchanges as fit, those around the focused one. */
export const toAlignedColumns = (
	shapes: MarketShapes,
	books: number,
	focus: number,
	width: number,
): AlignedColumns => {
	for (let count = books; count > 0; count--)
		for (const plan of plans) {
			const isLast = count === 1 && plan === plans.at(-1);
			const columns = fitFar(shapes, count, width, plan, isLast);
			if (!columns) continue;
			const first = Math.max(0, Math.min(focus - count + 1, books - count));
			return {...columns, count, first: focus < first ? focus : first};
		}
	throw new RangeError('a table needs a book');
};
