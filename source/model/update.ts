import type {Input, KeyPress} from '../screen/input.js';
import type {Scope} from '../screen/intent.js';
import {findIntent} from '../screen/keys.js';
import type {MarketMenu} from '../screen/menu-list.js';
import type {Size} from '../screen/screen.js';
import type {ThemeName} from '../screen/theme-names.js';
import type {AppState} from './app-state.js';
import type {Effect} from './effect.js';
import {obeyKey} from './intents.js';
import {actOnMenu, offerMarkets, overlayOf} from './menus.js';
import {dropWhy, fallSilent, say, sayWhy} from './notices.js';
import {point} from './pointing.js';
import {typeFilter} from './reduce-markets.js';
import {whyNoKey} from './reasons.js';
import {listedIn, sceneOf} from './scene.js';
import type {Seen} from './seen.js';
import {seeReplay, seeView, show, type Other} from './shown.js';
import {stay, type Step} from './step.js';
import {suitTheme} from './theming.js';

/** All that can happen to the app. */
export type AppEvent =
	| Input
	/** The source has published; or the replay tells of something that is no view. */
	| {readonly type: 'view' | 'replay'}
	| {readonly type: 'resize'; readonly size: Size}
	| {readonly type: 'say' | 'explain'; readonly text: string}
	| {readonly type: 'notice-over'}
	/** Another theme suits the terminal, as has turned out late. */
	| {readonly type: 'theme-suits'; readonly name: ThemeName}
	| {readonly type: 'markets'; readonly markets: MarketMenu}
	| {readonly type: 'show'; readonly other: Other};

/** Whether keys without a meaning are text there. */
const takesText = (scopes: readonly Scope[]): boolean =>
	scopes.includes('menu') || scopes.includes('filter');

const typeText = (state: AppState, text: string): AppState => {
	const {menus, ui} = state;
	return overlayOf(menus) === 'menu'
		? {...state, menus: actOnMenu(menus, {type: 'type', text})}
		: {...state, ui: {...ui, markets: typeFilter(ui.markets, text)}};
};

/**
 * By the one key table; in a menu every other character is text. Each key counts, upon what the one before it did; text
 * among them is one text, as much of it may come as anybody pastes.
 */
const press = (state: AppState, keys: readonly KeyPress[], seen: Seen): Step<AppState> => {
	const effects: Effect[] = [];
	let now = state;
	let typed = '';
	let {scopes} = sceneOf(now, listedIn(seen.view));
	const endText = () => {
		if (typed !== '') now = typeText(now, typed);
		typed = '';
	};
	for (const {name, text} of keys) {
		const intent = findIntent(name, scopes, now.setup.bindings);
		if (!intent && text !== null && takesText(scopes)) {
			typed += text;
			continue;
		}
		const why = intent ? null : whyNoKey(name, scopes, now.setup.bindings);
		if (!intent && why === null) continue;
		endText();
		now = dropWhy(now);
		const step = intent ? obeyKey(now, intent, seen) : sayWhy(now, why ?? '');
		now = step.state;
		effects.push(...step.effects);
		({scopes} = sceneOf(now, listedIn(seen.view)));
	}
	endText();
	return {state: now, effects};
};

const escapeKey: KeyPress = {name: 'escape', text: null};

/** With something to close, it was Escape; without, nobody means a key by Alt. */
const pressAfterEscape = (state: AppState, key: KeyPress, seen: Seen): Step<AppState> =>
	overlayOf(state.menus) === null && !state.ui.markets.isTyping
		? stay(state)
		: press(state, [escapeKey, key], seen);

const paste = (state: AppState, text: string, {view}: Seen): Step<AppState> =>
	takesText(sceneOf(state, listedIn(view)).scopes)
		? stay(typeText(state, text))
		: say(state, 'pasted text is not taken for keys; in a menu it is text');

/** What becomes of an event. Pure: what it needs to know of the books and of the time is `seen`. */
export const update = (state: AppState, event: AppEvent, seen: Seen): Step<AppState> => {
	switch (event.type) {
		case 'keys':
			return press(state, event.keys, seen);
		case 'key-after-escape':
			return pressAfterEscape(state, event.key, seen);
		case 'paste':
			return paste(state, event.text, seen);
		case 'mouse':
			return point(state, event.action, seen);
		case 'view':
			return seeView(state, seen);
		case 'replay':
			return seeReplay(state, seen);
		case 'resize':
			return stay({...state, size: event.size});
		case 'say':
			return say(state, event.text);
		case 'explain':
			return sayWhy(state, event.text);
		case 'notice-over':
			return stay(fallSilent(state));
		case 'theme-suits':
			return stay(suitTheme(state, event.name));
		case 'markets':
			return stay({...state, menus: offerMarkets(state.menus, event.markets)});
		case 'show':
			return show(state, event.other);
	}
};
