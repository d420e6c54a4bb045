import type {Clock} from '../clock.js';
import type {Sharing} from '../exchanges/sharing.js';

/** Connections that may be made at once, after a while without any. */
const atOnce = 6;

/**
 * Spreads connections over time: half of what the exchange allows. Many books come back at once where a
 * socket is lost, each by a wait of its own: the shortest of many waits is none.
 */
export const createConnectPace = (
	{count, withinMs}: Sharing['connects'],
	clock: Pick<Clock, 'now'>,
) => {
	const everyMs = (2 * withinMs) / count;
	/** When all of them may be made at once again. */
	let fullAt = 0;
	/** Takes one. Returns in how many milliseconds it may be made. */
	return (): number => {
		const now = clock.now();
		fullAt = Math.max(fullAt, now) + everyMs;
		return Math.max(0, fullAt - now - atOnce * everyMs);
	};
};
