import {interruptedReason} from '../capture/join-parts.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey, BookStatus} from '../store/market-view.js';

const interrupted: BookStatus = {status: 'reconnecting', reason: interruptedReason, retryAt: null};

/** Whether a book may come from before the interruption. */
const isThere = ({status}: BookStatus) => status === 'live' || status === 'stale';

/**
 * A store whose books can be called in question while nothing was recorded. Sessions that begin anew
 * find the books of before; sessions that go on vouch for theirs by the next change that links.
 */
export const createInterruptibleStore = (inner: BookStore) => {
	const told = new Map<BookKey, BookStatus>();
	/** Books that were in sync, of which nothing is known since. */
	const held = new Set<BookKey>();

	const store: BookStore = {
		...inner,
		add(facts) {
			if (told.has(facts.key)) return;
			inner.add(facts);
			told.set(facts.key, {status: 'connecting', reason: null, retryAt: null});
		},
		remove(key) {
			inner.remove(key);
			told.delete(key);
			held.delete(key);
		},
		setStatus(key, status, at) {
			told.set(key, status);
			if (held.has(key) && isThere(status)) return;
			held.delete(key);
			inner.setStatus(key, status, at);
		},
		apply(key, change, at) {
			const fault = inner.apply(key, change, at);
			const status = told.get(key);
			if (held.delete(key) && status) inner.setStatus(key, status, at);
			return fault;
		},
	};

	return {
		store,
		/** Nothing was recorded from here on; `goesOn`: the connections go on after it. */
		interrupt(at: number, goesOn: boolean) {
			for (const [key, status] of told) {
				inner.breakTape(key);
				if (goesOn && !isThere(status)) continue;
				inner.setStatus(key, interrupted, at);
				inner.setRate(key, 0);
				if (goesOn) held.add(key);
				else held.delete(key);
			}
		},
	};
};
