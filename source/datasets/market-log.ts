import type {OrderBook} from '../book/order-book.js';
import type {Trade} from '../book/trade.js';
import type {Standing, StreamWatch} from '../verify/book-watch.js';
import {dayOf, dayUs, type BookRows, type MarketSink, type ProvenBook} from './book-rows.js';
import {provenOf, wholeBook} from './changed-levels.js';
import {createCoverage} from './coverage.js';
import {createKnownIds} from './known-ids.js';
import {createStreamLog, type StreamLog} from './stream-log.js';

type Options = {
	readonly sink: MarketSink;
	/** A capture's time, in milliseconds since its start, as microseconds since 1970. */
	readonly toUs: (t: number) => number;
	/** The capture's first event, in microseconds since 1970. */
	readonly startUs: number;
	/** When the market was first heard of, in microseconds since 1970. */
	readonly seenUs: number;
};

const isEmpty = ({bids, asks}: OrderBook): boolean => bids.length + asks.length === 0;

const toWhole = (book: ProvenBook, localTime: number, exchangeTime: number | null): BookRows => ({
	...{isSnapshot: true, exchangeTime, localTime},
	...{sides: wholeBook(book), book},
});

/** Tells the rows of one market's book, from whichever of its streams leads. Times are microseconds since 1970. */
const createBookLog = ({sink, startUs, seenUs}: Omit<Options, 'toUs'>) => {
	const streams: StreamLog[] = [];
	const coverage = createCoverage({startUs, seenUs});
	/** The one that the rows come from; null while none is proven. */
	let lead: StreamLog | null = null;
	/** Whether readers have an empty book: nothing was told, or all that was is gone. */
	let isBlank = true;

	const tell = (rows: BookRows, book: OrderBook) => {
		sink.book(rows);
		isBlank = isEmpty(book);
	};

	const whole = (book: OrderBook, localTime: number, exchangeTime: number | null) => {
		tell(toWhole(provenOf(book), localTime, exchangeTime), book);
	};

	/** Of a whole book without a level readers learn nothing: theirs has to be empty. */
	const canTell = (stream: StreamLog): boolean => {
		const book = stream.book();
		if (book === null) return false;
		return !isEmpty(book) || isBlank || (lead === stream && !stream.isWhole());
	};

	/** A stream is proven, with changes since it was told last. */
	const prove = (stream: StreamLog, book: OrderBook, us: number) => {
		lead ??= stream;
		if (lead !== stream) return;
		coverage.proven(us);
		if (isEmpty(book) && stream.isWhole()) return;
		const {isWhole, exchangeTime, sides} = stream.take();
		if (isWhole) whole(book, us, exchangeTime);
		else if (sides.length > 0)
			tell({isSnapshot: false, exchangeTime, localTime: us, sides, book: provenOf(book)}, book);
	};

	const lose = (stream: StreamLog, reason: string, us: number) => {
		stream.drop();
		if (lead === stream) {
			lead = streams.find(other => other !== stream && canTell(other)) ?? null;
			const book = lead?.book();
			if (lead && book) prove(lead, book, us);
		}
		if (!lead) coverage.unproven(us, reason);
	};

	return {
		follow(): StreamLog {
			const stream: StreamLog = createStreamLog(() => lead === stream);
			streams.push(stream);
			return stream;
		},
		settle(stream: StreamLog, standing: Standing, us: number) {
			stream.settled(standing);
			if (!standing.isProven) lose(stream, stream.reason(standing.why), us);
			else if (!canTell(stream)) lose(stream, 'the book was empty', us);
			else prove(stream, standing.book, us);
		},
		/** Ends the days that are over. */
		rollTo(us: number) {
			while (dayOf(us) > coverage.day()) {
				const next = (coverage.day() + 1) * dayUs;
				sink.endDay(coverage.endDay(next));
				const book = lead?.book();
				if (book && isEmpty(book)) lead?.drop();
				else if (book) whole(book, next, book.exchangeTime);
				// Days on which nothing was recorded are no days of the capture.
				else coverage.goTo(dayOf(us));
			}
		},
		finish(us: number) {
			sink.endDay(coverage.endDay(us));
		},
	};
};

/**
 * Makes rows of one market from what its streams tell. A book may come on two channels at once: it is taken from one
 * of them as long as that is proven, then from another. Each day begins at midnight with the book as it was, where
 * that was proven.
 */
export const createMarketLog = (options: Options) => {
	const {sink, toUs} = options;
	const book = createBookLog(options);
	const isNew = createKnownIds();

	const trade = (trades: readonly Trade[], us: number) => {
		book.rollTo(us);
		const fresh = trades.filter(({id}) => isNew(id));
		if (fresh.length > 0) sink.trades(fresh, us);
	};

	return {
		/** One more channel that the book comes on. `now`: milliseconds since the start of the capture. */
		follow(now: () => number): StreamWatch {
			const stream = book.follow();
			return {
				...stream.watch,
				before() {
					book.rollTo(toUs(now()));
				},
				traded(trades) {
					trade(trades, toUs(now()));
				},
				settled(standing) {
					const us = toUs(now());
					book.rollTo(us);
					book.settle(stream, standing, us);
				},
			};
		},
		trade,
		/** The capture is over: so is the proof. */
		finish(us: number) {
			book.rollTo(us);
			book.finish(us);
		},
	};
};

export type MarketLog = ReturnType<typeof createMarketLog>;
