import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';
import {showFirstLive} from './first-live.js';

/** Milliseconds between two views: the books may change as often as they like in between. */
export const cadenceMs = 100;

/**
 * A session's store, of which views are made at its cadence. `judge` is called right before each: what is not proven
 * any more at that very moment is not shown as live.
 */
export const showStore = (
	inner: BookStore,
	clock: Pick<Clock, 'now' | 'wall' | 'every' | 'after'>,
	judge: () => void,
): {readonly store: BookStore; readonly stop: () => void} => {
	const store: BookStore = {
		...inner,
		publish() {
			judge();
			inner.publish();
		},
	};
	const stopCadence = clock.every(cadenceMs, () => {
		store.setWallAhead(Math.round(clock.wall() - clock.now()));
		store.publish();
	});
	const stopFirst = showFirstLive(store, clock);
	return {
		store,
		stop() {
			stopCadence();
			stopFirst();
		},
	};
};

/** Resolves once so many milliseconds are over, unless it is stopped. */
export const createPatience = (clock: Pick<Clock, 'after'>, ms: number) => {
	let stop = () => {};
	const over = new Promise<void>(resolve => {
		stop = clock.after(ms, resolve);
	});
	return {over, stop: () => stop()};
};
