import type {HeatColumn} from '../../heat/heat-column.js';
import {heatCodes} from '../../screen/heat-paint.js';
import type {PriceScale} from './price-scale.js';
import {stepOfSize, type SizeScale} from './size-scale.js';

/** What was traded at one row. */
export type RowTrade = {readonly row: number; readonly bought: number; readonly sold: number};

/** A column in the rows of a chart; row 0 is the lowest. */
export type ChartColumn = {
	readonly proof: HeatColumn['proof'];
	/** In the base currency, by row; NaN where it is not known. */
	readonly sizes: Float32Array;
	/** The row that the middle price is in; it may be out of sight. Null for none. */
	readonly mid: number | null;
	/** In sight. */
	readonly trades: readonly RowTrade[];
	/** What is painted of each row: steps of size or `heatCodes`, as of that scale. */
	codes: Int8Array;
	scale: SizeScale | null;
};

/** Of a row that is not known whole nothing is told: what is known of it would pass for all that is there. */
const sumOf = ({first, sizes, from, to}: HeatColumn, low: number, factor: number): number => {
	if (low < from || low + factor > to) return Number.NaN;
	let sum = 0;
	for (let bin = low; bin < low + factor; bin++) sum += sizes[bin - first] ?? 0;
	return sum;
};

const tradesOf = (column: HeatColumn, {factor, base, rows}: PriceScale): readonly RowTrade[] => {
	const sums = new Map<number, RowTrade>();
	for (const {bin, bought, sold} of column.trades) {
		const row = Math.floor(bin / factor) - base;
		if (row < 0 || row >= rows) continue;
		const sum = sums.get(row);
		sums.set(row, {
			row,
			bought: bought + (sum?.bought ?? 0),
			sold: sold + (sum?.sold ?? 0),
		});
	}
	return [...sums.values()];
};

/** `step`: of a bin. */
export const toChartColumn = (column: HeatColumn, scale: PriceScale, step: number): ChartColumn => {
	const {factor, base, rows} = scale;
	const isKnown = column.proof !== 'unproven';
	return {
		proof: column.proof,
		sizes: Float32Array.from({length: isKnown ? rows : 0}, (_, row) =>
			sumOf(column, (base + row) * factor, factor),
		),
		mid: Number.isNaN(column.mid) ? null : Math.floor(column.mid / (step * factor) + 1e-6) - base,
		trades: tradesOf(column, scale),
		codes: new Int8Array(0),
		scale: null,
	};
};

/** What is to be painted of each row; worked out once for each scale. */
export const codesOf = (column: ChartColumn, scale: SizeScale): Int8Array => {
	if (column.scale === scale) return column.codes;
	const codes = Int8Array.from(column.sizes, size => stepOfSize(size, scale));
	const {mid} = column;
	if (mid !== null && mid >= 0 && mid < codes.length) codes[mid] = heatCodes.mid;
	column.codes = codes;
	column.scale = scale;
	return codes;
};
