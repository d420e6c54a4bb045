import type {EdgeReader, EdgeTracker} from '../panes/edge/edge-tracker.js';
import type {VitalsReader, VitalsTracker} from '../panes/health/vitals.js';
import type {FlowReader} from '../flow/flow-reader.js';
import type {FlowTracker} from '../flow/flow-tracker.js';
import type {HeatReader} from '../heat/heat-reader.js';
import type {HeatTracker} from '../heat/heat-tracker.js';
import type {MarketsRanking, MarketsReader} from '../markets/ranking.js';
import type {MarketView} from '../store/market-view.js';
import type {Seen} from './seen.js';

/** What a screen shows that stands still. */
export type Frozen = {
	/** Epoch milliseconds. */
	readonly at: number;
	/** The newest when the screen was stopped. */
	readonly view: MarketView;
	readonly edges: EdgeReader;
	readonly heat: HeatReader;
	readonly flow: FlowReader;
	readonly vitals: VitalsReader;
	readonly markets: MarketsReader;
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
	const pasts = () => ({
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

export const visibleEdges = ({frozen, shown}: WithFrozen & WithPasts): EdgeReader =>
	frozen?.edges ?? shown.edges;

export const visibleHeat = ({frozen, shown}: WithFrozen & WithPasts): HeatReader =>
	frozen?.heat ?? shown.heat;

export const visibleVitals = ({frozen, shown}: WithFrozen & WithPasts): VitalsReader =>
	frozen?.vitals ?? shown.vitals;

export const visibleFlow = ({frozen, shown}: WithFrozen & WithPasts): FlowReader =>
	frozen?.flow ?? shown.flow;

export const visibleMarkets = ({frozen, shown}: WithFrozen & WithPasts): MarketsReader =>
	frozen?.markets ?? shown.markets;
