import type {Clock} from '../clock.js';

type Options = {
	/** What an exchange is late by at the most where it is in time. */
	readonly lateMs: number;
	readonly clock: Pick<Clock, 'now'>;
};

/** Exchanges give signs of life more often: where one seems to be later than that, their clock was set. */
const mostGapMs = 30_000;

/** What clocks that nobody sets may part by, of the time that goes by. */
const drift = 0.0002;

type Told = {readonly toldAt: number; readonly heardAt: number; readonly isBeat: boolean};

/**
 * How late a socket is by the exchange's own signs of life, which carry its time, and by what else does: how much
 * later each comes than the one before, beyond what lies between them by its clock. No clock needs to be right for that.
 */
export const createBeatTimes = ({lateMs, clock}: Options) => {
	let last: Told | null = null;
	let lastBeatAt: number | null = null;
	/** The longest time between two signs of life, where they come as they should. */
	let everyMs: number | null = null;
	let lagMs = 0;
	let slowSince: number | null = null;

	/**
	 * What lies between two by the exchange's clock; where that was set meanwhile, or one is told twice, what usually
	 * does, and no more than was heard.
	 */
	const gapOf = (toldMs: number, heardMs: number, areBeats: boolean): number => {
		if (toldMs <= 0 || toldMs > Math.max(mostGapMs, heardMs + lateMs))
			return Math.min(everyMs ?? heardMs, heardMs);
		if (areBeats && toldMs <= mostGapMs) everyMs = Math.max(everyMs ?? 0, toldMs);
		return toldMs;
	};

	const hear = (toldAt: number, isBeat: boolean) => {
		const heardAt = clock.now();
		if (last) {
			const heardMs = heardAt - last.heardAt;
			const gapMs = gapOf(toldAt - last.toldAt, heardMs, isBeat && last.isBeat);
			lagMs = Math.max(0, lagMs + heardMs * (1 - drift) - gapMs);
		}
		last = {toldAt, heardAt, isBeat};
		if (isBeat) lastBeatAt = heardAt;
		slowSince = lagMs >= lateMs ? (slowSince ?? heardAt) : null;
	};

	return {
		/** A sign of life came, with so many epoch milliseconds by the exchange's clock. */
		heard(toldAt: number) {
			hear(toldAt, true);
		},
		/** So did something else, of which nobody knows when the next will come. */
		told(toldAt: number) {
			hear(toldAt, false);
		},
		/** Whether a sign of life should have come before what came at `lastSign`, by our clock. */
		isOverdue: (lastSign: number) =>
			lastBeatAt !== null && everyMs !== null && lastSign - lastBeatAt >= everyMs + lateMs,
		/** Since when they come too late, by our clock; null where they do not. */
		slowSince: () => slowSince,
	};
};
