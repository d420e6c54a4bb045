import {createHistory, type History, type RunningHistory} from '../../book/history.js';
import {keepOnly} from '../../book/keep-only.js';
import type {BookKey, BookView, MarketView} from '../../store/market-view.js';

/** How a feed did over the session, as far back as is kept. */
export type FeedPast<Kept extends History = History> = {
	/** Milliseconds from the exchange's time to ours. */
	readonly latency: Kept;
	/** Messages a second. */
	readonly rate: Kept;
	/** Milliseconds since the newest change. */
	readonly age: Kept;
};

export type VitalsReader = {
	/** Null where nothing was noted of the book. */
	pastOf(key: BookKey): FeedPast | null;
};

export type VitalsTracker = VitalsReader & {
	/** Told of each new view. Books that are not in it are forgotten. */
	sample(view: MarketView, now: number): void;
	/** Nothing is known from then on, epoch milliseconds, until the next view. */
	doubt(at: number): void;
	/** What comes now does not follow what was noted. */
	forget(): void;
	/** As it is now, for a screen that stands still. */
	freeze(): VitalsReader;
};

/** So much is kept, in spans of this length: a bounded number of values, however long it runs. */
export const keptMs = 2 * 3_600_000;
export const spanMs = 5000;

const createPast = (): FeedPast<RunningHistory> => ({
	latency: createHistory(keptMs, spanMs),
	rate: createHistory(keptMs, spanMs),
	age: createHistory(keptMs, spanMs),
});

const note = (
	{latency, rate, age}: FeedPast<RunningHistory>,
	{health, messagesPerSecond, receivedAt}: BookView,
	now: number,
): void => {
	latency.add(health.latencyMs?.p50 ?? null, now);
	rate.add(messagesPerSecond, now);
	age.add(receivedAt === null ? null : Math.max(0, now - receivedAt), now);
};

/** Notes how the feeds do, whatever is on the screen. */
export const createVitalsTracker = (): VitalsTracker => {
	const pasts = new Map<BookKey, FeedPast<RunningHistory>>();
	return {
		pastOf: key => pasts.get(key) ?? null,
		sample(view, now) {
			for (const book of view.books) {
				const past = pasts.get(book.key) ?? createPast();
				pasts.set(book.key, past);
				note(past, book, now);
			}
			keepOnly(pasts, view.books);
		},
		doubt(at) {
			for (const {latency, rate, age} of pasts.values())
				for (const history of [latency, rate, age]) history.add(null, at);
		},
		forget() {
			pasts.clear();
		},
		freeze() {
			const copies = new Map(
				Array.from(pasts, ([key, {latency, rate, age}]): [BookKey, FeedPast] => [
					key,
					{latency: latency.copy(), rate: rate.copy(), age: age.copy()},
				]),
			);
			return {pastOf: key => copies.get(key) ?? null};
		},
	};
};
