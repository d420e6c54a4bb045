import type {SideName} from '../book/side-view.js';
import {groupingFactor} from '../book/depth.js';
import type {Decimal} from '../book/fixed-point.js';
import type {SizeChoice} from '../book/trade-size.js';
import {sortings, type Sorting} from './sortings.js';
import {scopeOf, type ViewId} from './views.js';

export type {SizeChoice};

/** What the panes show, and where in it. */
export type UiState = {
	readonly view: ViewId;
	/** Index of the pane the keys act on. */
	readonly focus: number;
	/** Index of the leftmost pane on the screen, as far as the focused one is in sight from there. */
	readonly first: number;
	/** Whether that pane is shown alone. */
	readonly isZoomed: boolean;
	/** The level cursor; null while it is off. */
	readonly cursor: LevelCursor | null;
	/** Rows the ladder of the focused pane is moved: positive shows deeper asks, negative deeper bids. */
	readonly scroll: number;
	/** Index in the price groups 1, 2, 5, 10, … × tick size. */
	readonly grouping: number;
	/** Levels a side at most; null for all that fit. */
	readonly depth: number | null;
	/** What bars are as long as. */
	readonly bars: 'size' | 'total';
	/** Whether each row shows what was added less what was taken away. */
	readonly hasNet: boolean;
	/** Whether the depth tells what happened at the level of the cursor. */
	readonly inspects: boolean;
	/** Sizes of so many times the median shown are marked; 0 for none. */
	readonly large: number;
	/** What the heatmap shows. */
	readonly heat: HeatUi;
	/** What is shown of the list of markets. */
	readonly markets: MarketsUi;
	/** The size of the edge. */
	readonly sizeStep: SizeChoice;
	/** The market whose books are compared; null for the one that most exchanges have. */
	readonly money: string | null;
	/** Ids of the exchanges that were taken out of what is compared. */
	readonly out: readonly string[];
};

/** What is shown of the list of markets. */
export type MarketsUi = {
	/** The market that was chosen; null for the first one, whichever that is. */
	readonly cursor: string | null;
	readonly sorting: Sorting;
	readonly isReversed: boolean;
	/** Part of a name: the others are not shown. */
	readonly filter: string;
	/** Whether keys are text of the filter. */
	readonly isTyping: boolean;
	/** One that was chosen to be shown, and is not yet. */
	readonly opening: string | null;
	/** Whether the market shown was opened from the list: the way back leads there. */
	readonly isLeft: boolean;
};

/** What the heatmap shows, and where in it. */
export type HeatUi = {
	/** Index in the lengths of time that a column stands for. */
	readonly span: number;
	/** Steps 1-2-5 that a row covers more than it does by itself; negative for less. */
	readonly range: number;
	/** Null while it is off. */
	readonly cursor: HeatCursor | null;
};

/** A place on the screen: it stays while the past moves on under it. */
export type HeatCursor = {
	/** Rows above the middle one. */
	readonly up: number;
	/** Columns before the newest one. */
	readonly back: number;
};

/**
 * A price of one side: it stays while the book moves. Shown on the row that holds it, or while there is
 * none on the next one further from the spread.
 */
export type LevelCursor = {readonly side: SideName; readonly price: Decimal};

/** What the reducer has to know of the focused pane. */
export type Extent = {
	/** How many the view has. */
	readonly panes: number;
	/** Rows each side has at the present grouping and depth. */
	readonly asks: number;
	/** Rows, at the present grouping and depth. */
	readonly bids: number;
	/** Rows of the ladder on the screen, the spread's included. */
	readonly rows: number;
	/** Rows above the spread when it is centred, where that is not about half of them. */
	readonly above?: number;
	/** Rows of the pane above the ladder. @default the frame and a line of headings */
	readonly top?: number;
	/** False where the keys of the cursor scroll instead. @default true */
	readonly hasCursor?: boolean;
	/** Row the cursor is shown on, counted from the spread: 1 the best ask, −1 the best bid. @default null, on none */
	readonly cursor?: number | null;
	/** Whether larger price groups would say nothing more. @default false */
	readonly isCoarsest?: boolean;
	/** The price of such a row; null where there is none. */
	readonly priceAt?: (position: number) => Decimal | null;
	/** Of the list of markets: those there are in their order, and rows of them on the screen. @default none */
	readonly list?: {readonly markets: readonly string[]; readonly rows: number};
	/** Of the heatmap: cells of the chart that has the cursor, each way. @default none */
	readonly chart?: {readonly columns: number; readonly lines: number};
	/** Steps to which the size of the edge can go. @default without bounds */
	readonly sizes?: {
		readonly least: number;
		readonly most: number;
		/** The steps next to the size. @default one less and one more */
		readonly smaller?: number;
		readonly larger?: number;
	};
};

export const initialUiState: UiState = {
	view: 'depth',
	focus: 0,
	first: 0,
	isZoomed: false,
	cursor: null,
	scroll: 0,
	grouping: 0,
	depth: null,
	bars: 'size',
	hasNet: false,
	inspects: false,
	large: 10,
	sizeStep: 0,
	heat: {span: 0, range: 0, cursor: null},
	markets: {
		...{cursor: null, sorting: sortings[0], isReversed: false},
		...{filter: '', isTyping: false, opening: null, isLeft: false},
	},
	money: null,
	out: [],
};

/**
 * The state in which another market begins: what was set for the prices of the last one is forgotten. The size
 * of its edge is what was chosen for it before.
 */
export const forOtherMarket = (
	{view, focus, first, isZoomed, depth, bars, hasNet, inspects, large, heat, markets, out}: UiState,
	sizeStep: SizeChoice = 0,
): UiState => ({
	...initialUiState,
	view,
	focus,
	first,
	isZoomed,
	depth,
	bars,
	hasNet,
	inspects,
	large,
	heat: {...initialUiState.heat, span: heat.span},
	markets,
	out,
	sizeStep,
});

/** Index of the largest price group there is. */
export const maxGrouping = 15;

const depths: readonly number[] = [5, 10, 20];

/** The number of levels that comes next; those that a ladder of so many rows has no room for are passed over. */
export const nextDepth = (depth: number | null, rows: number): number | null => {
	const below = rows - 1 - rowsAbove(rows);
	return depths.find(count => count > (depth ?? 0) && count < below) ?? null;
};

/** Levels a side at most: those of a preset, while the spread is where it was. */
export const levelLimit = ({depth, scroll}: Pick<UiState, 'depth' | 'scroll'>): number =>
	scroll === 0 ? (depth ?? Infinity) : Infinity;

export const clamp = (value: number, low: number, high: number) =>
	Math.max(low, Math.min(high, value));

/** Rows above the spread when the ladder is centred; the bids get the odd one. */
export const rowsAbove = (rows: number): number => Math.floor((rows - 1) / 2);

/** Keeps the ladder on the rows there are: neither side scrolls past its last level. */
export const clampScroll = (scroll: number, extent: Extent): number => {
	const {asks, bids, rows, above = rowsAbove(rows)} = extent;
	const below = rows - 1 - above;
	return clamp(scroll, Math.min(0, below - bids), Math.max(0, asks - above));
};

/** The settings that differ from those at the start and show in the view, in words. */
export const describeSettings = ({view, grouping, depth, bars}: UiState): readonly string[] =>
	scopeOf(view) === 'ladder'
		? [
				...(grouping > 0 ? [`groups of ${groupingFactor(grouping)} ticks`] : []),
				...(depth === null ? [] : [`${depth} levels`]),
				...(bars === 'total' ? ['bars: total'] : []),
			]
		: [];
