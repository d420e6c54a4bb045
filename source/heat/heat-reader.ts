import {toNumber, type Decimal} from '../book/fixed-point.js';
import type {BookKey, BookView} from '../store/market-view.js';
import {binStepOf, readBook} from './bins.js';
import {spans, type HeatColumn} from './heat-column.js';
import {tradesSince, type HeatPast} from './heat-series.js';
import {meanColumn} from './mean-column.js';

const secondMs = spans[0];

/** What is shown of the past of the books. Columns are told by their time: epoch milliseconds by our clock ÷ their span. */
export type HeatReader = {
	/** What a bin of a book covers; null while there was no book in sync. */
	stepOf(book: BookView): Decimal | null;
	/** One that has ended; null where nothing is known. `span`: index in `spans`. */
	ended(book: BookView, span: number, index: number): HeatColumn | null;
	/** The one that holds `now`, of what it has been so far: the book as it is given is the newest of it. */
	current(book: BookView, span: number, now: number): HeatColumn | null;
};

/** Reads the past of each book. */
export const toReader = (pastOf: (key: BookKey) => HeatPast | undefined): HeatReader => {
	const stepOf = (book: BookView) =>
		pastOf(book.key)?.step() ?? (book.status === 'live' ? binStepOf(book) : null);
	return {
		stepOf,
		ended: (book, span, index) => pastOf(book.key)?.columns[span]?.get(index) ?? null,
		current(book, span, now) {
			const step = stepOf(book);
			if (!step) return readBook({...book, status: 'connecting'}, 1);
			const size = toNumber(step);
			const second = Math.floor(now / secondMs);
			const newest = readBook(book, size, tradesSince(book, second, size));
			const spanMs = spans[span] ?? secondMs;
			const from = Math.floor(now / spanMs) * (spanMs / secondMs);
			if (from === second) return newest;
			const seconds = pastOf(book.key)?.columns[0];
			const before = Array.from(
				{length: second - from},
				(_, by) => seconds?.get(from + by) ?? null,
			);
			return meanColumn([...before, newest]);
		},
	};
};
