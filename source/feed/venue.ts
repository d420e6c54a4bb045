import type {Clock} from '../clock.js';
import type {Endpoints, Exchange} from '../exchanges/exchange.js';
import type {Transport} from '../transport/transport.js';
import {createHostHolds} from './host-holds.js';
import type {ListSource} from './find-market.js';
import {createRestGate} from './rest-gate.js';
import {createSocketGate, type SocketGate} from './socket-gate.js';

export type Venue = {
	readonly exchange: Exchange;
	/** Those in force: its own, or what was set in their place. */
	readonly endpoints: Endpoints;
};

/** An exchange with the one way to its REST interface, and the one to its sockets. */
export type VenueLink = Venue & ListSource & {readonly sockets: SocketGate};

export type VenueLinkOptions = {
	readonly transport: Transport;
	readonly clock: Clock;
	/** How much of the exchange's allowance may be used, from 0 to 1: others may share the address. */
	readonly share: number;
};

/**
 * What an exchange asks of its users outlives a market and a session, and holds for all of them: they
 * share the link.
 */
export const linkVenue = (venue: Venue, {transport, clock, share}: VenueLinkOptions): VenueLink => {
	const {exchange, endpoints} = venue;
	const holds = createHostHolds(clock);
	const {rest: addresses, ws} = endpoints;
	const rest = createRestGate({addresses, holds, rules: exchange.rest, transport, clock, share});
	// A timer lets all else run that is due, on the clock of a replay as well.
	const pause = () => new Promise<void>(resolve => void clock.after(0, resolve));
	return {...venue, rest, sockets: createSocketGate(ws, holds), pause};
};
