import type {Clock} from './clock.js';
import type {Endpoints, Exchange, Market} from './exchanges/exchange.js';
import {describeFault, type FeedFault} from './faults.js';
import {backoffMs} from './feed/backoff.js';
import {startFeed, type Feed} from './feed/feed.js';
import {startClockOffset} from './feed/clock-offset.js';
import {createRestGate, type RestGate} from './feed/rest-gate.js';
import {findMarket, type Lookup} from './feed/find-market.js';
import {formatPair, formatWanted, type WantedMarket} from './market-name.js';
import {createBookStore, type BookKey, type BookStore} from './store/book-store.js';
import type {Transport} from './transport/transport.js';

/** Milliseconds between two views: the books may change as often as they like in between. */
export const cadenceMs = 100;

/** Until a halted market is looked up again. */
const haltedRecheckMs = 60_000;

export type Venue = {readonly exchange: Exchange; readonly endpoints: Endpoints};

export type SessionOptions = {
	readonly wanted: WantedMarket;
	readonly venues: readonly Venue[];
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
	/** What each exchange's list said of the market, in the order of the venues. */
	readonly resolved: Promise<readonly Resolution[]>;
	resync(key: BookKey): void;
	stop(): void;
};

/** An exchange with the one way to its REST interface. */
type Link = Venue & {readonly rest: RestGate};

/** The composition root: one store, one feed per book, the cadence. */
export const startSession = (options: SessionOptions): Session => {
	const {wanted, transport, clock, random, restShare = 0.5} = options;
	const {store = createBookStore()} = options;
	const feeds = new Map<BookKey, Feed>();
	const cancels = new Set<() => void>([clock.every(cadenceMs, store.publish)]);
	let isStopped = false;

	const venues = options.venues.map(venue => {
		const rules = venue.exchange.rest;
		const restUrl = venue.endpoints.rest;
		const rest = createRestGate({restUrl, rules, transport, clock, share: restShare});
		return {...venue, rest};
	});

	const keyOf = ({exchange}: Link) => `${exchange.id}:${formatWanted(wanted)}`;

	for (const venue of venues) {
		const {id, title} = venue.exchange;
		const market = formatWanted(wanted);
		store.add({key: keyOf(venue), exchange: id, title, market, tickSize: null});
	}
	store.publish();

	const fail = (venue: Link, fault: FeedFault, retryMs?: number) => {
		const retryAt = retryMs === undefined ? null : clock.now() + retryMs;
		const status = {status: 'failed', reason: describeFault(fault), retryAt} as const;
		store.setStatus(keyOf(venue), status, clock.now());
		if (retryMs !== undefined) cancels.add(clock.after(retryMs, () => void lookUpAgain(venue)));
	};

	const start = (venue: Link, market: Market) => {
		const key = keyOf(venue);
		const {state} = market;
		store.setFacts(key, {market: formatPair(market), tickSize: market.tickSize});
		if (state.type === 'halted' && !state.hasData) {
			fail(venue, {code: 'halted', detail: state.word}, haltedRecheckMs);
			return;
		}
		const clockOffset = startClockOffset(venue.exchange.rest, venue.rest, clock);
		cancels.add(clockOffset.stop);
		feeds.set(
			key,
			startFeed({...venue, market, key, store, transport, clockOffset, clock, random}),
		);
	};

	let retries = 0;

	const settle = (venue: Link, lookup: Lookup, guess: WantedMarket) => {
		if (isStopped) return;
		switch (lookup.type) {
			case 'found':
				start(venue, lookup.market);
				break;
			case 'unlisted':
				fail(venue, {code: 'not-listed', ...nearDetail(lookup.near)});
				break;
			case 'unknown':
				// Without the list, a name in two parts still tells the symbol.
				if (guess.type === 'pair') start(venue, assumeMarket(venue.exchange, guess));
				else fail(venue, lookup.fault, backoffMs(3 + retries++, random));
		}
	};

	const lookUp = (venue: Link) => findMarket(venue, wanted);

	const lookUpAgain = async (venue: Link) => {
		settle(venue, await lookUp(venue), wanted);
	};

	const lookUpAll = async (): Promise<readonly Resolution[]> => {
		const resolve = async (venue: Link): Promise<Resolution> => {
			const lookup = await lookUp(venue);
			if (wanted.type === 'pair') settle(venue, lookup, wanted);
			return {exchange: venue.exchange, lookup};
		};
		const resolutions = await Promise.all(venues.map(resolve));
		if (wanted.type === 'pair') return resolutions;
		// One word: what one exchange lists tells the parts to another that could not be asked.
		const pairs = pairsOf(resolutions);
		const [pair] = pairs;
		const guess = pair && pairs.length === 1 ? ({type: 'pair', ...pair} as const) : wanted;
		for (const [index, venue] of venues.entries()) {
			const lookup = resolutions[index]?.lookup;
			if (lookup && pairs.length <= 1) settle(venue, lookup, guess);
		}
		return resolutions;
	};

	return {
		store,
		resolved: lookUpAll(),
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
