import type {Alert} from '../alerts/alert-rule.js';
import type {AppState} from '../model/app-state.js';
import {visiblePasts, visibleView} from '../model/freeze.js';
import type {Pasts} from '../panes/pane.js';
import type {Screen} from '../screen/screen.js';
import type {Theme} from '../screen/theme.js';
import type {MarketView} from '../store/market-view.js';

/** What went off lately, and how it is put among what happened to the books. */
export type AlertedSource = {
	get(): readonly Alert[];
	toView(view: MarketView, alerts: readonly Alert[]): MarketView;
};

/** What the live regions are painted from, at the cadence and without React. */
export type Live = {
	readonly screen: Screen;
	readonly theme: Theme;
	readonly getView: () => MarketView;
	/** As it is now, however frozen the screen is. */
	readonly getNewest: () => MarketView;
	readonly getPasts: () => Pasts;
	/** Epoch milliseconds; null while the screen goes on. */
	readonly frozenAt: number | null;
};

export const toLive = (state: AppState, screen: Screen, alerted: AlertedSource): Live => ({
	screen,
	theme: state.theming.theme,
	getView: () => alerted.toView(visibleView(state, state.shown.source.getView()), alerted.get()),
	getNewest: () => state.shown.source.getView(),
	getPasts: () => visiblePasts(state),
	frozenAt: state.frozen?.at ?? null,
});
