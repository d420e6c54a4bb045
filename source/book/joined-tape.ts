import {byTime, isIdBefore, type Trade} from './trade.js';

/** Fills that an exchange answered with, oldest first: by its word none is missing between two of them. */
export type TradeRun = readonly Trade[];

/** What there is of a tape besides the fills that were heard. */
export type TapeFacts = {
	/** Those that were asked for, an answer each. */
	readonly runs: readonly TradeRun[];
	/** Ids of fills after which the exchange was not heard for a while. */
	readonly breaks: readonly string[];
};

export const noTapeFacts: TapeFacts = {runs: [], breaks: []};

/** One fill of a tape that is joined of both. */
export type JoinedTrade = Trade & {
	/** Whether it was asked for, and not heard when it happened. */
	readonly isFetched: boolean;
	/** Whether nothing proves that there was no other between the one before and this. */
	readonly isAfterGap: boolean;
};

/** Fills that are known to follow each other: places of the first and the last in the tape. */
type Stretch = {readonly from: number; readonly to: number};

/** Those that were heard without a break, oldest first. */
const stretchesOf = (heard: readonly Trade[], breaks: readonly string[]): readonly TradeRun[] => {
	const ends = new Set(breaks);
	const stretches: Trade[][] = [];
	let open: Trade[] | null = null;
	for (const trade of heard) {
		if (!open) stretches.push((open = []));
		open.push(trade);
		if (ends.has(trade.id)) open = null;
	}
	return stretches;
};

const endsOf = (run: TradeRun): readonly Trade[] =>
	[run[0], run.at(-1)].filter(trade => trade !== undefined);

/**
 * The stretch that was heard when a fill happened: where that has none of its id, it told of it by another, or of
 * several as one.
 */
const heardAt = (stretches: readonly TradeRun[], {id, time}: Trade): TradeRun | undefined =>
	stretches.find(stretch => {
		const [first, last] = endsOf(stretch);
		if (!first || !last || first.time >= time || time >= last.time) return false;
		return !isIdBefore(id, first.id) && !isIdBefore(last.id, id);
	});

/** By so much an answer may tell times too early: in whole seconds, where those that are heard have milliseconds. */
export const coarseMs = 1000;

/** An answer whose fills are no earlier than those that were heard before them. */
const inTime = (run: TradeRun, heard: ReadonlyMap<string, Trade>): TradeRun => {
	let least = -Infinity;
	const [oldest] = run;
	for (const {id, time} of oldest ? heard.values() : [])
		if (isIdBefore(id, oldest?.id ?? '')) least = Math.max(least, time);
	return run.map(trade => {
		const known = heard.get(trade.id);
		const isEarly = !known && trade.time < least && least - trade.time < coarseMs;
		least = Math.max(least, known?.time ?? trade.time);
		return isEarly ? {...trade, time: least} : trade;
	});
};

/** Answers that are kept, and fills of each: the newest. */
const mostRuns = 4;
const mostOfRun = 500;

const haveOneInCommon = (one: TradeRun, other: TradeRun): boolean => {
	const ids = new Set(one.map(({id}) => id));
	return other.some(({id}) => ids.has(id));
};

/** Takes another answer to those there are: those that have a fill in common are one. */
export const addToRuns = (runs: readonly TradeRun[], run: TradeRun): readonly TradeRun[] => {
	if (run.length === 0) return runs;
	const apart = runs.filter(other => !haveOneInCommon(other, run));
	const joined = [...runs.filter(other => !apart.includes(other)), run].flat();
	const each = new Map(joined.map(trade => [trade.id, trade]));
	const whole = [...each.values()].sort(byTime).slice(-mostOfRun);
	return [...apart, whole].slice(-mostRuns);
};

/** Fills of answers that nothing was heard of, each once. */
const unheardOf = (
	runs: readonly TradeRun[],
	heard: ReadonlyMap<string, Trade>,
	stretches: readonly TradeRun[],
): ReadonlyMap<string, Trade> => {
	const unheard = new Map<string, Trade>();
	for (const run of runs)
		for (const trade of run)
			if (!heard.has(trade.id) && !heardAt(stretches, trade)) unheard.set(trade.id, trade);
	return unheard;
};

/** Where in the tape each stretch and each answer begins and ends. */
const placesOf = (
	runs: readonly TradeRun[],
	stretches: readonly TradeRun[],
	tape: readonly Trade[],
): readonly Stretch[] => {
	const places = new Map(tape.map(({id}, place) => [id, place]));
	/** Of one that was heard by another id, that of a fill of the same stretch: those are known to follow each other. */
	const placeOf = (trade: Trade): number | undefined =>
		places.get(trade.id) ?? places.get(heardAt(stretches, trade)?.[0]?.id ?? '');
	return [...stretches, ...runs].flatMap(run => {
		const found = run.map(placeOf).filter(place => place !== undefined);
		if (found.length === 0) return [];
		return [{from: Math.min(...found), to: Math.max(...found)}];
	});
};

/**
 * Joins fills that were heard with those that were asked for: each once, in the order of time, the newest `most` of
 * them. `heard`: oldest first.
 */
export const joinTape = (
	heard: readonly Trade[],
	{runs: answers, breaks}: TapeFacts,
	most: number,
): readonly JoinedTrade[] => {
	const known = new Map(heard.map(trade => [trade.id, trade]));
	const runs = answers.map(run => inTime(run, known));
	const stretches = stretchesOf(heard, breaks);
	const unheard = unheardOf(runs, known, stretches);
	const tape = [...unheard.values(), ...heard].sort(byTime);
	const isJoined = new Uint8Array(tape.length);
	for (const {from, to} of placesOf(runs, stretches, tape)) isJoined.fill(1, from + 1, to + 1);
	return tape
		.map((trade, place) => ({
			...trade,
			isFetched: unheard.has(trade.id),
			isAfterGap: place > 0 && isJoined[place] === 0,
		}))
		.slice(-most);
};
