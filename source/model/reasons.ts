import {spans} from '../heat/heat-column.js';
import {views} from '../screen/views.js';
import type {Intent, ReplayIntent, Scope} from '../screen/intent.js';
import {showKey} from '../screen/key-names.js';
import {keyOf, type Binding} from '../screen/keys.js';
import {speeds} from '../screen/timeline.js';
import {extentOf} from './act.js';
import type {AppState} from './app-state.js';
import {openMenu} from './menus.js';
import type {Seen} from './seen.js';

/** Where keys hold besides in some views, in words. */
const places: Partial<Record<Scope, string>> = {
	demo: 'in the demo',
	offline: 'while no exchange can be reached',
	replay: 'in a replay',
	live: 'outside of a replay',
	menu: 'in a menu',
	overlay: 'in the help',
	filter: 'in a filter',
	// In view 8 its key means something else; wherever else it means nothing, a capture is replayed.
	'one-market': 'outside of a replay',
};

/** What does something in one view alone of those that its keys hold in. */
const ofDepthAlone: ReadonlySet<Intent> = new Set(['inspect', 'net']);

const worksIn = ({scope, intent}: Binding, view: (typeof views)[number]): boolean =>
	scope === view.scope && (view.id === 'depth' || !ofDepthAlone.has(intent));

/** `in views 5 and 7 or in the demo` */
const placesOf = (rows: readonly Binding[]): string => {
	const numbers = views.flatMap((view, index) =>
		rows.some(row => worksIn(row, view)) ? [index + 1] : [],
	);
	const last = numbers.pop();
	const inViews =
		numbers.length === 0 ? `in view ${last}` : `in views ${numbers.join(', ')} and ${last}`;
	const others = new Set(rows.flatMap(({scope}) => places[scope] ?? []));
	return [...(last === undefined ? [] : [inViews]), ...others].join(' or ');
};

const overPanes: ReadonlySet<Scope> = new Set(['menu', 'overlay', 'filter']);

/** Why a key means nothing where it was pressed; null where no key of the table is called so. */
export const whyNoKey = (
	key: string,
	scopes: readonly Scope[],
	table: readonly Binding[],
): string | null => {
	const all = table.filter(({keys}) => keys.includes(key));
	if (all.length === 0) return null;
	const name = showKey(key);
	if (scopes.includes('menu')) return `${name} means nothing in a menu: Esc closes it`;
	if (scopes.includes('filter')) return `${name} means nothing in a filter: Esc ends it`;
	if (scopes.includes('overlay')) return 'the help lies over the panes: Esc closes it';
	// What lies over the panes says itself what its keys are.
	const ofPanes = all.filter(({scope}) => !overPanes.has(scope));
	const rows = ofPanes.length > 0 ? ofPanes : all;
	const labels = [...new Set(rows.map(({label}) => label))].join(', ');
	return `${name} (${labels}) works ${placesOf(rows)}`;
};

/** Why a key of a replay would change nothing; null where it would change something. */
export const whyNoMove = (intent: ReplayIntent, {replay}: Seen): string | null => {
	if (!replay) return null;
	const {position, length, indexing, speed, isPaused} = replay;
	const isAtEnd = indexing >= 1 && position >= length;
	switch (intent) {
		case 'seek-back':
		case 'step-back':
			return position <= 0 ? 'the capture begins here' : null;
		case 'seek-on':
		case 'step-on':
			return isAtEnd ? 'the capture ends here' : null;
		case 'slower':
			return speed <= speeds.least ? `${speeds.least} times is the slowest` : null;
		case 'faster':
			return speed >= speeds.most ? `${speeds.most} times is the fastest` : null;
		case 'pause':
			return isPaused && isAtEnd ? 'the capture ends here' : null;
		// That there is none is said where it was looked for.
		case 'next-mark':
			return null;
	}
};

/** Why a cursor or what is scrolled goes no further that way. */
const whyNoRow = (state: AppState, seen: Seen, isUp: boolean): string => {
	const {ui} = state;
	if (ui.view === 'heatmap') return 'the chart has no more rows that way';
	const {asks, bids, hasCursor = true, list} = extentOf(state, seen);
	if (list && list.markets.length === 0) return 'there is no market to choose';
	if (list) return isUp ? 'this is the first market' : 'this is the last market';
	if (!hasCursor) return isUp ? 'the newest is on the screen' : 'there is nothing older';
	if (asks + bids === 0) return 'there are no levels yet';
	const preset = ui.depth === null || ui.scroll !== 0 ? '' : `: ${ui.depth} a side are shown`;
	return `no level further ${isUp ? 'up' : 'down'}${preset}`;
};

const whyNoSize = (state: AppState, seen: Seen, isLarger: boolean): string => {
	const {ui} = state;
	if (ui.view !== 'markets' && seen.view.books.length < 2) return 'an edge needs two exchanges';
	const {sizes} = extentOf(state, seen);
	if (!sizes) return 'there is no size yet';
	if (ui.view === 'markets') return isLarger ? 'sizes get no larger' : 'sizes get no smaller';
	return isLarger
		? 'no larger size can be traded whole now'
		: 'the exchanges trade no smaller size';
};

const whyNoGroup = ({ui, setup}: AppState, isCoarser: boolean): string => {
	if (ui.view === 'heatmap') return isCoarser ? 'rows cover no more' : 'rows cover no less';
	const key = keyOf(setup.bindings, isCoarser ? 'finer' : 'coarser');
	return isCoarser
		? `in larger groups all prices of a side would fall into one: ${key} makes them smaller`
		: `each price has a row of its own: ${key} groups them`;
};

const whyNoPick = ({menus}: AppState): string =>
	openMenu(menus)?.menu.of === 'sizes' ? 'a size is a number above 0' : 'nothing is called so';

type Why = (state: AppState, seen: Seen) => string;

const whyUp: Why = (state, seen) => whyNoRow(state, seen, true);
const whyDown: Why = (state, seen) => whyNoRow(state, seen, false);
const onePane: Why = () => 'there is one exchange';
const noWayBack: Why = () => 'there is nothing to go back from';
const ofDepth: Why = () => 'what came and went is told in view 1, depth';
const atFirst: Why = () => 'this is the first';
const atLast: Why = () => 'this is the last';
const ofSpan = (span: number, words: string): string => `${span / 1000} s is the ${words} column`;

const reasons: Partial<Record<Intent, Why>> = {
	'next-pane': onePane,
	'previous-pane': onePane,
	zoom: () => 'this is one pane: no larger',
	'cursor-up': whyUp,
	'page-up': whyUp,
	'cursor-down': whyDown,
	'page-down': whyDown,
	'cursor-back': () => 'no older column is on the screen',
	'cursor-on': () => 'this is the newest column',
	recentre: noWayBack,
	back: noWayBack,
	coarser: state => whyNoGroup(state, true),
	finer: state => whyNoGroup(state, false),
	depth: () => 'too few rows to choose levels from',
	larger: (state, seen) => whyNoSize(state, seen, true),
	smaller: (state, seen) => whyNoSize(state, seen, false),
	longer: () => ofSpan(spans.at(-1) ?? 0, 'longest'),
	shorter: () => ofSpan(spans[0], 'shortest'),
	last: whyDown,
	'filter-erase': () => 'there is nothing to erase',
	open: () => 'there is no market to open',
	inspect: ofDepth,
	net: ofDepth,
	'menu-up': atFirst,
	'menu-page-up': atFirst,
	'menu-first': atFirst,
	'menu-down': atLast,
	'menu-page-down': atLast,
	'menu-last': atLast,
	'menu-pick': whyNoPick,
	'menu-erase': () => 'there is nothing to erase',
};

/** Why what a key means has changed nothing; null where that is plain to see: the view that was asked for is there. */
export const whyNothing = (state: AppState, intent: Intent, seen: Seen): string | null => {
	if (intent.startsWith('view-')) return null;
	return reasons[intent]?.(state, seen) ?? 'there is nothing to do';
};
