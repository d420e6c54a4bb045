import {cursorIndex, firstRow, headRows, marketRoom} from '../panes/markets/list-window.js';
import {hintAt} from '../screen/footer-line.js';
import {menuItemAt} from '../screen/menu.js';
import type {MouseAction} from '../screen/mouse.js';
import {targetAt, type Target} from '../screen/pointer.js';
import {momentAt} from '../screen/timeline-line.js';
import {nextView, scopeOf, views} from '../screen/views.js';
import {act, shownMarkets} from './act.js';
import type {AppState} from './app-state.js';
import {visiblePasts, visibleView} from './freeze.js';
import {obey, obeyKey} from './intents.js';
import {actOnMenu, openMenu, overlayOf} from './menus.js';
import {openMarket} from './opening.js';
import {footerOf, listedIn, rowsForMenus, sceneOf} from './scene.js';
import type {Seen} from './seen.js';
import {ask, chain, stay, type Step} from './step.js';

/** Lines that a notch of the mouse wheel goes. */
const wheelLines = 3;

/** The keys act from now on on the pane that was pointed at. */
const focusOn = (state: AppState, index: number, seen: Seen): Step<AppState> =>
	sceneOf(state, listedIn(seen.view)).pane.per === 'book'
		? act(state, {intent: 'focus', index}, seen)
		: stay(state);

const turnWheel = (
	state: AppState,
	by: 'up' | 'down',
	target: Target,
	seen: Seen,
): Step<AppState> => {
	const overlay = overlayOf(state.menus);
	const isOverPane = overlay !== 'help' && target.type === 'pane';
	let step = isOverPane ? focusOn(state, target.index, seen) : stay(state);
	for (let line = 0; line < wheelLines; line++)
		if (overlay === 'menu') step = chain(step, then => obey(then, `menu-${by}`, seen));
		else if (isOverPane) step = chain(step, then => act(then, {intent: `cursor-${by}`}, seen));
	return step;
};

const clickOverlay = (state: AppState, row: number, seen: Seen): Step<AppState> => {
	const opened = openMenu(state.menus);
	if (!opened) return obey(state, 'close', seen);
	const index = menuItemAt(opened.list, opened.menu, rowsForMenus(state), row);
	if (index === null) return stay(state);
	const menus = actOnMenu(state.menus, {type: 'point', index});
	return obey({...state, menus}, 'menu-pick', seen);
};

const clickFooter = (state: AppState, x: number, seen: Seen): Step<AppState> => {
	const scene = sceneOf(state, listedIn(seen.view));
	const intent = hintAt(footerOf(state, scene, seen.view), x);
	if (!intent) return stay(state);
	return obeyKey(state, intent === `view-${views[0].id}` ? nextView(state.ui.view) : intent, seen);
};

/** The cursor goes where it was pointed at, in the chart that is there. */
const clickChart = (state: AppState, x: number, row: number, seen: Seen): Step<AppState> => {
	const {ui, size} = state;
	const {pane, keys, focus, paneRows} = sceneOf(state, listedIn(seen.view));
	const view = visibleView(state, seen.view);
	const book = view.books[focus];
	const room = {width: size.columns, height: paneRows};
	const found = book && pane.chartAt?.(view, book, ui, room, {x, y: row});
	if (!found) return stay(state);
	return chain(act(state, {intent: 'focus', index: keys.indexOf(found.book)}, seen), then =>
		stay({...then, ui: {...then.ui, heat: {...then.ui.heat, cursor: found.cursor}}}),
	);
};

/** A row is chosen; the one that was is opened. */
const clickMarket = (state: AppState, row: number, seen: Seen): Step<AppState> => {
	const names = shownMarkets(state).map(({line}) => line.market);
	const {paneRows} = sceneOf(state, listedIn(seen.view));
	const {rows} = marketRoom(paneRows, visiblePasts(state).markets.exchanges().length);
	const {ui} = state;
	const index = cursorIndex(names, ui.markets.cursor);
	const at = row - 1 - headRows;
	const name = at < 0 || at >= rows ? undefined : names[firstRow(index, names.length, rows) + at];
	if (name === undefined) return stay(state);
	if (name === names[index] && ui.markets.cursor !== null) return openMarket(state, seen);
	return stay({...state, ui: {...ui, markets: {...ui.markets, cursor: name}}});
};

const click = (state: AppState, x: number, target: Target, seen: Seen): Step<AppState> => {
	switch (target.type) {
		case 'overlay':
			return clickOverlay(state, target.row, seen);
		case 'beside':
			return obey(state, 'close', seen);
		case 'footer':
			return clickFooter(state, x, seen);
		case 'timeline': {
			const to = seen.replay && momentAt(seen.replay, state.size.columns, x);
			return to === null ? stay(state) : ask(state, {type: 'seek', to});
		}
		case 'pane':
			if (state.ui.view === 'markets') return clickMarket(state, target.row, seen);
			if (state.ui.view === 'heatmap') return clickChart(state, x, target.row, seen);
			return chain(focusOn(state, target.index, seen), then =>
				scopeOf(then.ui.view) === 'ladder'
					? act(then, {intent: 'point', index: target.row}, seen)
					: stay(then),
			);
		case 'nothing':
			return stay(state);
	}
};

/** What becomes of something that the mouse did. */
export const point = (state: AppState, {type, x, y}: MouseAction, seen: Seen): Step<AppState> => {
	const {plan, paneRows} = sceneOf(state, listedIn(seen.view));
	if (plan.type === 'too-small') return stay(state);
	const overlay = overlayOf(state.menus) === null ? null : seen.overlay;
	const hasTimeline = state.setup.isReplay;
	const target = targetAt(x, y, {
		...{size: state.size, panes: plan.panes, paneRows, hasTimeline, overlay},
	});
	if (type === 'click') return click(state, x, target, seen);
	return turnWheel(state, type === 'wheel-up' ? 'up' : 'down', target, seen);
};
