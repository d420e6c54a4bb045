import {widthOf} from '../../screen/cells.js';
import {createHeatPaint, type HeatPaint} from '../../screen/heat-paint.js';
import {clamp, type HeatCursor} from '../../screen/ui-state.js';
import type {Theme} from '../../screen/theme.js';
import type {BookKey, BookView} from '../../store/market-view.js';
import {isSameMarket, currenciesOf, marketTitle} from '../market-title.js';
import type {Pane, PaneInput, Painter} from '../pane.js';
import {centred, framed} from '../pane-frame.js';
import {hasSameLook, nextSecond} from '../remember.js';
import {axisWidth, priceAxis, timeAxis, type TimeAxis} from './axes.js';
import {createBookChart, type BookChart, type Chart, type ChartPast} from './book-chart.js';
import {chartLines, type Place} from './chart-rows.js';
import {chartHead, legend, readout} from './heat-notes.js';
import {createSizeScale, type SizeScale} from './size-scale.js';

/** Lines of the pane that are no charts': two edges, the times, the legend. */
const otherLines = 4;
/** Lines of a chart at the least, its head included. */
const leastLines = 6;

/** The books that there is room for, the focused one among them, and the lines of each chart, its head included. */
const chooseCharts = (
	books: readonly BookView[],
	book: BookView,
	{isZoomed, height}: {readonly isZoomed: boolean; readonly height: number},
): readonly {readonly book: BookView; readonly lines: number}[] => {
	const room = Math.max(1, height - otherLines);
	const focus = Math.max(0, books.indexOf(book));
	const count = isZoomed ? 1 : clamp(Math.floor(room / leastLines), 1, Math.max(1, books.length));
	const first = isZoomed ? focus : clamp(focus - count + 1, 0, books.length - count);
	return books.slice(first, first + count).map((shown, at) => ({
		book: shown,
		lines: Math.floor((room * (at + 1)) / count) - Math.floor((room * at) / count),
	}));
};

/** The chart that is painted of each book, and what they have in common. */
type Laid = {
	readonly charts: readonly (Chart | null)[];
	readonly sizes: SizeScale;
};

/** How far prices may be apart that are shown as the same, of one of them. */
const near = 0.03;

/** Those of the same market whose prices one chart would show, too. */
const groupOf = (past: ChartPast, all: readonly ChartPast[]): readonly ChartPast[] =>
	all.filter(
		({book, mid}) =>
			isSameMarket(book, past.book) &&
			mid !== null &&
			(past.mid === null || Math.abs(mid - past.mid) <= near * past.mid),
	);

const createLayout = (paint: HeatPaint) => {
	const known = new Map<BookKey, BookChart>();
	const toSizes = createSizeScale();
	let sizes: SizeScale | null = null;
	let sizedAt = '';

	const chartOf = (key: BookKey): BookChart => {
		const chart = known.get(key) ?? createBookChart();
		known.set(key, chart);
		return chart;
	};

	return (
		{view, heat, ui}: Pick<PaneInput, 'view' | 'heat' | 'ui'>,
		shown: ReturnType<typeof chooseCharts>,
		columns: number,
		now: number,
	): Laid => {
		const {span, range} = ui.heat;
		const sizeOf = (lines: number) => ({
			columns,
			rows: Math.max(1, lines - 1) * (paint.hasHalves ? 2 : 1),
			span,
		});
		const pasts = shown.map(({book, lines}) =>
			chartOf(book.key).past(heat, book, sizeOf(lines), now),
		);
		// One of them may have a line less than the others.
		const leastRows = Math.min(...shown.map(({lines}) => sizeOf(lines).rows));
		for (const key of known.keys())
			if (!view.books.some(book => book.key === key)) known.delete(key);
		const charts = shown.map(({book, lines}, at) => {
			const past = pasts[at];
			if (!past) return null;
			const all = groupOf(past, pasts);
			return chartOf(book.key).layOut(past, all, sizeOf(lines), {leastRows, range}, now);
		});
		const scales = charts.map(chart => (chart ? Object.values(chart.scale).join(' ') : ''));
		// What is new each tenth of a second changes little of all.
		const key = `${Math.floor(now / 1000)} ${span} ${columns} ${scales.join()}`;
		if (key !== sizedAt || !sizes)
			sizes = toSizes(
				charts.flatMap(chart => chart?.columns.flatMap(column => column?.sizes ?? []) ?? []),
			);
		sizedAt = key;
		return {charts, sizes};
	};
};

/** Where the cursor is in a chart, kept within it. */
const placeOf = (cursor: HeatCursor | null, cells: number, columns: number): Place | null =>
	cursor && {
		row: clamp(Math.floor(cells / 2) - 1 - cursor.up, 0, cells - 1),
		column: clamp(columns - 1 - cursor.back, 0, columns - 1),
	};

const paintEmpty = (theme: Theme, book: BookView, cells: number, width: number) =>
	Array.from({length: cells}, (_, row) =>
		row === Math.floor(cells / 2)
			? centred(
					theme,
					'muted',
					book.status === 'live' ? 'no prices yet' : 'nothing is known yet: no book was in sync',
					width,
				)
			: '',
	);

/** Cells for columns, right of which are the prices. */
const columnsOf = (shown: ReturnType<typeof chooseCharts>, width: number): number =>
	Math.max(1, width - 2 - axisWidth(shown.map(({book}) => book)));

/** What the charts of a paint share. */
type Shared = {
	readonly theme: Theme;
	readonly paint: HeatPaint;
	readonly input: PaneInput;
	readonly times: TimeAxis;
	/** Cells of the prices. */
	readonly axis: number;
	readonly sizes: SizeScale;
};

/** The lines of one chart, its head included, and what its cursor reads. */
const paintChart = (
	{theme, paint, input, times, axis, sizes}: Shared,
	{book, lines}: {readonly book: BookView; readonly lines: number},
	chart: Chart | null,
) => {
	const {view, book: focused, ui} = input;
	const {hasHalves} = paint;
	const inner = input.width - 2;
	const isFocused = book === focused;
	const hasMarket = new Set(view.books.map(({market}) => market)).size > 1;
	const head = chartHead(theme, book, isFocused && view.books.length > 1, hasMarket, inner);
	const cells = Math.max(1, lines - 1);
	if (!chart) return {lines: [head, ...paintEmpty(theme, book, cells, inner)], read: null};
	const cursor = isFocused ? placeOf(ui.heat.cursor, cells, times.columns) : null;
	const prices = priceAxis(theme, chart, hasHalves, axis, cursor?.row ?? null);
	const rows = chartLines(paint, chart, sizes, cursor).map((row, line) => {
		const price = prices[line] ?? '';
		return row + price + ' '.repeat(Math.max(0, axis - widthOf(price)));
	});
	return {
		lines: [head, ...rows],
		read: cursor && readout(theme, chart, cursor, times, hasHalves, inner),
	};
};

/** Paints what `remember` cannot: it hangs on all books, and on the past. */
const createPainter = (theme: Theme): Painter => {
	const paint = createHeatPaint(theme);
	const layOut = createLayout(paint);

	const paintAll: Painter = (input, now) => {
		const {view, book: focused, ui, width, height} = input;
		const shown = chooseCharts(view.books, focused, {isZoomed: ui.isZoomed, height});
		const columns = columnsOf(shown, width);
		const {charts, sizes} = layOut(input, shown, columns, now);
		const {span, cursor} = ui.heat;
		const times: TimeAxis = {
			...{columns, span, now, wallAhead: focused.wallAhead},
			cursor: placeOf(cursor, 1, columns)?.column ?? null,
		};
		const axis = width - 2 - columns;
		const painted = shown.map((one, at) =>
			paintChart({theme, paint, input, times, axis, sizes}, one, charts[at] ?? null),
		);
		const [base] = currenciesOf(focused.market);
		const foot =
			painted.find(({read}) => read !== null)?.read ??
			legend(theme, paint, sizes, base, span, width - 2);
		const selected = view.books.length > 1 ? {selected: focused.key} : {};
		const {frozenSince = null} = input;
		const title = marketTitle('Heatmap', {view, width, frozenSince, ...selected});
		const body = [...painted.flatMap(({lines}) => lines), timeAxis(theme, times), foot];
		return {lines: framed(theme, true, title, body, input), repaintAt: nextSecond(now)};
	};

	let last: {readonly input: PaneInput; readonly painting: ReturnType<Painter>} | null = null;
	return (input, now) => {
		const isSame =
			last !== null &&
			now < (last.painting.repaintAt ?? Infinity) &&
			last.input.view === input.view &&
			last.input.book === input.book &&
			last.input.heat === input.heat &&
			hasSameLook(last.input, input);
		if (!last || !isSame) last = {input, painting: paintAll(input, now)};
		return last.painting;
	};
};

/** Depth over time: prices upwards, time to the right, sizes as colours; the books one above the other. */
export const heatmapPane: Pane = {
	per: 'market',
	hasFocus: true,
	stacks: true,
	createPainter,
	chartAt({books}, book, {isZoomed}, {width, height}, {x, y}) {
		const shown = chooseCharts(books, book, {isZoomed, height});
		const columns = columnsOf(shown, width);
		const back = columns - x;
		// The frame is above all, and the head above each chart.
		let line = y - 1;
		for (const one of shown) {
			const cells = Math.max(1, one.lines - 1);
			if (line >= 1 && line <= cells && back >= 0 && back < columns)
				return {
					book: one.book.key,
					cursor: {up: Math.floor(cells / 2) - line, back},
				};
			line -= one.lines;
		}
		return null;
	},
	extentOf({books}, book, {isZoomed}, height, width) {
		const shown = chooseCharts(books, book, {isZoomed, height});
		const lines = Math.max(1, (shown.find(one => one.book === book)?.lines ?? 2) - 1);
		const columns = columnsOf(shown, width);
		return {asks: 0, bids: 0, rows: 1, chart: {columns, lines}};
	},
};
