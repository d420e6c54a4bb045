import {heatCodes, type HeatPaint, type Ink} from '../../screen/heat-paint.js';
import type {Chart} from './book-chart.js';
import {codesOf, type ChartColumn} from './chart-columns.js';
import type {SizeScale} from './size-scale.js';

/** A cell of a chart: rows of cells from the top, columns from the left. */
export type Place = {readonly row: number; readonly column: number};

const reset = '\u001B[0m';
const blank: Ink = {open: '', glyph: ' '};

/** Joins cells to a text; those of one style that follow each other are one piece. */
const join = (inks: readonly Ink[]): string => {
	let text = '';
	let open = '';
	for (const ink of inks) {
		if (ink.open !== open) {
			if (open !== '') text += reset;
			text += ink.open;
			({open} = ink);
		}
		text += ink.glyph;
	}
	return open === '' ? text : text + reset;
};

/** The prices' rows that a cell shows: the upper one, and the lower one or the same again. */
export type CellRows = {readonly upper: number; readonly lower: number};

export const rowsOfCell = (cell: number, rows: number, hasHalves: boolean): CellRows => {
	const upper = rows - 1 - (hasHalves ? 2 * cell : cell);
	return {upper, lower: hasHalves ? upper - 1 : upper};
};

/** From which size on a trade is a large one. */
const largeTrade = ({low, high}: SizeScale) => Math.sqrt(low * high);

/** What was traded in a cell; null for nothing. */
const tradedIn = (
	{trades}: ChartColumn,
	{upper, lower}: CellRows,
): {readonly bought: number; readonly sold: number} | null => {
	let bought = 0;
	let sold = 0;
	for (const trade of trades) {
		if (trade.row !== upper && trade.row !== lower) continue;
		bought += trade.bought;
		sold += trade.sold;
	}
	return bought + sold === 0 ? null : {bought, sold};
};

const codeAt = (column: ChartColumn, row: number, scale: SizeScale): number =>
	codesOf(column, scale)[row] ?? heatCodes.unknown;

/** What is behind a sign: the lesser of two sizes, on which it is seen best. */
const behindSign = (top: number, bottom: number): number => {
	const codes = [top, bottom].filter(code => code !== heatCodes.mid);
	return codes.length === 0 ? heatCodes.empty : Math.min(...codes);
};

const inkOf = (
	paint: HeatPaint,
	column: ChartColumn | null,
	rows: CellRows,
	scale: SizeScale,
): Ink => {
	if (!column) return blank;
	const top = codeAt(column, rows.upper, scale);
	const bottom = codeAt(column, rows.lower, scale);
	const traded = column.trades.length > 0 ? tradedIn(column, rows) : null;
	if (traded) {
		const {bought, sold} = traded;
		const isLarge = bought + sold >= largeTrade(scale);
		return paint.trade(bought >= sold, isLarge, behindSign(top, bottom));
	}
	if (column.proof === 'proven') return paint.cell(top, bottom);
	return paint.hatch(behindSign(top, bottom));
};

/** The cells of a chart as lines, without its axis. */
export const chartLines = (
	paint: HeatPaint,
	{columns, scale: {rows}}: Chart,
	scale: SizeScale,
	cursor: Place | null,
): readonly string[] =>
	Array.from({length: paint.hasHalves ? rows / 2 : rows}, (_, row) => {
		const places = rowsOfCell(row, rows, paint.hasHalves);
		const inks = columns.map(column => inkOf(paint, column, places, scale));
		if (cursor?.row === row) {
			const column = columns[cursor.column];
			const code = column ? codeAt(column, places.upper, scale) : heatCodes.unknown;
			inks[cursor.column] = paint.cursor(code);
		}
		return join(inks);
	});
