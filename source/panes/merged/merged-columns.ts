import {toColumnFormat, widenColumn, type ColumnFormat} from '../../screen/column.js';
import {leadWidth} from '../depth/depth-columns.js';
import type {Shapes} from '../column-memory.js';

export type MergedShapes = Shapes<'price' | 'size' | 'total'>;

/** How the columns of the merged table share the width. */
export type MergedColumns = {
	readonly price: ColumnFormat;
	/** Free cells before the sign and the price, where the heading is wider than the numbers. */
	readonly indent: number;
	readonly size: ColumnFormat;
	readonly total: ColumnFormat | null;
	/** One for each exchange, or none where there is no room: the bars then say who holds what. */
	readonly parts: readonly ColumnFormat[];
	readonly gap: number;
	readonly bar: number;
	readonly hasUnits: boolean;
};

type Plan = {
	readonly hasUnits: boolean;
	readonly gap: number;
	readonly hasTotal: boolean;
	readonly hasParts: boolean;
	readonly isGrouped: boolean;
	readonly minBar: number;
};

const plan = (
	hasUnits: boolean,
	gap: number,
	hasTotal: boolean,
	hasParts: boolean,
	isGrouped: boolean,
	minBar: number,
): Plan => ({hasUnits, gap, hasTotal, hasParts, isGrouped, minBar});

/** From roomy to cramped; the first that fits is taken. */
const plans: readonly Plan[] = [
	plan(true, 4, true, true, true, 30),
	plan(true, 3, true, true, true, 16),
	plan(false, 2, true, true, true, 10),
	plan(false, 2, false, true, true, 6),
	plan(false, 1, false, true, false, 0),
	plan(false, 2, true, false, true, 6),
	plan(false, 1, false, false, false, 0),
];

const digits = 7;

const fit = (
	shapes: MergedShapes,
	names: readonly string[],
	[base, quote]: readonly [string, string],
	width: number,
	{hasUnits, gap, hasTotal, hasParts, isGrouped}: Plan,
): MergedColumns => {
	const least = (label: string, unit: string) =>
		hasUnits ? label.length + 1 + unit.length : label.length;
	const price = toColumnFormat(shapes.price, Infinity, isGrouped);
	const indent = Math.max(0, least('Price', quote) - price.width);
	const sum = toColumnFormat(shapes.total, digits, isGrouped);
	// All of these show the same thing: as many decimals in each.
	const most = hasTotal ? sum.decimals : Infinity;
	const amount = toColumnFormat(shapes.size, digits, isGrouped, most);
	const size = widenColumn(amount, least('Size', base));
	const total = hasTotal ? widenColumn(sum, least('Total', base)) : null;
	const parts = hasParts ? names.map(name => widenColumn(amount, name.length)) : [];
	const numbers = [size, ...(total ? [total] : []), ...parts];
	const used = numbers.reduce((cells, format) => cells + gap + format.width, price.width + indent);
	const bar = width - leadWidth - used - gap - 1;
	return {price, indent, size, total, parts, gap, bar, hasUnits};
};

export const toMergedColumns = (
	shapes: MergedShapes,
	names: readonly string[],
	units: readonly [string, string],
	width: number,
): MergedColumns => {
	const fits = plans.map(choice => ({choice, columns: fit(shapes, names, units, width, choice)}));
	const found = fits.find(({choice, columns}) => columns.bar >= choice.minBar) ?? fits.at(-1);
	const columns = found?.columns as MergedColumns;
	return {...columns, bar: Math.max(0, columns.bar)};
};
