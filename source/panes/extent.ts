import {countRows} from '../book/depth.js';
import type {Extent, UiState} from '../screen/ui-state.js';
import type {BookKey, MarketView} from '../store/book-store.js';
import {ladderRows} from './depth/depth-painter.js';
import {stepOf} from './depth/ladder.js';

/** What the reducer has to know of the pane the keys act on; worked out when a key is pressed. */
export const extentOf = (
	view: MarketView,
	key: BookKey,
	ui: UiState,
	panes: number,
	height: number,
): Extent => {
	const book = view.books.find(other => other.key === key);
	const rows = ladderRows(height);
	if (!book) return {panes, asks: 0, bids: 0, rows};
	const step = stepOf(book, ui);
	const limit = ui.depth ?? Infinity;
	return {
		panes,
		asks: Math.min(limit, countRows(book.asks, 'asks', step)),
		bids: Math.min(limit, countRows(book.bids, 'bids', step)),
		rows,
	};
};
