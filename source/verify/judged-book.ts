import {countDifferences} from '../book/compare-books.js';
import {OrderBook, type BookChange} from '../book/order-book.js';
import type {FeedFault} from '../faults.js';
import type {BookEvent, BookMemory} from './book-events.js';
import type {StreamWatch} from './book-watch.js';

/** A book that is judged each time that a unit of changes is in it; `onSync`: nothing is wrong with it. */
export const createJudgedBook = (
	tell: (event: BookEvent) => void,
	onSync: () => void,
	memory?: BookMemory,
	watch?: Pick<StreamWatch, 'changing' | 'changed' | 'replaced'>,
) => {
	let book = new OrderBook();
	let isInSync = false;
	/** What a change's own check found, null where nothing. */
	let wrong: string | null = null;
	/** Whether it was crossed when it was judged last. */
	let isCrossed = false;

	return {
		get: () => book,
		/** Takes a change, with what its check says. */
		apply(change: BookChange) {
			watch?.changing(change, book);
			wrong = book.apply(change) ?? wrong;
			watch?.changed(change, book);
		},
		/** Of its newest change, 0 before the first. */
		sequence: () => book.sequence ?? 0,
		isInSync: () => isInSync,
		outOfSync() {
			isInSync = false;
		},
		/** What came as a unit is in the book: it is in sync, unless what is returned is wrong with it. */
		judge(): FeedFault | null {
			const sequence = book.sequence ?? 0;
			const age = isInSync ? null : memory?.judge(sequence);
			if (age) return age;
			memory?.learn(sequence);
			const wasCrossed = isCrossed;
			isCrossed = book.isCrossed();
			if (wrong !== null) {
				const detail = wrong;
				wrong = null;
				return {code: 'checksum', detail};
			}
			if (isCrossed) {
				if (!wasCrossed) tell({type: 'crossed', detail: `sequence ${sequence}`});
				return {code: 'crossed'};
			}
			if (!isInSync) tell({type: 'snapshot'});
			isInSync = true;
			onSync();
			return null;
		},
		/** Returns what is wrong with the book, where a snapshot tells something else. */
		audit(changes: readonly BookChange[]): FeedFault | null {
			const fresh = new OrderBook();
			for (const change of changes) fresh.apply(change);
			const differences = countDifferences(book, fresh, changes[0]?.maxLevels);
			tell({type: 'audit', differences});
			if (differences > 0) return {code: 'different'};
			watch?.replaced(book, fresh);
			book = fresh;
			return null;
		},
	};
};
