import type {Exchange} from '../exchanges/exchange.js';
import {isOverdue} from '../feed/due.js';

/** Whether the connection of a book is heard from, as the feed judges it. */
export const createSilence = (
	now: () => number,
	limits: Pick<Exchange, 'heartbeatMs' | 'deadAfterMs' | 'staleAfterMs'>,
) => {
	let [openedAt, lastSign] = [0, 0];
	let isStale = false;
	let answersPings = false;

	const sign = (isPong: boolean) => {
		lastSign = now();
		isStale = false;
		answersPings ||= isPong;
	};

	return {
		isStale: () => isStale,
		/** Milliseconds for which the connection has been open. */
		openMs: () => now() - openedAt,
		opened() {
			openedAt = now();
			answersPings = false;
			sign(false);
		},
		/** Anything came. */
		sign,
		/** Returns whether the connection is to be given up. */
		look(): boolean {
			// By the time that its answer is overdue, a ping was sent.
			isStale ||= isOverdue({lastSign, pings: 1, answersPings}, limits, now());
			return now() - lastSign >= limits.deadAfterMs;
		},
	};
};
