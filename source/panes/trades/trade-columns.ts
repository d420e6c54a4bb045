import {toColumnFormat, widenColumn, type ColumnFormat} from '../../screen/column.js';
import type {Shapes} from '../column-memory.js';

export type TradeShapes = Shapes<'price' | 'size' | 'value'>;

/** How the columns of the tape share the width of a pane. */
export type TradeColumns = {
	readonly hasTenths: boolean;
	readonly price: ColumnFormat;
	readonly size: ColumnFormat;
	/** Null where there is no room for it. */
	readonly value: ColumnFormat | null;
	readonly gap: number;
	readonly bar: number;
	readonly hasUnits: boolean;
};

type Plan = {
	readonly hasUnits: boolean;
	readonly hasTenths: boolean;
	readonly hasValue: boolean;
	readonly isGrouped: boolean;
	readonly gap: number;
	readonly minBar: number;
};

/** From roomy to cramped; the first that fits is taken. */
const plans: readonly Plan[] = [
	{hasUnits: true, hasTenths: true, hasValue: true, isGrouped: true, gap: 3, minBar: 8},
	{hasUnits: false, hasTenths: true, hasValue: true, isGrouped: true, gap: 2, minBar: 5},
	{hasUnits: false, hasTenths: true, hasValue: false, isGrouped: true, gap: 2, minBar: 4},
	{hasUnits: false, hasTenths: false, hasValue: false, isGrouped: true, gap: 2, minBar: 0},
];
const lastPlan: Plan = {
	hasUnits: false,
	hasTenths: false,
	hasValue: false,
	isGrouped: false,
	gap: 1,
	minBar: 0,
};

/** Cells of the time, `12:04:31.2` or `12:04:31`. */
export const timeWidth = (hasTenths: boolean): number => (hasTenths ? 10 : 8);

/** A free cell on the left; sign and space before the price. */
export const margin = 1;
export const signWidth = 2;

const fit = (
	shapes: TradeShapes,
	[base, quote]: readonly [string, string],
	width: number,
	{hasUnits, hasTenths, hasValue, isGrouped, gap}: Plan,
): TradeColumns => {
	const widen = (format: ColumnFormat, label: string, unit: string) =>
		widenColumn(format, label.length + (hasUnits ? 1 + unit.length : 0));
	const price = widen(toColumnFormat(shapes.price, Infinity, isGrouped), 'Price', quote);
	const size = widen(toColumnFormat(shapes.size, 7, isGrouped), 'Size', base);
	const value = hasValue ? widen(toColumnFormat(shapes.value, 7, isGrouped), 'Value', quote) : null;
	const numbers =
		price.width + gap + size.width + (value ? gap + value.width : 0) + gap + signWidth;
	const bar = width - margin - timeWidth(hasTenths) - numbers - gap - 1;
	return {hasTenths, price, size, value, gap, bar, hasUnits};
};

/** The roomiest columns that fit also the narrowest of the panes side by side. */
export const toTradeColumns = (
	shapes: TradeShapes,
	units: readonly [string, string],
	{width, narrowest}: {readonly width: number; readonly narrowest: number},
): TradeColumns => {
	const found = plans.find(plan => fit(shapes, units, narrowest, plan).bar >= plan.minBar);
	const columns = fit(shapes, units, width, found ?? lastPlan);
	return {...columns, bar: Math.max(0, columns.bar)};
};
