import type {Clock} from '../clock.js';
import type {ChosenExchange} from '../options/options.js';
import type {PlannedFault} from '../options/planned-fault.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import type {Endpoints} from '../exchanges/exchange.js';
import {createHostHolds} from '../feed/host-holds.js';
import type {Venue} from '../feed/venue.js';
import type {Simulator} from '../simulator/simulator.js';
import {createLiveTransport} from '../transport/live.js';
import type {Transport} from '../transport/transport.js';
import type {Proxy} from '../transport/tunnel.js';
import {createLogins} from './logins.js';
import {createProxies, type ProxyOptions} from './proxy.js';

export type SourceOptions = {
	readonly isDemo: boolean;
	/** Of the demo: the same one gives the same markets. */
	readonly seed: number;
	/** What goes wrong in the demo. */
	readonly faults: readonly PlannedFault[];
	readonly exchanges: readonly ChosenExchange[];
	/** Listed by the demo's exchanges besides their own markets. */
	readonly wanted: readonly WantedMarket[];
	/** Where they are reached, by their ids. */
	readonly endpoints: ReadonlyMap<string, Endpoints>;
	readonly proxy: ProxyOptions;
	readonly clock: Clock;
};

/** Where the data comes from: the exchanges, or simulated ones behind the same transport. */
export type Source = {
	/** In the order in which they are shown. */
	readonly venues: readonly Venue[];
	readonly transport: Transport;
	/** The proxy on the way to an address; undefined where there is none. */
	readonly proxyFor: (url: string) => Proxy | undefined;
	/** Makes something go wrong now; null where the exchanges are no simulated ones. */
	readonly inject: Simulator['inject'] | null;
	/** Ends what was started for it, such as the simulated exchanges. */
	close(): Promise<void>;
};

/**
 * With the market that it is to show whatever the others do, where one was named. A pause that it asks for holds for all
 * that asks it: for who reads its list, and for who follows it then.
 */
const venueOf = (exchange: ChosenExchange, clock: Clock): Omit<Venue, 'endpoints'> => {
	const {wanted} = exchange;
	return {exchange, holds: createHostHolds(clock), ...(wanted ? {wanted} : {})};
};

export const openSource = async (options: SourceOptions): Promise<Source> => {
	const {isDemo, seed, faults, exchanges, wanted, proxy, clock} = options;
	if (!isDemo) {
		const {without, loginFor} = createLogins();
		const venues = exchanges.map(exchange => ({
			...venueOf(exchange, clock),
			endpoints: without(options.endpoints.get(exchange.id) ?? exchange.endpoints),
		}));
		const proxyFor = createProxies(proxy);
		const transport = createLiveTransport({proxyFor, loginFor});
		return {
			venues,
			transport,
			proxyFor,
			inject: null,
			async close() {
				transport.close();
			},
		};
	}
	const transport = createLiveTransport();
	const {startSimulator} = await import('../simulator/simulator.js');
	const {simulatedIds} = await import('../simulator/market-list.js');
	const own = exchanges.flatMap(exchange => exchange.wanted ?? []);
	const markets = [...wanted, ...own].filter(({type}) => type === 'pair').map(formatWanted);
	const simulated = simulatedIds.filter(id => exchanges.some(one => one.id === id));
	const simulator = await startSimulator({seed, clock, markets, exchanges: simulated});
	const cancels = faults.map(({name, exchange, afterMs}) =>
		clock.after(afterMs, () => {
			simulator.inject(name, exchange ? {exchange} : {});
		}),
	);
	const endpoints: Readonly<Record<string, Endpoints>> = simulator.endpoints;
	return {
		venues: exchanges.map(exchange => ({
			...venueOf(exchange, clock),
			endpoints: endpoints[exchange.id] ?? exchange.endpoints,
		})),
		transport,
		proxyFor: () => undefined,
		inject: simulator.inject,
		async close() {
			for (const cancel of cancels) cancel();
			transport.close();
			await simulator.stop();
		},
	};
};
