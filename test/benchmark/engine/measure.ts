import type {Contender} from './contender.js';
import {findDifference, findExpected} from './twin.js';
import type {Workload} from './workload.js';

export type MeasureOptions = {
	/** In each of them every contender has its turn. */
	readonly rounds: number;
	/** Milliseconds of one turn, about. */
	readonly turnMs: number;
};

/** What is fed in one turn: so many messages, so many times over to a new book. */
type Turn = {readonly count: number; readonly passes: number};

/** What a contender costs on a workload: medians over the rounds. */
export type Cost = {
	readonly workload: string;
	readonly contender: string;
	/** Floors that a message takes to be applied. */
	readonly applyRatio: number;
	/** Floors that a message takes to be applied, and the best levels read after it. */
	readonly readRatio: number;
	/** Microseconds of processor time that a message takes to be applied. */
	readonly applyUs: number;
	/** Garbage that a message leaves when it is applied; null where the heap was cleaned all the time. */
	readonly bytesPerMessage: number | null;
};

export const median = (values: readonly number[]): number => {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
};

/** Microseconds of processor time, of all threads of the process. */
const cpuUs = (): number => {
	const {user, system} = process.cpuUsage();
	return user + system;
};

/** Feeds so many messages to a new book. Returns microseconds. */
const takePass = async (
	contender: Contender,
	workload: Workload,
	isRead: boolean,
	count: number,
): Promise<number> => {
	const run = contender.start(workload, isRead);
	for (const message of workload.fill) run.feed(message);
	await run.settled?.();
	const messages = workload.stream.slice(0, count);
	const from = cpuUs();
	for (const message of messages) run.feed(message);
	await run.settled?.();
	return cpuUs() - from;
};

/** Returns microseconds a message. */
const takeTurn = async (
	contender: Contender,
	workload: Workload,
	isRead: boolean,
	{count, passes}: Turn,
): Promise<number> => {
	let us = 0;
	for (let pass = 0; pass < passes; pass++)
		us += await takePass(contender, workload, isRead, count);
	return us / (count * passes);
};

/** Throws where a contender does not end on the book that the messages make. */
export const verify = async (
	contender: Contender,
	workload: Workload,
	count: number,
): Promise<void> => {
	const run = contender.start(workload, false);
	for (const message of [...workload.fill, ...workload.stream.slice(0, count)]) run.feed(message);
	await run.settled?.();
	const rows = run.rows();
	if (rows === null) return;
	const difference = findDifference(findExpected(workload, count), rows);
	if (difference !== null)
		throw new Error(`${contender.name} is wrong on ${workload.title}: ${difference}`);
};

/** Messages between two looks at the heap: few enough that it is not cleaned in between, as a rule. */
const heapStep = 10;

/** Bytes of garbage a message, where the heap was not cleaned in between. */
const measureBytes = async (
	contender: Contender,
	workload: Workload,
	count: number,
): Promise<number | null> => {
	const run = contender.start(workload, false);
	for (const message of workload.fill) run.feed(message);
	const used = () => {
		const {heapUsed, external} = process.memoryUsage();
		return heapUsed + external;
	};
	const samples: number[] = [];
	// To look at the heap leaves garbage, too.
	const own: number[] = [];
	for (let from = 0; from + heapStep <= count; from += heapStep) {
		const before = used();
		own.push(used() - before);
		const start = used();
		for (const message of workload.stream.slice(from, from + heapStep)) run.feed(message);
		await run.settled?.();
		const bytes = used() - start;
		if (bytes >= 0) samples.push(bytes);
	}
	if (samples.length === 0) return null;
	return Math.max(0, (median(samples) - median(own.filter(bytes => bytes >= 0))) / heapStep);
};

type Standing = {
	readonly contender: Contender;
	/** By whether the book is read. */
	readonly turns: {readonly apply: Turn; readonly read: Turn};
	readonly ratios: {readonly apply: number[]; readonly read: number[]};
	readonly applyUs: number[];
};

/** Passes of a turn at the most: each begins with a book that is filled, which is not measured and takes its time. */
const mostPasses = 100;

/** As many messages as a turn has time for: what is not compiled yet would be most of a short one. */
const findTurn = async (
	contender: Contender,
	workload: Workload,
	isRead: boolean,
	turnMs: number,
): Promise<Turn> => {
	const all = workload.stream.length;
	const turnUs = turnMs * 1000;
	for (let count = Math.min(8, all); ; count = Math.min(all, 4 * count)) {
		const us = await takePass(contender, workload, isRead, count);
		// What is not compiled yet takes ten times as long.
		if (us * 2 > turnUs && count < all) return {count, passes: 1};
		if (count === all) return {count, passes: Math.min(mostPasses, Math.ceil(turnUs / us))};
	}
};

const enter = async (
	contender: Contender,
	workload: Workload,
	{turnMs}: MeasureOptions,
): Promise<Standing> => {
	const turns = {
		apply: await findTurn(contender, workload, false, turnMs),
		read: await findTurn(contender, workload, true, turnMs),
	};
	await verify(contender, workload, Math.max(turns.apply.count, turns.read.count));
	return {contender, turns, ratios: {apply: [], read: []}, applyUs: []};
};

/** One round: the floor and every contender, each by itself. */
const playRound = async (floor: Standing, standings: readonly Standing[], workload: Workload) => {
	const floorUs = await takeTurn(floor.contender, workload, false, floor.turns.apply);
	for (const {contender, turns, ratios, applyUs} of standings) {
		const apply = await takeTurn(contender, workload, false, turns.apply);
		const read = await takeTurn(contender, workload, true, turns.read);
		applyUs.push(apply);
		ratios.apply.push(apply / floorUs);
		ratios.read.push(read / floorUs);
	}
};

/** Measures all that take part in a workload, one after the other in each round. */
export const measure = async (
	workload: Workload,
	floor: Contender,
	contenders: readonly Contender[],
	options: MeasureOptions,
): Promise<readonly Cost[]> => {
	const base = await enter(floor, workload, options);
	const standings: Standing[] = [];
	for (const contender of contenders)
		if (contender.refuses(workload) === null)
			standings.push(await enter(contender, workload, options));
	for (let round = 0; round < options.rounds; round++) await playRound(base, standings, workload);
	const costs: Cost[] = [];
	for (const {contender, turns, ratios, applyUs} of standings)
		costs.push({
			workload: workload.id,
			contender: contender.name,
			applyRatio: median(ratios.apply),
			readRatio: median(ratios.read),
			applyUs: median(applyUs),
			bytesPerMessage: await measureBytes(contender, workload, turns.apply.count),
		});
	return costs;
};
