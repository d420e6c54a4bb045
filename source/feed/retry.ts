import type {Clock} from '../clock.js';
import {backoffMs} from './backoff.js';
import type {Hold} from './host-holds.js';
import type {SocketGate} from './socket-gate.js';

type Options = {
	readonly clock: Clock;
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
	/** Whose pauses are kept. */
	readonly sockets: Pick<SocketGate, 'hold'>;
	/** It is time for a connection, and the host may be asked. */
	readonly open: () => void;
	/** It is time, but the host asked for a pause: it is waited for. */
	readonly onHeld?: (hold: Hold) => void;
};

/** The user may have a try made before its time, this often at the most. */
const forcedPauseMs = 5000;

/** What came of the wish for a try now: one that was made, or none, as one was just made, the host asked for a pause, or none is waited for. */
export type Forced = 'trying' | 'tried-lately' | 'held' | 'not-waiting';

/** Tells whether a try may be forced now, which is one then. */
const createForcing = (clock: Pick<Clock, 'now'>) => {
	let lastAt = -Infinity;
	return (): boolean => {
		if (clock.now() - lastAt < forcedPauseMs) return false;
		lastAt = clock.now();
		return true;
	};
};

/** What is planned, of which there is one thing at a time: the newest. */
const createPlan = (clock: Pick<Clock, 'after'>) => {
	let cancel: (() => void) | null = null;
	const drop = () => {
		cancel?.();
		cancel = null;
	};
	return {
		isSet: () => cancel !== null,
		set(ms: number, act: () => void) {
			drop();
			cancel = clock.after(ms, act);
		},
		drop,
	};
};

/** When a connection is tried again: later and later, and never while the host asked for a pause. */
export const createRetry = ({clock, random, sockets, open, onHeld}: Options) => {
	let attempt = 0;
	/** Epoch milliseconds by our clock of the try that is planned. */
	let notBefore = 0;
	const planned = createPlan(clock);
	const mayForce = createForcing(clock);

	const heldMs = () => (sockets.hold()?.until ?? 0) - clock.now();

	const now = () => {
		planned.drop();
		const hold = sockets.hold();
		if (hold) {
			onHeld?.(hold);
			planned.set(heldMs(), now);
		} else open();
	};

	return {
		/** Tries at once, or as soon as the host may be asked. */
		now,
		/** The same, but not before a try that is planned. */
		soon() {
			if (clock.now() >= notBefore) now();
		},
		/** Makes the try that is planned now, as the user may want. The waits after it are as long as they would be. */
		force(): Forced {
			if (!planned.isSet()) return 'not-waiting';
			if (sockets.hold()) return 'held';
			if (!mayForce()) return 'tried-lately';
			notBefore = clock.now();
			now();
			return 'trying';
		},
		/** Plans the next try; `isAtOnce` spares its wait. Returns its time in epoch milliseconds. */
		again(isAtOnce = false): number {
			const waitMs = isAtOnce ? 0 : backoffMs(attempt++, random);
			const delayMs = Math.max(waitMs, heldMs());
			notBefore = clock.now() + delayMs;
			planned.set(delayMs, now);
			return notBefore;
		},
		/** Things have gone well: the next wait is short again. */
		calm() {
			attempt = 0;
		},
		/** Plans no try any more. */
		cancel() {
			planned.drop();
			notBefore = 0;
		},
	};
};

export type Retry = ReturnType<typeof createRetry>;
