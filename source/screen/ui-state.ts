import type {SideName} from '../book/book-side.js';
import {groupingFactor} from '../book/depth.js';
import type {Decimal} from '../book/fixed-point.js';
import type {Intent} from './keys.js';
import {scopeOf, views, type ViewId} from './views.js';

/** Everything the keys can change. */
export type UiState = {
	readonly view: ViewId;
	/** Index of the pane the keys act on. */
	readonly focus: number;
	readonly isZoomed: boolean;
	readonly isHelpOpen: boolean;
	/** The menu over the panes, null while it is closed. */
	readonly menu: Menu | null;
	/** The level cursor; null while it is off. */
	readonly cursor: LevelCursor | null;
	/** Rows the ladder of the focused pane is moved: positive shows deeper asks, negative deeper bids. */
	readonly scroll: number;
	/** Index in the price groups 1, 2, 5, 10, … × tick size. */
	readonly grouping: number;
	/** Levels a side at most; null for all that fit. */
	readonly depth: number | null;
	readonly bars: 'size' | 'total';
	/** Steps 1-2-5 that the size of the edge is away from where it began. */
	readonly sizeStep: number;
	/** Epoch milliseconds since which the screen is frozen. */
	readonly frozenAt: number | null;
};

/**
 * A price of one side: it stays while the book moves. Shown on the row that holds it, or while there is
 * none on the next one further from the spread.
 */
export type LevelCursor = {readonly side: SideName; readonly price: Decimal};

/** What was typed, and the index of the chosen one among the items it leaves; null before one was chosen. */
export type Menu = {
	readonly of: 'faults' | 'markets';
	readonly query: string;
	readonly selected: number | null;
};

/** What the reducer has to know of the focused pane. */
export type Extent = {
	readonly panes: number;
	/** Rows each side has at the present grouping and depth. */
	readonly asks: number;
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
	/** The price of such a row; null where there is none. */
	readonly priceAt?: (position: number) => Decimal | null;
	/** Steps to which the size of the edge can go. @default without bounds */
	readonly sizes?: {readonly least: number; readonly most: number};
	/** Items the open menu shows. */
	readonly items?: number;
	/** Index of the chosen one. */
	readonly chosen?: number;
	/** Rows the open menu has for them. */
	readonly itemRows?: number;
};

export type UiAction = {
	/** `menu-type` is a key that is text; `focus`, `point` and `menu-point` are the mouse's; `reveal` scrolls to the cursor. */
	readonly intent: Intent | 'menu-type' | 'focus' | 'point' | 'menu-point' | 'reveal';
	readonly text?: string;
	/** The pane to focus, or its row or the item that was pointed at. */
	readonly index?: number;
	readonly extent: Extent;
	readonly at: number;
};

export const initialUiState: UiState = {
	view: 'depth',
	focus: 0,
	isZoomed: false,
	isHelpOpen: false,
	menu: null,
	cursor: null,
	scroll: 0,
	grouping: 0,
	depth: null,
	bars: 'size',
	sizeStep: 0,
	frozenAt: null,
};

/**
 * The state in which another market begins: what was set for the prices of the last one is forgotten. The size
 * of its edge is what was chosen for it before.
 */
export const forOtherMarket = (
	{view, focus, isZoomed, depth, bars}: UiState,
	sizeStep = 0,
): UiState => ({
	...initialUiState,
	view,
	focus,
	isZoomed,
	depth,
	bars,
	sizeStep,
});

const depths: readonly number[] = [5, 10, 20];
const maxGrouping = 15;

/** The number of levels that comes next; those that a ladder of so many rows has no room for are passed over. */
export const nextDepth = (depth: number | null, rows: number): number | null => {
	const below = rows - 1 - rowsAbove(rows);
	return depths.find(count => count > (depth ?? 0) && count < below) ?? null;
};

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** Rows above the spread when the ladder is centred; the bids get the odd one. */
export const rowsAbove = (rows: number): number => Math.floor((rows - 1) / 2);

/** Keeps the ladder on the rows there are: neither side scrolls past its last level. */
export const clampScroll = (scroll: number, extent: Extent): number => {
	const {asks, bids, rows, above = rowsAbove(rows)} = extent;
	const below = rows - 1 - above;
	return clamp(scroll, Math.min(0, below - bids), Math.max(0, asks - above));
};

const moveFocus = (state: UiState, by: number, count: number): UiState =>
	count < 2 ? state : {...state, focus: (state.focus + by + count) % count, scroll: 0};

const moveCursor = (state: UiState, by: 1 | -1, extent: Extent): UiState => {
	const {asks, bids, hasCursor = true, cursor} = extent;
	if (!hasCursor) return scrollBy(state, by, extent);
	if (asks + bids === 0) return state;
	const from = cursor ?? 0;
	const to = from + by === 0 ? by : from + by;
	const position = clamp(to, -bids, asks) || (asks > 0 ? 1 : -1);
	return reveal(putCursor(state, position, extent), {...extent, cursor: position});
};

const putCursor = (state: UiState, position: number, {priceAt}: Extent): UiState => {
	const price = priceAt?.(position);
	return price ? {...state, cursor: {side: position > 0 ? 'asks' : 'bids', price}} : state;
};

/** Scrolls as little as brings the cursor into sight. */
const reveal = (state: UiState, extent: Extent): UiState => {
	const {rows, above = rowsAbove(rows), cursor, hasCursor = true} = extent;
	if (!state.cursor || !cursor || !hasCursor) return state;
	const scroll = clampScroll(state.scroll, extent);
	const top = above + scroll;
	const bottom = top - rows + 1;
	const moved = cursor > top ? cursor - top : cursor < bottom ? cursor - bottom : 0;
	return moved === 0 ? state : {...state, scroll: clampScroll(scroll + moved, extent)};
};

/** Puts the cursor on a row of the pane; where that shows no level, everything stays. */
const pointAt = (state: UiState, row: number, extent: Extent): UiState => {
	const {asks, bids, rows, above = rowsAbove(rows), top = 2, hasCursor = true} = extent;
	const fromTop = row - top;
	const position = above + clampScroll(state.scroll, extent) - fromTop;
	const isLevel = position !== 0 && position <= asks && position >= -bids;
	if (!hasCursor || fromTop < 0 || fromTop >= rows || !isLevel) return state;
	return putCursor(state, position, extent);
};

const scrollBy = (state: UiState, by: number, extent: Extent): UiState => ({
	...state,
	scroll: clampScroll(state.scroll + by, extent),
});

const regroup = (state: UiState, by: number): UiState => ({
	...state,
	grouping: clamp(state.grouping + by, 0, maxGrouping),
	scroll: 0,
});

/** A size beyond the bounds, as where the books have become thin, stays until it is changed towards them. */
const resize = (state: UiState, by: 1 | -1, {sizes}: Extent): UiState => {
	const sizeStep = state.sizeStep + by;
	const isBounded = sizes && (by > 0 ? sizeStep > sizes.most : sizeStep < sizes.least);
	return isBounded ? state : {...state, sizeStep};
};

const maxQuery = 40;

const changeMenu = (state: UiState, change: (menu: Menu) => Menu): UiState =>
	state.menu ? {...state, menu: change(state.menu)} : state;

const select = (state: UiState, by: number, {items = 0, chosen = 0}: Extent): UiState =>
	changeMenu(state, menu => ({
		...menu,
		selected: clamp(chosen + by, 0, Math.max(0, items - 1)),
	}));

const type = (state: UiState, toQuery: (query: string) => string): UiState =>
	changeMenu(state, menu => ({
		...menu,
		query: [...toQuery(menu.query).slice(0, 2 * maxQuery)].slice(0, maxQuery).join(''),
		selected: null,
	}));

/** Each view begins at its middle; everything else stays as it was set. */
const changeView = (state: UiState, id: ViewId): UiState =>
	id === state.view ? state : {...state, view: id, scroll: 0};

/** The UI state after a key. Pure: what it needs to know of the books comes with the action. */
export const reduceUi = (
	state: UiState,
	{intent, text = '', index = 0, extent, at}: UiAction,
): UiState => {
	const page = Math.max(1, extent.rows - 2);
	const menuPage = Math.max(1, (extent.itemRows ?? 1) - 1);
	const view = views.find(({id}) => intent === `view-${id}`);
	if (view) return changeView(state, view.id);
	switch (intent) {
		case 'next-pane':
			return moveFocus(state, 1, extent.panes);
		case 'previous-pane':
			return moveFocus(state, -1, extent.panes);
		case 'focus':
			return index === state.focus ? state : moveFocus(state, index - state.focus, extent.panes);
		case 'point':
			return pointAt(state, index, extent);
		case 'reveal':
			return reveal(state, extent);
		case 'zoom':
			return {...state, isZoomed: !state.isZoomed};
		case 'cursor-up':
			return moveCursor(state, 1, extent);
		case 'cursor-down':
			return moveCursor(state, -1, extent);
		case 'page-up':
			return scrollBy(state, page, extent);
		case 'page-down':
			return scrollBy(state, -page, extent);
		case 'recentre':
			return {...state, cursor: extent.hasCursor === false ? state.cursor : null, scroll: 0};
		case 'coarser':
			return regroup(state, 1);
		case 'finer':
			return regroup(state, -1);
		case 'depth':
			return {...state, depth: nextDepth(state.depth, extent.rows), scroll: 0};
		case 'bars':
			return {...state, bars: state.bars === 'size' ? 'total' : 'size'};
		case 'larger':
			return resize(state, 1, extent);
		case 'smaller':
			return resize(state, -1, extent);
		case 'freeze':
			return {...state, frozenAt: state.frozenAt === null ? at : null};
		case 'help':
			return {...state, isHelpOpen: !state.isHelpOpen};
		case 'faults':
		case 'markets':
			return {...state, menu: {of: intent, query: '', selected: null}};
		case 'menu-up':
			return select(state, -1, extent);
		case 'menu-down':
			return select(state, 1, extent);
		case 'menu-page-up':
			return select(state, -menuPage, extent);
		case 'menu-page-down':
			return select(state, menuPage, extent);
		case 'menu-point':
			return changeMenu(state, menu => ({...menu, selected: index}));
		case 'menu-first':
			return select(state, -Infinity, extent);
		case 'menu-last':
			return select(state, Infinity, extent);
		case 'menu-erase':
			return type(state, query => Array.from(query).slice(0, -1).join(''));
		case 'menu-type':
			return type(state, query => query + text);
		case 'menu-pick':
		case 'close':
			return {...state, isHelpOpen: false, menu: null};
		case 'view-depth':
		case 'view-aligned':
		case 'view-merged':
		case 'view-trades':
		case 'view-edge':
		case 'view-health':
		case 'quit':
		case 'resync':
		case 'theme':
		case 'mouse':
		case 'suspend':
		case 'repaint':
		case 'demo':
		case 'pause':
		case 'seek-back':
		case 'seek-on':
		case 'step-back':
		case 'step-on':
		case 'slower':
		case 'faster':
		case 'next-mark':
		case 'record':
		case 'marker':
		case 'save':
			return state;
	}
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
