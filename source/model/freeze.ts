import type {EdgeTracker} from '../panes/edge/edge-tracker.js';
import type {VitalsTracker} from '../panes/health/vitals.js';
import type {FlowTracker} from '../flow/flow-tracker.js';
import type {HeatTracker} from '../heat/heat-tracker.js';
import type {MarketsRanking} from '../markets/ranking.js';
import type {Pasts} from '../panes/pane.js';
import type {MarketView} from '../store/market-view.js';
import type {Seen} from './seen.js';

/** What a screen shows that stands still. */
export type Frozen = Pasts & {
	/** Epoch milliseconds. */
	readonly at: number;
	/** The newest when the screen was stopped. */
	readonly view: MarketView;
};

export type WithFrozen = {
	/** Null while the screen goes on. */
	readonly frozen: Frozen | null;
};

type WithPasts = {
	readonly shown: {
		readonly edges: EdgeTracker;
		readonly heat: HeatTracker;
		readonly flow: FlowTracker;
		readonly vitals: VitalsTracker;
		readonly markets: MarketsRanking;
	};
};

/** Lets the screen stand still as it is now, or go on. */
export const toggleFreeze = <State extends WithFrozen & WithPasts>(
	state: State,
	{view, now}: Pick<Seen, 'view' | 'now'>,
): State => {
	const {edges, heat, flow, vitals, markets} = state.shown;
	const pasts = (): Pasts => ({
		edges: edges.freeze(),
		heat: heat.freeze(),
		flow: flow.freeze(),
		vitals: vitals.freeze(),
		markets: markets.freeze(),
	});
	return {...state, frozen: state.frozen ? null : {at: now, view, ...pasts()}};
};

/** What the panes show, given the newest: that, or what was there when the screen was frozen. */
export const visibleView = ({frozen}: WithFrozen, newest: MarketView): MarketView =>
	frozen?.view ?? newest;

/** What was noted, as the panes show it: until now, or until the screen was frozen. */
export const visiblePasts = ({frozen, shown}: WithFrozen & WithPasts): Pasts => frozen ?? shown;
