import {allFaults, struckBy} from '../../source/simulator/faults.js';
import {simulatedIds} from '../../source/simulator/market-list.js';
import {between, createRandom} from '../../source/random.js';
import {createWorld, type World} from './world.js';

const hourMs = 3_600_000;
const warmUpHours = 4;
const recoveryMs = 120_000;
const mostGrowth = 0.05;

export type DayOptions = {
	readonly hours: number;
	/** Collects garbage; without it nothing is said of memory. */
	readonly collect: (() => void) | undefined;
};

/** Bytes in use, after the garbage is gone. */
const measure = (collect: () => void): number => {
	collect();
	collect();
	const {heapUsed, external} = process.memoryUsage();
	return heapUsed + external;
};

const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

const growthOf = (sizes: readonly number[]) => {
	const before = median(sizes.slice(0, 3));
	const after = median(sizes.slice(-3));
	const growth = after / before - 1;
	const percent = `${growth < 0 ? '' : '+'}${(growth * 100).toFixed(1)} %`;
	return {growth, text: `heap ${megabytes(before)} → ${megabytes(after)} MB, ${percent}`};
};

/** The fewest timers that are set within a minute: what is asked for now and then sets some more for a while. */
const countTimers = async ({clock}: World): Promise<number> => {
	let fewest = clock.size();
	for (let look = 0; look < 60; look++) {
		// No second: each look would find what an exchange sends once a second on its way.
		await clock.run(970);
		fewest = Math.min(fewest, clock.size());
	}
	return fewest;
};

/** One fault, and all books live and new again before the next. */
const strike = async (world: World, random: () => number, misses: string[]) => {
	const name = allFaults[between(random, 0, allFaults.length - 1)]?.name ?? 'gap';
	const able = struckBy(name);
	const one = able[between(random, 0, able.length - 1)];
	world.inject(name, random() < 0.5 && one ? {exchange: one} : {});
	await world.clock.run(1000);
	if (await world.untilLive(recoveryMs)) return;
	misses.push(`${world.seconds().toFixed(0)} s: not live again after ${name}`);
};

/** Hours of a session of all exchanges with a fault every few minutes. */
export const runDay = async ({hours, collect}: DayOptions) => {
	const misses: string[] = [];
	const onRejection = (reason: unknown) => misses.push(`unhandled rejection: ${String(reason)}`);
	process.on('unhandledRejection', onRejection);
	const random = createRandom('day');
	const world = await createWorld({
		seed: 24,
		market: 'STEEM/USDT',
		exchanges: simulatedIds,
		compareEveryMs: 5000,
	});
	if (!(await world.untilLive(recoveryMs))) misses.push('does not start');
	const timers = await countTimers(world);
	const sizes: number[] = [];
	let faults = 0;
	for (let hour = 1; hour <= Math.ceil(hours); hour++) {
		while (world.seconds() * 1000 < Math.min(hour, hours) * hourMs) {
			await world.clock.run(between(random, 60_000, 240_000));
			await strike(world, random, misses);
			faults++;
		}
		await world.clock.run(30_000);
		if (collect && hour > Math.min(warmUpHours, hours - 2)) sizes.push(measure(collect));
	}
	const more = (await countTimers(world)) - timers;
	if (more > 0) misses.push(`${more} timers more than at the start`);
	const notes = [`${faults} faults`, `${world.compared()} books compared`];
	if (sizes.length > 0) {
		const {growth, text} = growthOf(sizes);
		if (hours > 6 && growth >= mostGrowth) misses.push(text);
		notes.push(text);
	}
	misses.push(...world.wrong);
	const leftOver = await world.stop();
	if (leftOver > 0) misses.push(`${leftOver} timers, sockets and requests left behind`);
	await new Promise(resolve => setImmediate(resolve));
	process.off('unhandledRejection', onRejection);
	return {runs: hours, misses, note: notes.join(', ')};
};
