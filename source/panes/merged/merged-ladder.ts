import {pressureLevels, toDepthRows, toSpread, type Spread} from '../../book/depth.js';
import type {SideName} from '../../book/side-view.js';
import {zero, type Decimal} from '../../book/fixed-point.js';
import {isBeyond} from '../../book/order-book.js';
import {mergeRows, type MergedRow} from '../../book/merge.js';
import type {UiState} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import type {Pressure} from '../depth/depth-notes.js';
import {commonStep, cutLadder, wantedRows, type Ladder} from '../depth/ladder.js';
import {findCursor, type CursorRow} from '../level-cursor.js';

export type MergedLadder = Ladder<MergedRow> & {
	/** Between the best bid and the best ask of all; negative where two exchanges' prices cross. */
	readonly spread: Spread | null;
};

export const isLive = ({status}: BookView): boolean => status === 'live';

/** Only books that somebody vouches for are added up; the others have no part in any row. */
export const mergedRows = (
	books: readonly BookView[],
	name: SideName,
	count: number,
	ui: UiState,
): readonly MergedRow[] => {
	const step = commonStep(books, ui);
	return mergeRows(
		books.map(book => (isLive(book) ? toDepthRows(book[name], name, count, step) : [])),
		name,
		count,
	);
};

/** The best price of a side of all live books; undefined where none of them has any. */
export const bestOf = (books: readonly BookView[], name: SideName): Decimal | undefined =>
	mergeRows(
		books.filter(isLive).map(book => toDepthRows(book[name], name, 1)),
		name,
		1,
	)[0]?.price;

/** Best bid and ask of all live books, ungrouped. */
export const mergedSpread = (books: readonly BookView[]): Spread | null => {
	const [bid, ask] = [bestOf(books, 'bids'), bestOf(books, 'asks')];
	return bid && ask ? toSpread(bid, ask) : null;
};

/** Size at the best prices of all live books as one, ungrouped, as deep as all of them are vouched for. */
export const mergedPressure = (books: readonly BookView[]): Pressure => {
	const live = books.filter(isLive);
	const rowsOf = (name: SideName) =>
		mergeRows(
			live.map(book => toDepthRows(book[name], name, pressureLevels)),
			name,
			pressureLevels,
		);
	const sides = {bids: rowsOf('bids'), asks: rowsOf('asks')};
	const vouchedIn = (name: SideName) => {
		const isLoose = ({price}: MergedRow) =>
			live.some(({vouched}) => isBeyond(vouched, name, price));
		const loose = sides[name].findIndex(isLoose);
		return loose < 0 ? pressureLevels : loose;
	};
	const levels = Math.min(vouchedIn('bids'), vouchedIn('asks'));
	const sizeOf = (name: SideName) => sides[name].slice(0, levels).at(-1)?.total ?? zero;
	return {bids: sizeOf('bids'), asks: sizeOf('asks'), levels};
};

/** The row of all that the cursor is shown on, of which `likely` are read first. */
export const mergedCursor = (
	books: readonly BookView[],
	ui: UiState,
	likely: number,
): CursorRow<MergedRow> | null => {
	if (!ui.cursor) return null;
	const {side} = ui.cursor;
	return findCursor(ui.cursor, count => mergedRows(books, side, count, ui), likely);
};

export const toMergedLadder = (
	books: readonly BookView[],
	ui: UiState,
	height: number,
): MergedLadder => {
	const {above, below} = wantedRows(ui, ui.scroll, height);
	const sides = {
		asks: mergedRows(books, 'asks', above, ui),
		bids: mergedRows(books, 'bids', below, ui),
		step: commonStep(books, ui),
	};
	const ladder = cutLadder(sides, height, ui.scroll, mergedCursor(books, ui, height));
	return {...ladder, spread: mergedSpread(books)};
};
