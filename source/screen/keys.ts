/** What a key means. `quit`, `resync` and `demo` go to the command, the rest changes the UI state. */
export type Intent =
	| 'next-pane'
	| 'previous-pane'
	| 'zoom'
	| 'cursor-up'
	| 'cursor-down'
	| 'page-up'
	| 'page-down'
	| 'recentre'
	| 'coarser'
	| 'finer'
	| 'depth'
	| 'bars'
	| 'freeze'
	| 'resync'
	| 'demo'
	| 'help'
	| 'close'
	| 'quit';

/** Where a binding holds: everywhere, in the panes, under an overlay, or only while no exchange can be reached. */
export type Scope = 'everywhere' | 'panes' | 'overlay' | 'offline';

export type Binding = {
	readonly keys: readonly string[];
	/** The keys as people read them. */
	readonly shown: string;
	/** One or two words, for the footer. */
	readonly label: string;
	/** For the help overlay and the README. */
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
): Binding => ({scope, intent, keys, shown, label, help});

/** The one table of keys: dispatch, help, footer and README all read it. */
export const bindings: readonly Binding[] = [
	row('everywhere', 'help', ['?'], '?', 'help', 'show or hide this help'),
	row('panes', 'next-pane', ['tab', 'right'], 'Tab →', 'pane', 'next exchange'),
	row('panes', 'previous-pane', ['shift+tab', 'left'], '⇧Tab ←', 'back', 'previous exchange'),
	row('panes', 'zoom', ['z'], 'z', 'zoom', 'one exchange on the whole screen, and back'),
	row(
		'panes',
		'cursor-up',
		['up', 'k'],
		'↑ k',
		'level',
		'level cursor up: fill to there, average price',
	),
	row('panes', 'cursor-down', ['down', 'j'], '↓ j', 'level', 'level cursor down'),
	row('panes', 'page-up', ['pageup'], 'PgUp', 'deeper', 'deeper into the asks'),
	row('panes', 'page-down', ['pagedown'], 'PgDn', 'deeper', 'deeper into the bids'),
	row('panes', 'recentre', ['home', 'c'], 'Home c', 'centre', 'back to the spread, cursor off'),
	row('panes', 'coarser', ['g'], 'g', 'group', 'coarser price groups: 1, 2, 5, 10 … × tick size'),
	row('panes', 'finer', ['G'], 'G', 'ungroup', 'finer price groups'),
	row('panes', 'depth', ['d'], 'd', 'depth', 'levels a side: all that fit, 10 or 20'),
	row('panes', 'bars', ['b'], 'b', 'bars', 'bars show size, or cumulative size'),
	row('panes', 'freeze', ['space'], 'space', 'freeze', 'freeze the screen while the feed runs on'),
	row('panes', 'resync', ['R'], 'R', 'resync', 'fetch this book anew'),
	row('offline', 'demo', ['D'], 'D', 'demo', 'switch to the built-in demo exchanges'),
	row('overlay', 'close', ['escape', 'return', 'space'], 'Esc', 'close', 'close the help'),
	row('everywhere', 'quit', ['q', 'ctrl+c'], 'q', 'quit', 'quit (also Ctrl-C)'),
];

/** The meaning of a key where these scopes hold; null for none. */
export const findIntent = (key: string, scopes: readonly Scope[]): Intent | null =>
	bindings.find(({keys, scope}) => scopes.includes(scope) && keys.includes(key))?.intent ?? null;
