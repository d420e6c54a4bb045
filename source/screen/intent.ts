import type {ViewId, ViewScope} from './views.js';

/** What the command does with the program's files. */
export type CommandIntent = 'record' | 'marker' | 'save' | 'report';

/** Where a replay goes, and how fast. */
export type ReplayIntent =
	'pause' | 'seek-back' | 'seek-on' | 'step-back' | 'step-on' | 'slower' | 'faster' | 'next-mark';

/** What lies over the panes: the help, or a menu. */
export type OverlayIntent =
	| 'help'
	| 'close'
	| 'faults'
	| 'markets'
	| 'sizes'
	| 'menu-up'
	| 'menu-down'
	| 'menu-page-up'
	| 'menu-page-down'
	| 'menu-first'
	| 'menu-last'
	| 'menu-pick'
	| 'menu-erase';

/** What is shown of the list of markets. */
export type ListIntent = 'last' | 'sort' | 'reverse' | 'filter' | 'filter-end' | 'filter-erase';

/** What the panes show, and where in it. */
export type PaneIntent =
	| `view-${ViewId}`
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
	| 'inspect'
	| 'net'
	| 'larger'
	| 'smaller'
	| 'longer'
	| 'shorter'
	| 'cursor-back'
	| 'cursor-on'
	| ListIntent;

/** Which exchanges are compared with each other. */
export type ComparingIntent = 'take-out' | 'quote';

/** What a key means: one word for each thing that the app can be asked for. */
export type Intent =
	| PaneIntent
	| OverlayIntent
	| ReplayIntent
	| CommandIntent
	| ComparingIntent
	| 'open'
	| 'back'
	| 'freeze'
	| 'resync'
	| 'theme'
	| 'mouse'
	| 'suspend'
	| 'repaint'
	| 'demo'
	| 'quit';

/**
 * Where a binding holds: everywhere but in a menu, in the panes, in some views of them, under the help, in
 * a menu or while a filter is typed (where every other key is text), in the demo, only while no exchange can be
 * reached, in a replay, in all but a replay, or in that only where one market is shown.
 */
export type Scope =
	| 'everywhere'
	| 'panes'
	| ViewScope
	| 'overlay'
	| 'menu'
	| 'filter'
	| 'demo'
	| 'offline'
	| 'replay'
	| 'live'
	| 'one-market';
