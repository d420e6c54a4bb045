import {cursorIndex} from '../panes/markets/list-window.js';
import {shownMarkets} from './act.js';
import type {AppState} from './app-state.js';
import type {RankedLine} from '../markets/ranking.js';
import type {Seen} from './seen.js';
import {ask, stay, type Step} from './step.js';

/** The line under the cursor; undefined where there is none. */
export const chosenLine = (state: AppState): RankedLine | undefined => {
	const rows = shownMarkets(state);
	const names = rows.map(({line}) => line.market);
	return rows[cursorIndex(names, state.ui.markets.cursor)];
};

/** Shows the market under the cursor as books, which are followed from then on if they were not. */
export const openMarket = (state: AppState, {view}: Pick<Seen, 'view'>): Step<AppState> => {
	const chosen = chosenLine(state);
	if (!chosen) return stay(state);
	const {ui} = state;
	const name = chosen.line.market;
	const markets = {...ui.markets, cursor: name, isTyping: false};
	const index = view.books.findIndex(({market}) => market === name);
	if (index < 0) {
		const opening = {...state, ui: {...ui, markets: {...markets, opening: name}}};
		return ask(opening, {type: 'switch-market', name});
	}
	const left = {...markets, isLeft: true};
	return stay({...state, ui: {...ui, view: 'depth', scroll: 0, focus: index, markets: left}});
};
