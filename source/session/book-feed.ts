import type {Clock} from '../clock.js';
import type {Market} from '../exchanges/exchange.js';
import {startClockOffset} from '../feed/clock-offset.js';
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
};

/** The feed of a book, one at a time, and the clock offset it goes by. */
export const createBookFeed = ({venue, clock, ...shared}: BookFeedOptions) => {
	let feed: Feed | null = null;
	let symbol = '';
	let stopOffset = () => {};
	return {
		isRunning: () => feed !== null,
		/** Whether it follows what the exchange calls so. */
		isOf: (market: Pick<Market, 'symbol'>) => feed !== null && symbol === market.symbol,
		start(market: Market) {
			({symbol} = market);
			const {exchange, rest} = venue;
			const {clockOffset = startClockOffset(exchange.rest, rest, clock)} = venue;
			if (!venue.clockOffset) stopOffset = clockOffset.stop;
			feed = startFeed({...venue, ...shared, market, clockOffset, clock});
		},
		resync: (): ResyncAnswer => feed?.resync() ?? 'not-waiting',
		lookAwake: () => feed?.lookAwake(),
		/** Any number of times; another may be started after. */
		stop() {
			stopOffset();
			feed?.stop();
			feed = null;
		},
	};
};
