import {toColumnFormat, widenColumn, type ColumnFormat} from '../../screen/column.js';
import type {Shapes} from '../column-memory.js';

/** How the columns of a depth table share the width of a pane. */
export type Columns = {
	readonly price: ColumnFormat;
	/** Free cells before the sign and the price, where the heading is wider than the numbers. */
	readonly indent: number;
	readonly size: ColumnFormat;
	/** Null where there is no room for it. */
	readonly total: ColumnFormat | null;
	/** Cells between columns. */
	readonly gap: number;
	/** Cells of the bars; 0 where there is no room. */
	readonly bar: number;
	/** Whether the headings name the currencies. */
	readonly hasUnits: boolean;
};

/** Cells left of the price: cursor, sign, space. Right of the bar one more is left free. */
export const leadWidth = 3;

type Plan = {
	readonly isGrouped: boolean;
	readonly gap: number;
	readonly hasTotal: boolean;
	readonly digits: number;
	readonly minBar: number;
	readonly hasUnits: boolean;
};

const plan = (
	hasUnits: boolean,
	isGrouped: boolean,
	gap: number,
	hasTotal: boolean,
	digits: number,
	minBar: number,
): Plan => ({hasUnits, isGrouped, gap, hasTotal, digits, minBar});

/** From roomy to cramped; the first that fits is taken. */
const plans: readonly Plan[] = [
	plan(true, true, 4, true, 7, 24),
	plan(true, true, 3, true, 7, 12),
	plan(false, true, 2, true, 7, 5),
	plan(false, true, 2, true, 6, 5),
	plan(false, false, 2, true, 7, 4),
	plan(false, false, 1, true, 7, 3),
	plan(false, true, 2, false, 7, 5),
	plan(false, false, 1, false, 7, 3),
];
const lastPlan = plan(false, false, 1, false, 5, 0);

export type DepthShapes = Shapes<'price' | 'size' | 'total'>;

const fit = (
	shapes: DepthShapes,
	width: number,
	[base, quote]: readonly [string, string],
	choice: Plan,
) => {
	const {isGrouped, gap, hasTotal, digits, hasUnits} = choice;
	const widen = (format: ColumnFormat, label: string, unit: string) =>
		widenColumn(format, label.length + (hasUnits ? 1 + unit.length : 0));
	const price = toColumnFormat(shapes.price, Infinity, isGrouped);
	const indent = widen(price, 'Price', quote).width - price.width;
	const sum = toColumnFormat(shapes.total, digits, isGrouped);
	const total = hasTotal ? widen(sum, 'Total', base) : null;
	// The two columns show the same thing: as many decimals in both.
	const most = hasTotal ? sum.decimals : Infinity;
	const size = widen(toColumnFormat(shapes.size, digits, isGrouped, most), 'Size', base);
	const used =
		leadWidth + indent + price.width + gap + size.width + (total ? gap + total.width : 0);
	const bar = width - used - gap - 1;
	return {
		price,
		indent,
		size,
		total,
		gap,
		bar: Math.max(0, bar),
		hasUnits,
		isFitting: bar >= choice.minBar,
	};
};

/** The roomiest columns that fit also the narrowest of the panes side by side. */
export const toColumns = (
	shapes: DepthShapes,
	{width, narrowest}: {readonly width: number; readonly narrowest: number},
	units: readonly [string, string],
): Columns => {
	const found = plans.find(choice => fit(shapes, narrowest, units, choice).isFitting);
	return fit(shapes, width, units, found ?? lastPlan);
};
