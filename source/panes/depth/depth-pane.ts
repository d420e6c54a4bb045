import {countRows, toDepthRows} from '../../book/depth.js';
import {levelLimit} from '../../screen/ui-state.js';
import type {Pane} from '../pane.js';
import {createDepthPainter, ladderRows} from './depth-painter.js';
import {bookCursor, isCoarsest, stepOf} from './ladder.js';

/** One book's table of levels. */
export const depthPane: Pane = {
	per: 'book',
	hasFocus: true,
	createPainter: createDepthPainter,
	extentOf(_view, book, ui, height) {
		const step = stepOf(book, ui);
		const limit = levelLimit(ui);
		const rows = ladderRows(height, ui);
		return {
			asks: Math.min(limit, countRows(book.asks, 'asks', step)),
			bids: Math.min(limit, countRows(book.bids, 'bids', step)),
			rows,
			isCoarsest: isCoarsest([book], ui),
			cursor: bookCursor(book, ui, rows)?.position ?? null,
			priceAt(position) {
				const side = position > 0 ? 'asks' : 'bids';
				const count = Math.abs(position);
				return toDepthRows(book[side], side, count, step)[count - 1]?.price ?? null;
			},
		};
	},
};
