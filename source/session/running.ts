import type {Clock} from '../clock.js';
import {linkVenue, type VenueLink} from '../feed/venue.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import {allFaults} from '../simulator/faults.js';
import {createWirePast, type WirePast} from '../recording/wire-past.js';
import {createTransportTap, type TransportTap} from '../recording/transport-tap.js';
import {startSession, type Session} from './session.js';
import {exchangeAt, isListOf} from './list-urls.js';
import type {Source} from './source.js';

/** What the full screen shows. Source, tap and links outlive a session, which follows one market. */
export type Running = {
	readonly source: Source;
	readonly tap: TransportTap;
	/** What passed it last. */
	readonly past: WirePast;
	readonly links: readonly VenueLink[];
	readonly session: Session;
};

export type RunningOptions = {
	readonly clock: Clock;
	/** Share of the exchanges' allowance that may be used: above 0, up to 1. */
	readonly restShare: number;
};

const follow = (
	{links, tap}: Pick<Running, 'links' | 'tap'>,
	wanted: WantedMarket,
	clock: Clock,
): Session =>
	startSession({wanted, venues: links, transport: tap.transport, clock, random: Math.random});

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
	return {source, tap, past, links, session: follow({links, tap}, wanted, clock)};
};

/** The same source with another market; nothing comes of the one before any more. */
export const followOther = (running: Running, wanted: WantedMarket, clock: Clock): Running => {
	running.session.stop();
	// What was named for single exchanges was beside the market of before.
	const links = running.links.map(link => ({...link, wanted: undefined}));
	return {...running, links, session: follow({...running, links}, wanted, clock)};
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
