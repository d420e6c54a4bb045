import {alignBooks, type AlignedRow} from '../../book/align.js';
import type {Decimal} from '../../book/fixed-point.js';
import {clampScroll, rowsAbove, type UiState} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import {commonStep, wantedRows} from '../depth/ladder.js';
import {isLive, mergedSpread} from '../merged/merged-ladder.js';

/** One row of the axis. Position 0 is the middle, 1 the price next above it, −1 the one below. */
export type AxisRow =
	| {readonly type: 'middle'}
	| {readonly type: 'blank'}
	| {readonly type: 'price'; readonly position: number; readonly row: AlignedRow};

export type PriceRow = Extract<AxisRow, {type: 'price'}>;

export type PriceAxis = {
	readonly rows: readonly AxisRow[];
	readonly step: Decimal | null;
	/** Between the best prices of the live books; of all where none is. */
	readonly middle: Decimal | null;
	readonly cursor: PriceRow | null;
};

/** Where the axis is cut in two. */
export const middleOf = (books: readonly BookView[]): Decimal | null => {
	const live = mergedSpread(books);
	if (live) return live.mid;
	const all = mergedSpread(books.map(book => ({...book, status: 'live'})));
	return books.some(isLive) ? null : (all?.mid ?? null);
};

/** The row at the cursor, or the nearest one on its side of the middle. */
const cursorRow = (rows: readonly AxisRow[], cursor: number | null): PriceRow | null => {
	if (cursor === null) return null;
	let found: PriceRow | null = null;
	for (const row of rows) {
		if (row.type !== 'price' || row.position > 0 !== cursor > 0) continue;
		if (Math.abs(row.position) > Math.abs(cursor)) continue;
		if (!found || Math.abs(row.position) > Math.abs(found.position)) found = row;
	}
	return found;
};

/** Cuts `height` rows out of the axis all books share. */
export const toAxis = (books: readonly BookView[], ui: UiState, height: number): PriceAxis => {
	const step = commonStep(books, ui);
	const middle = middleOf(books);
	const {above, below} = alignBooks(books, middle, wantedRows(ui, ui.scroll, height), step);
	const extent = {panes: 1, asks: above.length, bids: below.length, rows: height};
	const top = rowsAbove(height) + clampScroll(ui.scroll, extent);
	const rows = Array.from({length: height}, (_, index): AxisRow => {
		const position = top - index;
		if (position === 0) return {type: 'middle'};
		const row = (position > 0 ? above : below)[Math.abs(position) - 1];
		return row ? {type: 'price', position, row} : {type: 'blank'};
	});
	return {rows, step, middle, cursor: cursorRow(rows, ui.cursor)};
};
