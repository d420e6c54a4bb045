import {groupingStep, isOneRow, toDepthRows, type DepthRow} from '../../book/depth.js';
import type {SideName} from '../../book/side-view.js';
import {tickOf} from '../../book/tick-of.js';
import {compareDecimals, type Decimal} from '../../book/fixed-point.js';
import {clampScroll, levelLimit, rowsAbove, type UiState} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import {findCursor, type CursorRow} from '../level-cursor.js';

/** One row of the ladder. Position 0 is the spread, 1 the best ask, −1 the best bid. */
export type LadderRow<Row extends DepthRow = DepthRow> =
	{readonly type: 'spread'} | {readonly type: 'blank'} | LadderLevel<Row>;

export type LadderLevel<Row extends DepthRow = DepthRow> = {
	readonly type: 'level';
	readonly side: SideName;
	/** From the spread: 1 the best ask, −1 the best bid. */
	readonly position: number;
	readonly level: Row;
};

/** What a depth table shows: asks above, worst on top, the spread, bids below. */
export type Ladder<Row extends DepthRow = DepthRow> = {
	/** From the top, as many as there is room for. */
	readonly rows: readonly LadderRow<Row>[];
	/** Price group of the rows, null where each level stands by itself. */
	readonly step: Decimal | null;
	/** The row under the cursor, where there is one; it may be out of sight. */
	readonly cursor: LadderLevel<Row> | null;
};

export const stepOf = (book: BookView, ui: UiState): Decimal | null => commonStep([book], ui);

/** The price group of several books: of the finest tick size among them. */
export const commonStep = (books: readonly BookView[], ui: UiState): Decimal | null => {
	if (ui.grouping === 0 || books.length === 0) return null;
	const finest = books.map(tickOf).reduce((a, b) => (compareDecimals(b, a) < 0 ? b : a));
	return groupingStep(finest, ui.grouping);
};

/** Whether larger price groups would leave one row a side, and say nothing more. */
export const isCoarsest = (books: readonly BookView[], ui: UiState): boolean => {
	const step = commonStep(books, {...ui, grouping: ui.grouping + 1});
	if (step === null || books.every(({bids, asks}) => bids.length + asks.length === 0)) return false;
	const isOne = (name: SideName) =>
		isOneRow(
			books.map(book => book[name]),
			name,
			step,
		);
	return isOne('asks') && isOne('bids');
};

/** Rows a ladder has each way at the most: only as deep as can be seen at that scroll, and as wanted. */
export const wantedRows = ({depth}: UiState, scroll: number, height: number) => {
	const above = rowsAbove(height);
	const limit = levelLimit({depth, scroll});
	return {
		above: Math.min(limit, above + Math.max(0, scroll)),
		below: Math.min(limit, height - 1 - above + Math.max(0, -scroll)),
	};
};

/** Cuts a ladder of `height` rows out of a book. The scroll and the cursor belong to the focused pane. */
export const toLadder = (
	book: BookView,
	ui: UiState,
	height: number,
	isFocused: boolean,
): Ladder => {
	const step = stepOf(book, ui);
	const wanted = isFocused ? ui.scroll : 0;
	const {above, below} = wantedRows(ui, wanted, height);
	const asks = toDepthRows(book.asks, 'asks', above, step);
	const bids = toDepthRows(book.bids, 'bids', below, step);
	const cursor = isFocused ? bookCursor(book, ui, height) : null;
	return cutLadder({asks, bids, step}, height, wanted, cursor);
};

/** The row of a book that the cursor is shown on, of which `likely` are read first. */
export const bookCursor = (
	book: BookView,
	ui: UiState,
	likely: number,
): CursorRow<DepthRow> | null => {
	if (!ui.cursor) return null;
	const {side} = ui.cursor;
	const step = stepOf(book, ui);
	return findCursor(ui.cursor, count => toDepthRows(book[side], side, count, step), likely);
};

const toLevel = <Row extends DepthRow>(position: number, level: Row): LadderLevel<Row> => ({
	type: 'level',
	side: position > 0 ? 'asks' : 'bids',
	position,
	level,
});

/** Arranges rows of each side, best first, around the spread. */
export const cutLadder = <Row extends DepthRow>(
	sides: {
		readonly asks: readonly Row[];
		readonly bids: readonly Row[];
		readonly step: Decimal | null;
	},
	height: number,
	wantedScroll: number,
	cursor: CursorRow<Row> | null,
): Ladder<Row> => {
	const {asks, bids, step} = sides;
	const extent = {panes: 1, asks: asks.length, bids: bids.length, rows: height};
	const top = rowsAbove(height) + clampScroll(wantedScroll, extent);
	const rows: LadderRow<Row>[] = [];
	for (let position = top; position > top - height; position--) {
		const level = (position > 0 ? asks : bids)[Math.abs(position) - 1];
		if (position === 0) rows.push({type: 'spread'});
		else rows.push(level ? toLevel(position, level) : {type: 'blank'});
	}
	return {
		rows,
		step,
		cursor: cursor && toLevel(cursor.position, cursor.row),
	};
};
