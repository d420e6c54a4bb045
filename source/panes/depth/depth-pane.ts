import {countRows} from '../../book/depth.js';
import type {Pane} from '../pane.js';
import {createDepthPainter, ladderRows} from './depth-painter.js';
import {stepOf} from './ladder.js';

/** One book's table of levels. */
export const depthPane: Pane = {
	per: 'book',
	hasFocus: true,
	createPainter: createDepthPainter,
	extentOf(view, book, ui, height) {
		const step = stepOf(book, ui);
		const limit = ui.depth ?? Infinity;
		return {
			asks: Math.min(limit, countRows(book.asks, 'asks', step)),
			bids: Math.min(limit, countRows(book.bids, 'bids', step)),
			rows: ladderRows(height),
		};
	},
};
