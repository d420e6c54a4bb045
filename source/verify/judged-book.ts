import {countDifferences, knownFurther} from '../book/compare-books.js';
import {OrderBook, type BookChange} from '../book/order-book.js';
import type {FeedFault} from '../faults.js';
import type {BookEvent, BookMemory} from './book-events.js';
import type {StreamWatch} from './book-watch.js';

/** The book that these make. */
const toBook = (changes: readonly BookChange[]): OrderBook => {
	const book = new OrderBook();
	for (const change of changes) book.apply(change);
	return book;
};

/** What speaks against a book by itself: that it is crossed, or what the own check of a change found. */
const createFlaws = (tell: (event: BookEvent) => void) => {
	/** Null where a check found nothing. */
	let wrong: string | null = null;
	/** Whether it was crossed when it was looked at last. */
	let isCrossed = false;
	return {
		/** `detail`: what the check of a change found; null where nothing. */
		checked(detail: string | null) {
			wrong = detail ?? wrong;
		},
		look(book: OrderBook): FeedFault | null {
			const wasCrossed = isCrossed;
			isCrossed = book.isCrossed();
			if (wrong !== null) {
				const detail = wrong;
				wrong = null;
				return {code: 'checksum', detail};
			}
			if (!isCrossed) return null;
			if (!wasCrossed) tell({type: 'crossed', detail: `sequence ${book.sequence ?? 0}`});
			return {code: 'crossed'};
		},
	};
};

/** A book that is judged each time that a unit of changes is in it; `onSync`: nothing is wrong with it. */
export const createJudgedBook = (
	tell: (event: BookEvent) => void,
	onSync: () => void,
	memory?: BookMemory,
	watch?: Pick<StreamWatch, 'changing' | 'changed' | 'replaced'>,
) => {
	let book = new OrderBook();
	let isInSync = false;
	const flaws = createFlaws(tell);

	return {
		get: () => book,
		/** Takes a change, with what its check says. */
		apply(change: BookChange) {
			watch?.changing(change, book);
			flaws.checked(book.apply(change));
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
			const flaw = flaws.look(book);
			if (flaw) return flaw;
			if (!isInSync) tell({type: 'snapshot'});
			isInSync = true;
			onSync();
			return null;
		},
		/** Returns what is wrong with the book, where a snapshot tells something else. */
		audit(changes: readonly BookChange[]): FeedFault | null {
			const fresh = toBook(changes);
			const differences = countDifferences(book, fresh, changes[0]?.maxLevels);
			tell({type: 'audit', differences});
			if (differences > 0) return {code: 'different'};
			const settled = knownFurther(book, fresh);
			if (settled !== book) watch?.replaced(book, settled);
			book = settled;
			return null;
		},
	};
};
