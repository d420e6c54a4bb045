import type {SimulatedId} from './market-list.js';
import type {RunningMarket} from './market-runner.js';
import {between, createRandom} from '../random.js';
import type {Rungs} from './running-book.js';
import type {SnapshotHabits, SnapshotMoment} from './snapshot-habits.js';

/** A book as an answer shows it. */
export type Snapshot = {
	readonly sequence: number;
	readonly rungs: Rungs;
	/** Until the answer leaves. */
	readonly delayMs: number;
};

/** Takes a snapshot of a market's best levels, all of them where `levels` is left out. */
export type TakeSnapshot = (market: RunningMarket, levels?: number) => Snapshot;

export type SnapshotOptions = {
	/** The same one gives the same snapshots. */
	readonly seed: number;
	readonly exchange: SimulatedId;
	readonly habits: SnapshotHabits;
	/** What a fault makes of the next snapshot; null for the usual. */
	takeMoment(): SnapshotMoment | null;
};

/** Snapshots as the exchange's habits are: the same for the same seed, market and number of asking. */
export const createSnapshots = (options: SnapshotOptions): TakeSnapshot => {
	const {seed, exchange, habits, takeMoment} = options;
	const randoms = new Map<string, () => number>();

	const randomOf = (name: string) => {
		const random =
			randoms.get(name) ?? createRandom(`${String(seed)} ${exchange} ${name} snapshots`);
		randoms.set(name, random);
		return random;
	};

	return (market, levels) => {
		const book = market.books[exchange];
		const random = randomOf(market.listing.market);
		const usual = habits[exchange]?.(random) ?? {steps: 0};
		const moment = takeMoment() ?? usual;
		const {steps, isInside = false, changesAgo = 0, delayMs = 0} = moment;
		market.drawAhead(steps);
		const number = book.stepNumber + steps;
		const step = book.stepUpTo(number);
		const end = book.sequenceBefore(changesAgo, book.sequenceAfter(number));
		const hasInside = isInside && exchange === 'binance' && step && step.changes.length > 1;
		const sequence = hasInside ? between(random, step.sequenceBefore + 1, step.sequence - 1) : end;
		const rungs = book.rungsAt(sequence, levels);
		if (rungs) return {sequence, rungs, delayMs};
		return {sequence: book.sequence, rungs: book.rungs(levels), delayMs};
	};
};
