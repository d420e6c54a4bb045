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

	// By the time that its answer is overdue, a ping was sent.
	const isSilent = () => isOverdue({lastSign, pings: 1, answersPings}, limits, now());

	const sign = (isPong: boolean, heardAt?: number) => {
		lastSign = heardAt === undefined ? now() : Math.min(lastSign, heardAt);
		answersPings ||= isPong;
		isStale = heardAt !== undefined && isSilent();
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
		/** Anything came, or was told later, of a connection that was heard last at `heardAt`. */
		sign,
		/** Returns whether the connection is to be given up. */
		look(): boolean {
			isStale ||= isSilent();
			return now() - lastSign >= limits.deadAfterMs;
		},
	};
};
