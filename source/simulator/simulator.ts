import type {Clock} from '../clock.js';
import {startBinanceServer} from './binance/server.js';
import {createFaultSite} from './fault-site.js';
import type {FaultName} from './faults.js';
import {createInject, type Aim} from './faults/inject.js';
import {startHuobiServer} from './huobi/server.js';
import {startLoopbackServer, type Listen} from './loopback-server.js';
import {createMarketList, indexBySymbol, type ExchangeId} from './market-list.js';
import {createMarketRunner} from './market-runner.js';
import {createSnapshots} from './market-snapshots.js';
import {createTrueBooks, type TrueBooks} from './true-books.js';
import {realHabits, type SnapshotHabits} from './snapshot-habits.js';

type Endpoint = {readonly ws: string; readonly rest: string};

export type Simulator = TrueBooks & {
	/** Base addresses to hand to the ordinary transport; clients append the paths. */
	readonly endpoints: Readonly<Record<ExchangeId, Endpoint>>;
	/**
	 * Makes something go wrong, as `faults.ts` tells, on each exchange that it can strike or on one.
	 * The books stay the truth. Throws for an exchange that it cannot strike.
	 */
	inject(name: FaultName, aim?: Aim): void;
	stop(): Promise<void>;
};

export type SimulatorOptions = {
	/** The same seed gives the same markets. */
	readonly seed: number;
	readonly clock: Clock;
	/** `STEEM/USDT` forms, listed besides the default list. */
	readonly markets?: readonly string[];
	/** How old or new snapshots are. @default as those of the real exchanges */
	readonly snapshots?: SnapshotHabits;
	/** Where clients reach the exchanges. @default free ports of this machine */
	readonly listen?: Listen;
};

/** Starts both exchanges. */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
	const {seed, clock, markets = [], listen = startLoopbackServer} = options;
	const {snapshots = realHabits} = options;
	const list = createMarketList(markets);
	const sites = {
		binance: createFaultSite('binance', clock),
		huobi: createFaultSite('huobi', clock),
	};
	const time = {binance: sites.binance.time, huobi: sites.huobi.time};
	const runner = createMarketRunner(seed, clock, time);
	const symbols = {
		binance: indexBySymbol('binance', list),
		huobi: indexBySymbol('huobi', list),
	};
	const of = (exchange: ExchangeId) => ({
		site: sites[exchange],
		listen,
		runner,
		takeSnapshot: createSnapshots({
			seed,
			exchange,
			habits: snapshots,
			takeMoment: sites[exchange].takeSnapshot,
		}),
		symbols: symbols[exchange],
	});
	const [binance, huobi] = await Promise.all([
		startBinanceServer(of('binance')),
		startHuobiServer(of('huobi')),
	]);

	return {
		endpoints: {
			binance: {ws: `ws://${binance.host}`, rest: `http://${binance.host}`},
			huobi: {ws: `ws://${huobi.host}`, rest: `http://${huobi.host}`},
		},
		...createTrueBooks(list, runner),
		inject: createInject({sites, servers: {binance, huobi}, runner, symbols}),
		async stop() {
			runner.stop();
			sites.binance.stop();
			sites.huobi.stop();
			await Promise.all([binance.stop(), huobi.stop()]);
		},
	};
};
