import {
	beforeOf,
	fitBehind,
	leastBehind,
	toColumn,
	wholeBehind,
	widenColumn,
	type ColumnFormat,
} from '../../screen/column.js';
import type {MarketShapes} from '../market-shapes.js';

/** How the columns of the tape share the width of a pane. */
export type TradeColumns = {
	/** Whether times are told to the tenth of a second. */
	readonly hasTenths: boolean;
	readonly price: ColumnFormat;
	readonly size: ColumnFormat;
	/** Null where there is no room for it. */
	readonly value: ColumnFormat | null;
	/** Cells between two columns. */
	readonly gap: number;
	/** Cells; 0 for none. */
	readonly bar: number;
	readonly hasUnits: boolean;
};

type Plan = {
	readonly hasUnits: boolean;
	readonly hasTenths: boolean;
	readonly hasValue: boolean;
	/** Room for more digits than the numbers have as a rule, before and behind the point; or for fewer. */
	readonly spare: readonly [whole: number, behind: number];
	/** Whether decimals are cut where they do not fit: of values only, or also of sizes. */
	readonly cuts: 'nothing' | 'values' | 'all';
	readonly gap: number;
	readonly minBar: number;
};

const plan = (
	[hasUnits, hasTenths, hasValue]: readonly [boolean, boolean, boolean],
	spare: Plan['spare'],
	cuts: Plan['cuts'],
	gap: number,
	minBar: number,
): Plan => ({hasUnits, hasTenths, hasValue, spare, cuts, gap, minBar});

/** From roomy to cramped; the first that fits is taken. */
const plans: readonly Plan[] = [
	plan([true, true, true], [3, 14], 'nothing', 3, 16),
	plan([true, true, true], [2, 8], 'nothing', 3, 16),
	plan([true, true, true], [1, 1], 'nothing', 3, 8),
	plan([true, true, true], [1, 1], 'values', 3, 8),
	plan([false, true, true], [0, 0], 'values', 2, 5),
	plan([false, true, false], [0, 0], 'nothing', 2, 4),
	plan([false, false, false], [0, 0], 'nothing', 1, 0),
];
const lastPlan = plan([false, false, false], [-1, 0], 'all', 1, 0);

/** Cells of the time, `12:04:31.2` or `12:04:31`. */
export const timeWidth = (hasTenths: boolean): number => (hasTenths ? 10 : 8);

/** A free cell on the left; sign and space before the price. */
export const margin = 1;
export const signWidth = 2;

/** Cells behind the points of sizes and values; null where there is not enough room. */
const shareBehind = (
	{size, value}: MarketShapes,
	room: number,
	{hasValue, cuts, spare: [, spare]}: Plan,
): readonly [size: number, value: number] | null => {
	const forSize = wholeBehind(size) + spare;
	if (cuts === 'all') return [Math.max(leastBehind(size), fitBehind(size, room)), 0];
	const left = room - forSize;
	if (!hasValue) return left >= 0 ? [forSize, 0] : null;
	if (wholeBehind(value) <= left) return [forSize, wholeBehind(value)];
	return cuts === 'values' && leastBehind(value) <= left ? [forSize, fitBehind(value, left)] : null;
};

type Units = readonly [base: string, quote: string];

/** Columns of a plan; null where they do not fit. */
const fit = (
	shapes: MarketShapes,
	[base, quote]: Units,
	width: number,
	choice: Plan,
): TradeColumns | null => {
	const {hasUnits, hasTenths, hasValue, gap, minBar} = choice;
	const [whole] = choice.spare;
	const isLast = choice === lastPlan;
	const widen = (format: ColumnFormat, label: string, unit: string) =>
		widenColumn(format, label.length + (hasUnits ? 1 + unit.length : 0));
	const price = widen(toColumn(shapes.price), 'Price', quote);
	const left = margin + timeWidth(hasTenths) + gap + signWidth + price.width;
	const wholes =
		gap + beforeOf(shapes.size, whole) + (hasValue ? gap + beforeOf(shapes.value, whole) : 0);
	const share = shareBehind(shapes, width - left - wholes - gap - minBar - 1, choice);
	if (!share) return null;
	const size = widen(toColumn(shapes.size, share[0], whole), 'Size', base);
	const amount = widen(toColumn(shapes.value, share[1], whole), 'Value', quote);
	const value = hasValue ? amount : null;
	const bar = width - left - gap - size.width - (value ? gap + value.width : 0) - gap - 1;
	if (bar < minBar && !isLast) return null;
	return {hasTenths, price, size, value, gap, bar, hasUnits};
};

/** The roomiest columns that fit also the narrowest of the panes side by side. `padded`: decimals of sizes that are filled up with zeros. */
export const toTradeColumns = (
	shapes: MarketShapes,
	padded: number,
	units: Units,
	{width, narrowest}: {readonly width: number; readonly narrowest: number},
): TradeColumns => {
	for (const choice of [...plans, lastPlan]) {
		const columns = fit(shapes, units, narrowest, choice);
		if (!columns) continue;
		const {size, bar} = columns;
		return {...columns, size: {...size, padded}, bar: Math.max(0, bar + width - narrowest)};
	}
	throw new RangeError('the last plan fits always');
};
