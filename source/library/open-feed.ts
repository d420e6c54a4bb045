import {systemClock} from '../clock.js';
import {createBookBox, createCountedBox} from './boxes.js';
import type {BookUpdate, Feed, FeedOptions, StatusChange, Trade} from './feed-types.js';
import {followExchanges} from './follow-exchanges.js';
import {createNews, type BookNews, type News} from './news.js';
import {playCapture} from './play-capture.js';
import {readOptions, type Plan} from './read-options.js';
import type {Running} from './running.js';
import {createStreams, type Ending, type Streams} from './streams.js';
import {toProven} from './to-book.js';
import {createTopic} from './topic.js';

/** Items that wait for one reader. */
const mostTrades = 10_000;
const mostStatuses = 1000;

const start = (
	plan: Plan,
	news: News,
	{untilRoom}: Streams,
	signal: AbortSignal | undefined,
): Promise<Running> => {
	switch (plan.type) {
		case 'capture':
			return playCapture(plan, news, {clock: systemClock, untilRoom});
		case 'exchanges':
			return followExchanges(plan, news, systemClock);
		case 'relays':
			// The client of NATS is for those who use it.
			return import('./follow-relays.js').then(({followRelays}) =>
				followRelays(plan, news, systemClock, signal),
			);
	}
};

/** Ends a feed once, by whatever comes first, and tells how it ended. */
const createClosing = (running: Running, streams: Streams) => {
	let settle = (_ending: Ending) => {};
	const closed = new Promise<void>((resolve, reject) => {
		settle = ({failure}) => {
			if (failure) reject(failure.reason as Error);
			else resolve();
		};
	});
	// Who iterates is told, too: not to look here is no mistake.
	closed.catch(() => undefined);
	let stopped: Promise<void> | null = null;

	return {
		closed,
		/** Resolves once all is closed, whatever ended it first. */
		end(how: Ending): Promise<void> {
			streams.end(how);
			stopped ??= (async () => {
				await running.stop();
				settle(how);
			})();
			return stopped;
		},
	};
};

/**
 * Tells where books stand and what becomes of them, from the next microtask on: a listener that is called while it is
 * added could not end itself, for whoever adds it has not been told how. Returns how to end it.
 */
const followLater = ({books, current}: News, tell: (told: BookNews) => void, begin: () => void) => {
	let isEnded = false;
	let stop = () => {};
	queueMicrotask(() => {
		if (!isEnded) {
			const first = createTopic<BookNews>();
			stop = first.add(tell);
			current().forEach(first.tell);
		}
		if (!isEnded) stop = books.add(tell);
		begin();
	});
	return () => {
		isEnded = true;
		stop();
	};
};

/** What is told of a feed to those who read it or listen. */
const createReaders = (news: News, streams: Streams, levels: number, begin: () => void) => {
	const toUpdate = ({view, lost}: BookNews): BookUpdate | null =>
		lost ?? (view && toProven(view, levels));
	const begun = <T>(reader: T): T => {
		begin();
		return reader;
	};
	return {
		books: () => begun(streams.open(news.books, createBookBox(levels), news.current())),
		trades: () => begun(streams.open(news.trades, createCountedBox(mostTrades))),
		statuses: () => begun(streams.open(news.statuses, createCountedBox(mostStatuses))),
		onBook(listener: (update: BookUpdate) => void) {
			const tell = (told: BookNews) => {
				const update = toUpdate(told);
				if (update) listener(update);
			};
			return followLater(news, tell, begin);
		},
		onTrade: (listener: (trade: Trade) => void) => begun(news.trades.add(listener)),
		onStatus: (listener: (change: StatusChange) => void) => begun(news.statuses.add(listener)),
		current: () => news.current().flatMap(told => toUpdate(told) ?? []),
	};
};

/**
 * Opens a feed of books: exact, and given only while they are proven to equal the exchange's. It goes on until it
 * is closed. Rejects with a `FeedError`, or the signal's reason.
 */
export const openFeed = async (options: FeedOptions = {}): Promise<Feed> => {
	const {plan, levels} = readOptions(options);
	const {signal} = options;
	signal?.throwIfAborted();
	const news = createNews();
	const streams = createStreams();
	const running = await start(plan, news, streams, signal);
	const {closed, end} = createClosing(running, streams);

	const abort = () => void end({failure: {reason: signal?.reason}, isDrained: false});
	if (signal?.aborted) abort();
	else signal?.addEventListener('abort', abort, {once: true});
	const forget = () => signal?.removeEventListener('abort', abort);
	closed.then(forget, forget);
	running.finished.then(
		() => end({failure: null, isDrained: true}),
		(reason: unknown) => end({failure: {reason}, isDrained: true}),
	);

	const close = async () => {
		await end({failure: null, isDrained: false});
	};
	if (signal?.aborted) await closed;
	return {
		...createReaders(news, streams, levels, running.begin),
		...{closed, close},
		[Symbol.asyncDispose]: close,
	};
};
