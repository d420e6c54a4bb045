import type {Clock} from '../clock.js';
import {createFaultSite} from './fault-site.js';
import type {FaultName} from './faults.js';
import {createInject, type Aim} from './faults/inject.js';
import {startLoopbackServer, type Listen} from './loopback-server.js';
import {
	createMarketList,
	exchangeIds,
	indexBySymbol,
	ofEach,
	type ExchangeId,
	type SimulatedId,
} from './market-list.js';
import type {Levels} from './market-model.js';
import {createMarketRunner} from './market-runner.js';
import {createSnapshots} from './market-snapshots.js';
import {servers, type Server} from './servers.js';
import {createTrueBooks, type TrueBooks} from './true-books.js';
import {realHabits, type SnapshotHabits} from './snapshot-habits.js';

type Endpoint = {readonly ws: string; readonly rest: string};

export type Simulator<Id extends SimulatedId = ExchangeId> = TrueBooks & {
	/** Base addresses to hand to the ordinary transport; clients append the paths. */
	readonly endpoints: Readonly<Record<Id, Endpoint>>;
	/**
	 * Makes something go wrong, as `faults.ts` tells, on each exchange that it can strike or on one.
	 * The books stay the truth. Throws for an exchange that it cannot strike.
	 */
	inject(name: FaultName, aim?: Aim): void;
	stop(): Promise<void>;
};

export type SimulatorOptions<Id extends SimulatedId = ExchangeId> = {
	/** Those that take part. @default all that the program has a client of */
	readonly exchanges?: readonly Id[];
	/** The same seed gives the same markets. */
	readonly seed: number;
	readonly clock: Clock;
	/** `STEEM/USDT` forms, listed besides the default list. */
	readonly markets?: readonly string[];
	/** How many levels a side the books have. @default some hundreds */
	readonly levels?: Levels;
	/** How old or new snapshots are. @default as those of the real exchanges */
	readonly snapshots?: SnapshotHabits;
	/** Where clients reach the exchanges. @default free ports of this machine */
	readonly listen?: Listen;
};

/** Starts the exchanges. */
export const startSimulator = async <Id extends SimulatedId = ExchangeId>(
	options: SimulatorOptions<Id>,
): Promise<Simulator<Id>> => {
	const {seed, clock, markets = [], listen = startLoopbackServer} = options;
	const {snapshots = realHabits} = options;
	const ids: readonly SimulatedId[] = options.exchanges ?? exchangeIds;
	const list = createMarketList(markets);
	const sites = ofEach(ids, id => createFaultSite(id, clock));
	const runner = createMarketRunner(
		seed,
		clock,
		ofEach(ids, id => sites[id].time),
		options.levels,
	);
	const symbols = ofEach(ids, id => indexBySymbol(id, list));
	const start = async (id: SimulatedId): Promise<[SimulatedId, Server]> => {
		const {takeSnapshot: takeMoment} = sites[id];
		const server = await servers[id]({
			site: sites[id],
			listen,
			runner,
			takeSnapshot: createSnapshots({seed, exchange: id, habits: snapshots, takeMoment}),
			symbols: symbols[id],
		});
		return [id, server];
	};
	const started = new Map(await Promise.all(ids.map(start)));
	const serverOf = (id: SimulatedId): Server => {
		const server = started.get(id);
		if (!server) throw new RangeError(`${id} takes no part`);
		return server;
	};

	return {
		endpoints: ofEach(ids, id => {
			const {host} = serverOf(id);
			return {ws: `ws://${host}`, rest: `http://${host}`};
		}),
		...createTrueBooks(list, runner),
		inject: createInject({ids, sites, servers: ofEach(ids, serverOf), runner, symbols}),
		async stop() {
			runner.stop();
			for (const id of ids) sites[id].stop();
			await Promise.all(ids.map(id => serverOf(id).stop()));
		},
	};
};
