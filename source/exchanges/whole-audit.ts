import {keepChange, type BookChange} from '../book/order-book.js';
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

/** Compares the pushed book with the one asked for, once it is as far; a newer one waits for its push. */
export const createWholeAudit = ({version, ask, toChange}: Port) => {
	let isUnderWay = false;
	/** What it asked for, null until that came. */
	let book: Snapshot | null = null;

	const end = () => {
		isUnderWay = false;
		book = null;
	};

	const giveUp = (detail: string): readonly ClientOutput[] => {
		if (!isUnderWay) return [];
		end();
		return [{type: 'unaudited', fault: {code: 'no-audit', detail}}];
	};

	const finish = (): readonly ClientOutput[] => {
		if (!book || book.to > version()) return [];
		const changes = [toChange(book)];
		if (book.to === version()) {
			end();
			return [{type: 'audit', changes}];
		}
		// Older than what was pushed meanwhile: the next one may be in time.
		book = null;
		return ask();
	};

	return {
		begin(): readonly ClientOutput[] {
			isUnderWay = true;
			book = null;
			return ask();
		},
		isUnderWay: () => isUnderWay,
		/** Whether nothing of what it asked for has come. */
		isWaiting: () => isUnderWay && book === null,
		/** What it asked for. */
		take(asked: Snapshot): readonly ClientOutput[] {
			if (!isUnderWay) return [];
			book = keepChange(asked);
			return finish();
		},
		/** The book was pushed. */
		finish,
		giveUp,
		/** It was begun long ago: what it asked for is compared as it is. */
		late(): {readonly outputs: readonly ClientOutput[]; readonly version: number} {
			if (!book) return {outputs: giveUp('no snapshot came'), version: version()};
			const detail = `updates ended at ${version()}, a snapshot is at ${book.to}`;
			const lag: FeedFault = {code: 'stopped', detail};
			const {to} = book;
			const changes = [toChange(book)];
			end();
			return {outputs: [{type: 'audit', changes, lag}], version: to};
		},
		end,
	};
};
