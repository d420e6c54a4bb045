import type {Scope} from './keys.js';
import type {UiState} from './ui-state.js';
import {scopeOf} from './views.js';

/** What there is besides the views: the demo for want of exchanges, faults to make, a replay. */
export type Offers = {readonly demo: boolean; readonly faults: boolean; readonly replay: boolean};

/** Where keys hold while nothing lies over the panes. */
export const paneScopes = ({view}: UiState, offers: Offers): readonly Scope[] => [
	...(offers.demo ? (['offline'] as const) : []),
	...(offers.faults ? (['demo'] as const) : []),
	offers.replay ? 'replay' : 'live',
	scopeOf(view),
	'panes',
	'everywhere',
];

/** Where keys hold now. */
export const scopesOf = (ui: UiState, offers: Offers): readonly Scope[] => {
	if (ui.menu) return ['menu'];
	return ui.isHelpOpen ? ['overlay', 'everywhere'] : paneScopes(ui, offers);
};
