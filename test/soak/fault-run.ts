import {allFaults, struckBy, type FaultName} from '../../source/simulator/faults.js';
import type {SimulatedId} from '../../source/simulator/market-list.js';
import {between, createRandom} from '../../source/random.js';
import {createWorld, type World} from './world.js';

/** Quiet time in which a book must be live again: a dead socket takes a minute to be told. */
const tailMs = 120_000;

const markets = ['STEEM/USDT', 'STEEM/BTC', 'WAXP/USDT', 'BTC/USDT'] as const;

export type FaultPlan = {
	readonly market: string;
	readonly seconds: number;
	readonly faults: readonly {readonly at: number; readonly name: FaultName}[];
};

export type FaultRun = {
	readonly seed: number;
	readonly exchange: SimulatedId;
	readonly plan: FaultPlan;
	/** Views of live books that were compared. */
	readonly compared: number;
	/** Those that were not the exchange's. */
	readonly wrong: readonly string[];
	readonly isSynced: boolean;
	/** What was left behind. */
	readonly leftOver: number;
};

const pick = <T>(random: () => number, list: readonly T[]): T =>
	list[between(random, 0, list.length - 1)] as T;

/** What happens in a run: the same for the same seed. */
export const planFaults = (seed: number, exchange: SimulatedId): FaultPlan => {
	const random = createRandom(`${seed} ${exchange} faults`);
	const names = allFaults.map(({name}) => name).filter(name => struckBy(name).includes(exchange));
	const seconds = between(random, 15, 25);
	const faults = Array.from({length: between(random, 1, 4)}, () => ({
		at: Math.round(random() * seconds * 10) / 10,
		name: pick(random, names),
	}));
	return {
		market: pick(random, markets),
		seconds,
		faults: faults.sort((a, b) => a.at - b.at),
	};
};

/** One run; `watch` is called each 100 ms, to tell what goes on. */
export const runFaults = async (
	seed: number,
	exchange: SimulatedId,
	watch: (world: World) => void = () => undefined,
): Promise<FaultRun> => {
	const plan = planFaults(seed, exchange);
	const {market, seconds, faults} = plan;
	const world = await createWorld({seed, market, exchanges: [exchange]});
	const stopWatching = world.clock.every(100, () => {
		watch(world);
	});
	for (const {at, name} of faults) {
		await world.clock.run(at * 1000 - world.seconds() * 1000);
		world.inject(name, {exchange});
	}
	await world.clock.run((seconds - world.seconds()) * 1000);
	const isSynced = await world.untilLive(tailMs);
	stopWatching();
	const leftOver = await world.stop();
	const compared = world.compared();
	return {seed, exchange, plan, compared, wrong: world.wrong, isSynced, leftOver};
};

export const describePlan = ({market, seconds, faults}: FaultPlan): string =>
	`${market} for ${seconds} s with ${faults.map(({at, name}) => `${name} at ${at}`).join(', ')}`;
