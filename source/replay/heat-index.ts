import {spans} from '../heat/heat-column.js';
import {toReader, type HeatReader} from '../heat/heat-reader.js';
import {createHeatSeries, type HeatSeries} from '../heat/heat-series.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import type {StoreWrite} from '../store/store-writes.js';

const secondMs = spans[0];

/** Seconds without an event for which books are what they were: what a capture lacks for longer is not known. */
const heldSeconds = 600;

/** A capture's books second by second, noted while it is read. */
export const createHeatIndex = (store: Pick<BookStore, 'publish' | 'getView'>) => {
	const all = new Map<BookKey, HeatSeries>();
	let second = -Infinity;

	const seriesOf = (key: BookKey): HeatSeries => {
		const series = all.get(key) ?? createHeatSeries('all');
		all.set(key, series);
		return series;
	};

	const reader: HeatReader = toReader(key => all.get(key));
	return {
		reader,
		/** Epoch milliseconds: what is written from now on is written then. */
		begin(time: number) {
			const now = Math.floor(time / secondMs);
			if (now <= second) return;
			second = now;
			store.publish();
			for (const book of store.getView().books) seriesOf(book.key).close(now, book, heldSeconds);
		},
		/** A book that was not live at some moment was not proven all the time. */
		see(write: StoreWrite) {
			if (write.name === 'setStatus' && write.args[1].status !== 'live')
				seriesOf(write.args[0]).doubt();
		},
	};
};
