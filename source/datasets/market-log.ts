import type {OrderBook} from '../book/order-book.js';
import type {Trade} from '../book/trade.js';
import type {Standing, StreamWatch} from '../verify/book-watch.js';
import {dayOf, dayUs, type BookRows, type MarketSink, type ProvenBook} from './book-rows.js';
import {provenOf, wholeBook} from './changed-levels.js';
import {isHeard} from '../verify/recorded-files.js';
import {createCoverage, type Beginning, type Coverage} from './coverage.js';
import {createKnownIds} from './known-ids.js';
import {createStreamLog, type StreamLog} from './stream-log.js';

type Options = {
	readonly sink: MarketSink;
	/** A capture's time, in milliseconds since its start, as microseconds since 1970. */
	readonly toUs: (t: number) => number;
	/** When the recording of it began; asked for once, as something comes. */
	readonly begin: () => Beginning;
	/** Something of its book comes. */
	readonly onHeard: () => void;
	/** Whether what is being read is to tell of it. */
	readonly goesOn: () => boolean;
};

const isEmpty = ({bids, asks}: OrderBook): boolean => bids.length + asks.length === 0;

const toWhole = (book: ProvenBook, localTime: number, exchangeTime: number | null): BookRows => ({
	...{isSnapshot: true, exchangeTime, localTime},
	...{sides: wholeBook(book), book},
});

/** Tells readers the rows of one book. */
const createTelling = (sink: Pick<MarketSink, 'book'>) => {
	/** Whether readers have an empty book: nothing was told, or all that was is gone. */
	let isBlank = true;
	return {
		isBlank: () => isBlank,
		whole(book: OrderBook, localTime: number, exchangeTime: number | null) {
			sink.book(toWhole(provenOf(book), localTime, exchangeTime));
			isBlank = isEmpty(book);
		},
		changes(book: OrderBook, rows: Pick<BookRows, 'localTime' | 'exchangeTime' | 'sides'>) {
			sink.book({isSnapshot: false, ...rows, book: provenOf(book)});
			isBlank = isEmpty(book);
		},
	};
};

/** Tells the rows of one market's book, from whichever of its streams leads. Times are microseconds since 1970. */
const createLead = (telling: ReturnType<typeof createTelling>, coverage: () => Coverage) => {
	const streams: StreamLog[] = [];
	/** The one that the rows come from; null while none is proven. */
	let lead: StreamLog | null = null;

	/** Of a whole book without a level readers learn nothing: theirs has to be empty. */
	const canTell = (stream: StreamLog): boolean => {
		const book = stream.book();
		if (book === null) return false;
		return !isEmpty(book) || telling.isBlank() || (lead === stream && !stream.isWhole());
	};

	/** A stream is proven, with changes since it was told last. */
	const prove = (stream: StreamLog, book: OrderBook, us: number) => {
		if (!lead || stream.place < lead.place) {
			// Where it leads again, it begins with the whole book.
			lead?.drop();
			lead = stream;
		}
		if (lead !== stream) return;
		coverage().proven(us);
		if (isEmpty(book) && stream.isWhole()) return;
		const {isWhole, exchangeTime, sides} = stream.take();
		if (isWhole) telling.whole(book, us, exchangeTime);
		else if (sides.length > 0) telling.changes(book, {localTime: us, exchangeTime, sides});
	};

	const lose = (stream: StreamLog, reason: string, us: number) => {
		stream.drop();
		if (lead === stream) {
			lead = streams.find(other => other !== stream && canTell(other)) ?? null;
			const book = lead?.book();
			if (lead && book) prove(lead, book, us);
		}
		if (!lead) coverage().unproven(us, reason);
	};

	return {
		follow(place: number): StreamLog {
			const stream: StreamLog = createStreamLog(place, () => lead === stream);
			streams.push(stream);
			return stream;
		},
		...{canTell, prove, lose},
		/** Tells the whole book again, where one is proven. Returns whether it is. */
		tellAgain(us: number): boolean {
			const book = lead?.book();
			if (!book) return false;
			if (isEmpty(book)) lead?.drop();
			else telling.whole(book, us, book.exchangeTime);
			return true;
		},
		/** Nothing is proven until something more comes. */
		leave() {
			lead = null;
			for (const stream of streams) stream.drop();
		},
	};
};

/** Tells the rows of one market's book, and when it was proven. Times are microseconds since 1970. */
const createBookLog = ({sink, begin, goesOn}: Pick<Options, 'sink' | 'begin' | 'goesOn'>) => {
	let begun: Coverage | null = null;
	const coverage = () => (begun ??= createCoverage(begin()));
	const lead = createLead(createTelling(sink), coverage);

	/** Ends the days that are over. */
	const rollTo = (us: number) => {
		while (dayOf(us) > coverage().day()) {
			const next = (coverage().day() + 1) * dayUs;
			sink.endDay(coverage().endDay(next));
			// Days on which nothing was recorded are no days of the capture.
			if (!lead.tellAgain(next)) coverage().goTo(dayOf(us));
		}
	};

	/** As `rollTo`, while it is recorded: whether more is of a day on which another is, is told by whether it comes back. */
	const pass = (us: number) => {
		if (!coverage().isLeft()) rollTo(us);
	};

	return {
		follow: lead.follow,
		pass,
		settle(stream: StreamLog, standing: Standing, us: number) {
			if (isHeard(standing)) coverage().hear(us);
			// Its files may have ended, and others go on: whether more is of a day is told by whether it is heard again.
			if (goesOn()) pass(us);
			stream.settled(standing);
			if (!standing.isProven) lead.lose(stream, stream.reason(standing.why), us);
			else if (!lead.canTell(stream)) lead.lose(stream, 'the book was empty', us);
			else lead.prove(stream, standing.book, us);
		},
		/** The recording goes over to another market, or ends: so does the proof. */
		leave(us: number) {
			if (coverage().isLeft()) return;
			rollTo(us);
			lead.leave();
			coverage().leave(us);
		},
		/** To be called once, when it was left. `tradedUs`: of the last trade, which may be of a later day. */
		finish(tradedUs: number) {
			rollTo(tradedUs);
			sink.endDay(coverage().endDay(Infinity));
		},
	};
};

/**
 * Makes rows of one market from what its streams tell. A book may come on two channels at once: it is taken from the
 * first of the exchange's channels on which it is proven, as others may tell of fewer levels. Each day begins at midnight with the book as it was, where
 * that was proven.
 */
export const createMarketLog = (options: Options) => {
	const {sink, toUs, onHeard} = options;
	const book = createBookLog(options);
	const isNew = createKnownIds();

	let tradedUs = 0;
	const trade = (trades: readonly Trade[], us: number) => {
		// Where another market is recorded in its place, whether more is of a day is told by whether its book comes back.
		book.pass(us);
		tradedUs = us;
		const fresh = trades.filter(({id}) => isNew(id));
		if (fresh.length > 0) sink.trades(fresh, us);
	};

	return {
		/**
		 * One more channel that the book comes on. `place`: among the channels of the exchange; `now`: milliseconds since the
		 * start of the capture.
		 */
		follow(place: number, now: () => number): StreamWatch {
			const stream = book.follow(place);
			return {
				...stream.watch,
				before() {
					book.pass(toUs(now()));
				},
				traded(trades) {
					trade(trades, toUs(now()));
				},
				settled(standing) {
					if (isHeard(standing)) onHeard();
					book.settle(stream, standing, toUs(now()));
				},
			};
		},
		trade,
		leave: book.leave,
		/** What was recorded of it ends there. */
		finish(us: number) {
			book.leave(us);
			book.finish(tradedUs);
		},
	};
};

export type MarketLog = ReturnType<typeof createMarketLog>;
