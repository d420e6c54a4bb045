import type {Intent, Scope} from './intent.js';
import {views} from './views.js';

const base: readonly Scope[] = ['panes', 'everywhere'];

/** Scopes that hold at the same time: in each of these sets, a key has one meaning. */
export const scopesTogether: readonly (readonly Scope[])[] = [
	['overlay', 'everywhere'],
	['menu'],
	['filter'],
	...(['ladder', 'list', 'edge', 'heatmap'] as const).flatMap(scope => [
		['offline', 'live', 'one-market', scope, ...base] as const,
		['demo', 'live', 'one-market', scope, ...base] as const,
		['replay', scope, ...base] as const,
	]),
	['offline', 'live', 'markets', ...base],
	['demo', 'live', 'markets', ...base],
	['replay', 'markets', ...base],
];

export type Binding = {
	readonly keys: readonly string[];
	/** The keys as people read them. */
	readonly shown: string;
	/** In the footer, where this key and its opposite are told together. @default `shown` */
	readonly pair?: string;
	/** One or two words, for the footer. */
	readonly label: string;
	/** For the help overlay and the README; rows that follow each other with the same words are told as one. */
	readonly help: string;
	readonly scope: Scope;
	readonly intent: Intent;
};

const row = (
	scope: Scope,
	intent: Intent,
	keys: readonly string[],
	shown: string,
	label: string,
	help: string,
	pair?: string,
): Binding => ({scope, intent, keys, shown, label, help, ...(pair && {pair})});

const [first, second, third] = views;
const viewHelp = `views: ${first.id}, ${second.id}, ${third.id} … ${views.at(-1)?.id}`;
const paneHelp = 'next or previous exchange';
const comparedHelp = 'views 2, 3, 5: an exchange out or in; other money';
const levelHelp = 'choose a level: what a fill down to it costs';
const deeperHelp = 'scroll deeper into the asks or the bids';
const groupHelp = 'group prices coarser or finer: 1-2-5 × tick size';
const shownHelp = 'levels a side; bars by size or cumulative size';
const pastHelp = 'depth: what came and went at the cursor; by row';
const listHelp = 'trades and health: scroll to newer or older';
const pageHelp = 'trades and health: a page up or down';
const seekHelp = 'replay: go 10 s back or on';
const stepHelp = 'replay: go one message back or on';
const speedHelp = 'replay: half or twice the speed';
const recordHelp = 'record screen and wire, or stop; put a marker in';
const quitHelp = 'quit (also Ctrl-C); go to the shell until fg';
const mouseHelp = 'theme; mouse off (to select text) or on; repaint';
const menuHelp = 'in a menu: go up or down, choose';
const menuQuitHelp = 'in a menu: repaint; quit; go to the shell until fg';
const menuPageHelp = 'in a menu: a page up or down';
const menuEndHelp = 'in a menu: the first or the last item';
const saveHelp = 'save the screen, or a bug report of the last minute';
const spanHelp = 'heatmap: a longer or shorter time: 1, 5, 15, 60 s a column';
const rangeHelp = 'heatmap: more or fewer prices';
const pointHelp = 'heatmap: choose a price';
const whenHelp = 'heatmap: choose a time';
const resetHelp = 'heatmap: cursor off, prices as at first';
const typeHelp = 'edge: type a size, or choose the one that earns most';
const backHelp = 'cursor off, then back to the spread, then unfreeze';
const openHelp = 'markets: open one, its books proven; 8 or Esc comes back';
const chooseHelp = 'markets: choose one';
const marketFarHelp = 'markets: a page up or down, the first or the last one';
const filterHelp = 'markets: type a part of a name, to see those alone';
const sortHelp = 'markets: sort by net, name, spread, 24 h, state; reverse';
const marketSizeHelp = 'markets: larger or smaller sizes: 1-2-5';
const filteredHelp = 'in a filter: choose one of those left, open it';
const filterQuitHelp = 'in a filter: repaint; quit; go to the shell until fg';
const sizeHelp = 'edge: a larger or smaller size: 1-2-5';

/** The one table of keys: dispatch, help, footer and README all read it. */
export const bindings: readonly Binding[] = [
	row('everywhere', 'help', ['?'], '?', 'help', 'show or hide this help'),
	...views.map(({id}, index) =>
		row('panes', `view-${id}`, [String(index + 1)], `1–${views.length}`, 'view', viewHelp),
	),
	row('live', 'next-pane', ['tab', 'right'], 'Tab →', 'pane', paneHelp, 'Tab'),
	row('live', 'previous-pane', ['shift+tab', 'left'], '⇧Tab ←', 'pane', paneHelp),
	row('replay', 'next-pane', ['tab'], 'Tab', 'pane', paneHelp),
	row('replay', 'previous-pane', ['shift+tab'], '⇧Tab', 'pane', paneHelp),
	row('panes', 'take-out', ['o'], 'o', 'out/in', comparedHelp),
	row('panes', 'quote', ['$'], '$', 'quote', comparedHelp),
	row('panes', 'zoom', ['z'], 'z', 'zoom', 'one exchange on the whole screen, and back'),
	row('ladder', 'cursor-up', ['up', 'k'], '↑ k', 'level', levelHelp),
	row('ladder', 'cursor-down', ['down', 'j'], '↓ j', 'level', levelHelp, '↑↓'),
	row('ladder', 'page-up', ['pageup'], 'PgUp', 'deeper', deeperHelp),
	row('ladder', 'page-down', ['pagedown'], 'PgDn', 'deeper', deeperHelp),
	row('ladder', 'recentre', ['home', 'c'], 'Home c', 'centre', 'back to the spread, cursor off'),
	row('ladder', 'coarser', ['g'], 'g', 'group', groupHelp, 'g/G'),
	row('ladder', 'finer', ['G'], 'G', 'group', groupHelp),
	row('ladder', 'depth', ['d'], 'd', 'depth', shownHelp),
	row('ladder', 'bars', ['b'], 'b', 'bars', shownHelp),
	row('ladder', 'inspect', ['i'], 'i', 'inspect', pastHelp),
	row('ladder', 'net', ['p'], 'p', 'net', pastHelp),
	row('list', 'cursor-up', ['up', 'k'], '↑', 'scroll', listHelp),
	row('list', 'cursor-down', ['down', 'j'], '↓', 'scroll', listHelp, '↑↓'),
	row('list', 'page-up', ['pageup'], 'PgUp', 'page', pageHelp),
	row('list', 'page-down', ['pagedown'], 'PgDn', 'page', pageHelp),
	row(
		'list',
		'recentre',
		['home', 'c'],
		'Home c',
		'newest',
		'trades and health: back to the newest',
	),
	row('panes', 'back', ['escape'], 'Esc', 'back', backHelp),
	row('edge', 'larger', ['+', '='], '+', 'size', sizeHelp, '+/-'),
	row('edge', 'smaller', ['-', '_'], '-', 'size', sizeHelp),
	row('edge', 'sizes', ['e', 'return'], 'e', 'type size', typeHelp),
	row('heatmap', 'shorter', ['+', '='], '+', 'time', spanHelp, '+/-'),
	row('heatmap', 'longer', ['-', '_'], '-', 'time', spanHelp),
	row('heatmap', 'coarser', ['g'], 'g', 'prices', rangeHelp, 'g/G'),
	row('heatmap', 'finer', ['G'], 'G', 'prices', rangeHelp),
	row('heatmap', 'cursor-up', ['up', 'k'], '↑ k', 'price', pointHelp),
	row('heatmap', 'cursor-down', ['down', 'j'], '↓ j', 'price', pointHelp, '↑↓'),
	row('heatmap', 'cursor-back', ['h'], 'h', 'when', whenHelp, 'h/l'),
	row('heatmap', 'cursor-on', ['l'], 'l', 'when', whenHelp),
	row('heatmap', 'recentre', ['home', 'c'], 'Home c', 'reset', resetHelp),
	row('markets', 'open', ['return'], 'Enter', 'open', openHelp),
	row('markets', 'cursor-up', ['up', 'k'], '↑ k', 'choose', chooseHelp),
	row('markets', 'cursor-down', ['down', 'j'], '↓ j', 'choose', chooseHelp, '↑↓'),
	row('markets', 'page-up', ['pageup'], 'PgUp', 'page', marketFarHelp),
	row('markets', 'page-down', ['pagedown'], 'PgDn', 'page', marketFarHelp),
	row('markets', 'recentre', ['home', 'c'], 'Home c', 'first', marketFarHelp),
	row('markets', 'last', ['end'], 'End', 'last', marketFarHelp),
	row('markets', 'filter', ['/'], '/', 'filter', filterHelp),
	row('markets', 'sort', ['S'], 'S', 'sort', sortHelp),
	row('markets', 'reverse', ['I'], 'I', 'invert', sortHelp),
	row('markets', 'larger', ['+', '='], '+', 'size', marketSizeHelp, '+/-'),
	row('markets', 'smaller', ['-', '_'], '-', 'size', marketSizeHelp),
	row('filter', 'open', ['return'], 'Enter', 'open', filteredHelp),
	row('filter', 'cursor-up', ['up'], '↑', 'choose', filteredHelp),
	row('filter', 'cursor-down', ['down'], '↓', 'choose', filteredHelp, '↑↓'),
	row('filter', 'page-up', ['pageup'], 'PgUp', 'page', filteredHelp),
	row('filter', 'page-down', ['pagedown'], 'PgDn', 'page', filteredHelp),
	row('filter', 'recentre', ['home'], 'Home', 'first', filteredHelp),
	row('filter', 'last', ['end'], 'End', 'last', filteredHelp),
	row('filter', 'filter-erase', ['backspace'], '⌫', 'erase', 'in a filter: erase a letter'),
	row(
		'filter',
		'filter-end',
		['escape'],
		'Esc',
		'keep it',
		'in a filter: keep it, and type no more',
	),
	row('filter', 'repaint', ['ctrl+l'], 'Ctrl-L', 'repaint', filterQuitHelp),
	row('filter', 'quit', ['ctrl+c'], 'Ctrl-C', 'quit', filterQuitHelp),
	row('filter', 'suspend', ['ctrl+z'], 'Ctrl-Z', 'shell', filterQuitHelp),
	row('live', 'freeze', ['space'], 'space', 'freeze', 'freeze the screen, or let it go on'),
	row('live', 'resync', ['R'], 'R', 'resync', 'fetch the book again; a lost connection: try now'),
	row('one-market', 'markets', ['/'], '/', 'market', 'pick another market'),
	row('live', 'record', ['r'], 'r', 'record', recordHelp),
	row('live', 'marker', ['m'], 'm', 'marker', recordHelp),
	row('panes', 'save', ['s'], 's', 'save', saveHelp),
	row('live', 'report', ['B'], 'B', 'report', saveHelp),
	row('replay', 'pause', ['space'], 'space', 'pause', 'replay: pause, or go on'),
	row('replay', 'seek-back', ['left'], '←', 'seek', seekHelp, '←→'),
	row('replay', 'seek-on', ['right'], '→', 'seek', seekHelp),
	row('replay', 'step-back', [','], ',', 'step', stepHelp, ', .'),
	row('replay', 'step-on', ['.'], '.', 'step', stepHelp),
	row('replay', 'slower', ['<'], '<', 'speed', speedHelp, '< >'),
	row('replay', 'faster', ['>'], '>', 'speed', speedHelp),
	row('replay', 'next-mark', ['n'], 'n', 'next', 'replay: go to the next gap, reconnect or marker'),
	row('everywhere', 'theme', ['t'], 't', 'theme', mouseHelp),
	row('everywhere', 'mouse', ['M'], 'M', 'mouse', mouseHelp),
	row('everywhere', 'repaint', ['ctrl+l'], 'Ctrl-L', 'repaint', mouseHelp),
	row('demo', 'faults', ['x'], 'x', 'fault', 'in the demo: make something go wrong'),
	row('offline', 'demo', ['D'], 'D', 'demo', 'switch to the built-in demo exchanges'),
	row('overlay', 'close', ['escape', 'return', 'space'], 'Esc', 'close', 'close the help'),
	row('menu', 'menu-up', ['up'], '↑', 'select', menuHelp),
	row('menu', 'menu-down', ['down'], '↓', 'select', menuHelp, '↑↓'),
	row('menu', 'menu-pick', ['return'], 'Enter', 'choose', menuHelp),
	row('menu', 'menu-page-up', ['pageup'], 'PgUp', 'page', menuPageHelp),
	row('menu', 'menu-page-down', ['pagedown'], 'PgDn', 'page', menuPageHelp),
	row('menu', 'menu-first', ['home'], 'Home', 'first', menuEndHelp),
	row('menu', 'menu-last', ['end'], 'End', 'last', menuEndHelp),
	row('menu', 'menu-erase', ['backspace'], '⌫', 'erase', 'in a menu: erase a letter'),
	row('menu', 'close', ['escape'], 'Esc', 'close', 'in a menu: close it'),
	row('menu', 'repaint', ['ctrl+l'], 'Ctrl-L', 'repaint', menuQuitHelp),
	row('menu', 'quit', ['ctrl+c'], 'Ctrl-C', 'quit', menuQuitHelp),
	row('menu', 'suspend', ['ctrl+z'], 'Ctrl-Z', 'shell', menuQuitHelp),
	row('everywhere', 'quit', ['q', 'ctrl+c'], 'q', 'quit', quitHelp),
	row('everywhere', 'suspend', ['ctrl+z'], 'Ctrl-Z', 'shell', quitHelp),
];

/** What the left and the right half of a pair of keys mean. */
export const halves: Partial<Record<Intent, readonly [left: Intent, right: Intent]>> = {
	'menu-down': ['menu-up', 'menu-down'],
	'seek-back': ['seek-back', 'seek-on'],
	'step-back': ['step-back', 'step-on'],
	slower: ['slower', 'faster'],
	larger: ['larger', 'smaller'],
	shorter: ['shorter', 'longer'],
	'cursor-back': ['cursor-back', 'cursor-on'],
	'cursor-down': ['cursor-up', 'cursor-down'],
	coarser: ['coarser', 'finer'],
};

/** The meaning of a key where these scopes hold; null for none. */
export const findIntent = (
	key: string,
	scopes: readonly Scope[],
	table: readonly Binding[] = bindings,
): Intent | null =>
	table.find(({keys, scope}) => scopes.includes(scope) && keys.includes(key))?.intent ?? null;

/** The key of an action as people read it. */
export const keyOf = (table: readonly Binding[], wanted: Intent): string =>
	table.find(({intent}) => intent === wanted)?.shown ?? '';
