import type {Rect} from './compositor.js';
import {paneAt, type PaneSlot} from './layout.js';
import type {Size} from './screen.js';

/** What the mouse points at. Columns and rows are counted from 0 in it. */
export type Target =
	| {
			readonly type: 'overlay';
			/** Counted from 0 in the overlay. */
			readonly row: number;
	  }
	/** Anything but the overlay that is open, and the footer. */
	| {readonly type: 'beside'}
	| {
			readonly type: 'pane';
			/** Among the panes shown. */
			readonly index: number;
			/** Counted from 0 in the pane, its frame included. */
			readonly row: number;
	  }
	| {readonly type: 'timeline' | 'footer' | 'nothing'};

export type Scene = {
	readonly size: Size;
	readonly panes: readonly PaneSlot[];
	/** Rows of the panes; those below them are a notice's. */
	readonly paneRows: number;
	/** Whether the line above the footer is a replay's. */
	readonly hasTimeline: boolean;
	/** Where a menu or the help is; null while none is open. */
	readonly overlay: Rect | null;
};

const holds = ({x, y, width, height}: Rect, column: number, row: number) =>
	column >= x && column < x + width && row >= y && row < y + height;

export const targetAt = (x: number, y: number, scene: Scene): Target => {
	const {size, panes, paneRows, hasTimeline, overlay} = scene;
	if (overlay && holds(overlay, x, y)) return {type: 'overlay', row: y - overlay.y};
	if (y === size.rows - 1) return {type: 'footer'};
	if (overlay) return {type: 'beside'};
	if (hasTimeline && y === size.rows - 2) return {type: 'timeline'};
	const index = paneAt(panes, x);
	// Row 0 is the header's.
	return y < 1 || y > paneRows || index === null
		? {type: 'nothing'}
		: {type: 'pane', index, row: y - 1};
};
