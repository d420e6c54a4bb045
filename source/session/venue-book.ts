import type {Clock} from '../clock.js';
import type {Exchange, Market} from '../exchanges/exchange.js';
import {toReason, type FeedFault} from '../faults.js';
import type {FeedOptions} from '../feed/feed-options.js';
import type {ResyncAnswer} from '../feed/feed.js';
import {findMarket, type Lookup} from '../feed/find-market.js';
import type {VenueLink} from '../feed/venue.js';
import {formatPair, formatWanted, isAlike, type WantedMarket} from '../market-name.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import {createBookFeed} from './book-feed.js';

/** Until a halted market is looked up again. */
const haltedRecheckMs = 60_000;

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

/** One exchange's book of a session: looked up in its list, followed by a feed, looked up again while it cannot be. */
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

/** Without the list, a name in two parts still tells the symbol. */
const assumeMarket = (
	exchange: Exchange,
	{base, quote}: Pick<Market, 'base' | 'quote'>,
): Market => ({
	base,
	quote,
	symbol: exchange.toSymbol(base, quote),
	tickSize: null,
	sizeStep: null,
	state: {type: 'trading'},
});

/** When a list that does not have the market is looked at again, at first and at the most. */
const firstRelistMs = 60_000;
const maxRelistMs = 3_600_000;

type AbsencePort = Pick<VenueBookOptions, 'venue' | 'store' | 'clock'> & {
	readonly key: BookKey;
	lookUp(): Promise<Lookup>;
	/** What a list said that was read again. */
	settle(lookup: Lookup): void;
};

/** Looks in the list again, less and less often; tells only where the market is there. Returns stop. */
const lookForListing = ({
	lookUp,
	clock,
	settle,
}: Pick<AbsencePort, 'lookUp' | 'clock' | 'settle'>) => {
	let isStopped = false;
	let cancel = () => {};
	const lookIn = (ms: number) => {
		const look = async () => {
			const lookup = await lookUp();
			if (isStopped) return;
			if (lookup.type === 'found') settle(lookup);
			else lookIn(Math.min(2 * ms, maxRelistMs));
		};
		cancel = clock.after(ms, () => void look());
	};
	lookIn(firstRelistMs);
	return () => {
		isStopped = true;
		cancel();
	};
};

/** What is told of a book that has no feed, and when it is looked up again. */
const createAbsence = ({venue, key, store, clock, lookUp, settle}: AbsencePort) => {
	/** Once anything was told of it, a book that is started anew is connecting again, whatever it was. */
	let isTold = false;
	let isStopped = false;
	let cancelRetry = () => {};

	/** `inMs`: until it is looked up again; without, it is not. */
	const fail = (fault: FeedFault, inMs?: number) => {
		isTold = true;
		cancelRetry();
		const now = clock.now();
		const retryAt = inMs === undefined ? null : now + inMs;
		store.setStatus(key, {...toReason(fault), status: 'failed', retryAt}, now);
		if (inMs !== undefined) cancelRetry = clock.after(inMs, () => void lookUpAgain());
	};

	/** As `fail`, but looked up no sooner than the exchange wants to be asked again. */
	const failUnread = (fault: FeedFault, inMs: number) => {
		fail(fault, Math.max(inMs, (venue.rest.hold()?.until ?? 0) - clock.now()));
	};

	const lookUpAgain = async () => {
		const lookup = await lookUp();
		if (isStopped) return;
		// A halted market stays so until the list says otherwise.
		if (lookup.type === 'unknown') failUnread(lookup.fault, haltedRecheckMs);
		else settle(lookup);
	};

	return {
		fail,
		failUnread,
		/** The list does not have the market: it may have one day, or have left it out for a moment. */
		failUnlisted(detail: Partial<FeedFault>) {
			fail({code: 'not-listed', ...detail});
			cancelRetry = lookForListing({lookUp, clock, settle});
		},
		/** A feed begins. */
		end() {
			cancelRetry();
			if (isTold)
				store.setStatus(key, {status: 'connecting', reason: null, retryAt: null}, clock.now());
			isTold = true;
		},
		/** Nothing is told any more. */
		stop() {
			isStopped = true;
			cancelRetry();
		},
		isStopped: () => isStopped,
	};
};

/** Adds the book to the store; nothing is asked for before `lookUp`. */
export const createVenueBook = (options: VenueBookOptions): VenueBook => {
	const {venue, wanted, store, clock, random, retryMs, observe, hasDay} = options;
	const {exchange} = venue;
	const name = formatWanted(wanted);
	const key = `${exchange.id}:${name}`;
	const feed = createBookFeed({venue, key, store, clock, random, observe, hasDay});
	const lookUp = () => findMarket(venue, wanted);
	const absence = createAbsence({
		...{venue, key, store, clock, lookUp},
		settle: lookup => settle(lookup, wanted),
	});

	store.add({key, exchange: exchange.id, title: exchange.title, market: name, tickSize: null});

	const start = (market: Market) => {
		const {state} = market;
		store.setFacts(key, {market: formatPair(market), ...stepsOf(market)});
		feed.stop();
		if (state.type === 'halted' && !state.hasData) {
			absence.fail({code: 'halted', detail: state.word}, haltedRecheckMs);
			return;
		}
		absence.end();
		feed.start(market);
	};

	const settle = (lookup: Lookup, guess: WantedMarket) => {
		if (absence.isStopped()) return;
		switch (lookup.type) {
			case 'found':
				// The feed may have been started before the list answered, by the usual symbol.
				if (feed.isOf(lookup.market) && lookup.market.state.type === 'trading')
					store.setFacts(key, stepsOf(lookup.market));
				else start(lookup.market);
				break;
			case 'unlisted':
				feed.stop();
				absence.failUnlisted(nearDetail(lookup.near, wanted, exchange));
				break;
			case 'unknown':
				if (feed.isRunning()) break;
				if (guess.type === 'pair') start(assumeMarket(exchange, guess));
				else absence.failUnread(lookup.fault, retryMs());
		}
	};

	return {
		key,
		exchange,
		lookUp,
		settle,
		resync: feed.resync,
		fetchTrades: feed.fetchTrades,
		lookAwake: feed.lookAwake,
		stop() {
			absence.stop();
			feed.stop();
		},
	};
};
