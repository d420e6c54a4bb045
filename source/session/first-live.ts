import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';

/**
 * Shows each book as soon as it is live for the first time, once what made it so has been gone through, instead of
 * at the next cadence. Returns stop.
 */
export const showFirstLive = (
	store: Pick<BookStore, 'followStatus' | 'publish'>,
	clock: Pick<Clock, 'after'>,
): (() => void) => {
	const seen = new Set<BookKey>();
	let cancel = () => {};
	const unfollow = store.followStatus(({key, status}) => {
		if (status !== 'live' || seen.has(key)) return;
		seen.add(key);
		cancel();
		cancel = clock.after(0, store.publish);
	});
	return () => {
		unfollow();
		cancel();
	};
};
