import {spreadOf} from '../../book/depth.js';
import {takeToPrice, toFill} from '../../book/fills.js';
import {toNumber, type Decimal} from '../../book/fixed-point.js';
import {isBeyond} from '../../book/order-book.js';
import type {PaintedLine} from '../../screen/cell-row.js';
import {paintingOf, type Painting} from '../../screen/regions.js';
import type {Theme} from '../../screen/theme.js';
import {toColumns, type Columns} from './depth-columns.js';
import {createDayNote} from './day-note.js';
import {paintEmpty, pressureOf, pressureParts, paintTrouble} from './depth-notes.js';
import {isSameBars, type BarScales} from './depth-bars.js';
import type {Extra} from './depth-extras.js';
import {levelRows, paintLevelNotes} from './level-notes.js';
import type {UiState} from '../../screen/ui-state.js';
import {largeFrom, toRowExtras} from './row-facts.js';
import {createLinePainter, type LinePainter} from './kept-lines.js';
import {createRowPainter, type RowPainter} from './kept-rows.js';
import {sharedScales, shownLadder} from './shown-ladders.js';
import {createCellLine, type CellLine} from '../cell-line.js';
import {numbersOf} from '../book-numbers.js';
import {averageDecimals} from '../fill-numbers.js';
import {paintFillNotes} from '../fill-notes.js';
import {createFlashes, type Flashes} from '../flashes.js';
import {cursorPrice} from '../level-cursor.js';
import {commonStep, type Ladder} from './ladder.js';
import {shapesOf, type MarketShapes} from '../market-shapes.js';
import {createKept} from '../kept.js';
import {currenciesOf} from '../market-title.js';
import type {PaneInput} from '../pane.js';
import {createFrame, inside} from '../pane-frame.js';
import {hasSameLook, nextSecond} from '../remember.js';
import {createTitle} from '../title.js';

export type DepthInput = Omit<PaneInput, 'edges'>;

/** Rows of a pane that are not the ladder: two edges, headings, two lines of notes. */
const chromeRows = 5;

export const ladderRows = (height: number, ui: UiState): number =>
	Math.max(1, height - chromeRows - levelRows(height, ui));

type Table = {
	readonly ladder: Ladder;
	readonly shapes: MarketShapes;
	readonly columns: Columns;
	readonly bars: BarScales;
	/** From what size on one is large. */
	readonly largeFrom: number;
};

/** Panes that show the same market look alike, whichever of their books has the longest numbers. */
const shapesFor = ({view, book, ui}: DepthInput): MarketShapes => {
	const books = view.books.filter(({market}) => market === book.market);
	return shapesOf(books, commonStep(books, ui));
};

/** What has to last from paint to paint. */
type Kept = {
	readonly flashes: Flashes;
	readonly lines: LinePainter;
	readonly pressure: CellLine;
	readonly paintRow: RowPainter;
};

const paintTable = (
	{flashes, lines, paintRow}: Kept,
	{book, flow, width}: DepthInput,
	{ladder, columns, bars, largeFrom}: Table,
	now: number,
) => {
	const extrasOf = toRowExtras({book, flow, ladder, columns: columns.extras}, now);
	const isTrusted = book.status === 'live';
	return ladder.rows.map((row, place) => {
		if (row.type === 'blank') return '';
		if (row.type === 'spread') return lines.spread(book, columns, width - 2, now);
		const flash = isTrusted ? flashes.roleOf(row, now) : null;
		const isCursor = row.position === ladder.cursor?.position;
		const isLoose = isBeyond(book.vouched, row.side, row.level.price);
		const isLarge = toNumber(row.level.size) >= largeFrom;
		const look = {isCursor, isTrusted, isLoose, flash, isLarge};
		return paintRow(place, {row, columns, bars, look, extras: extrasOf(row)}, width - 2);
	});
};

/** What happened at the price of the cursor, which is that in other panes, too. */
const paintLevel = (
	theme: Theme,
	{book, flow, ui, width}: DepthInput,
	step: Decimal | null,
	rows: number,
) => {
	if (rows === 0) return [];
	const lines = ui.cursor
		? paintLevelNotes(theme, {book, flow, cursor: ui.cursor, step}, width - 2, rows)
		: [];
	return Array.from({length: rows}, (_, row) => lines[row] ?? '');
};

/** Two lines: the trouble, where there is any; else what is at the cursor, else the state of the book. */
const paintNotes = (
	theme: Theme,
	kept: Pick<Kept, 'lines' | 'pressure'>,
	input: DepthInput,
	{ladder, shapes}: Table,
	now: number,
): readonly PaintedLine[] => {
	const {book, width, height, ui, isFocused} = input;
	const inner = width - 2;
	if (book.status !== 'live') return paintTrouble(theme, book, now, inner);
	if (ui.inspects && ui.cursor && levelRows(height, ui) === 0)
		return paintLevel(theme, input, ladder.step, 2);
	if (!isFocused || !ui.cursor)
		return [
			kept.lines.info(input, now, inner),
			kept.pressure(pressureParts(theme, pressureOf(book), inner), inner),
		];
	const {side} = ui.cursor;
	const price = cursorPrice(ui.cursor, ladder.step);
	const fill = toFill(takeToPrice(book[side], side, price), averageDecimals(shapes));
	const mid = spreadOf(book)?.mid ?? null;
	const terms = {side, units: currenciesOf(book.market), price, mid, shapes};
	const isLoose = isBeyond(book.vouched, side, price);
	return paintFillNotes(theme, {fill, isLoose}, terms, inner);
};

const paintBody = (
	theme: Theme,
	kept: Kept,
	input: DepthInput,
	table: Table,
	now: number,
): readonly PaintedLine[] => {
	const {book, width, height, hint} = input;
	const inner = width - 2;
	if (book.bids.length + book.asks.length === 0) {
		const message = paintEmpty(theme, book, now, inner, hint);
		const above = Math.max(0, Math.floor((height - 2 - message.length) / 2));
		return [...Array.from({length: above}, () => ''), ...message];
	}
	const {ladder, columns, bars} = table;
	// Without spreads into a new array: they go through iterators.
	const body: PaintedLine[] = [kept.lines.headings(book, columns, ladder.step, bars)];
	body.push(...paintTable(kept, input, table, now));
	body.push(...paintLevel(theme, input, ladder.step, levelRows(height, input.ui)));
	body.push(...paintNotes(theme, kept, input, table, now));
	return body;
};

/** Columns as `toColumns` has them; the same again while they are asked for the same. */
const createColumns = () => {
	let last: {shapes: MarketShapes; padded: number; input: DepthInput; columns: Columns} | null =
		null;
	return (shapes: MarketShapes, input: DepthInput): Columns => {
		const {book, width, narrowest} = input;
		const padded = numbersOf(book).sizeDecimals;
		const isSame =
			last?.shapes === shapes &&
			last.padded === padded &&
			last.input.width === width &&
			last.input.narrowest === narrowest &&
			last.input.ui.hasNet === input.ui.hasNet &&
			last.input.book.market === book.market;
		if (last && isSame) return last.columns;
		const extras: readonly Extra[] = input.ui.hasNet ? ['net'] : [];
		const wanted = {units: currenciesOf(book.market), padded, extras};
		const columns = toColumns(shapes, inside(input), wanted);
		last = {shapes, padded, input, columns};
		return columns;
	};
};

/** Tells in words what rows are wanted: of others, nothing can be compared. */
const createWanted = () => {
	const kept = createKept<string>();
	return ({book, ui, isFocused, width, height}: DepthInput): string => {
		const {key, market, status} = book;
		const scroll = isFocused ? ui.scroll : 0;
		const facts = [key, market, status, ui.grouping, ui.depth, scroll];
		facts.push(width, height, levelRows(height, ui));
		return kept(facts, () => facts.join(' '));
	};
};

/** Paints one book's depth table. */
export const createDepthPainter = (theme: Theme) => {
	const flashes = createFlashes();
	const kept: Kept = {
		flashes,
		lines: createLinePainter(theme),
		pressure: createCellLine(theme),
		paintRow: createRowPainter(theme),
	};
	const frame = createFrame(theme);
	let last: {input: DepthInput; shapes: MarketShapes; table: Table; dueAt: number} | null = null;
	let painting = paintingOf([], null);
	const toTitle = createTitle('');
	const dayNote = createDayNote();
	const columnsOf = createColumns();
	const wantedOf = createWanted();

	const barsOf = ({view, book, ui, isFocused, height}: DepthInput): BarScales =>
		sharedScales(view, book, {ui, rows: ladderRows(height, ui), isFocused});

	const toTable = (
		input: DepthInput,
		shapes: MarketShapes,
		bars: BarScales,
		now: number,
	): Table => {
		const {book, ui, isFocused, height} = input;
		const ladder = shownLadder(book, {ui, rows: ladderRows(height, ui), isFocused});
		const columns = columnsOf(shapes, input);
		flashes.update(ladder.rows, wantedOf(input), now);
		return {ladder, shapes, columns, bars, largeFrom: largeFrom(ladder.rows, ui.large)};
	};

	/** Ages and countdowns are told anew once a second, fades when they are due. */
	const nextPaintAt = (now: number) => Math.min(nextSecond(now), flashes.nextFade(now) ?? Infinity);

	return (input: DepthInput, now: number): Painting => {
		const shapes = shapesFor(input);
		const bars =
			last?.input.view === input.view && hasSameLook(last.input, input)
				? last.table.bars
				: barsOf(input);
		const isSame =
			last?.shapes === shapes &&
			last.input.book === input.book &&
			isSameBars(last.table.bars, bars) &&
			hasSameLook(last.input, input);
		if (last && isSame && now < last.dueAt) {
			last = {...last, input};
			return painting;
		}
		const table = last && isSame ? last.table : toTable(input, shapes, bars, now);
		const body = paintBody(theme, kept, input, table, now);
		const dueAt = nextPaintAt(now);
		last = {input, shapes, table, dueAt};
		const {isFocused, width, height, wayBack = null} = input;
		const size = {width, height, wayBack, foot: dayNote(input.book, now)};
		painting = paintingOf(frame(isFocused, toTitle(input, now), body, size), dueAt);
		return painting;
	};
};
