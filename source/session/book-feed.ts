import type {Clock} from '../clock.js';
import type {Market, MarketState} from '../exchanges/exchange.js';
import {startClockOffset} from '../feed/clock-offset.js';
import {createDayRound} from '../feed/day-round.js';
import type {FeedOptions} from '../feed/feed-options.js';
import {startFeed, type Feed, type ResyncAnswer} from '../feed/feed.js';
import type {VenueLink} from '../feed/venue.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';

export type BookFeedOptions = {
	readonly venue: VenueLink;
	readonly key: BookKey;
	readonly store: BookStore;
	readonly clock: Clock;
	/** See `FeedOptions`. */
	readonly observe?: FeedOptions['observe'];
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
	/** Whether the exchange is asked about the last 24 hours, once the book was in sync. @default false */
	readonly hasDay?: boolean | undefined;
};

/** Tells what the exchange tells of the last 24 hours: what the book needs to be in sync goes first. Returns stop. */
const followDay = (
	{venue, key, store, clock}: Pick<BookFeedOptions, 'venue' | 'key' | 'store' | 'clock'>,
	symbol: string,
): (() => void) => {
	let leave: (() => void) | null = null;
	const unfollow = store.followStatus(book => {
		if (book.key !== key || book.status !== 'live' || leave) return;
		const days = venue.days ?? createDayRound({venue, clock});
		leave = days.join(symbol, told => {
			store.setDay(key, told);
		});
	});
	return () => {
		unfollow();
		leave?.();
	};
};

/** The feed of a book, one at a time, and the clock offset it goes by. */
export const createBookFeed = ({venue, clock, hasDay = false, ...shared}: BookFeedOptions) => {
	let feed: Feed | null = null;
	let symbol = '';
	let hasRecent = false;
	let stopOffset = () => {};
	let stopDay = () => {};
	return {
		isRunning: () => feed !== null,
		/** Whether it follows what the exchange calls so. */
		isOf: (market: Pick<Market, 'symbol'>) => feed !== null && symbol === market.symbol,
		start(market: Market) {
			({symbol} = market);
			const {exchange, rest} = venue;
			const {clockOffset = startClockOffset(exchange.rest, rest, clock)} = venue;
			if (!venue.clockOffset) stopOffset = clockOffset.stop;
			if (hasDay) stopDay = followDay({venue, clock, ...shared}, symbol);
			feed = startFeed({...venue, ...shared, market, clockOffset, clock});
			if (hasRecent) feed.fetchTrades();
		},
		/** What the list says now of the market that is followed. */
		setState: (state: MarketState) => feed?.setState(state),
		/** Gets the newest fills of before, of this feed and of those that follow it. */
		fetchTrades(isAnew?: boolean) {
			hasRecent = true;
			feed?.fetchTrades(isAnew);
		},
		resync: (): ResyncAnswer => feed?.resync() ?? 'not-waiting',
		lookAwake: () => feed?.lookAwake(),
		/** Any number of times; another may be started after. */
		stop() {
			stopOffset();
			stopDay();
			feed?.stop();
			feed = null;
		},
	};
};

export type BookFeed = ReturnType<typeof createBookFeed>;
