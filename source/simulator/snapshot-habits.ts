import type {ExchangeId, SimulatedId} from './market-list.js';
import {between, type Random} from '../random.js';

/** What moment a snapshot shows, and when it comes. */
export type SnapshotMoment = {
	/** Steps of 100 ms that it is ahead of the streams; behind them where negative. */
	readonly steps: number;
	/** Whether it lies within the last event it covers, where single changes have ids. @default false */
	readonly isInside?: boolean;
	/** Changed steps that it is older by besides. @default 0 */
	readonly changesAgo?: number;
	/** Until the answer leaves. @default 0 */
	readonly delayMs?: number;
};

type Habit = (random: Random) => SnapshotMoment;

/** How each exchange times its snapshots; where nothing is said, they show the moment and come at once. */
export type SnapshotHabits = Readonly<
	Record<ExchangeId, Habit> & Partial<Record<SimulatedId, Habit>>
>;

/**
 * As 42 real snapshots of Binance were: 24 ahead of the stream, 13 of them by three events or more
 * (0.3 to 2.7 s), 8 within an event. Now and then one is seconds on its way.
 */
const binanceMoment = (random: Random): SnapshotMoment => {
	const isInside = random() < 0.2;
	const kind = random();
	const late = random();
	const delayMs = late < 0.06 ? between(random, 10, 40) * 100 : 0;
	if (kind < 0.42) return {steps: 0, isInside, delayMs};
	if (kind < 0.68) return {steps: between(random, 1, 2), isInside, delayMs};
	return {steps: between(random, 3, 27) + delayMs / 100, isInside, delayMs};
};

/** Replies of Huobi are 0.3 to 1.4 s old, one in twenty about 3 s, and none is new. */
const huobiMoment = (random: Random): SnapshotMoment => ({
	steps: random() < 0.05 ? -between(random, 28, 32) : -between(random, 3, 14),
});

/** The REST book of Bitstamp lags its stream by about a second; OKX's and Bybit's come from a cache. */
export const realHabits: SnapshotHabits = {
	binance: binanceMoment,
	huobi: huobiMoment,
	okx: random => ({steps: -between(random, 0, 1)}),
	bybit: random => ({steps: -between(random, 0, 1)}),
	bitstamp: random => ({steps: -between(random, 5, 15)}),
};

/** Each snapshot shows the book of the moment, and comes at once. */
export const promptHabits: SnapshotHabits = {
	binance: () => ({steps: 0}),
	huobi: () => ({steps: 0}),
};
