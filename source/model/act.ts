import {comparedOf} from '../panes/compared.js';
import {marketRoom} from '../panes/markets/list-window.js';
import {wantedRows} from '../panes/markets/markets-pane.js';
import {scopeOf} from '../screen/views.js';
import type {Extent, UiState} from '../screen/ui-state.js';
import type {AppState} from './app-state.js';
import {visiblePasts, visibleView} from './freeze.js';
import type {RankedLine} from '../markets/ranking.js';
import {reduceUi, type UiAction} from './reduce-ui.js';
import {listedIn, sceneOf} from './scene.js';
import type {Seen} from './seen.js';
import {ask, chain, stay, type Step} from './step.js';

/** Steps 1-2-5 that the sizes of many markets may go from where each began. */
const mostSteps = 12;

/** The markets in their order, as they are shown. */
export const shownMarkets = (state: AppState): readonly RankedLine[] =>
	wantedRows(visiblePasts(state).markets, state.ui, state.shown.market);

const listExtent = (state: AppState, paneRows: number) => ({
	markets: shownMarkets(state).map(({line}) => line.market),
	rows: marketRoom(paneRows, visiblePasts(state).markets.exchanges().length).rows,
});

/** What the reducer has to know of the pane that the keys act on. */
export const extentOf = (state: AppState, seen: Seen): Extent => {
	const {ui} = state;
	const {pane, focus, keys, paneRows} = sceneOf(state, listedIn(seen.view));
	const view = visibleView(state, seen.view);
	const book = view.books[focus];
	const extent = book
		? pane.extentOf(view, book, ui, paneRows, state.size.columns)
		: {asks: 0, bids: 0, rows: 1};
	const {edges} = visiblePasts(state);
	const besides = edges.besides(ui.sizeStep);
	const sizes =
		scopeOf(ui.view) === 'edge'
			? {sizes: {...edges.stepsIn(comparedOf(view, ui).view), ...besides}}
			: scopeOf(ui.view) === 'markets'
				? {sizes: {least: -mostSteps, most: mostSteps, ...besides}}
				: {};
	const list = ui.view === 'markets' ? {list: listExtent(state, paneRows)} : {};
	return {...extent, ...sizes, ...list, panes: keys.length};
};

/** The panes scroll as little as brings the focused one into sight, and stay where they are then. */
const keepPlace = (state: AppState, seen: Seen): AppState => {
	const {pane, plan} = sceneOf(state, listedIn(seen.view));
	const {ui} = state;
	if (pane.per === 'market' || plan.type === 'too-small' || ui.isZoomed) return state;
	const first = plan.panes[0]?.index ?? 0;
	return first === ui.first ? state : {...state, ui: {...ui, first}};
};

/** Whether the level cursor is now among other rows: of another view, exchange, grouping or depth. */
const hasOtherRows = (before: UiState, after: UiState) =>
	(['view', 'focus', 'grouping', 'depth'] as const).some(name => before[name] !== after[name]);

/** Pages go past the levels that a preset shows. */
const isPaging = ({intent}: UiAction, {view}: UiState) =>
	(intent === 'page-up' || intent === 'page-down') && scopeOf(view) === 'ladder';

/** Changes what the panes show, where they are and what the books are now. */
export const act = (state: AppState, action: UiAction, seen: Seen): Step<AppState> => {
	const {ui: before} = state;
	const whole = isPaging(action, before) ? {...state, ui: {...before, depth: null}} : state;
	const ui = reduceUi(before, action, extentOf(whole, seen));
	const changed = ui === state.ui ? state : keepPlace({...state, ui}, seen);
	const step =
		ui.sizeStep === state.ui.sizeStep
			? stay(changed)
			: ask(changed, {type: 'set-size-step', step: ui.sizeStep});
	if (!ui.cursor || !hasOtherRows(state.ui, ui)) return step;
	return chain(step, then => act(then, {intent: 'reveal'}, seen));
};
