/** A pane this wide still shows price, size and total. */
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

/** Which panes are on the screen, and how wide. */
export const layout = ({columns, rows, count, focus, isZoomed}: LayoutInput): Layout => {
	if (columns < minSize.columns || rows < minSize.rows) return {type: 'too-small'};
	const fitting = Math.max(1, Math.floor(columns / minPaneWidth));
	const shown = isZoomed ? Math.min(1, count) : Math.min(fitting, count);
	const first = Math.max(0, Math.min(focus - shown + 1, count - shown));
	const start = isZoomed || shown === 1 ? Math.min(focus, Math.max(0, count - 1)) : first;
	const panes = Array.from({length: shown}, (_, position) => {
		const left = Math.floor((columns * position) / shown);
		const right = Math.floor((columns * (position + 1)) / shown);
		return {index: start + position, width: right - left};
	});
	return {type: 'panes', panes};
};
