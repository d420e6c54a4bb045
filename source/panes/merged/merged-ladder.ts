import {toDepthRows, toSpread, type Spread} from '../../book/depth.js';
import type {SideName} from '../../book/book-side.js';
import {mergeRows, type MergedRow} from '../../book/merge.js';
import type {UiState} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import {commonStep, cutLadder, wantedRows, type Ladder} from '../depth/ladder.js';

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

/** Best bid and ask of all live books, ungrouped. */
export const mergedSpread = (books: readonly BookView[]): Spread | null => {
	const best = (name: SideName) =>
		mergeRows(
			books.filter(isLive).map(book => toDepthRows(book[name], name, 1)),
			name,
			1,
		)[0]?.price;
	const [bid, ask] = [best('bids'), best('asks')];
	return bid && ask ? toSpread(bid, ask) : null;
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
	const ladder = cutLadder(sides, height, ui.scroll, ui.cursor);
	return {...ladder, spread: mergedSpread(books)};
};
