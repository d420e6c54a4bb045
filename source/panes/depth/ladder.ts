import {groupingStep, toDepthRows, type DepthRow} from '../../book/depth.js';
import type {SideName} from '../../book/book-side.js';
import {zero, type Decimal} from '../../book/fixed-point.js';
import {clampScroll, rowsAbove, type UiState} from '../../screen/ui-state.js';
import type {BookView} from '../../store/book-store.js';

/** One row of the ladder. Position 0 is the spread, 1 the best ask, −1 the best bid. */
export type LadderRow =
	| {readonly type: 'spread'}
	| {readonly type: 'blank'}
	| {
			readonly type: 'level';
			readonly side: SideName;
			readonly position: number;
			readonly level: DepthRow;
	  };

/** What a depth table shows: asks above, worst on top, the spread, bids below. */
export type Ladder = {
	readonly rows: readonly LadderRow[];
	/** Price group of the rows, null where each level stands by itself. */
	readonly step: Decimal | null;
	/** The row under the cursor, where there is one. */
	readonly cursor: Extract<LadderRow, {type: 'level'}> | null;
	/** Cumulative size of each side over the rows shown, for the imbalance. */
	readonly bidTotal: Decimal;
	readonly askTotal: Decimal;
};

/** The tick size, or where it is not known yet the last digit of the prices near the spread. */
const tickSizeOf = ({tickSize, bids, asks}: BookView): Decimal => {
	if (tickSize) return tickSize;
	let decimals = 0;
	for (const side of [bids, asks])
		for (let rank = 0; rank < Math.min(20, side.length); rank++)
			decimals = Math.max(decimals, side.price(rank).decimals);
	return {units: 1, decimals};
};

export const stepOf = (book: BookView, ui: UiState): Decimal | null =>
	ui.grouping === 0 ? null : groupingStep(tickSizeOf(book), ui.grouping);

/** Cuts a ladder of `height` rows out of a book. The scroll and the cursor belong to the focused pane. */
export const toLadder = (
	book: BookView,
	ui: UiState,
	height: number,
	isFocused: boolean,
): Ladder => {
	const step = stepOf(book, ui);
	const above = rowsAbove(height);
	const limit = ui.depth ?? Infinity;
	const wanted = isFocused ? ui.scroll : 0;
	// Only as deep as can be seen: a scrolled side shows at most so many rows.
	const askRows = toDepthRows(
		book.asks,
		'asks',
		Math.min(limit, above + Math.max(0, wanted)),
		step,
	);
	const bidRows = toDepthRows(
		book.bids,
		'bids',
		Math.min(limit, height - 1 - above + Math.max(0, -wanted)),
		step,
	);
	const extent = {panes: 1, asks: askRows.length, bids: bidRows.length, rows: height};
	const scroll = clampScroll(wanted, extent);
	const rows = Array.from({length: height}, (_, index): LadderRow => {
		const position = above + scroll - index;
		if (position === 0) return {type: 'spread'};
		const side = position > 0 ? 'asks' : 'bids';
		const level = (position > 0 ? askRows : bidRows)[Math.abs(position) - 1];
		return level ? {type: 'level', side, position, level} : {type: 'blank'};
	});
	return {
		rows,
		step,
		cursor: isFocused ? cursorRow(rows, ui.cursor) : null,
		bidTotal: bidRows.at(-1)?.total ?? zero,
		askTotal: askRows.at(-1)?.total ?? zero,
	};
};

/** The level at the cursor, or where the side became shorter the last one there is. */
const cursorRow = (rows: readonly LadderRow[], cursor: number | null): Ladder['cursor'] => {
	if (cursor === null) return null;
	let found: Ladder['cursor'] = null;
	for (const row of rows) {
		if (row.type !== 'level' || row.position > 0 !== cursor > 0) continue;
		if (Math.abs(row.position) > Math.abs(cursor)) continue;
		if (!found || Math.abs(row.position) > Math.abs(found.position)) found = row;
	}
	return found;
};
