import type {Scope} from './intent.js';
import {scopeOf, type ViewId} from './views.js';

/** What there is besides the views: the demo for want of exchanges, faults to make, a replay. */
export type Offers = {readonly demo: boolean; readonly faults: boolean; readonly replay: boolean};

/** What lies over the panes. */
export type OverlayKind = 'help' | 'menu';

/** Where keys hold while nothing lies over the panes. */
export const paneScopes = (view: ViewId, offers: Offers): readonly Scope[] => [
	...(offers.demo ? (['offline'] as const) : []),
	...(offers.faults ? (['demo'] as const) : []),
	...(offers.replay ? (['replay'] as const) : (['live'] as const)),
	...(offers.replay || view === 'markets' ? [] : (['one-market'] as const)),
	scopeOf(view),
	'panes',
	'everywhere',
];

/** Where keys hold now; `isTyping`: a filter of the markets. */
export const scopesOf = (
	view: ViewId,
	overlay: OverlayKind | null,
	offers: Offers,
	isTyping = false,
): readonly Scope[] => {
	if (overlay === 'menu') return ['menu'];
	if (overlay === null && isTyping && view === 'markets') return ['filter'];
	return overlay === 'help' ? ['overlay', 'everywhere'] : paneScopes(view, offers);
};
