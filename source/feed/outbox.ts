import type {Clock} from '../clock.js';

type Options = {
	readonly clock: Clock;
	/** Least milliseconds between two messages. */
	readonly everyMs: number;
	/** Sends the next message, if any waits. Returns whether it did. */
	readonly sendNext: () => boolean;
};

/** Sends what waits, at the pace that a peer allows. */
export const createOutbox = ({clock, everyMs, sendNext}: Options) => {
	let notBefore = 0;
	let cancelTimer: (() => void) | null = null;

	const run = () => {
		cancelTimer?.();
		const waitMs = notBefore - clock.now();
		if (waitMs <= 0) {
			cancelTimer = null;
			if (!sendNext()) return;
			notBefore = clock.now() + everyMs;
		}
		cancelTimer = clock.after(Math.max(waitMs, everyMs), run);
	};

	return {
		/** Something waits: it is sent once what happens now is over, or as soon as the pace allows. */
		wake() {
			cancelTimer ??= clock.after(Math.max(0, notBefore - clock.now()), run);
		},
		stop() {
			cancelTimer?.();
		},
	};
};
