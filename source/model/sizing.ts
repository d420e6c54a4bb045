import {comparedOf} from '../panes/compared.js';
import {sizeItems, sizeName, typedChoice} from '../panes/edge/size-items.js';
import {currenciesOf} from '../panes/market-title.js';
import type {AppState} from './app-state.js';
import {visiblePasts, visibleView} from './freeze.js';
import {openSizes} from './menus.js';
import {sayWhy} from './notices.js';
import type {Seen} from './seen.js';
import {ask, stay, type Step} from './step.js';

/** Opens the menu of sizes, in which one can be typed. */
export const chooseSize = (state: AppState, {view: newest}: Pick<Seen, 'view'>): Step<AppState> => {
	const {edges} = visiblePasts(state);
	const {view, market} = comparedOf(visibleView(state, newest), state.ui);
	const current = sizeName(edges, state.ui.sizeStep);
	if (current === null) return sayWhy(state, 'no size to choose before two exchanges are in sync');
	const items = sizeItems(edges, view, state.ui.sizeStep);
	const [base] = currenciesOf(market);
	return stay({...state, menus: openSizes(state.menus, base, items, current)});
};

/** The edges are told for this size from now on. Null where it is none: it may be put right. */
export const takeSize = (state: AppState, name: string): Step<AppState> | null => {
	const step = typedChoice(name);
	if (step === null) return null;
	return ask({...state, ui: {...state.ui, sizeStep: step}}, {type: 'set-size-step', step});
};
