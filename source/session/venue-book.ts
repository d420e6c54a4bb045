import type {Clock} from '../clock.js';
import type {Exchange, Market} from '../exchanges/exchange.js';
import {assumeMarket} from '../feed/assume-market.js';
import type {FeedOptions} from '../feed/feed-options.js';
import type {ResyncAnswer} from '../feed/feed.js';
import {findMarket, type Lookup} from '../feed/find-market.js';
import type {VenueLink} from '../feed/venue.js';
import {formatPair, formatWanted, isAlike, type WantedMarket} from '../market-name.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import {createAbsence} from './absence.js';
import {createBookFeed, type BookFeed} from './book-feed.js';
import {watchListing} from './listing-watch.js';

export type VenueBookOptions = {
	readonly venue: VenueLink;
	readonly wanted: WantedMarket;
	readonly store: BookStore;
	readonly clock: Clock;
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
	/** How long after a list could not be read it is read again. */
	readonly retryMs: () => number;
	/** See `FeedOptions`. */
	readonly observe?: FeedOptions['observe'];
	/** See `BookFeedOptions`. */
	readonly hasDay?: boolean | undefined;
};

/** One exchange's book of a session: looked up in its list, followed by a feed, looked up again while it is not live. */
export type VenueBook = {
	readonly key: BookKey;
	readonly exchange: Exchange;
	lookUp(): Promise<Lookup>;
	/** What its list said, or that it cannot be told; `guess` is what the others' lists make of the market. */
	settle(lookup: Lookup, guess: WantedMarket): void;
	/** See `Feed`; nothing while there is no feed. */
	resync(): ResyncAnswer;
	/** See `Session`. */
	fetchTrades(isAnew?: boolean): void;
	/** See `Feed`. */
	lookAwake(): void;
	/** Nothing is written any more. */
	stop(): void;
};

const stepsOf = ({tickSize, sizeStep}: Market) => ({tickSize, sizeStep});

const nearDetail = (near: readonly Market[], wanted: WantedMarket, {id}: Exchange) => {
	const alike = near.find(pair => isAlike(wanted, pair));
	if (alike)
		return {detail: `${formatPair(alike)} is: to follow it, name it by ${id}:${formatPair(alike)}`};
	return near.length === 0 ? {} : {detail: `near matches ${near.map(formatPair).join(', ')}`};
};

type Settling = Pick<VenueBookOptions, 'venue' | 'wanted' | 'store' | 'clock' | 'retryMs'> & {
	readonly key: BookKey;
	readonly feed: BookFeed;
	lookUp(): Promise<Lookup>;
};

/** Does what the list says: a feed, or word of why there is none. It is looked up again while the book is not live. */
const createSettling = (options: Settling) => {
	const {venue, wanted, store, clock, retryMs, key, feed, lookUp} = options;
	const settleAgain = (lookup: Lookup) => settle(lookup, wanted);
	const looks = {key, store, clock, lookUp, settle: settleAgain};
	const absence = createAbsence({venue, ...looks});
	const sequence = () => store.getView().books.find(book => book.key === key)?.sequence ?? null;
	const watch = watchListing({...looks, isFollowed: feed.isRunning, sequence});

	const start = (market: Market) => {
		const {state} = market;
		store.setFacts(key, {market: formatPair(market), ...stepsOf(market)});
		feed.stop();
		if (state.type === 'halted' && !state.hasData) {
			absence.failHalted(state.word);
			return;
		}
		absence.end();
		feed.start(market);
	};

	const settle = (lookup: Lookup, guess: WantedMarket) => {
		if (absence.isStopped()) return;
		if (lookup.type !== 'unknown') watch.know(true);
		switch (lookup.type) {
			case 'found':
				// What is followed already goes on, although it be halted: it may open again at any moment.
				if (feed.isOf(lookup.market)) {
					store.setFacts(key, stepsOf(lookup.market));
					feed.setState(lookup.market.state);
				} else start(lookup.market);
				break;
			case 'unlisted':
				feed.stop();
				absence.failUnlisted(nearDetail(lookup.near, wanted, venue.exchange));
				break;
			case 'unknown':
				if (feed.isRunning()) break;
				if (guess.type === 'pair') {
					start(assumeMarket(venue.exchange, guess));
					watch.know(false);
				} else absence.failUnread(lookup.fault, retryMs());
		}
	};

	return {
		settle,
		stop() {
			watch.stop();
			absence.stop();
		},
	};
};

/** Adds the book to the store; nothing is asked for before `lookUp`. */
export const createVenueBook = (options: VenueBookOptions): VenueBook => {
	const {venue, wanted, store, clock, random, observe, hasDay} = options;
	const {exchange} = venue;
	const name = formatWanted(wanted);
	const key = `${exchange.id}:${name}`;
	const feed = createBookFeed({venue, key, store, clock, random, observe, hasDay});
	const lookUp = () => findMarket(venue, wanted);
	const settling = createSettling({...options, key, feed, lookUp});

	store.add({key, exchange: exchange.id, title: exchange.title, market: name, tickSize: null});

	return {
		key,
		exchange,
		lookUp,
		settle: settling.settle,
		resync: feed.resync,
		fetchTrades: feed.fetchTrades,
		lookAwake: feed.lookAwake,
		stop() {
			settling.stop();
			feed.stop();
		},
	};
};
