import {isBeyond} from '../../book/order-book.js';
import {addTaken, takeToPrice, toFill, type Taken} from '../../book/fills.js';
import type {MergedRow} from '../../book/merge.js';
import {beforePoint} from '../../screen/column.js';
import type {Theme} from '../../screen/theme.js';
import {levelLimit} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import {toBarScales} from '../depth/depth-bars.js';
import {leadWidth} from '../depth/depth-columns.js';
import {pressureParts} from '../depth/depth-notes.js';
import {isCoarsest, type LadderRow} from '../depth/ladder.js';
import {numbersOf} from '../book-numbers.js';
import {averageDecimals} from '../fill-numbers.js';
import {paintFillNotes, paintTakes, type TakeLine} from '../fill-notes.js';
import {createFlashes} from '../flashes.js';
import {footRows, paintStanding} from '../foot-lines.js';
import {cursorPrice} from '../level-cursor.js';
import {emptyText, lackOf} from '../../book/lack.js';
import {shapesOf} from '../market-shapes.js';
import {currenciesOf, marketTitle, nameOf} from '../market-title.js';
import {paintMiddle} from '../middle-row.js';
import type {Pane, PaneInput, Painter} from '../pane.js';
import {centred, framed, paintParts} from '../pane-frame.js';
import {nextSecond, remember} from '../remember.js';
import {toMergedColumns} from './merged-columns.js';
import {
	isLive,
	mergedCursor,
	mergedPressure,
	mergedRows,
	toMergedLadder,
	type MergedLadder,
} from './merged-ladder.js';
import {isNumbered, paintMergedHeadings, paintMergedLevel} from './merged-rows.js';

/** Rows of the pane that are not the ladder: two edges, headings, one line about all, one about each. */
const ladderRows = (books: number, height: number): number =>
	Math.max(1, height - 4 - footRows(books, height));

const paintNobody = (theme: Theme, {hint, view}: PaneInput, inner: number): readonly string[] => [
	'',
	centred(
		theme,
		'muted',
		view.books.some(isLive) ? emptyText(view.books) : 'no exchange is in sync: nothing to merge',
		inner,
	),
	...(hint === '' ? [] : ['', centred(theme, 'accent', hint, inner)]),
	'',
];

/** One line about all of it, and one about each book. */
const paintFoot = (
	theme: Theme,
	{view: {books}, ui, width, height}: PaneInput,
	ladder: MergedLadder,
	now: number,
): readonly string[] => {
	const inner = width - 2;
	const {step, spread} = ladder;
	const rows = 1 + footRows(books.length, height);
	const nameWidth = Math.max(...books.map(book => nameOf(book).length));
	const live = books.filter(isLive);
	const absent = books.filter(book => !isLive(book));
	const standing = (book: BookView) =>
		paintStanding(theme, book, 'left out', now, inner, nameWidth);
	if (!ui.cursor || live.length === 0) {
		const told = rows <= books.length ? [...absent, ...live] : books;
		return [
			paintParts(theme, pressureParts(theme, mergedPressure(books), inner)),
			...told.map(standing),
		].slice(0, rows);
	}
	const {side} = ui.cursor;
	const price = cursorPrice(ui.cursor, step);
	const shapes = shapesOf(books, step);
	const units = currenciesOf(live[0]?.market ?? '');
	const terms = {side, units, price, mid: spread?.mid ?? null, shapes};
	const toLine = (label: string, taken: Taken, isLoose: boolean): TakeLine => ({
		label,
		fill: toFill(taken, averageDecimals(shapes)),
		isLoose,
	});
	const takes = live.map(book => ({
		book,
		taken: takeToPrice(book[side], side, price),
		isLoose: isBeyond(book.vouched, side, price),
	}));
	const isLoose = takes.some(take => take.isLoose);
	const all = toLine('all', addTaken(takes.map(({taken}) => taken)), isLoose);
	// Where there is no room for each of them, it is for all of them in more words.
	if (rows <= 2) return paintFillNotes(theme, all, terms, inner);
	const each = takes.map(take => toLine(nameOf(take.book), take.taken, take.isLoose));
	const taken = paintTakes(theme, [all, ...each].slice(0, rows), terms, inner);
	return [...taken, ...absent.map(standing)].slice(0, rows);
};

const createPainter = (theme: Theme): Painter => {
	const flashes = createFlashes();

	const paintLadder = (input: PaneInput, ladder: MergedLadder, now: number) => {
		const {view, ui, width, height} = input;
		const {books} = view;
		const inner = width - 2;
		const units = currenciesOf(input.book.market);
		const context = `${input.book.market} ${ui.grouping}`;
		const shapes = shapesOf(books, ladder.step);
		const names = books.map(nameOf);
		const parts = books.map(book => ({name: nameOf(book), padded: numbersOf(book).sizeDecimals}));
		const columns = toMergedColumns(shapes, parts, units, inner);
		const live = books.filter(isLive);
		// Another set of books is another table: nothing in it has changed.
		const table = `${context} ${height} ${ui.scroll} ${ui.depth} ${live.map(({key}) => key).join()}`;
		flashes.update(ladder.rows, table, now);
		const {exactPrice, price, indent} = columns;
		const left = leadWidth + indent - 1 + beforePoint(price, exactPrice);
		const middle = {left, exactPrice, width: inner};
		const scales = toBarScales([ladder.rows], ui.bars);
		const paintRow = (row: LadderRow<MergedRow>) => {
			if (row.type === 'blank') return '';
			if (row.type === 'spread') return paintMiddle(theme, books, ladder.spread, middle);
			const {side, level, position} = row;
			const look = {
				isCursor: position === ladder.cursor?.position,
				isTrusted: true,
				isLoose: live.some(({vouched}) => isBeyond(vouched, side, level.price)),
				flash: flashes.roleOf(row, now),
			};
			return paintMergedLevel(theme, row, columns, scales, look, books);
		};
		const notes = {step: ladder.step, shown: ui.bars};
		return [paintMergedHeadings(theme, columns, names, units, notes), ...ladder.rows.map(paintRow)];
	};

	return remember('view', (input, now) => {
		const {view, ui, width, height} = input;
		const ladder = toMergedLadder(view.books, ui, ladderRows(view.books.length, height));
		const foot = paintFoot(theme, input, ladder, now);
		const body = view.books.some(book => isLive(book) && lackOf(book) !== 'empty')
			? [...paintLadder(input, ladder, now), ...foot]
			: [...paintNobody(theme, input, width - 2), ...foot.slice(1)];
		const title = marketTitle('Merged', input, isNumbered(view.books));
		return {
			lines: framed(theme, true, title, body, input),
			repaintAt: Math.min(nextSecond(now), flashes.nextFade(now) ?? Infinity),
		};
	});
};

/** The consolidated book of all exchanges in sync, each row showing who holds what. */
export const mergedPane: Pane = {
	per: 'market',
	hasFocus: false,
	createPainter,
	extentOf({books}, _book, ui, height) {
		const rows = ladderRows(books.length, height);
		const cursor = mergedCursor(books, ui, rows)?.position ?? null;
		// As far as one key can reach.
		const away = Math.max(Math.abs(ui.scroll), Math.abs(cursor ?? 0));
		const reach = Math.min(levelLimit(ui), away + 3 * rows);
		const asks = mergedRows(books, 'asks', reach, ui);
		const bids = mergedRows(books, 'bids', reach, ui);
		return {
			asks: asks.length,
			bids: bids.length,
			rows,
			isCoarsest: isCoarsest(books.filter(isLive), ui),
			cursor,
			priceAt: position => (position > 0 ? asks : bids)[Math.abs(position) - 1]?.price ?? null,
		};
	},
};
