import {groupingFactor, spreadOf} from '../../book/depth.js';
import {formatDecimal, multiplyDecimals, type Decimal} from '../../book/fixed-point.js';
import {spans} from '../../heat/heat-column.js';
import {groupDigits} from '../../screen/digits.js';
import {formatMinute, formatTime} from '../../screen/format.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {numbersOf} from '../book-numbers.js';
import type {Chart} from './book-chart.js';
import {rowsOfCell} from './chart-rows.js';

/** The price at which a row begins. */
export const priceOfRow = ({step, scale: {base, factor}}: Chart, row: number): Decimal =>
	multiplyDecimals(step, {units: (base + row) * factor, decimals: 0});

const write = (price: Decimal, decimals: number) => groupDigits(formatDecimal(price, decimals));

/** Decimals of the middle price: one more than the tick's where it lies between two. */
const midDecimals = (book: BookView) => numbersOf(book).priceDecimals + 1;

/** Cells right of the chart: whatever the prices of a book are, they have room. */
export const axisWidth = (books: readonly BookView[]): number =>
	2 +
	Math.max(
		6,
		...books.map(book => {
			const whole = Math.floor(numbersOf(book).price ?? 0);
			return groupDigits(String(whole)).length + 1 + midDecimals(book);
		}),
	);

/** Cells between two prices at the least. */
const priceGap = 2;

/** The middle price, where it is in sight, and its row. */
const midOf = ({book, columns}: Chart) => {
	const spread = book.status === 'live' ? spreadOf(book) : null;
	const row = columns.at(-1)?.mid;
	if (!spread || row === null || row === undefined) return null;
	const price = spread.mid;
	return {price, row, decimals: Math.max(midDecimals(book), price.decimals)};
};

/** The prices right of a chart, a line each; that under the cursor and the middle one stand out. */
export const priceAxis = (
	theme: Theme,
	chart: Chart,
	hasHalves: boolean,
	width: number,
	cursor: number | null,
): readonly string[] => {
	const {scale, step} = chart;
	const {rows, base} = scale;
	let index = 0;
	while (groupingFactor(index) < priceGap * (hasHalves ? 2 : 1)) index++;
	const every = groupingFactor(index);
	const mid = midOf(chart);
	return Array.from({length: hasHalves ? rows / 2 : rows}, (_, cell) => {
		const {upper, lower} = rowsOfCell(cell, rows, hasHalves);
		const isHere = (row: number) => row === upper || row === lower;
		if (cell === cursor)
			return ` ${theme.paintCursor('strong', write(priceOfRow(chart, upper), step.decimals).padEnd(width - 1))}`;
		if (mid && isHere(mid.row))
			return theme.paint('accent', `${glyphs.left}${write(mid.price, mid.decimals)}`);
		const labelled = [upper, lower].find(row => (base + row) % every === 0);
		if (labelled === undefined) return '';
		return theme.paint('label', ` ${write(priceOfRow(chart, labelled), step.decimals)}`);
	});
};

/** Seconds between two times that people read with ease. */
const timeSteps = [
	5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

/** Cells between two times. */
const timeGap = 4;

export type TimeAxis = {
	readonly columns: number;
	/** Index in `spans`. */
	readonly span: number;
	readonly now: number;
	/** As in a `BookView`. */
	readonly wallAhead: number;
	/** Column under the cursor, null for none. */
	readonly cursor: number | null;
};

/** When a column begins, by the wall clock. */
export const timeOfColumn = ({columns, span, now, wallAhead}: TimeAxis, column: number): number => {
	const ms = spans[span] ?? 1;
	return (Math.floor(now / ms) - columns + 1 + column) * ms + wallAhead;
};

const midnightOf = (time: number): number => new Date(time).setHours(0, 0, 0, 0);

/** The times under a chart, each where its column is. */
export const timeAxis = (theme: Theme, axis: TimeAxis): string => {
	const ms = spans[axis.span] ?? 1;
	const isFine = (step: number) => step < 60;
	const room = (step: number) => 1 + (isFine(step) ? 8 : 5) + timeGap;
	const step =
		timeSteps.find(seconds => (seconds * 1000) / ms >= room(seconds)) ?? timeSteps.at(-1) ?? 1;
	const format = isFine(step) ? formatTime : formatMinute;
	let text = '';
	let width = 0;
	const add = (column: number, words: string, isCursor: boolean) => {
		if (column < width || column + words.length > axis.columns) return;
		const gap = ' '.repeat(column - width);
		text += gap + (isCursor ? theme.paintCursor('strong', words) : theme.paint('label', words));
		width = column + words.length;
	};
	const cursor = axis.cursor === null ? null : Math.min(axis.cursor, axis.columns - 8);
	for (let column = 0; column < axis.columns; column++) {
		const time = timeOfColumn(axis, column);
		if (column === cursor) add(column, formatTime(timeOfColumn(axis, axis.cursor ?? column)), true);
		const since = Math.floor((time - midnightOf(time)) / ms);
		if (since % ((step * 1000) / ms) !== 0) continue;
		const words = `${glyphs.frame.side}${format(time)}`;
		const isFree = cursor === null || column + words.length < cursor || column >= cursor + 8;
		if (isFree) add(column, words, false);
	}
	return text + ' '.repeat(Math.max(0, axis.columns - width));
};
