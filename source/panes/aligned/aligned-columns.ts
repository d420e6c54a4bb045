import {toColumnFormat, widenColumn, type ColumnFormat} from '../../screen/column.js';
import type {Shapes} from '../column-memory.js';

export type AlignedShapes = Shapes<'price' | 'size' | 'total'>;

/** One exchange's part of a row: sign, size, total and bar. */
export type BlockColumns = {
	readonly size: ColumnFormat;
	/** Null where there is no room for it. */
	readonly total: ColumnFormat | null;
	readonly bar: number;
	/** Cells of the whole block, the gap before it not counted. */
	readonly width: number;
};

/** How price and exchanges share the width. */
export type AlignedColumns = {
	readonly price: ColumnFormat;
	/** Free cells before the price, where the heading is wider than the numbers. */
	readonly indent: number;
	readonly block: BlockColumns;
	/** Cells between columns, and between exchanges. */
	readonly gap: number;
	readonly blockGap: number;
	/** Exchanges that fit, and the first of them. */
	readonly count: number;
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
	readonly digits: number;
	readonly isGrouped: boolean;
	readonly minBar: number;
};

/** From roomy to cramped; the first that fits is taken. */
const plans: readonly Plan[] = [
	{gap: 3, blockGap: 4, hasTotal: true, digits: 7, isGrouped: true, minBar: 16},
	{gap: 2, blockGap: 3, hasTotal: true, digits: 7, isGrouped: true, minBar: 5},
	{gap: 2, blockGap: 3, hasTotal: false, digits: 7, isGrouped: true, minBar: 5},
	{gap: 1, blockGap: 2, hasTotal: false, digits: 7, isGrouped: false, minBar: 3},
	{gap: 1, blockGap: 2, hasTotal: false, digits: 5, isGrouped: false, minBar: 0},
];

/** The columns for `count` of the exchanges; a bar below nothing means that they do not fit. */
const fit = (shapes: AlignedShapes, count: number, width: number, plan: Plan) => {
	const {gap, blockGap, hasTotal, digits, isGrouped} = plan;
	const price = toColumnFormat(shapes.price, Infinity, isGrouped);
	const indent = Math.max(0, 'Price'.length - price.width);
	const sum = toColumnFormat(shapes.total, digits, isGrouped);
	const most = hasTotal ? sum.decimals : Infinity;
	const size = widenColumn(toColumnFormat(shapes.size, digits, isGrouped, most), 'Size'.length);
	const total = hasTotal ? widenColumn(sum, 'Total'.length) : null;
	const numbers = signWidth + size.width + (total ? gap + total.width : 0);
	const room = width - cursorWidth - indent - price.width - 1;
	const blockWidth = Math.floor(room / count) - blockGap;
	const bar = blockWidth - numbers - gap;
	const block = {size, total, bar: Math.max(0, bar), width: blockWidth};
	return {price, indent, block, gap, blockGap, bar: plan.minBar === 0 ? blockWidth - numbers : bar};
};

/** As many exchanges as fit, those around the focused one. */
export const toAlignedColumns = (
	shapes: AlignedShapes,
	books: number,
	focus: number,
	width: number,
): AlignedColumns => {
	for (let count = books; count > 0; count--)
		for (const plan of plans) {
			const {bar, ...columns} = fit(shapes, count, width, plan);
			const isLast = count === 1 && plan === plans.at(-1);
			if (bar < plan.minBar && !isLast) continue;
			const first = Math.max(0, Math.min(focus - count + 1, books - count));
			return {...columns, count, first: focus < first ? focus : first};
		}
	throw new RangeError('a table needs a book');
};
