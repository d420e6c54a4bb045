import type {Clock} from '../clock.js';
import type {Sharing} from '../exchanges/sharing.js';
import {createPace} from './pace.js';

/** Connections that may be made at once at the most, after a while without any. */
const mostAtOnce = 6;

/**
 * Spreads connections over time: of what the exchange allows, half at once and half one by one. Many books come back
 * at once where a socket is lost, each by a wait of its own: the shortest of many waits is none.
 */
export const createConnectPace = (
	{count, withinMs}: Sharing['connects'],
	clock: Pick<Clock, 'now'>,
) => {
	const atOnce = Math.max(1, Math.min(mostAtOnce, Math.floor(count / 2)));
	return createPace({everyMs: (2 * withinMs) / count, atOnce}, clock);
};
