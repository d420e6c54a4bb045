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
import {leadWidth} from '../depth/depth-columns.js';
import type {MarketShapes} from '../market-shapes.js';

/** How the columns of the merged table share the width. */
export type MergedColumns = {
	readonly price: ColumnFormat;
	/** The same of prices that are not grouped. */
	readonly exactPrice: ColumnFormat;
	/** Free cells before the sign and the price, where the heading is wider than the numbers. */
	readonly indent: number;
	readonly size: ColumnFormat;
	/** Null where there is no room for it. */
	readonly total: ColumnFormat | null;
	/** One for each exchange, or none where there is no room: the bars then say who holds what. */
	readonly parts: readonly ColumnFormat[];
	/** Cells between two columns. */
	readonly gap: number;
	/** Cells; 0 for none. */
	readonly bar: number;
	readonly hasUnits: boolean;
};

/** An exchange's name, and the decimals of its sizes that are filled up with zeros. */
export type MergedPart = {readonly name: string; readonly padded: number};

type Plan = {
	readonly hasUnits: boolean;
	readonly gap: number;
	readonly hasTotal: boolean;
	readonly hasParts: boolean;
	/** Room for more digits than the numbers have as a rule, before and behind the point; or for fewer. */
	readonly spare: readonly [whole: number, behind: number];
	/** Whether decimals are cut where they do not fit. */
	readonly isCut: boolean;
	readonly minBar: number;
};

const plan = (
	hasUnits: boolean,
	gap: number,
	[hasTotal, hasParts]: readonly [boolean, boolean],
	spare: Plan['spare'],
	isCut: boolean,
	minBar: number,
): Plan => ({hasUnits, gap, hasTotal, hasParts, spare, isCut, minBar});

/** From roomy to cramped; the first that fits is taken. */
const plans: readonly Plan[] = [
	plan(true, 4, [true, true], [3, 14], false, 30),
	plan(true, 4, [true, true], [2, 8], false, 30),
	plan(true, 3, [true, true], [2, 1], false, 16),
	plan(false, 2, [true, true], [1, 1], false, 10),
	plan(false, 2, [true, true], [0, 0], false, 6),
	plan(false, 2, [true, true], [-1, 0], true, 6),
	plan(false, 1, [false, true], [0, 0], false, 0),
	plan(false, 2, [true, false], [0, 0], false, 6),
	plan(false, 1, [false, true], [-1, 0], true, 0),
	plan(false, 2, [true, false], [-1, 0], true, 6),
];
const lastPlan = plan(false, 1, [false, false], [-1, 0], true, 0);

/** Cells behind the points: of the total, and of all other columns alike; null where there is not enough room. */
const shareBehind = (
	{size, total}: MarketShapes,
	amounts: number,
	room: number,
	{hasTotal, isCut, spare: [, spare]}: Plan,
): readonly [amount: number, total: number] | null => {
	const sum = (of: typeof leastBehind, more = 0) =>
		amounts * (of(size) + more) + (hasTotal ? of(total) + more : 0);
	if (sum(wholeBehind, spare) <= room)
		return [wholeBehind(size) + spare, wholeBehind(total) + spare];
	if (!isCut || sum(leastBehind) > room) return null;
	const least = hasTotal ? leastBehind(total) : 0;
	const forAmount = fitBehind(size, Math.floor((room - least) / amounts));
	return [forAmount, Math.min(forAmount, fitBehind(total, room - amounts * forAmount))];
};

/** Columns of a plan; null where they do not fit. */
const fit = (
	shapes: MarketShapes,
	books: readonly MergedPart[],
	[base, quote]: readonly [string, string],
	width: number,
	choice: Plan,
	priceSpare = choice.spare[0] > 1 ? choice.spare[0] : 0,
): MergedColumns | null => {
	const {hasUnits, gap, hasTotal, hasParts, minBar} = choice;
	const [whole] = choice.spare;
	const isLast = choice === lastPlan;
	const heading = (label: string, unit: string) => label.length + (hasUnits ? 1 + unit.length : 0);
	const price = toColumn(shapes.price, wholeBehind(shapes.price), priceSpare);
	const indent = Math.max(0, heading('Price', quote) - price.width);
	const amounts = 1 + (hasParts ? books.length : 0);
	const wholes =
		amounts * (gap + beforeOf(shapes.size, whole)) +
		(hasTotal ? gap + beforeOf(shapes.total, whole) : 0);
	const left = leadWidth + indent + price.width;
	const room = width - left - wholes - gap - minBar - 1;
	const behind = isLast
		? [leastBehind(shapes.size), 0]
		: shareBehind(shapes, amounts, room, choice);
	if (!behind) return null;
	const [forAmount = 0, forTotal = 0] = behind;
	const amount = toColumn(shapes.size, forAmount, whole);
	const size = widenColumn(amount, heading('Size', base));
	const sum = widenColumn(toColumn(shapes.total, forTotal, whole), heading('Total', base));
	const total = hasTotal ? sum : null;
	const parts = hasParts
		? books.map(({name, padded}) => ({...widenColumn(amount, name.length), padded}))
		: [];
	const numbers = [size, ...(total ? [total] : []), ...parts];
	const bar = numbers.reduce((cells, format) => cells - gap - format.width, width - left) - gap - 1;
	if (bar < minBar && !isLast) return null;
	const exactPrice = toColumn(shapes.exactPrice);
	return {price, exactPrice, indent, size, total, parts, gap, bar: Math.max(0, bar), hasUnits};
};

/** The same, with room for prices far from all others where bars stay long enough beside it. */
const fitFar = (...[shapes, books, units, width, choice]: Parameters<typeof fit>) => {
	const columns = fit(shapes, books, units, width, choice);
	if (!columns || choice.isCut || choice.spare[0] > 1) return columns;
	const roomy = fit(shapes, books, units, width, choice, farDigits(shapes.price));
	return roomy && roomy.bar >= barBesideFar ? roomy : columns;
};

export const toMergedColumns = (
	shapes: MarketShapes,
	books: readonly MergedPart[],
	units: readonly [string, string],
	width: number,
): MergedColumns => {
	for (const choice of [...plans, lastPlan]) {
		const columns = fitFar(shapes, books, units, width, choice);
		if (columns) return columns;
	}
	throw new RangeError('the last plan fits always');
};
