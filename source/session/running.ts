import type {Clock} from '../clock.js';
import {linkVenue, type VenueLink} from '../feed/venue.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import {allFaults} from '../simulator/faults.js';
import {createWirePast, type WirePast} from '../recording/wire-past.js';
import {createTransportTap, type TransportTap, type WireTap} from '../recording/transport-tap.js';
import {listMarkets, type ListSource} from '../feed/find-market.js';
import type {Exchange, Market} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';
import {startSession, type Session} from './session.js';
import {exchangeAt, isListOf} from './list-urls.js';
import type {Source} from './source.js';

/** An exchange whose markets can be listed. */
export type MarketList = {
	readonly exchange: Pick<Exchange, 'id' | 'title'>;
	/** The markets, or why they cannot be had. */
	list(): Promise<readonly Market[] | FeedFault>;
};

/** What the full screen shows. All but the session outlive it: it follows one market. */
export type Running = {
	readonly source: Pick<Source, 'inject' | 'close'>;
	/** Whose books they are, by their ids. */
	readonly exchanges: readonly string[];
	readonly tap: WireTap;
	/** What passed it last. */
	readonly past: WirePast;
	readonly lists: readonly MarketList[];
	readonly session: Session;
	/** Follows another market in its place. */
	follow(wanted: WantedMarket): Session;
};

export type RunningOptions = {
	readonly clock: Clock;
	/** Share of the exchanges' allowance that may be used: above 0, up to 1. */
	readonly restShare: number;
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
): Session => startSession({wanted, venues: links, transport, clock, random: Math.random});

export const startRunning = (
	source: Source,
	wanted: WantedMarket,
	{clock, restShare: share}: RunningOptions,
): Running => {
	const {venues} = source;
	const tap = createTransportTap(source.transport, isListOf(venues), exchangeAt(venues));
	const past = createWirePast(tap, formatWanted(wanted), clock);
	const {transport} = tap;
	const links = venues.map(venue => linkVenue(venue, {transport, clock, share}));
	return {
		...{source, tap, past},
		exchanges: venues.map(({exchange}) => exchange.id),
		lists: links.map(toMarketList),
		session: follow(links, tap, wanted, clock),
		follow(other) {
			// What was named for single exchanges was beside the market of before.
			const others = links.map(link => ({...link, wanted: undefined}));
			return follow(others, tap, other, clock);
		},
	};
};

/** The same source with another market; nothing comes of the one before any more. */
export const followOther = (running: Running, wanted: WantedMarket): Running => {
	running.session.stop();
	return {...running, session: running.follow(wanted)};
};

export const endRunning = async ({source, session}: Running): Promise<void> => {
	session.stop();
	await source.close();
};

/** Makes something go wrong in the demo, by its name; does nothing elsewhere. */
export const injectFault = ({source}: Running, name: string): void => {
	const fault = allFaults.find(other => other.name === name);
	if (fault) source.inject?.(fault.name);
};
