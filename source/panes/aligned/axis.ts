import {alignBooks, type AlignedRow} from '../../book/align.js';
import type {SideName} from '../../book/side-view.js';
import {compareDecimals, type Decimal} from '../../book/fixed-point.js';
import {clampScroll, rowsAbove, type UiState} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import {commonStep, wantedRows} from '../depth/ladder.js';
import {cursorPrice, findCursor} from '../level-cursor.js';
import {isLive, mergedSpread} from '../merged/merged-ladder.js';

/** One row of the axis. Position 0 is the middle, 1 the price next above it, −1 the one below. */
export type AxisRow =
	| {readonly type: 'middle'}
	| {readonly type: 'blank'}
	| {
			readonly type: 'price';
			/** 0 is the middle, 1 the price next above it, −1 the one below. */
			readonly position: number;
			readonly row: AlignedRow;
	  };

export type PriceRow = Extract<AxisRow, {type: 'price'}>;

export type PriceAxis = {
	/** From the top; as many as there is room for. */
	readonly rows: readonly AxisRow[];
	/** Between two groups; null where each price has a row. */
	readonly step: Decimal | null;
	/** Between the best prices of the live books; of all where none is. */
	readonly middle: Decimal | null;
	/** It may be out of sight. */
	readonly cursor: PriceRow | null;
};

/** Where the axis is cut in two. */
export const middleOf = (books: readonly BookView[]): Decimal | null => {
	const live = mergedSpread(books);
	if (live) return live.mid;
	const all = mergedSpread(books.map(book => ({...book, status: 'live'})));
	return books.some(isLive) ? null : (all?.mid ?? null);
};

/**
 * The row of the axis that the cursor is shown on, of which `likely` each way are read first. A price that
 * is there is found also where the middle has gone past it.
 */
export const axisCursor = (
	books: readonly BookView[],
	ui: UiState,
	likely: number,
): PriceRow | null => {
	if (!ui.cursor) return null;
	const {side} = ui.cursor;
	const step = commonStep(books, ui);
	const middle = middleOf(books);
	const exact = cursorPrice(ui.cursor, step);
	const find = (half: SideName) => {
		const read = (count: number) => {
			const none = {above: 0, below: 0};
			if (half === 'asks') return alignBooks(books, middle, {...none, above: count}, step).above;
			return alignBooks(books, middle, {...none, below: count}, step).below;
		};
		return findCursor({side: half, price: exact}, read, likely);
	};
	const own = find(side);
	const isThere = own && compareDecimals(own.row.price, exact) === 0;
	const other = isThere ? null : find(side === 'asks' ? 'bids' : 'asks');
	const found = other && compareDecimals(other.row.price, exact) === 0 ? other : own;
	return found && {type: 'price', ...found};
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
	return {rows, step, middle, cursor: axisCursor(books, ui, height)};
};
