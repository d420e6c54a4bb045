import type {Clock} from '../clock.js';
import type {BookView} from '../store/market-view.js';
import type {BookCounts} from './book-counts.js';
import type {Answer} from './http-server.js';
import type {RecorderStatus} from './recorder-status.js';
import type {RelayStatus} from './relay-status.js';

export type HealthOptions = {
	readonly clock: Pick<Clock, 'now' | 'every'>;
	/** The newest views of all books. */
	readonly books: () => readonly BookView[];
	readonly counts: Pick<BookCounts, 'of'>;
	/** For so long after it was live a book counts as live, in milliseconds. */
	readonly graceMs: number;
	/** Null where nothing is recorded, or not yet. */
	readonly recorder: () => RecorderStatus | null;
	/** Null where it is no relay, or not yet. */
	readonly relay: () => RelayStatus | null;
	/** Whether a relay's place among the others counts in place of its books: others may have those. */
	readonly isRelay: boolean;
	/** Of the disk that is written to; null where there is none. */
	readonly bytesFree: () => Promise<number | null>;
};

/** Milliseconds between two looks at which books are live. */
const lookMs = 1000;

const toSeconds = (ms: number) => Math.round(ms) / 1000;

/** When each book was live last, by the even clock: looked at often enough, not listened for. */
const createLastLive = ({clock, books}: Pick<HealthOptions, 'clock' | 'books'>) => {
	const lastLive = new Map<string, number>();
	const look = () => {
		for (const {key, status} of books()) if (status === 'live') lastLive.set(key, clock.now());
	};
	const stop = clock.every(lookMs, look);
	return {
		look,
		/** Milliseconds; null where it never was. */
		ageOf(key: string): number | null {
			const at = lastLive.get(key);
			return at === undefined ? null : clock.now() - at;
		},
		stop,
	};
};

const toRelay = ({isEntitled, relays, books}: RelayStatus) => ({
	...{isEntitled, relays},
	owned: books.filter(({isOwned}) => isOwned).length,
	standby: books.filter(({isOwned, view}) => view !== null && !isOwned).length,
});

/** The page `/health`: 200 while all books are live, or were so a short time ago; else 503. */
export const createHealth = (options: HealthOptions) => {
	const {clock, books, counts, graceMs, recorder, relay, isRelay, bytesFree} = options;
	const startedAt = clock.now();
	const lastLive = createLastLive(options);

	const toBook = ({key, exchange, market, status, reason, code = null}: BookView) => {
		const age = lastLive.ageOf(key);
		const {lastAt} = counts.of(exchange, market);
		return {
			...{exchange, market, status, reason, code},
			isWithinGrace: age !== null && age <= graceMs,
			lastLiveSeconds: age === null ? null : toSeconds(age),
			messageAgeSeconds: lastAt === null ? null : toSeconds(clock.now() - lastAt),
		};
	};

	return {
		async page(): Promise<Answer> {
			lastLive.look();
			const told = books().map(toBook);
			// Of no book nothing is proven.
			const areHealthy = told.length > 0 && told.every(({isWithinGrace}) => isWithinGrace);
			const asRelay = relay();
			const isHealthy = isRelay ? asRelay?.isEntitled === true : areHealthy;
			const ages = told.flatMap(({messageAgeSeconds}) => messageAgeSeconds ?? []);
			const {part, lastPart = null, ...recording} = recorder() ?? {};
			const body = {
				status: isHealthy ? 'ok' : isRelay ? 'not known to the other relays' : 'not live',
				uptimeSeconds: toSeconds(clock.now() - startedAt),
				lastMessageAgeSeconds: ages.length > 0 ? Math.min(...ages) : null,
				books: told,
				...(asRelay ? {relay: toRelay(asRelay)} : {}),
				...(part === undefined ? {} : {recorder: {part, lastPart, ...recording}}),
				lastPart,
				bytesFree: await bytesFree(),
			};
			return {
				status: isHealthy ? 200 : 503,
				type: 'application/json',
				body: `${JSON.stringify(body)}\n`,
			};
		},
		stop: lastLive.stop,
	};
};
