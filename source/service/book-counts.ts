import type {Clock} from '../clock.js';
import type {FeedObserver, ObserveFeed} from '../feed/feed-observer.js';

export type BookCount = {
	/** Websocket messages. */
	messages: number;
	bytes: number;
	/** By the even clock, in milliseconds; null before the first message. */
	lastAt: number | null;
};

/** Counts what comes in of each book, from the beginning on. `onLatency`: in seconds. */
export const createBookCounts = (
	clock: Pick<Clock, 'now'>,
	onLatency: (exchange: string, market: string) => (seconds: number) => void,
) => {
	const counts = new Map<string, BookCount>();

	const of = (exchange: string, market: string): BookCount => {
		const key = `${exchange}:${market}`;
		const known = counts.get(key);
		if (known) return known;
		const count: BookCount = {messages: 0, bytes: 0, lastAt: null};
		counts.set(key, count);
		return count;
	};

	const observe: ObserveFeed = (exchange, market): FeedObserver => {
		const count = of(exchange, market);
		const tell = onLatency(exchange, market);
		return {
			message(bytes) {
				count.messages++;
				count.bytes += bytes;
				count.lastAt = clock.now();
			},
			latency(ms) {
				tell(ms / 1000);
			},
		};
	};

	return {of, observe};
};

export type BookCounts = ReturnType<typeof createBookCounts>;
