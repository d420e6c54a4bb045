import {parseDecimal} from '../../book/fixed-point.js';
import {spans} from '../../heat/heat-column.js';
import {clip, widthOf} from '../../screen/cells.js';
import {cleanText} from '../../screen/clean-text.js';
import {formatDuration, formatNumber, formatTime} from '../../screen/format.js';
import type {HeatPaint} from '../../screen/heat-paint.js';
import {heatSteps} from '../../screen/heat-ramps.js';
import {statusWords, whyText} from '../../screen/status.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {lackText} from '../../book/lack.js';
import {numbersOf} from '../book-numbers.js';
import {currenciesOf, nameOf} from '../market-title.js';
import {paintParts, ruledLine, widthOfParts, type Part} from '../pane-frame.js';
import {priceOfRow, timeOfColumn, type TimeAxis} from './axes.js';
import type {Chart} from './book-chart.js';
import {rowsOfCell, type Place} from './chart-rows.js';
import type {SizeScale} from './size-scale.js';

/** `── ● Binance  BTC/USDT ───`: above a chart; of a book that is not proven with what became of it. */
export const chartHead = (
	theme: Theme,
	book: BookView,
	isSelected: boolean,
	hasMarket: boolean,
	width: number,
): string => {
	const {glyph, role} = statusWords[book.status];
	const head: readonly Part[] = [
		[role, `${glyph} `],
		[isSelected ? 'focusTitle' : 'title', nameOf(book)],
		...(hasMarket ? [['muted', ` ${cleanText(book.market, 24)}`] as const] : []),
	];
	const room = width - widthOfParts(head) - 6;
	const lack = book.status === 'live' ? lackText(book) : '';
	const state = `${book.status} ${glyphs.dot} `;
	const words = book.status === 'live' ? lack : state + whyText(book, room - 2 - widthOf(state));
	const told: readonly Part[] =
		words === '' || room < 8
			? []
			: [[book.status === 'live' ? 'warn' : role, `  ${clip(words, room - 2)}`]];
	return ruledLine(theme, [...head, ...told], 1, width);
};

const units = [
	[1e12, 'T'],
	[1e9, 'B'],
	[1e6, 'M'],
	[1e3, 'k'],
] as const;

/** An end of the scale of sizes: `0.05`, `20`, `5 k`. */
const formatEnd = (size: number): string => {
	const [power, unit] = units.find(([from]) => size >= from) ?? [1, ''];
	const text = String(Number((size / power).toPrecision(2)));
	return unit === '' ? text : `${text} ${unit}`;
};

/** Cells of the scale of sizes in the legend. */
const scaleCells = 10;

const paintScale = (theme: Theme, paint: HeatPaint): string =>
	Array.from({length: scaleCells}, (_, at) => {
		const step = 1 + Math.round((at * (heatSteps - 1)) / (scaleCells - 1));
		const {open, glyph} = paint.cell(step, step);
		return open === '' ? glyph : `${open}${glyph}\u001B[0m`;
	}).join('') + theme.paint('label', '');

/** What the signs mean, as much of it as there is room for. */
export const legend = (
	theme: Theme,
	paint: HeatPaint,
	{low, high}: SizeScale,
	base: string,
	span: number,
	width: number,
): string => {
	const ms = spans[span] ?? 1;
	const [from, to] = [formatEnd(low), `${formatEnd(high)} ${base}`];
	const signs: readonly (readonly Part[])[] = [
		[['label', `${formatDuration(ms).replace('.0', '')} a column`]],
		[
			['bid', glyphs.ask],
			['label', ' bought '],
			['ask', glyphs.bid],
			['label', ' sold'],
		],
		[
			['faint', glyphs.hatch],
			['label', ' not proven'],
		],
		[['label', 'blank: not known']],
	];
	let text = ` ${theme.paint('label', from)} ${paintScale(theme, paint)} ${theme.paint('label', to)}`;
	let cells = 1 + widthOf(from) + 1 + scaleCells + 1 + widthOf(to);
	for (const parts of signs) {
		if (cells + 3 + widthOfParts(parts) > width) break;
		text += `   ${paintParts(theme, parts)}`;
		cells += 3 + widthOfParts(parts);
	}
	return text;
};

const formatSize = (size: number, book: BookView): string => {
	const decimals = Math.min(8, numbersOf(book).sizeDecimals);
	return formatNumber(parseDecimal(size.toFixed(decimals)), decimals);
};

/** What is under the cursor: when, at what price, how much. */
export const readout = (
	theme: Theme,
	chart: Chart,
	{row, column}: Place,
	axis: TimeAxis,
	hasHalves: boolean,
	width: number,
): string => {
	const {book, columns, scale} = chart;
	const [base] = currenciesOf(book.market);
	const there = columns[column];
	const {upper, lower} = rowsOfCell(row, scale.rows, hasHalves);
	const priced = (of: number) => formatNumber(priceOfRow(chart, of), chart.step.decimals);
	const sized = (of: number): string => {
		if (there?.proof === 'unproven') return 'not proven';
		const size = there?.sizes[of] ?? Number.NaN;
		return Number.isNaN(size) ? 'not known' : `${formatSize(size, book)} ${base}`;
	};
	const rows = upper === lower ? [upper] : [upper, lower];
	const what = rows.map(of => `${priced(of)}: ${sized(of)}`);
	const traded = (there?.trades ?? []).filter(trade => rows.includes(trade.row));
	const amount = (pick: 'bought' | 'sold') => traded.reduce((sum, trade) => sum + trade[pick], 0);
	const fills = [
		...(amount('bought') > 0 ? [`bought ${formatSize(amount('bought'), book)}`] : []),
		...(amount('sold') > 0 ? [`sold ${formatSize(amount('sold'), book)}`] : []),
		...(there?.proof === 'broken' ? ['not proven all the time'] : []),
	];
	const words = [`${nameOf(book)} ${formatTime(timeOfColumn(axis, column))}`, ...what, ...fills];
	return ` ${theme.paint('accent', glyphs.cursor)} ${theme.paint('text', clip(words.join(`   `), width - 4))}`;
};
