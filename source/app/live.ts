import type {AppState} from '../model/app-state.js';
import {visibleEdges, visibleView} from '../model/freeze.js';
import type {EdgeReader} from '../panes/edge/edge-tracker.js';
import type {Screen} from '../screen/screen.js';
import type {Theme} from '../screen/theme.js';
import type {MarketView} from '../store/market-view.js';

/** What the live regions are painted from, at the cadence and without React. */
export type Live = {
	readonly screen: Screen;
	readonly theme: Theme;
	readonly getView: () => MarketView;
	readonly getEdges: () => EdgeReader;
	/** Epoch milliseconds; null while the screen goes on. */
	readonly frozenAt: number | null;
};

export const toLive = (state: AppState, screen: Screen): Live => ({
	screen,
	theme: state.theming.theme,
	getView: () => visibleView(state, state.shown.source.getView()),
	getEdges: () => visibleEdges(state),
	frozenAt: state.frozen?.at ?? null,
});
