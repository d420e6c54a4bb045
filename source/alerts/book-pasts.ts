import type {BookView} from '../store/market-view.js';
import type {BookPast} from './readings.js';

type Kept = BookPast & {
	/** As its health told them last. */
	readonly lastGaps: number;
	readonly connectedSince: number | null;
};

const begin = ({status, health}: BookView, now: number): Kept => ({
	downSince: status === 'live' ? null : now,
	gaps: 0,
	losses: 0,
	lastGaps: health.gaps,
	connectedSince: health.connectedSince,
});

const goOn = (past: Kept, {status, health}: BookView, now: number): Kept => {
	const wasLost = past.connectedSince !== null && health.connectedSince !== past.connectedSince;
	return {
		downSince: status === 'live' ? null : (past.downSince ?? now),
		gaps: past.gaps + Math.max(0, health.gaps - past.lastGaps),
		losses: past.losses + (wasLost ? 1 : 0),
		lastGaps: health.gaps,
		connectedSince: health.connectedSince,
	};
};

/** What has happened to each book there is; of one that is gone, nothing is kept. */
export const createBookPasts = () => {
	let pasts = new Map<string, Kept>();
	const fresh: BookPast = {downSince: null, gaps: 0, losses: 0};
	return {
		/** To be told of each view: `now` by the clock. */
		look(books: readonly BookView[], now: number) {
			pasts = new Map(
				books.map(book => {
					const past = pasts.get(book.key);
					return [book.key, past ? goOn(past, book, now) : begin(book, now)];
				}),
			);
		},
		of: (key: string): BookPast => pasts.get(key) ?? fresh,
	};
};
