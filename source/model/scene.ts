import {idleIntents} from '../panes/idle-intents.js';
import {panes} from '../panes/index.js';
import {nothingOffScreen, type OffScreen} from '../panes/off-screen.js';
import type {FooterProps} from '../screen/footer-line.js';
import {chromeRowsOf, layout, type Layout} from '../screen/layout.js';
import {noticeLines} from '../screen/notice-lines.js';
import {scopesOf, type Offers} from '../screen/scopes.js';
import {describeSettings} from '../screen/ui-state.js';
import type {BookKey, MarketView} from '../store/market-view.js';
import type {AppState} from './app-state.js';
import {overlayOf} from './menus.js';

/** Keys of the books, one a line: what React has to know of a view. */
export const keysOf = (view: MarketView): string => view.books.map(({key}) => key).join('\n');

/** Whether no exchange can be reached: nothing to do but wait, or to look at the demo. */
export const isOffline = ({books}: MarketView): boolean =>
	books.length > 0 && books.every(({status}) => status === 'reconnecting' || status === 'failed');

/** What is laid out of a view, in words: numbers are painted without React. */
export type Listed = {
	/** See `keysOf`. */
	readonly keys: string;
	/** See `isOffline`. */
	readonly isDown: boolean;
};

export const listedIn = (view: MarketView): Listed => ({
	keys: keysOf(view),
	isDown: isOffline(view),
});

/** The books left and right of the panes that are on the screen. */
const offScreenOf = (keys: readonly BookKey[], plan: Layout): OffScreen => {
	if (plan.type === 'too-small' || plan.panes.length === keys.length) return nothingOffScreen;
	const from = plan.panes[0]?.index ?? 0;
	return {before: keys.slice(0, from), after: keys.slice(from + plan.panes.length)};
};

/** How a notice is told, where there is one. */
const saidIn = ({notice, size, menus}: AppState) =>
	noticeLines(notice, size, overlayOf(menus) === 'menu');

/** Rows for what lies over the panes: all but those of a notice. */
export const rowsForMenus = (state: AppState): number =>
	state.size.rows - saidIn(state).above.length;

/** Where things are on the screen, and what keys hold. */
export type Scene = ReturnType<typeof sceneOf>;

/** What follows from the state for a screen that shows these books. */
export const sceneOf = (state: AppState, listed: Listed) => {
	const {setup, size, ui, shown, menus} = state;
	const keys: readonly BookKey[] = listed.keys.split('\n');
	const pane = panes[ui.view];
	/** Index of the book that the keys act on. */
	const focus = Math.min(ui.focus, keys.length - 1);
	const count = pane.per === 'book' ? keys.length : 1;
	const offers: Offers = {
		demo: listed.isDown && setup.hasDemo && shown.mode !== 'demo',
		faults: shown.mode === 'demo' && menus.lists.faults.items.length > 0,
		replay: setup.isReplay,
	};
	const plan = layout({
		...size,
		count,
		focus: Math.min(focus, count - 1),
		first: ui.first,
		isZoomed: ui.isZoomed,
	});
	const said = saidIn(state);
	return {
		keys,
		pane,
		focus,
		count,
		offers,
		plan,
		offScreen: pane.per === 'book' ? offScreenOf(keys, plan) : nothingOffScreen,
		said,
		openSize: {...size, rows: rowsForMenus(state)},
		paneRows: size.rows - chromeRowsOf(setup.isReplay) - said.above.length,
		scopes: scopesOf(ui.view, overlayOf(menus), offers, ui.markets.isTyping),
	};
};

/** What the footer tells; `newest` as it is now, however frozen the screen is. */
export const footerOf = (state: AppState, scene: Scene, newest: MarketView): FooterProps => {
	const {setup, size, ui, menus, remark} = state;
	const {theme, first} = state.theming;
	const {focus, keys, paneRows, scopes, said} = scene;
	const overlay = overlayOf(menus);
	const settings = [
		...describeSettings(ui),
		...(theme.name === first ? [] : [`theme: ${theme.name}`]),
	];
	return {
		theme,
		width: size.columns,
		settings: overlay === null ? settings : [],
		remark: overlay === 'help' ? null : remark,
		notice: said.inFooter,
		scopes,
		idle: idleIntents(ui, newest, {size, paneRows, count: keys.length, focus}),
		table: setup.bindings,
	};
};
