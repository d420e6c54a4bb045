import {alignBooks} from '../../book/align.js';
import {takeToPrice, toFill} from '../../book/fills.js';
import {beforePoint} from '../../screen/column.js';
import type {Role, Theme} from '../../screen/theme.js';
import {levelLimit} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import {toBarScales} from '../depth/depth-bars.js';
import {commonStep, isCoarsest, type LadderLevel} from '../depth/ladder.js';
import {isBeyond} from '../../book/order-book.js';
import {averageDecimals} from '../fill-numbers.js';
import {paintTakes} from '../fill-notes.js';
import {createFlashes, type Flashes} from '../flashes.js';
import {footRows, paintStanding} from '../foot-lines.js';
import {cursorPrice} from '../level-cursor.js';
import {emptyText} from '../../book/lack.js';
import {shapesOf} from '../market-shapes.js';
import {currenciesOf, marketTitle, nameOf} from '../market-title.js';
import {paintMiddle} from '../middle-row.js';
import {isLive, mergedSpread} from '../merged/merged-ladder.js';
import type {Pane, PaneInput, Painter} from '../pane.js';
import {centred, framed} from '../pane-frame.js';
import {nextSecond, remember} from '../remember.js';
import {cursorWidth, toAlignedColumns} from './aligned-columns.js';
import {paintAlignedHeadings, paintPriceRow} from './aligned-rows.js';
import {axisCursor, middleOf, toAxis, type PriceAxis} from './axis.js';

/** Rows of the pane that are not prices: two edges, two lines of headings, one about each book. */
const axisRows = (books: number, height: number): number =>
	Math.max(1, height - 4 - footRows(books, height));

/** The levels of one book on the rows shown, from the top. */
const levelsOf = ({rows}: PriceAxis, index: number): readonly LadderLevel[] =>
	rows.flatMap(row => {
		const cell = row.type === 'price' ? row.row.cells[index] : null;
		if (!cell || row.type !== 'price') return [];
		return [{type: 'level', side: cell.side, position: row.position, level: cell.row} as const];
	});

/** What the cursor would take on each exchange, else how each of them stands. */
const paintFoot = (
	theme: Theme,
	{view: {books}, book: focused, ui, width, height}: PaneInput,
	{step, middle}: PriceAxis,
	now: number,
): readonly string[] => {
	const inner = width - 2;
	const rows = footRows(books.length, height);
	const nameWidth = Math.max(...books.map(book => nameOf(book).length));
	const absent = books.filter(book => !isLive(book));
	const standing = (book: BookView) =>
		paintStanding(theme, book, 'shown dimmed', now, inner, nameWidth);
	if (!ui.cursor) {
		const told = rows < books.length ? [...absent, ...books.filter(isLive)] : books;
		return told.map(standing).slice(0, rows);
	}
	const {side} = ui.cursor;
	const price = cursorPrice(ui.cursor, step);
	const shapes = shapesOf(books, step);
	const live = books.filter(isLive);
	// Where there is no room for all, it is for the one the keys act on.
	const told =
		rows < live.length ? live.toSorted((a, b) => +(b === focused) - +(a === focused)) : live;
	const lines = told.slice(0, rows).map(book => ({
		label: nameOf(book),
		fill: toFill(takeToPrice(book[side], side, price), averageDecimals(shapes)),
		isLoose: isBeyond(book.vouched, side, price),
	}));
	const units = currenciesOf(books[0]?.market ?? '');
	const terms = {side, units, price, mid: middle, shapes};
	const taken = lines.length === 0 ? [] : paintTakes(theme, lines, terms, inner);
	return [...taken, ...absent.map(standing)].slice(0, rows);
};

const paintNothing = (theme: Theme, {hint, view, width}: PaneInput): readonly string[] => [
	'',
	centred(
		theme,
		'muted',
		view.books.some(isLive) ? emptyText(view.books) : 'no exchange has a book to show',
		width - 2,
	),
	'',
	...(hint === '' ? [] : [centred(theme, 'accent', hint, width - 2), '']),
];

const createPainter = (theme: Theme): Painter => {
	const flashes: Flashes[] = [];

	const paintAxis = (input: PaneInput, axis: PriceAxis, now: number) => {
		const {view, book, ui, width, height} = input;
		const {books} = view;
		const levels = books.map((_, index) => levelsOf(axis, index));
		const all = levels.flat();
		const context = `${book.market} ${ui.grouping}`;
		const shapes = shapesOf(books, axis.step);
		const columns = toAlignedColumns(shapes, books.length, books.indexOf(book), width - 2);
		const {first, count} = columns;
		const shown = books.slice(first, first + count);
		for (const [index, {status}] of books.entries()) {
			const own = (flashes[index] ??= createFlashes());
			const table = `${context} ${height} ${ui.scroll} ${ui.depth} ${status}`;
			own.update(levels[index] ?? [], table, now);
		}
		const scales = toBarScales([all], ui.bars);
		const flashOf =
			(position: number) =>
			(index: number): Role | null => {
				const level = levels[index]?.find(row => row.position === position);
				return level ? (flashes[index]?.roleOf(level, now) ?? null) : null;
			};
		const {exactPrice, price, indent} = columns;
		const left = cursorWidth + indent + beforePoint(price, exactPrice);
		const middle = {left, exactPrice, width: width - 2};
		const notes = {step: axis.step, total: books.length};
		return [
			...paintAlignedHeadings(theme, columns, shown, book, notes),
			...axis.rows.map(row => {
				if (row.type === 'blank') return '';
				if (row.type === 'middle') return paintMiddle(theme, books, mergedSpread(books), middle);
				const isCursor = row.position === axis.cursor?.position;
				const look = {isCursor, scales, flashOf: flashOf(row.position)};
				return paintPriceRow(theme, row, columns, shown, look);
			}),
		];
	};

	return remember('view', (input, now) => {
		const {view, ui, height} = input;
		const axis = toAxis(view.books, ui, axisRows(view.books.length, height));
		const foot = paintFoot(theme, input, axis, now);
		const isEmpty = view.books.every(({bids, asks}) => bids.length + asks.length === 0);
		const body = [...(isEmpty ? paintNothing(theme, input) : paintAxis(input, axis, now)), ...foot];
		const fades = flashes.map(own => own.nextFade(now) ?? Infinity);
		return {
			lines: framed(theme, true, marketTitle('Aligned', input), body, input),
			repaintAt: Math.min(nextSecond(now), ...fades),
		};
	});
};

/** One price axis, every exchange's size on the row of its price. */
export const alignedPane: Pane = {
	per: 'market',
	hasFocus: true,
	createPainter,
	extentOf({books}, _book, ui, height) {
		const rows = axisRows(books.length, height);
		const cursor = axisCursor(books, ui, rows)?.position ?? null;
		// As far as one key can reach.
		const away = Math.max(Math.abs(ui.scroll), Math.abs(cursor ?? 0));
		const reach = Math.min(levelLimit(ui), away + 3 * rows);
		const wanted = {above: reach, below: reach};
		const {above, below} = alignBooks(books, middleOf(books), wanted, commonStep(books, ui));
		return {
			asks: above.length,
			bids: below.length,
			rows,
			isCoarsest: isCoarsest(books, ui),
			top: 3,
			cursor,
			priceAt: position => (position > 0 ? above : below)[Math.abs(position) - 1]?.price ?? null,
		};
	},
};
