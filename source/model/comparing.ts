import {comparedOf, moneyOf} from '../panes/compared.js';
import {panes} from '../panes/index.js';
import {nameOf} from '../panes/market-title.js';
import {keyOf} from '../screen/keys.js';
import type {AppState} from './app-state.js';
import {sayWhy} from './notices.js';
import {listedIn, sceneOf} from './scene.js';
import type {Seen} from './seen.js';
import {stay, type Step} from './step.js';

/** Views about several books show what became of a key themselves. */
const sayElsewhere = (state: AppState, words: string): Step<AppState> =>
	panes[state.ui.view].per === 'market' && panes[state.ui.view].stacks !== true
		? stay(state)
		: sayWhy(state, words);

/** The selected exchange is compared with the others no more, or again. */
export const takeOut = (state: AppState, {view}: Seen): Step<AppState> => {
	const {ui, setup} = state;
	const book = view.books[sceneOf(state, listedIn(view)).focus];
	if (!book || view.books.length < 2) return sayWhy(state, 'no other exchange to compare with');
	const {exchange} = book;
	const isOut = ui.out.includes(exchange);
	const out = isOut ? ui.out.filter(id => id !== exchange) : [...ui.out, exchange];
	const key = keyOf(setup.bindings, 'take-out');
	const words = isOut
		? `${nameOf(book)} is in views 2, 3 and 5 again`
		: `${nameOf(book)} is out of views 2, 3 and 5: ${key} takes it in again`;
	return sayElsewhere({...state, ui: {...ui, out}}, words);
};

/** The books of another money are compared. What was set for the prices of the last one is forgotten. */
export const changeMoney = (state: AppState, {view}: Seen): Step<AppState> => {
	const {markets, market} = comparedOf(view, state.ui);
	const money = markets[(markets.indexOf(market) + 1) % markets.length];
	if (money === undefined || money === market)
		return sayWhy(state, 'all exchanges have the same quote currency');
	const ui = {...state.ui, money, scroll: 0, cursor: null};
	return sayElsewhere(
		{...state, ui},
		`views 2, 3 and 5 compare ${moneyOf({markets, market: money})}`,
	);
};
