import {clamp} from '../../screen/ui-state.js';
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
import {toExtraColumns, widthOfExtras, type Extra, type ExtraColumns} from './depth-extras.js';

/** How the columns of a depth table share the width of a pane. */
export type Columns = {
	readonly price: ColumnFormat;
	/** The same of prices that are not grouped. */
	readonly exactPrice: ColumnFormat;
	/** Free cells before the sign and the price, where the heading is wider than the numbers. */
	readonly indent: number;
	readonly size: ColumnFormat;
	/** Null where there is no room for it. */
	readonly total: ColumnFormat | null;
	/** Those there is room for. */
	readonly extras: ExtraColumns;
	/** Cells between columns. */
	readonly gap: number;
	/** Cells of the bars; 0 where there is no room. */
	readonly bar: number;
	/** Cells of the bars in the narrowest pane: a heading has to fit there, too. */
	readonly leastBar: number;
	/** Whether the headings name the currencies. */
	readonly hasUnits: boolean;
};

/** Cells left of the price: cursor, sign, space. Right of the bar one more is left free. */
export const leadWidth = 3;

type Plan = {
	readonly hasUnits: boolean;
	readonly gap: number;
	readonly hasTotal: boolean;
	/** Room for more digits than the numbers have as a rule, before and behind the point; or for fewer. */
	readonly spare: readonly [whole: number, behind: number];
	/** Whether decimals are cut where they do not fit. */
	readonly isCut: boolean;
	readonly minBar: number;
	readonly extras: readonly Extra[];
};

const plan = (
	hasUnits: boolean,
	gap: number,
	hasTotal: boolean,
	spare: Plan['spare'],
	isCut: boolean,
	minBar: number,
	extras: readonly Extra[] = [],
): Plan => ({hasUnits, gap, hasTotal, spare, isCut, minBar, extras});

const wide: readonly Extra[] = ['value', 'bps', 'traded'];

/** From roomy to cramped; the first that fits is taken. */
const plans: readonly Plan[] = [
	plan(true, 4, true, [3, 14], false, 24, wide),
	plan(true, 3, true, [2, 8], false, 24, wide),
	plan(true, 3, true, [2, 1], false, 14, wide),
	plan(true, 3, true, [1, 1], false, 10, wide),
	plan(false, 2, true, [1, 1], false, 10, wide),
	plan(true, 3, true, [1, 1], false, 10, ['bps', 'traded']),
	plan(false, 2, true, [1, 1], false, 10, ['bps', 'traded']),
	plan(false, 2, true, [0, 0], false, 8, ['bps', 'traded']),
	plan(false, 2, true, [0, 0], false, 8, ['traded']),
	plan(true, 4, true, [3, 14], false, 24),
	plan(true, 4, true, [2, 8], false, 24),
	plan(true, 4, true, [2, 1], false, 16),
	plan(true, 3, true, [1, 1], false, 6),
	plan(false, 2, true, [1, 1], false, 5),
	plan(false, 2, true, [0, 0], false, 4),
	plan(false, 1, true, [0, 0], false, 3),
	plan(false, 1, true, [-1, 0], true, 3),
	plan(false, 1, false, [-1, 0], true, 3),
];
const lastPlan = plan(false, 1, false, [-1, 0], true, 0);

/** Cells behind the points of sizes and totals, sizes first; null where there is not enough room. */
const shareBehind = (
	{size, total}: MarketShapes,
	room: number,
	{hasTotal, isCut, spare: [, spare]}: Plan,
): readonly [size: number, total: number] | null => {
	const shapes = hasTotal ? [size, total] : [size];
	const sum = (of: typeof leastBehind) => shapes.reduce((cells, shape) => cells + of(shape), 0);
	if (sum(wholeBehind) + shapes.length * spare <= room)
		return [wholeBehind(size) + spare, wholeBehind(total) + spare];
	if (!isCut || sum(leastBehind) > room) return null;
	const forSize = fitBehind(size, room - (hasTotal ? leastBehind(total) : 0));
	return [forSize, Math.min(forSize, fitBehind(total, room - forSize))];
};

type Units = readonly [base: string, quote: string];

/** What all plans have in common. */
type Wanted = {
	readonly units: Units;
	/** Decimals of sizes that are filled up with zeros. */
	readonly padded: number;
	/** Columns that are shown besides those of a plan. */
	readonly extras: readonly Extra[];
};

/** Columns of a plan without their bars, of which the narrowest pane would have `bar` cells; null where the numbers do not fit. */
const fit = (
	shapes: MarketShapes,
	narrowest: number,
	wanted: Wanted,
	choice: Plan,
	priceSpare = choice.spare[0] > 1 ? choice.spare[0] : 0,
): {readonly columns: Omit<Columns, 'bar' | 'leastBar'>; readonly bar: number} | null => {
	const {gap, hasTotal, hasUnits, minBar} = choice;
	const [whole] = choice.spare;
	const [base, quote] = wanted.units;
	const shown = choice === lastPlan ? [] : [...choice.extras, ...wanted.extras];
	const spare = {spare: clamp(whole, 0, 1), padded: wanted.padded};
	const extras = toExtraColumns(shapes, shown, quote, spare);
	const beside = widthOfExtras(extras, gap);
	const heading = (label: string, unit: string) => label.length + (hasUnits ? 1 + unit.length : 0);
	const price = toColumn(shapes.price, wholeBehind(shapes.price), priceSpare);
	const indent = Math.max(0, heading('Price', quote) - price.width);
	const left = leadWidth + indent + price.width + beside;
	const wholes = (hasTotal ? [shapes.size, shapes.total] : [shapes.size]).reduce(
		(cells, shape) => cells + gap + beforeOf(shape, whole),
		0,
	);
	const room = narrowest - left - wholes - gap - minBar - 1;
	const behind =
		choice === lastPlan ? [leastBehind(shapes.size), 0] : shareBehind(shapes, room, choice);
	if (!behind) return null;
	const [forSize = 0, forTotal = 0] = behind;
	const size = widenColumn(toColumn(shapes.size, forSize, whole), heading('Size', base));
	const sum = widenColumn(toColumn(shapes.total, forTotal, whole), heading('Total', base));
	const total = hasTotal ? sum : null;
	const bar = narrowest - left - gap - size.width - (total ? gap + total.width : 0) - gap - 1;
	if (bar < minBar && choice !== lastPlan) return null;
	const exactPrice = toColumn(shapes.exactPrice);
	return {columns: {price, exactPrice, indent, size, total, extras, gap, hasUnits}, bar};
};

/** The same, with room for prices far from all others where bars stay long enough beside it. */
const fitFar = (...[shapes, narrowest, wanted, choice]: Parameters<typeof fit>) => {
	const found = fit(shapes, narrowest, wanted, choice);
	if (!found || choice.isCut || choice.spare[0] > 1) return found;
	const roomy = fit(shapes, narrowest, wanted, choice, farDigits(shapes.price));
	if (roomy && roomy.bar >= barBesideFar) return roomy;
	return choice.extras.length === 0 ? found : null;
};

const padTo = (format: ColumnFormat, padded: number): ColumnFormat => ({...format, padded});

/** The roomiest columns that fit also the narrowest of the panes side by side. */
export const toColumns = (
	shapes: MarketShapes,
	{width, narrowest}: {readonly width: number; readonly narrowest: number},
	wanted: Wanted,
): Columns => {
	const {padded} = wanted;
	let found: ReturnType<typeof fit> = null;
	for (const choice of [...plans, lastPlan])
		if ((found = fitFar(shapes, narrowest, wanted, choice))) break;
	if (!found) throw new RangeError('the last plan fits always');
	const {columns, bar} = found;
	return {
		...columns,
		size: padTo(columns.size, padded),
		total: columns.total && padTo(columns.total, padded),
		bar: Math.max(0, bar + width - narrowest),
		leastBar: Math.max(0, bar),
	};
};
