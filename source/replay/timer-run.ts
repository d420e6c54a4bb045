import type {CaptureEvent} from '../capture/capture-format.js';
import type {VirtualClock} from '../playback/virtual-clock.js';
import type {Settling} from './settle.js';

/** Told as a capture is played, by its virtual time. */
export type PlayWatch = {
	/** Before each event and timer, by its virtual time: a promise to wait for, or nothing to go on at once. */
	readonly pace?: (time: number) => Promise<void> | undefined;
	/** An event of the capture, or without one a timer, is about to happen. */
	readonly onStep?: (time: number, event: CaptureEvent | null) => void;
	/** Hours without an event were left out, up to this virtual time. */
	readonly onSkip?: (time: number) => void;
};

/** Milliseconds without an event, and how much of that is played: after a minute all is given up. */
const maxIdleMs = 3_600_000;
const idleMs = 5 * 60_000;

/**
 * Runs timers through up to a virtual time, as long as anything may come of them; hours without an event
 * cost nothing. Promises have their say after each that they may wait for.
 */
export const createTimerRun = (
	clock: VirtualClock,
	{stir, settleStirred}: Pick<Settling, 'stir' | 'settleStirred'>,
	{pace, onStep, onSkip}: PlayWatch,
) => {
	/** Returns a promise where others have to have their say. */
	const runNext = (due: number): Promise<void> | undefined => {
		onStep?.(due, null);
		if (!clock.runNext()) stir();
		return settleStirred();
	};

	/** Runs what is due until one has to be waited for. */
	const runSome = (until: number): Promise<void> | undefined => {
		for (let due = clock.nextDue(); due <= until; due = clock.nextDue()) {
			const pacing = pace?.(due);
			const wait = pacing ? pacing.then(() => runNext(due)) : runNext(due);
			if (wait) return wait;
		}
		clock.moveTo(until);
		return undefined;
	};

	const runOn = async (waited: Promise<void>, until: number): Promise<void> => {
		await waited;
		for (let wait = runSome(until); wait; wait = runSome(until)) await wait;
	};

	const runDue = (until: number): Promise<void> | undefined => {
		const wait = runSome(until);
		return wait && runOn(wait, until);
	};

	const skip = async (until: number): Promise<void> => {
		await runDue(clock.now() + idleMs);
		clock.jumpTo(until);
		onSkip?.(until);
		await runDue(until);
	};

	// A promise only where there is something to wait for: most of the time nothing is.
	return (until: number): Promise<void> | undefined =>
		until - clock.now() > maxIdleMs && until !== Infinity ? skip(until) : runDue(until);
};
