import {between, exponential, type Random} from '../random.js';
import type {RunningBook} from './running-book.js';
import type {Fill} from './tape.js';

const count = 120;

/** Mean milliseconds from one to the next. */
const pauseMs = 6000;

/** Best prices may have been so many ticks off. */
const mostTicks = 5;

type Beginning = {
	/** The book as it begins. */
	readonly book: Pick<RunningBook, 'bids' | 'asks'>;
	/** Epoch milliseconds at which it does. */
	readonly time: number;
	/** Id of the first fill after that. */
	readonly firstId: number;
};

/**
 * What was traded before a market began, for whoever asks by REST; oldest first. Its days and candles do not have it.
 * Worked out once it is asked for.
 */
export const createPastFills = (
	random: Random,
	{book, time: end, firstId}: Beginning,
): (() => readonly Fill[]) => {
	const best = {bids: book.bids.at(0), asks: book.asks.at(0)};
	let known: readonly Fill[] | null = null;

	const make = (): readonly Fill[] => {
		const fills: Fill[] = [];
		let time = end;
		let away = 0;
		for (let back = 1; back <= count; back++) {
			time -= 1 + Math.round(exponential(random, pauseMs));
			away = Math.max(-mostTicks, Math.min(mostTicks, away + between(random, -1, 1)));
			const side = random() < 0.5 ? 'bids' : 'asks';
			const [tick, lots] = best[side];
			fills.push({
				...{id: firstId - back, side, time},
				tick: Math.max(1, tick + away),
				lots: Math.max(1, Math.floor(lots * random())),
			});
		}
		return fills.reverse();
	};

	return () => (known ??= make());
};
