import type {Clock} from '../clock.js';
import {createAllBoard} from '../markets/all-board.js';
import type {Board} from '../markets/line.js';
import {createToldBoard} from '../markets/told-board.js';
import {linkVenue, shareVenue, type VenueLink} from '../feed/venue.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import {allFaults} from '../simulator/faults.js';
import {createWirePast, type WirePast} from '../recording/wire-past.js';
import {createTransportTap, type TransportTap, type WireTap} from '../recording/transport-tap.js';
import {listMarkets, type ListSource} from '../feed/find-market.js';
import type {Exchange, Market} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';
import type {WatchedStore} from './joined-sessions.js';
import {findListed, listSessions, type Joined, type ListedSessions} from './listed-sessions.js';
import {startSession, type Session} from './session.js';
import {shareTicks} from './shared-ticks.js';
import {exchangeAt, isListOf} from './list-urls.js';
import type {Source} from './source.js';

/** An exchange whose markets can be listed. */
export type MarketList = {
	readonly exchange: Pick<Exchange, 'id' | 'title'>;
	/** The markets, or why they cannot be had. */
	list(): Promise<readonly Market[] | FeedFault>;
};

/** What the full screen shows. All but the session outlive it: it follows the market that is shown. */
export type Running = {
	readonly source: Pick<Source, 'inject' | 'close'>;
	/** Whose books they are, by their ids. */
	readonly exchanges: readonly string[];
	readonly tap: WireTap;
	/** What passed it last. */
	readonly past: WirePast;
	readonly lists: readonly MarketList[];
	/** Of the market that is shown. */
	readonly session: Session;
	/** Of all that were named, where those were several; null where one alone is followed. */
	readonly listed: ListedSessions | null;
	/** The books of those and of the market that is shown, where it is none of them; else null. */
	readonly besides: Joined | null;
	/** The markets of the list, while that session is the one that is shown. */
	boardOf(session: Session): Board;
	/** Follows another market in its place. */
	follow(wanted: WantedMarket): Session;
};

export type RunningOptions = {
	readonly clock: Clock;
	/** Share of the exchanges' allowance that may be used: above 0, up to 1. */
	readonly restShare: number;
	/** Whether the list is of every market that two of the exchanges have. @default false */
	readonly isAll?: boolean;
};

/** The markets of an exchange, asked for anew each time. */
export const toMarketList = (link: ListSource): MarketList => ({
	exchange: link.exchange,
	list: () => listMarkets(link),
});

const follow = (
	links: readonly VenueLink[],
	{transport}: TransportTap,
	wanted: WantedMarket,
	clock: Clock,
): Session =>
	startSession({wanted, venues: links, transport, clock, random: Math.random, hasDay: true});

/** What an exchange asks of its users is for all markets together. */
const openLinks = (
	{venues, transport: unrecorded}: Source,
	{transport}: TransportTap,
	count: number,
	{clock, restShare: share}: RunningOptions,
) => {
	const way = {transport, unrecorded, clock, share};
	if (count < 2) return {links: venues.map(venue => linkVenue(venue, way)), end: () => undefined};
	const links = venues.map(venue => shareVenue(venue, way, count));
	const end = () => {
		for (const link of links) link.stop();
	};
	return {links, end};
};

/** The one whose tape is looked at: alone its fills of before are asked for. */
const toShown = (session: Session): Session => {
	session.fetchTrades();
	return session;
};

/** `markets`: the first of them is shown at first. */
export const startRunning = (
	source: Source,
	markets: readonly [WantedMarket, ...WantedMarket[]],
	options: RunningOptions,
): Running => {
	const {venues} = source;
	const [first] = markets;
	const tap = createTransportTap(source.transport, isListOf(venues), exchangeAt(venues));
	const past = createWirePast(tap, formatWanted(first), options.clock);
	const isMany = markets.length > 1;
	const clock = isMany ? shareTicks(options.clock) : options.clock;
	const {links, end} = openLinks(source, tap, markets.length, options);
	const listed = isMany
		? listSessions(markets, wanted => follow(links, tap, wanted, clock), {
				clock,
				venues: links,
				end,
			})
		: null;
	const every = options.isAll ? createAllBoard({venues: links, clock}) : null;
	return {
		...{source, tap, past, listed, besides: null},
		exchanges: venues.map(({exchange}) => exchange.id),
		lists: links.map(toMarketList),
		session: toShown(listed?.sessions[0]?.session ?? follow(links, tap, first, clock)),
		boardOf({store}) {
			if (listed) return listed.board;
			every?.follow(store);
			return every ?? createToldBoard({sources: [store], all: store, venues: links, clock});
		},
		follow(other) {
			// What was named for single exchanges was beside the market of before.
			const others = links.map(link => ({...link, wanted: undefined}));
			return follow(others, tap, other, clock);
		},
	};
};

/** The same source with another market; nothing comes of the one before any more. */
export const followOther = (running: Running, wanted: WantedMarket): Running => {
	const {session, listed} = running;
	running.besides?.stop();
	if (!isListed(running, session)) session.stop();
	const next = (listed && findListed(listed, wanted)) ?? running.follow(wanted);
	const besides = listed && !isListed(running, next) ? listed.besides(next) : null;
	return {...running, session: toShown(next), besides};
};

/** Whether a session goes on whatever is shown. */
const isListed = ({listed}: Running, session: Session): boolean =>
	listed?.sessions.some(other => other.session === session) ?? false;

/** The books of all that is followed, the market that is shown among them. */
export const storeOf = ({besides, listed, session}: Running): WatchedStore =>
	(besides ?? listed ?? session).store;

/** Every session there is. */
export const sessionsOf = ({session, listed}: Running): readonly Session[] => [
	...new Set([session, ...(listed?.sessions.map(other => other.session) ?? [])]),
];

export const endRunning = async (running: Running): Promise<void> => {
	const {source, session, besides, listed} = running;
	besides?.stop();
	session.stop();
	listed?.stop();
	await source.close();
};

/** Makes something go wrong in the demo, by its name; does nothing elsewhere. */
export const injectFault = ({source}: Running, name: string): void => {
	const fault = allFaults.find(other => other.name === name);
	if (fault) source.inject?.(fault.name);
};
