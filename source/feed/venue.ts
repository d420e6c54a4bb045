import type {Clock} from '../clock.js';
import type {Endpoints, Exchange} from '../exchanges/exchange.js';
import type {WantedMarket} from '../market-name.js';
import type {Transport} from '../transport/transport.js';
import {createDayRound, type DayRound} from './day-round.js';
import {createHostHolds, type HostHolds} from './host-holds.js';
import type {ListSource} from './find-market.js';
import {keepAlive} from './keep-alive.js';
import {createPace} from './pace.js';
import {createRestGate} from './rest-gate.js';
import {startClockOffset, type ClockOffset} from './clock-offset.js';
import {createOwnSockets} from './own-sockets.js';
import {createRequestQueue} from './request-queue.js';
import {createSharedList} from './shared-list.js';
import {createSharedSockets} from './shared-sockets.js';
import {createSocketGate, type Connect, type SocketGate} from './socket-gate.js';

export type Venue = {
	readonly exchange: Exchange;
	/** Those in force: its own, or what was set in their place. */
	readonly endpoints: Endpoints;
	/** The market that is followed on this exchange, whatever the others follow. */
	readonly wanted?: WantedMarket | undefined;
	/** The pauses that its hosts asked for, which several links keep to. @default each link knows its own */
	readonly holds?: HostHolds;
};

/** An exchange with the one way to its REST interface, and the one to its sockets. */
export type VenueLink = Venue &
	ListSource & {
		readonly sockets: SocketGate;
		/** Where many share it; else each feed has its own. */
		readonly clockOffset?: ClockOffset;
		/** Where many share it; else each book has its own. */
		readonly days?: DayRound;
		/** See `FeedOptions`. */
		readonly isThrifty?: boolean;
	};

export type VenueLinkOptions = {
	readonly transport: Transport;
	/** See `RestGateOptions`. */
	readonly unrecorded?: Pick<Transport, 'get'>;
	readonly clock: Clock;
	/** How much of the exchange's allowance may be used, from 0 to 1: others may share the address. */
	readonly share: number;
};

/** On whose sockets the exchange gets the signs of life that it wants. */
const withPings = ({exchange}: Venue, options: VenueLinkOptions): VenueLinkOptions => ({
	...options,
	transport: keepAlive(options.transport, exchange.ping, options.clock),
});

/** A timer lets all else run that is due, on the clock of a replay as well. */
const pauseOf = (clock: Clock) => () => new Promise<void>(resolve => void clock.after(0, resolve));

/** How sockets are made, and what holds them up. */
type Ways = {
	readonly holds: HostHolds;
	readonly connect: Connect;
	/** See `createSocketGate`. */
	readonly turnToSend?: () => number;
};

/** The gates that keep to the pauses that its hosts asked for. */
const openGates = (
	{exchange, endpoints}: Venue,
	{transport, unrecorded, clock, share}: VenueLinkOptions,
	{holds, connect, turnToSend}: Ways,
) => {
	const {rest: addresses, ws} = endpoints;
	const rules = exchange.rest;
	const rest = createRestGate({addresses, holds, rules, transport, unrecorded, clock, share});
	return {rest, sockets: createSocketGate(ws, holds, connect, turnToSend)};
};

/** Messages that one market sends at once: as many as a connection begins with at the most. */
const sentAtOnce = 3;

/**
 * What an exchange asks of its users outlives a market and a session, and holds for all of them: they
 * share the link.
 */
export const linkVenue = (venue: Venue, given: VenueLinkOptions): VenueLink => {
	const options = withPings(venue, given);
	const {clock} = options;
	const everyMs = venue.exchange.sharing.sendEveryMs;
	const turnToSend = createPace({everyMs, atOnce: sentAtOnce}, clock);
	const {holds = createHostHolds(clock)} = venue;
	const connect = createOwnSockets(options);
	const gates = openGates(venue, options, {holds, connect, turnToSend});
	return {...venue, ...gates, pause: pauseOf(clock)};
};

/** Markets whose usual snapshots fit into a minute's allowance by half of it; of more they are cheaper. */
const maxUsual = 60;

/**
 * A link that `count` markets followed at once share in all: sockets, requests in one queue, the list and the
 * clock. `stop` ends what it does by itself.
 */
export const shareVenue = (
	venue: Venue,
	given: VenueLinkOptions,
	count: number,
): VenueLink & {stop(): void} => {
	const {exchange} = venue;
	const options = withPings(venue, given);
	const {clock} = options;
	const {holds = createHostHolds(clock)} = venue;
	const connect = createSharedSockets({exchange, holds, ...options});
	const gates = openGates(venue, options, {holds, connect});
	const rest = createRequestQueue(gates.rest, clock);
	const source = {...venue, ...gates, rest, pause: pauseOf(clock)};
	const clockOffset = startClockOffset(exchange.rest, rest, clock);
	return {
		...source,
		sharedList: createSharedList(source, clock),
		clockOffset,
		days: createDayRound({venue: source, clock}),
		isThrifty: count > maxUsual,
		stop: clockOffset.stop,
	};
};
