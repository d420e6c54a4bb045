import type {Clock} from '../clock.js';
import type {Exchange, Market} from '../exchanges/exchange.js';
import {describeFault, type FeedFault} from '../faults.js';
import {backoffMs} from '../feed/backoff.js';
import {startFeed, type Feed} from '../feed/feed.js';
import {startClockOffset} from '../feed/clock-offset.js';
import {linkVenue, type VenueLink, type Venue} from '../feed/venue.js';
import {findMarket, type Lookup} from '../feed/find-market.js';
import {formatPair, formatWanted, type WantedMarket} from '../market-name.js';
import {createBookStore, type BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import type {Transport} from '../transport/transport.js';

/** Milliseconds between two views: the books may change as often as they like in between. */
export const cadenceMs = 100;

/** How long a list is waited for before a market is followed by its usual symbol. */
const listPatienceMs = 1500;

/** Until a halted market is looked up again. */
const haltedRecheckMs = 60_000;

export type SessionOptions = {
	readonly wanted: WantedMarket;
	/** Sessions that follow each other share the links: what an exchange asks of its users outlives each. */
	readonly venues: readonly (Venue | VenueLink)[];
	readonly transport: Transport;
	readonly clock: Clock;
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
	/** How much of what an exchange allows of requests may be used, from 0 to 1. @default 0.5 */
	readonly restShare?: number;
	/** Where its books are kept. @default a store of its own */
	readonly store?: BookStore;
};

export type Resolution = {readonly exchange: Exchange; readonly lookup: Lookup};

export type Session = {
	readonly store: BookStore;
	/** Each book is on its way or has failed; lists that are slow are not waited for. */
	readonly started: Promise<void>;
	/** What each exchange's list said of the market, in the order of the venues. */
	readonly resolved: Promise<readonly Resolution[]>;
	resync(key: BookKey): void;
	stop(): void;
};

/** The composition root: one store, one feed per book, the cadence. */
export const startSession = (options: SessionOptions): Session => {
	const {wanted, transport, clock, random, restShare = 0.5} = options;
	const {store = createBookStore()} = options;
	const feeds = new Map<BookKey, Feed>();
	const publish = () => {
		for (const feed of feeds.values()) feed.lookAwake();
		store.setWallAhead(Math.round(clock.wall() - clock.now()));
		store.publish();
	};
	const cancels = new Set<() => void>([clock.every(cadenceMs, publish)]);
	let isStopped = false;

	const venues = options.venues.map((venue): VenueLink =>
		'rest' in venue ? venue : linkVenue(venue, {transport, clock, share: restShare}),
	);

	const keyOf = ({exchange}: VenueLink) => `${exchange.id}:${formatWanted(wanted)}`;

	for (const venue of venues) {
		const {id, title} = venue.exchange;
		const market = formatWanted(wanted);
		store.add({key: keyOf(venue), exchange: id, title, market, tickSize: null});
	}
	store.publish();

	/** Books of which anything was told: one that is started anew is connecting again, whatever it was. */
	const told = new Set<BookKey>();

	const fail = (venue: VenueLink, fault: FeedFault, retryMs?: number) => {
		told.add(keyOf(venue));
		const retryAt = retryMs === undefined ? null : clock.now() + retryMs;
		const status = {status: 'failed', reason: describeFault(fault), retryAt} as const;
		store.setStatus(keyOf(venue), status, clock.now());
		if (retryMs !== undefined) cancels.add(clock.after(retryMs, () => void lookUpAgain(venue)));
	};

	const start = (venue: VenueLink, market: Market) => {
		const key = keyOf(venue);
		const {state} = market;
		store.setFacts(key, {market: formatPair(market), ...stepsOf(market)});
		stopFeed(key);
		if (state.type === 'halted' && !state.hasData) {
			fail(venue, {code: 'halted', detail: state.word}, haltedRecheckMs);
			return;
		}
		if (told.has(key))
			store.setStatus(key, {status: 'connecting', reason: null, retryAt: null}, clock.now());
		told.add(key);
		const clockOffset = startClockOffset(venue.exchange.rest, venue.rest, clock);
		cancels.add(clockOffset.stop);
		feeds.set(
			key,
			startFeed({...venue, market, key, store, transport, clockOffset, clock, random}),
		);
	};

	/** Not before the exchange wants to be asked again. */
	const untilAsked = ({rest}: VenueLink, ms: number) =>
		Math.max(ms, (rest.hold()?.until ?? 0) - clock.now());

	let retries = 0;

	const stopFeed = (key: BookKey) => {
		feeds.get(key)?.stop();
		feeds.delete(key);
	};

	/** `isFollowed`: the feed was started before the list answered. */
	const settle = (venue: VenueLink, lookup: Lookup, guess: WantedMarket) => {
		if (isStopped) return;
		const key = keyOf(venue);
		const isFollowed = feeds.has(key);
		switch (lookup.type) {
			case 'found':
				if (isFollowed && lookup.market.state.type === 'trading')
					store.setFacts(key, stepsOf(lookup.market));
				else start(venue, lookup.market);
				break;
			case 'unlisted':
				stopFeed(key);
				fail(venue, {code: 'not-listed', ...nearDetail(lookup.near)});
				break;
			case 'unknown':
				// Without the list, a name in two parts still tells the symbol.
				if (isFollowed) break;
				if (guess.type === 'pair') start(venue, assumeMarket(venue.exchange, guess));
				else fail(venue, lookup.fault, untilAsked(venue, backoffMs(3 + retries++, random)));
		}
	};

	const lookUp = (venue: VenueLink) => findMarket(venue, wanted);

	const lookUpAgain = async (venue: VenueLink) => {
		const lookup = await lookUp(venue);
		if (isStopped) return;
		// A halted market stays so until the list says otherwise.
		if (lookup.type === 'unknown') fail(venue, lookup.fault, untilAsked(venue, haltedRecheckMs));
		else settle(venue, lookup, wanted);
	};

	/** One word: what one exchange lists tells the parts to another that could not be asked. */
	const guessFrom = (resolutions: readonly Resolution[]): WantedMarket => {
		const [pair, ...others] = pairsOf(resolutions);
		return pair && others.length === 0 ? {type: 'pair', ...pair} : wanted;
	};

	const lookups = venues.map(lookUp);
	const resolve = async (answers: readonly Promise<Lookup>[]): Promise<readonly Resolution[]> =>
		(await Promise.all(answers)).map((lookup, index) => ({
			exchange: (venues[index] as VenueLink).exchange,
			lookup,
		}));

	const resolved = resolve(lookups);
	const slow: Lookup = {type: 'unknown', fault: {code: 'no-data', detail: 'the list is slow'}};
	const patience = new Promise<Lookup>(done => {
		cancels.add(clock.after(listPatienceMs, () => done(slow)));
	});

	const startAll = async () => {
		const first = await resolve(lookups.map(lookup => Promise.race([lookup, patience])));
		const guess = guessFrom(first);
		const isClear = pairsOf(first).length <= 1;
		for (const [index, venue] of venues.entries()) {
			const lookup = first[index]?.lookup;
			if (lookup && isClear && (wanted.type === 'word' || lookup === slow))
				settle(venue, lookup, guess);
			if (lookup === slow) void lookups[index]?.then(late => settle(venue, late, guess));
		}
	};

	if (wanted.type === 'pair') {
		// In two parts it needs no other exchange's list: each is started as soon as its own answers.
		for (const [index, venue] of venues.entries())
			void Promise.race([lookups[index] ?? patience, patience]).then(lookup => {
				if (lookup !== slow) settle(venue, lookup, wanted);
			});
	}

	return {
		store,
		started: startAll(),
		resolved,
		resync: key => feeds.get(key)?.resync(),
		stop() {
			isStopped = true;
			for (const cancel of cancels) cancel();
			for (const feed of feeds.values()) feed.stop();
		},
	};
};

/** The different pairs that the exchanges' lists made of one word. More than one is ambiguous. */
export const pairsOf = (resolutions: readonly Resolution[]) => {
	const pairs = new Map<string, {base: string; quote: string}>();
	for (const {lookup} of resolutions) {
		if (lookup.type !== 'found') continue;
		const {base, quote} = lookup.market;
		pairs.set(formatPair({base, quote}), {base, quote});
	}
	return [...pairs.values()];
};

const stepsOf = ({tickSize, sizeStep}: Market) => ({tickSize, sizeStep});

const nearDetail = (near: readonly Market[]) =>
	near.length === 0 ? {} : {detail: `near matches ${near.map(formatPair).join(', ')}`};

const assumeMarket = (exchange: Exchange, pair: {base: string; quote: string}): Market => ({
	base: pair.base,
	quote: pair.quote,
	symbol: exchange.toSymbol(pair.base, pair.quote),
	tickSize: null,
	sizeStep: null,
	state: {type: 'trading'},
});
