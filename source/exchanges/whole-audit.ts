import {countDifferences} from '../book/compare-books.js';
import {keepChange, OrderBook, type BookChange} from '../book/order-book.js';
import type {FeedFault} from '../faults.js';
import type {ClientOutput} from './exchange.js';
import type {Snapshot} from './increment.js';

type Port = {
	/** Of the newest book that was pushed. */
	version(): number;
	/** Asks for the book as it is. */
	ask(): readonly ClientOutput[];
	toChange(book: Snapshot): BookChange;
};

/** Books older than what was pushed meanwhile, after which an audit is given up. */
const maxTries = 6;

/** Books pushed since an audit began that are kept to be compared: of some seconds. */
const maxKept = 50;

const toUnaudited = (detail: string): readonly ClientOutput[] => [
	{type: 'unaudited', fault: {code: 'no-audit', detail}},
];

const unlinked = toUnaudited('no snapshot links to the book');

const toBook = (change: BookChange): OrderBook => {
	const book = new OrderBook();
	book.apply(change);
	return book;
};

/** What comes of a book that is older than the newest push: compared with the one pushed at its version; null where none was. */
const compareOlder = (asked: BookChange, kept: readonly BookChange[]) => {
	const pushed = kept.findLast(({sequence}) => sequence === asked.sequence);
	const newest = kept.at(-1);
	if (!pushed || !newest) return null;
	const count = countDifferences(toBook(pushed), toBook(asked), asked.maxLevels);
	if (count === 0) return {type: 'audit', changes: [newest]} as const;
	const detail = `${count === 1 ? '1 level' : `${count} levels`} differed from a fresh snapshot`;
	return {type: 'syncing', fault: {code: 'different', detail}} as const;
};

/**
 * Compares the pushed book with the one asked for, once it is as far; a newer one waits for its push. One that is older
 * is compared with the book pushed at that version, where it was kept.
 */
export const createWholeAudit = ({version, ask, toChange}: Port) => {
	/** What was asked for and what was pushed since; null while there is no audit. */
	let audit: {book: BookChange | null; tries: number; kept: readonly BookChange[]} | null = null;

	const end = (): readonly ClientOutput[] => {
		audit = null;
		return [];
	};

	const giveUp = (detail: string): readonly ClientOutput[] => {
		if (!audit) return [];
		end();
		return toUnaudited(detail);
	};

	const finish = (): readonly ClientOutput[] => {
		const {book = null, kept = [], tries = 0} = audit ?? {};
		if (!audit || !book || book.sequence > version()) return [];
		const isNewest = book.sequence === version();
		const compared = isNewest
			? ({type: 'audit', changes: [book]} as const)
			: compareOlder(book, kept);
		end();
		if (compared) return [compared];
		if (tries === maxTries) return unlinked;
		// The next one may be in time.
		audit = {book: null, kept, tries: tries + 1};
		return ask();
	};

	return {
		begin(): readonly ClientOutput[] {
			audit = {book: null, tries: 1, kept: []};
			return ask();
		},
		isUnderWay: () => audit !== null,
		/** What it asked for. */
		take(asked: Snapshot): readonly ClientOutput[] {
			if (audit) audit.book = keepChange(toChange(asked));
			return finish();
		},
		/** The book was pushed. */
		finish,
		/** Keeps a book that was pushed, to compare an older one with. */
		keep(pushed: Snapshot) {
			if (audit) audit.kept = [...audit.kept.slice(1 - maxKept), keepChange(toChange(pushed))];
		},
		giveUp,
		/** It was begun long ago: what it asked for is compared as it is. */
		late(): {readonly outputs: readonly ClientOutput[]; readonly version: number} {
			const book = audit?.book;
			if (!book) return {outputs: giveUp('no snapshot came'), version: version()};
			const detail = `updates ended at ${version()}, a snapshot is at ${book.sequence}`;
			const lag: FeedFault = {code: 'stopped', detail};
			end();
			return {outputs: [{type: 'audit', changes: [book], lag}], version: book.sequence};
		},
		end,
	};
};

export type WholeAudit = ReturnType<typeof createWholeAudit>;
