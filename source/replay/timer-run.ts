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
	const runDue = async (until: number): Promise<void> => {
		if (until - clock.now() > maxIdleMs && until !== Infinity) {
			await runDue(clock.now() + idleMs);
			clock.jumpTo(until);
			onSkip?.(until);
		}
		for (let due = clock.nextDue(); due <= until; due = clock.nextDue()) {
			const wait = pace?.(due);
			if (wait) await wait;
			onStep?.(due, null);
			if (!clock.runNext()) stir();
			const settling = settleStirred();
			if (settling) await settling;
		}
		clock.moveTo(until);
	};

	/** A promise where any timer is due. */
	return (until: number): Promise<void> | undefined => {
		if (clock.nextDue() <= until || until - clock.now() > maxIdleMs) return runDue(until);
		clock.moveTo(until);
		return undefined;
	};
};
