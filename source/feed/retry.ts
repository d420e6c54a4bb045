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

/** When a connection is tried again: later and later, and never while the host asked for a pause. */
export const createRetry = ({clock, random, sockets, open, onHeld}: Options) => {
	let attempt = 0;
	/** Epoch milliseconds by our clock of the try that is planned. */
	let notBefore = 0;
	let cancelTimer: () => void = () => undefined;

	const heldMs = () => (sockets.hold()?.until ?? 0) - clock.now();

	const now = () => {
		cancelTimer();
		const hold = sockets.hold();
		if (!hold) {
			open();
			return;
		}
		onHeld?.(hold);
		cancelTimer = clock.after(heldMs(), now);
	};

	return {
		/** Tries at once, or as soon as the host may be asked. */
		now,
		/** The same, but not before a try that is planned. */
		soon() {
			if (clock.now() >= notBefore) now();
		},
		/** Plans the next try; `isAtOnce` spares its wait. Returns its time in epoch milliseconds. */
		again(isAtOnce = false): number {
			const waitMs = isAtOnce ? 0 : backoffMs(attempt++, random);
			const delayMs = Math.max(waitMs, heldMs());
			notBefore = clock.now() + delayMs;
			cancelTimer = clock.after(delayMs, now);
			return notBefore;
		},
		/** Things have gone well: the next wait is short again. */
		calm() {
			attempt = 0;
		},
		/** Plans no try any more. */
		cancel() {
			cancelTimer();
			notBefore = 0;
		},
	};
};

export type Retry = ReturnType<typeof createRetry>;
