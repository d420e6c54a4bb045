/** A pane this wide shows price, size and total at ease: 120 columns have two such, 160 three, 200 four. */
const paneWidth = 50;
/** Where there is no room for two of those, two as narrow as this are better than one alone. */
const minPaneWidth = 38;
export const minSize = {columns: 40, rows: 12} as const;

/** Rows that are not the panes': the header, the footer, and the line of a replay between them. */
export const chromeRowsOf = (isReplay: boolean): number => (isReplay ? 3 : 2);

export type PaneSlot = {
	/** Of the pane among those of the view. */
	readonly index: number;
	/** Cells. */
	readonly width: number;
};

export type Layout =
	| {readonly type: 'too-small'}
	| {
			readonly type: 'panes';
			/** From left to right; those that do not fit are reached with Tab. */
			readonly panes: readonly PaneSlot[];
	  };

export type LayoutInput = {
	readonly columns: number;
	readonly rows: number;
	/** Panes there are. */
	readonly count: number;
	/** Index of the pane that has to be among those shown. */
	readonly focus: number;
	/** Index of the leftmost pane that was shown: it stays as long as the focused one is in sight. */
	readonly first: number;
	/** Whether that is shown alone. */
	readonly isZoomed: boolean;
};

/** The index of the pane in that column of the screen; null right of all. */
export const paneAt = (slots: readonly PaneSlot[], x: number): number | null => {
	let right = 0;
	for (const {index, width} of slots) {
		right += width;
		if (x < right) return index;
	}
	return null;
};

/** Panes side by side that such a width has room for. */
const fittingIn = (columns: number): number =>
	Math.max(1, Math.floor(columns / paneWidth), Math.min(2, Math.floor(columns / minPaneWidth)));

/** Which panes are on the screen, and how wide. */
export const layout = ({columns, rows, count, focus, first, isZoomed}: LayoutInput): Layout => {
	if (columns < minSize.columns || rows < minSize.rows) return {type: 'too-small'};
	const shown = Math.min(isZoomed ? 1 : fittingIn(columns), count);
	// Moved no further than brings the focused one into sight.
	const inSight = Math.min(focus, Math.max(first, focus - shown + 1));
	const start = Math.max(0, Math.min(inSight, count - shown));
	const panes = Array.from({length: shown}, (_, position) => {
		const left = Math.floor((columns * position) / shown);
		const right = Math.floor((columns * (position + 1)) / shown);
		return {index: start + position, width: right - left};
	});
	return {type: 'panes', panes};
};
