import type {Clock} from '../clock.js';
import type {BookKey} from '../store/market-view.js';

/** A book that is in trouble here for so long, and live with another relay, is left to that one for a while. */
const troubleMs = 30_000;
const withdrawnMs = 300_000;

/** Which books this relay offers to follow: those that an exchange does not serve here are left to others. */
export const createOffers = (clock: Pick<Clock, 'now'>) => {
	const troubleSince = new Map<BookKey, number>();
	const withdrawnAt = new Map<BookKey, number>();
	return {
		isOffered(key: BookKey): boolean {
			const at = withdrawnAt.get(key);
			if (at !== undefined && clock.now() - at >= withdrawnMs) withdrawnAt.delete(key);
			return !withdrawnAt.has(key);
		},
		/** It is not ours to publish now: what was before counts for nothing once it is again. */
		pass(key: BookKey) {
			troubleSince.delete(key);
		},
		/** How a book stands here, the first in place, and whether another relay has it live. */
		judge(key: BookKey, isLive: boolean, isLiveElsewhere: boolean) {
			if (isLive) troubleSince.delete(key);
			else if (!troubleSince.has(key)) troubleSince.set(key, clock.now());
			const since = troubleSince.get(key);
			if (since === undefined || clock.now() - since < troubleMs || !isLiveElsewhere) return;
			withdrawnAt.set(key, clock.now());
			troubleSince.delete(key);
		},
	};
};
