import type {Clock} from '../clock.js';
import {formatPair, formatWanted, type WantedMarket} from '../market-name.js';
import {linkVenue, shareVenue, type Venue} from '../feed/venue.js';
import {joinStores, type WatchedStore} from './joined-sessions.js';
import {pairsOf} from './resolution.js';
import {startSession, type Session, type SessionOptions} from './session.js';
import {shareTicks} from './shared-ticks.js';
import type {BookView} from '../store/market-view.js';
import type {Transport} from '../transport/transport.js';
import {markStatus} from './status-markers.js';
import {explainUnlisted} from './unlisted.js';

export type MarketSessionsOptions = {
	/** None twice. */
	readonly markets: readonly WantedMarket[];
	readonly venues: readonly Venue[];
	readonly transport: Transport;
	readonly clock: Clock;
	/** From 0 to below 1. */
	readonly random: () => number;
	/** How much of what an exchange allows of requests may be used by all together. @default 0.5 */
	readonly restShare?: number;
	/** See `SessionOptions`. */
	readonly observe?: SessionOptions['observe'];
	/** See `SessionOptions`. */
	readonly hasDay?: boolean;
};

/** The markets' names in two parts, or why one of them is not to be had, in a sentence. */
export type Resolved =
	| {
			readonly type: 'named';
			/** `STEEM/BTC`, in the order they were wanted. */
			readonly names: readonly string[];
	  }
	| {
			readonly type: 'unlisted';
			/** In a sentence. */
			readonly problem: string;
	  };

/** One market with its session. */
export type Following = {readonly wanted: WantedMarket; readonly session: Session};

/** Of more markets at once, fills of before are not asked for: what exchanges allow is for the books. */
const mostWithTrades = 10;

/** What the lists said of each market. */
const resolveAll = async (sessions: readonly Following[]): Promise<Resolved> => {
	const names: string[] = [];
	for (const {wanted, session} of sessions) {
		const resolutions = await session.resolved;
		const problem = explainUnlisted(wanted, resolutions);
		if (problem !== null) return {type: 'unlisted', problem};
		const [pair] = pairsOf(resolutions);
		names.push(wanted.type === 'word' && pair ? formatPair(pair) : formatWanted(wanted));
	}
	return {type: 'named', names};
};

/** The books of all; a single session's own store where there are no others. */
const joinAll = (
	sessions: readonly Following[],
	clock: Clock,
): {readonly store: WatchedStore; readonly stop: () => void} => {
	const all = sessions.map(({session}) => session);
	const [only, ...others] = all;
	return only && others.length === 0
		? {store: only.store, stop: () => undefined}
		: joinStores(all, clock);
};

/** Several markets followed at once, each by a session of its own. */
export const startMarketSessions = (options: MarketSessionsOptions) => {
	const {markets, clock: ownClock, ...shared} = options;
	const {transport, restShare: share = 0.5} = options;
	const clock = shareTicks(ownClock);
	const {length: count} = markets;
	const way = {transport, clock, share};
	// What an exchange allows, and a pause that one of them is asked for, is for all together.
	const links = count > 1 ? options.venues.map(venue => shareVenue(venue, way, count)) : [];
	const venues = count > 1 ? links : options.venues.map(venue => linkVenue(venue, way));
	const sessions = markets.map(wanted => ({
		wanted,
		session: startSession({...shared, clock, venues, wanted}),
	}));

	return joinMarketSessions(sessions, clock, () => {
		for (const link of links) link.stop();
	});
};

/** Sessions of several markets, taken for one. `end`: of what they share. */
export const joinMarketSessions = (
	sessions: readonly Following[],
	clock: Clock,
	end: () => void,
) => {
	const joined = joinAll(sessions, clock);

	const books = (): readonly BookView[] =>
		sessions.flatMap(({session: {store}}) => {
			store.publish();
			return store.getView().books;
		});

	return {
		/** The books of all markets, in their order. */
		store: joined.store,
		/** See `Session`; of all markets. */
		started: Promise.all(sessions.map(({session}) => session.started)).then(() => undefined),
		resolved: resolveAll(sessions),
		stores: sessions.map(({session: {store}}) => store),
		books,
		/** As `books`, but as of the last cadence: nothing is made for it. */
		views: (): readonly BookView[] =>
			sessions.flatMap(({session}) => session.store.getView().books),
		/** Asks for a new snapshot of each book that has one; the others are about to get theirs. */
		refresh() {
			for (const {session} of sessions) {
				session.store.publish();
				for (const {key, status} of session.store.getView().books)
					if (status === 'live' || status === 'stale') session.resync(key);
			}
		},
		/** Gets the newest fills of before, where the markets are so few that this costs little. */
		fetchTrades() {
			if (sessions.length > mostWithTrades) return;
			for (const {session} of sessions) session.fetchTrades(true);
		},
		/** Tells when a book is lost or found again. Returns stop. */
		mark(marker: (label: string) => void) {
			const stops = sessions.map(({session}) => markStatus(session.store, marker));
			return () => {
				for (const stop of stops) stop();
			};
		},
		stop() {
			joined.stop();
			for (const {session} of sessions) session.stop();
			end();
		},
	};
};

export type MarketSessions = ReturnType<typeof startMarketSessions>;

/** Markets as commands without a screen follow them. */
export type WatchedMarkets = Pick<MarketSessions, 'store' | 'started'>;
