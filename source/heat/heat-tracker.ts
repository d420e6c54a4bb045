import {keepOnly} from '../book/keep-only.js';
import type {BookKey, BookView, MarketView} from '../store/market-view.js';
import {spans} from './heat-column.js';
import {toReader, type HeatReader} from './heat-reader.js';
import {createHeatSeries, type HeatPast, type HeatSeries} from './heat-series.js';

const secondMs = spans[0];

/** Seconds for which nobody looks at the books, and they are what they were: what comes after is not known. */
const heldSeconds = 3;

export type HeatTracker = HeatReader & {
	/** Told of each new view. Books that are not in it are forgotten. */
	sample(view: MarketView, now: number): void;
	/** Told once a second: the books are still what they were. Without that, nothing is known of them. */
	look(now: number): void;
	/** As it is now, for a screen that stands still. */
	freeze(): HeatReader;
};

/** A past that is known from elsewhere: nothing is to be noted. */
export const fixHeat = (reader: HeatReader): HeatTracker => ({
	...reader,
	sample: () => undefined,
	look: () => undefined,
	freeze: () => reader,
});

/** Notes what the books were, whatever is on the screen: some hundred columns of each span, then the oldest are forgotten. */
export const createHeatTracker = (): HeatTracker => {
	const followed = new Map<BookKey, {readonly series: HeatSeries; book: BookView}>();
	let seenAt = 0;
	/** That has begun for all that are followed. */
	let begun = NaN;

	/** What was held until now is what it was. */
	const look = (now: number) => {
		const second = Math.floor(now / secondMs);
		if (second === begun) {
			seenAt = now;
			return;
		}
		begun = second;
		const isAway = now - seenAt > heldSeconds * secondMs;
		for (const {series, book} of followed.values()) {
			series.close(second, book, isAway ? 1 : Infinity);
			if (isAway) series.doubt();
		}
		seenAt = now;
	};

	const reader = toReader(key => followed.get(key)?.series);
	return {
		...reader,
		// Who asks for the column of this second looks at the books: those before it have ended, told of or not.
		current(book, span, now) {
			look(now);
			return reader.current(book, span, now);
		},
		sample(view, now) {
			look(now);
			for (const book of view.books) {
				const known = followed.get(book.key);
				const series = known?.series ?? createHeatSeries('newest');
				const wasLost = known !== undefined && known.book.liveSince !== book.liveSince;
				if (known) known.book = book;
				else {
					followed.set(book.key, {series, book});
					series.close(Math.floor(now / secondMs), book);
				}
				// A book that is lost and in sync again within one view is live in both.
				if (book.status !== 'live' || wasLost) series.doubt();
			}
			keepOnly(followed, view.books);
		},
		look,
		freeze() {
			const copies = new Map<BookKey, HeatPast>(
				Array.from(followed, ([key, {series}]) => [key, series.copy()]),
			);
			return toReader(key => copies.get(key));
		},
	};
};
