import type {Intent, OverlayIntent} from '../screen/intent.js';
import {comparedOf} from '../panes/compared.js';
import {idleIntents} from '../panes/idle-intents.js';
import {scopeOf} from '../screen/views.js';
import {act} from './act.js';
import type {AppState} from './app-state.js';
import {changeMoney, takeOut} from './comparing.js';
import {toggleFreeze} from './freeze.js';
import {chosenItem, openMenu, reduceMenus} from './menus.js';
import {toggleMouse} from './mouse.js';
import {sayWhy} from './notices.js';
import {chosenLine, openMarket} from './opening.js';
import {whyNoMove, whyNothing} from './reasons.js';
import {listedIn, rowsForMenus, sceneOf} from './scene.js';
import type {Seen} from './seen.js';
import {chooseSize, takeSize} from './sizing.js';
import {ask, stay, type Step} from './step.js';
import {changeTheme} from './theming.js';

/** Fetches the books of the market under the cursor anew. */
const resyncChosen = (state: AppState): Step<AppState> => {
	const keys = chosenLine(state)?.line.quotes.flatMap(({book}) => (book ? [book.key] : [])) ?? [];
	return keys.length === 0
		? sayWhy(state, 'no book of it is followed: open it, and its books are')
		: ask(state, {type: 'resync', keys});
};

/** Fetches the book that the keys act on anew, or all that the view is made of. */
const resync = (state: AppState, {view}: Seen): Step<AppState> => {
	const {pane, keys, focus} = sceneOf(state, listedIn(view));
	if (state.ui.view === 'markets') return resyncChosen(state);
	const compared = () => comparedOf(view, state.ui).view.books.map(({key}) => key);
	const wanted = pane.hasFocus ? [keys[focus] ?? ''] : compared();
	return wanted.length === 0
		? sayWhy(state, 'no exchange is compared: nothing to fetch')
		: ask(state, {type: 'resync', keys: wanted});
};

const turnMenus = (state: AppState, intent: OverlayIntent): AppState => {
	const menus = reduceMenus(state.menus, intent, rowsForMenus(state));
	return menus === state.menus ? state : {...state, menus};
};

/** Does what was chosen in the open menu, and closes it. */
const pick = (state: AppState): Step<AppState> => {
	const opened = openMenu(state.menus);
	const item = chosenItem(state.menus);
	// What was typed may be put right.
	if (!opened || !item) return stay(state);
	if (opened.menu.of === 'sizes')
		return takeSize(turnMenus(state, 'menu-pick'), item.name) ?? stay(state);
	const type = opened.menu.of === 'faults' ? 'inject-fault' : 'switch-market';
	return ask(turnMenus(state, 'menu-pick'), {type, name: item.name});
};

/** In the list: the filter off, the cursor back to the first, the screen goes on. */
const leaveList = (state: AppState, seen: Seen): Step<AppState> => {
	const {ui, frozen} = state;
	const {filter, cursor} = ui.markets;
	const withMarkets = (markets: Partial<typeof ui.markets>) =>
		stay({...state, ui: {...ui, markets: {...ui.markets, ...markets}}});
	if (filter !== '') return withMarkets({filter: ''});
	if (cursor !== null) return withMarkets({cursor: null});
	return stay(frozen ? toggleFreeze(state, seen) : state);
};

/** One step back to where everything began: the cursor, what was scrolled, the screen that stands still. */
const goBack = (state: AppState, seen: Seen): Step<AppState> => {
	const {ui, frozen} = state;
	if (scopeOf(ui.view) === 'ladder' && ui.cursor)
		return stay({...state, ui: {...ui, cursor: null}});
	if (ui.view === 'markets') return leaveList(state, seen);
	const isHeat = ui.view === 'heatmap';
	if (isHeat && ui.heat.cursor)
		return stay({...state, ui: {...ui, heat: {...ui.heat, cursor: null}}});
	if (isHeat ? ui.heat.range !== 0 : ui.scroll !== 0) return act(state, {intent: 'recentre'}, seen);
	if (frozen) return stay(toggleFreeze(state, seen));
	return ui.markets.isLeft ? act(state, {intent: 'view-markets'}, seen) : stay(state);
};

/** Whether one pane alone on the screen would be another picture. */
const canZoom = (state: AppState, {view}: Seen): boolean => {
	const {keys, focus, paneRows} = sceneOf(state, listedIn(view));
	const room = {size: state.size, paneRows, count: keys.length, focus};
	return !idleIntents(state.ui, view, room).has('zoom');
};

/** What becomes of something that the user asked for. */
export const obey = (state: AppState, intent: Intent, seen: Seen): Step<AppState> => {
	switch (intent) {
		case 'quit':
		case 'suspend':
		case 'repaint':
		case 'demo':
		case 'record':
		case 'marker':
		case 'save':
		case 'report':
			return ask(state, {type: intent});
		case 'theme':
			return changeTheme(state);
		case 'mouse':
			return toggleMouse(state);
		case 'resync':
			return resync(state, seen);
		case 'take-out':
			return takeOut(state, seen);
		case 'quote':
			return changeMoney(state, seen);
		case 'open':
			return openMarket(state, seen);
		case 'back':
			return goBack(state, seen);
		case 'freeze':
			return stay(toggleFreeze(state, seen));
		case 'pause':
		case 'seek-back':
		case 'seek-on':
		case 'step-back':
		case 'step-on':
		case 'slower':
		case 'faster':
		case 'next-mark': {
			const why = whyNoMove(intent, seen);
			return why === null ? ask(state, {type: 'control-replay', intent}) : sayWhy(state, why);
		}
		case 'markets':
			return ask(turnMenus(state, intent), {type: 'list-markets'});
		case 'sizes':
			return chooseSize(state, seen);
		case 'menu-pick':
			return pick(state);
		case 'help':
		case 'close':
		case 'faults':
		case 'menu-up':
		case 'menu-down':
		case 'menu-page-up':
		case 'menu-page-down':
		case 'menu-first':
		case 'menu-last':
		case 'menu-erase':
			return stay(turnMenus(state, intent));
		case 'view-depth':
		case 'view-aligned':
		case 'view-merged':
		case 'view-trades':
		case 'view-edge':
		case 'view-health':
		case 'view-heatmap':
		case 'view-markets':
		case 'next-pane':
		case 'previous-pane':
		case 'cursor-up':
		case 'cursor-down':
		case 'page-up':
		case 'page-down':
		case 'recentre':
		case 'coarser':
		case 'finer':
		case 'depth':
		case 'bars':
		case 'inspect':
		case 'net':
		case 'larger':
		case 'smaller':
		case 'longer':
		case 'shorter':
		case 'cursor-back':
		case 'cursor-on':
		case 'last':
		case 'sort':
		case 'reverse':
		case 'filter':
		case 'filter-end':
		case 'filter-erase':
			return act(state, {intent}, seen);
		case 'zoom':
			return canZoom(state, seen) ? act(state, {intent}, seen) : stay(state);
	}
};

/** As `obey`; where nothing came of it, it is said why. */
export const obeyKey = (state: AppState, intent: Intent, seen: Seen): Step<AppState> => {
	const step = obey(state, intent, seen);
	const isNothing = step.state === state && step.effects.length === 0;
	const why = isNothing ? whyNothing(state, intent, seen) : null;
	return why === null ? step : sayWhy(state, why);
};
