import type {History} from '../../book/history.js';
import {formatSignedPercent} from '../../screen/format.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';

const secondMs = 1000;
const minuteMs = 60_000;
/** Cells of what the lines stand for, right of the chart. */
const noteWidth = 10;
const indent = 3;

/** How the past is told in so many cells: from 5 s a cell on, so that it is at least some minutes. */
export const chartSpan = (width: number): {readonly count: number; readonly cellMs: number} => {
	const count = Math.max(0, width - indent - noteWidth - 1);
	return {count, cellMs: (count < 50 ? 10 : 5) * secondMs};
};

/** Nets in percent, the last one now; null where nothing is known. */
export type ChartCells = readonly (number | null)[];

export const chartCells = (history: History | null, now: number, width: number): ChartCells => {
	const {count, cellMs} = chartSpan(width);
	return history?.chart(count, cellMs, now).cells ?? Array.from({length: count}, () => null);
};

/** How charts that are to be compared are drawn: all of them alike. */
export type ChartScale = {
	/** Rows above the zero line. */
	readonly up: number;
	/** Rows of the zero line, one or none where there is little room. */
	readonly zero: number;
	readonly down: number;
	/** Percent that one row stands for. */
	readonly perRow: number;
	/** Whether both kinds have to do with one row. */
	readonly isShared: boolean;
};

const ends = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The next round number that is no less: a scale that followed each value would make all bars twitch. */
const roundUp = (value: number): number => {
	if (value <= 0) return 0;
	const power = 10 ** Math.floor(Math.log10(value));
	return power * (ends.find(end => end * power >= value * (1 - 1e-9)) ?? 10);
};

/** One scale for several charts of so many rows: zero is in it, wherever the values lie. */
export const scaleOf = (charts: readonly ChartCells[], rows: number): ChartScale => {
	const drawn = charts.flat().filter(value => value !== null);
	const high = roundUp(Math.max(0, ...drawn));
	const low = roundUp(-Math.min(0, ...drawn));
	const isBoth = high > 0 && low > 0;
	const zero = rows >= (isBoth ? 3 : 2) ? 1 : 0;
	const bars = Math.max(0, rows - zero);
	const isShared = isBoth && bars < 2;
	if (!isBoth || isShared) {
		const perRow = Math.max(high, low) / Math.max(1, bars);
		return high > 0
			? {up: bars, zero, down: 0, perRow, isShared}
			: {up: 0, zero, down: bars, perRow, isShared};
	}
	const share = Math.round((bars * high) / (high + low));
	const up = Math.min(bars - 1, Math.max(1, share));
	const down = bars - up;
	return {up, zero, down, perRow: Math.max(high / up, low / down), isShared};
};

/** A cell of a bar of so many eighths that stands on the line below, `from` eighths above it. */
const standing = (eighths: number, from: number): string =>
	eighths <= from ? ' ' : (glyphs.heights[Math.min(8, eighths - from) - 1] ?? ' ');

/** The same of one that hangs from the line above; there are fewer signs for it. */
const hanging = (eighths: number, from: number): string => {
	const left = eighths - from;
	const [thin, half, full] = glyphs.hanging;
	return left <= 0 ? ' ' : left >= 7 ? full : left >= 3 ? half : thin;
};

/** Eighths of a row; what is not nothing shows at least one. */
const eighthsOf = (value: number | null, perRow: number): number =>
	!value || perRow === 0
		? 0
		: Math.sign(value) * Math.max(1, Math.round(Math.abs(value / perRow) * 8));

type Row = {readonly role: Role; readonly text: string; readonly note: number | null};

/** Both kinds in one row: a profit stands, a loss hangs. */
const oneRow = (theme: Theme, cells: ChartCells, perRow: number): string =>
	cells
		.map(cell => eighthsOf(cell, perRow))
		.map(value =>
			value < 0
				? theme.paint('askBar', hanging(-value, 0))
				: theme.paint('bid', standing(value, 0)),
		)
		.join('');

const rowsOf = (cells: ChartCells, {up, zero, down, perRow}: ChartScale): readonly Row[] => {
	const eighths = cells.map(value => eighthsOf(value, perRow));
	const isKnown = cells.some(value => value !== null);
	const above = Array.from({length: up}, (_, row): Row => {
		const text = eighths.map(value => standing(value, (up - 1 - row) * 8)).join('');
		return {role: 'bid', text, note: row === 0 && isKnown ? perRow * up : null};
	});
	const line = cells.map(value => (value === null ? glyphs.dot : glyphs.rule)).join('');
	const below = Array.from({length: down}, (_, row): Row => {
		const text = eighths.map(value => hanging(-value, row * 8)).join('');
		return {role: 'askBar', text, note: row === down - 1 && isKnown ? -perRow * down : null};
	});
	return [
		...above,
		...Array.from({length: zero}, (): Row => ({
			role: 'faint',
			text: line,
			note: isKnown ? 0 : null,
		})),
		...below,
	];
};

/** The past of one direction: profit stands on the zero line, loss hangs from it; a dot in it where nothing is known. */
export const paintChart = (
	theme: Theme,
	cells: ChartCells,
	scale: ChartScale,
): readonly string[] => {
	const space = ' '.repeat(indent);
	if (scale.isShared) return [space + oneRow(theme, cells, scale.perRow)];
	return rowsOf(cells, scale).map(({role, text, note}) => {
		const words = note === null ? '' : note === 0 ? '0 %' : formatSignedPercent(note / 100, 3);
		return `${space}${theme.paint(role, text)}${theme.paint('label', words === '' ? '' : words.padStart(noteWidth))}`;
	});
};

/** Minutes between two marks of the time axis. */
const axisMinutes = [1, 2, 5, 10];
/** Cells that a mark has at the least. */
const axisCells = 12;

/** `−4 min        −2 min        now`: when the cells above were, each word ending where its moment is. */
export const paintAxis = (theme: Theme, width: number): string => {
	const {count, cellMs} = chartSpan(width);
	const cellsOf = (minutes: number) => (minutes * minuteMs) / cellMs;
	const every = axisMinutes.find(minutes => cellsOf(minutes) >= axisCells) ?? 10;
	let line = 'now';
	for (let minutes = every; ; minutes += every) {
		const text = `${glyphs.minus}${minutes} min`;
		const from = cellsOf(minutes) + text.length;
		if (from > count) break;
		line = text + line.padStart(from - text.length);
	}
	return ' '.repeat(indent) + theme.paint('label', line.padStart(count));
};
