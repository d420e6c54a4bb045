import type {FlowTracker} from '../flow/flow-tracker.js';
import type {HeatTracker} from '../heat/heat-tracker.js';
import type {EdgeTracker} from '../panes/edge/edge-tracker.js';
import type {VitalsTracker} from '../panes/health/vitals.js';
import type {MarketsRanking} from '../markets/ranking.js';
import {marketsOf} from '../panes/market-title.js';
import {remarkOf} from '../screen/timeline-line.js';
import {forOtherMarket, type SizeChoice, type UiState} from '../screen/ui-state.js';
import type {MarketView} from '../store/market-view.js';
import type {ViewSource} from '../store/view-source.js';
import type {WithFrozen} from './freeze.js';
import {closeMenus, nameCurrent, type Menus} from './menus.js';
import type {Seen} from './seen.js';
import {ask, chain, stay, type Step} from './step.js';

/** Where the books come from that are on the screen. */
export type Shown = {
	readonly source: ViewSource;
	/** Has seen every view that the source has published. */
	readonly edges: EdgeTracker;
	/** As those. */
	readonly heat: HeatTracker;
	/** As those. */
	readonly flow: FlowTracker;
	/** As those. */
	readonly vitals: VitalsTracker;
	/** All that are followed, or told of, sorted. */
	readonly markets: MarketsRanking;
	/** `STEEM/USDT`, or the one word that it was asked for in. */
	readonly market: string;
	/** What the header says of the data. */
	readonly mode: 'live' | 'demo' | 'replay';
	/** Jumps in time so far: each begins with new painters. */
	readonly jumps: number;
	/** The size of the edge that the user has chosen, by mode and market. */
	readonly sizeSteps: ReadonlyMap<string, SizeChoice>;
};

export type WithShown = {
	readonly shown: Shown;
	/** Something of the moment that a replay shows; null for nothing. */
	readonly remark: string | null;
};

/** What another market changes. */
type Changing = WithShown & WithFrozen & {readonly ui: UiState; readonly menus: Menus};

/** What is to be shown instead. */
export type Other = Pick<
	Shown,
	'source' | 'edges' | 'heat' | 'flow' | 'vitals' | 'markets' | 'market' | 'mode'
>;

const placeOf = ({mode, market}: Pick<Shown, 'mode' | 'market'>) => `${mode} ${market}`;

/** The one that was chosen in the list is shown as a book; what else is shown instead leaves the list where it was. */
const openChosen = (ui: UiState, market: string): UiState => {
	const {opening} = ui.markets;
	if (opening === null) return ui;
	const markets = {...ui.markets, opening: null, isTyping: false, isLeft: opening === market};
	return opening === market ? {...ui, view: 'depth', markets} : {...ui, markets};
};

/** What was of another market is gone, but for the size that was chosen for each. */
const beginMarket = <State extends Changing>(state: State, other: Other): Step<State> => {
	const {shown, menus} = state;
	const sizeSteps = new Map(shown.sizeSteps).set(placeOf(shown), state.ui.sizeStep);
	const ui = openChosen(forOtherMarket(state.ui, sizeSteps.get(placeOf(other))), other.market);
	return ask(
		{
			...state,
			shown: {...shown, ...other, sizeSteps},
			ui,
			menus: closeMenus(menus),
			frozen: null,
		},
		{type: 'set-size-step', step: ui.sizeStep},
	);
};

/** Shows another source, as when the demo takes over or another market was picked. */
export const show = <State extends Changing>(state: State, other: Other): Step<State> =>
	chain(beginMarket(state, other), then => ask(then, {type: 'follow'}));

/** The market's name as the lists have it; it may have been asked for in one word. */
const marketIn = ({books}: MarketView) => books[0]?.market ?? '';

/** The source has a new view: a replay goes over to another market where its capture did. */
export const seeView = <State extends Changing>(
	state: State,
	{view, replay}: Pick<Seen, 'view' | 'replay'>,
): Step<State> => {
	const {shown} = state;
	const market = replay ? marketsOf(view) : shown.market;
	const begun = market === shown.market ? stay(state) : beginMarket(state, {...shown, market});
	return chain(begun, then => {
		const menus = nameCurrent(then.menus, marketIn(view) || market);
		const remark = replay ? remarkOf(replay) : null;
		const isSame = menus === then.menus && remark === then.remark;
		return stay(isSame ? then : {...then, menus, remark});
	});
};

/** The replay tells of something: after a jump nothing is to be compared with what was before. */
export const seeReplay = <State extends Changing>(
	state: State,
	seen: Pick<Seen, 'view' | 'replay'>,
): Step<State> =>
	chain(seeView(state, seen), then => {
		const {shown} = then;
		const jumps = seen.replay?.jumps ?? shown.jumps;
		if (jumps === shown.jumps) return stay(then);
		return ask({...then, shown: {...shown, jumps}}, {type: 'jump-edges'});
	});
