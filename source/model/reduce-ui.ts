import type {ListIntent, PaneIntent} from '../screen/intent.js';
import {
	clamp,
	clampScroll,
	maxGrouping,
	nextDepth,
	rowsAbove,
	type Extent,
	type UiState,
} from '../screen/ui-state.js';
import {views, type ViewId} from '../screen/views.js';
import {reduceHeat} from './reduce-heat.js';
import {reduceMarkets} from './reduce-markets.js';

/** `focus` and `point` are the mouse's; `reveal` scrolls to the cursor. */
export type UiAction =
	| {readonly intent: PaneIntent | 'reveal'}
	| {
			readonly intent: 'focus' | 'point';
			/** The pane to focus, or its row that was pointed at. */
			readonly index: number;
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

/** As many rows as the ladder has, or as a preset shows at a time; with one, the spread is not passed unseen. */
const turnPage = (state: UiState, by: 1 | -1, extent: Extent): UiState => {
	const page = Math.max(1, extent.rows - 2);
	const {depth, scroll} = state;
	if (depth === null || extent.hasCursor === false) return scrollBy(state, by * page, extent);
	const to = scroll + by * Math.min(page, depth);
	const isPast = scroll !== 0 && Math.sign(to) !== Math.sign(scroll);
	return {...state, scroll: isPast ? 0 : clampScroll(to, extent)};
};

const regroup = (state: UiState, by: number): UiState => {
	const grouping = clamp(state.grouping + by, 0, maxGrouping);
	return grouping === state.grouping ? state : {...state, grouping, scroll: 0};
};

/** Without a cursor, the best ask is what is looked at. */
const inspect = (state: UiState, extent: Extent): UiState => {
	if (state.view !== 'depth') return state;
	const inspects = !state.inspects || !state.cursor;
	const shown = {...state, inspects};
	return inspects && !state.cursor ? moveCursor(shown, 1, extent) : shown;
};

/** A size beyond the bounds, as where the books have become thin, stays until it is changed towards them. */
const resize = (state: UiState, by: 1 | -1, {sizes}: Extent): UiState => {
	const next = by > 0 ? sizes?.larger : sizes?.smaller;
	const sizeStep = next ?? Number(state.sizeStep) + by;
	const isBounded = sizes && (by > 0 ? sizeStep > sizes.most : sizeStep < sizes.least);
	return isBounded ? state : {...state, sizeStep};
};

/** Each view begins at its middle; everything else stays as it was set. */
const changeView = (state: UiState, id: ViewId): UiState =>
	id === state.view
		? state
		: {...state, view: id, scroll: 0, markets: {...state.markets, isTyping: false}};

/** All but the choice of a view and what is of the list of markets alone. */
type LadderAction =
	| Exclude<UiAction, {readonly intent: PaneIntent | 'reveal'}>
	| {
			readonly intent: Exclude<PaneIntent | 'reveal', `view-${ViewId}` | ListIntent>;
	  };

const isOfLadder = (action: UiAction): action is LadderAction =>
	!/^(view-.+|last|sort|reverse|filter.*)$/.test(action.intent);

/** What most views have in common. */
const reduceLadder = (state: UiState, action: LadderAction, extent: Extent): UiState => {
	switch (action.intent) {
		case 'next-pane':
			return moveFocus(state, 1, extent.panes);
		case 'previous-pane':
			return moveFocus(state, -1, extent.panes);
		case 'focus':
			return action.index === state.focus
				? state
				: moveFocus(state, action.index - state.focus, extent.panes);
		case 'point':
			return pointAt(state, action.index, extent);
		case 'reveal':
			return reveal(state, extent);
		case 'zoom':
			return {...state, isZoomed: !state.isZoomed};
		case 'cursor-up':
			return moveCursor(state, 1, extent);
		case 'cursor-down':
			return moveCursor(state, -1, extent);
		case 'page-up':
			return turnPage(state, 1, extent);
		case 'page-down':
			return turnPage(state, -1, extent);
		case 'recentre':
			return {...state, cursor: extent.hasCursor === false ? state.cursor : null, scroll: 0};
		case 'coarser':
			return extent.isCoarsest ? state : regroup(state, 1);
		case 'finer':
			return regroup(state, -1);
		case 'depth':
			return {...state, depth: nextDepth(state.depth, extent.rows), scroll: 0};
		case 'bars':
			return {...state, bars: state.bars === 'size' ? 'total' : 'size'};
		case 'inspect':
			return inspect(state, extent);
		case 'net':
			return state.view === 'depth' ? {...state, hasNet: !state.hasNet} : state;
		case 'larger':
			return resize(state, 1, extent);
		case 'smaller':
			return resize(state, -1, extent);
		case 'longer':
		case 'shorter':
		case 'cursor-back':
		case 'cursor-on':
			return state;
	}
};

/** The same state where a key has changed nothing. */
const unlessSame = <State extends object>(before: State, after: State): State => {
	const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof State>;
	return [...names].every(name => Object.is(before[name], after[name])) ? before : after;
};

/** The UI state after a key: the same one where that has changed nothing. Pure: what it needs to know of the books comes as the extent. */
export const reduceUi = (state: UiState, action: UiAction, extent: Extent): UiState => {
	const view = views.find(({id}) => action.intent === `view-${id}`);
	if (view) return changeView(state, view.id);
	const markets =
		state.view === 'markets' ? reduceMarkets(state.markets, action.intent, extent) : null;
	if (markets) return unlessSame(state, {...state, markets: unlessSame(state.markets, markets)});
	const heat = state.view === 'heatmap' ? reduceHeat(state.heat, action.intent, extent) : null;
	if (heat) return unlessSame(state, {...state, heat: unlessSame(state.heat, heat)});
	return isOfLadder(action) ? unlessSame(state, reduceLadder(state, action, extent)) : state;
};
