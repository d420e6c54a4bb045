import type {BookHealth, BookView} from '../store/market-view.js';
import type {BookPast} from './readings.js';

type Kept = BookPast & {
	/** As its health told them last. */
	readonly lastGaps: number;
	readonly connectedSince: number | null;
	readonly source: number | null;
};

/** The clock of a relay is known as well as that, in milliseconds. */
const relayClockMs = 2000;

/** Of a relay the time when a link opened is told again with each measurement of its clock. */
const isSameLink = (before: number, {connectedSince, relay}: BookHealth): boolean =>
	connectedSince !== null &&
	(relay ? Math.abs(connectedSince - before) < relayClockMs : connectedSince === before);

/** Whose counts they are: another relay has counted others. */
const sourceOf = ({relay}: BookHealth): number | null => relay?.countsOf ?? null;

const keepHealth = (health: BookHealth) => ({
	lastGaps: health.gaps,
	connectedSince: health.connectedSince,
	source: sourceOf(health),
});

const begin = ({status, health}: BookView, now: number): Kept => ({
	downSince: status === 'live' ? null : now,
	gaps: 0,
	losses: 0,
	...keepHealth(health),
});

const goOn = (past: Kept, {status, health}: BookView, now: number): Kept => {
	const {connectedSince, lastGaps, source} = past;
	const isOther = source !== sourceOf(health);
	const wasLost = connectedSince !== null && !isSameLink(connectedSince, health);
	return {
		...keepHealth(health),
		downSince: status === 'live' ? null : (past.downSince ?? now),
		gaps: past.gaps + (isOther ? 0 : Math.max(0, health.gaps - lastGaps)),
		losses: past.losses + (wasLost && !isOther ? 1 : 0),
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
