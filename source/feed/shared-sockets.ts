import type {Clock} from '../clock.js';
import type {Exchange} from '../exchanges/exchange.js';
import type {Socket, Transport} from '../transport/transport.js';
import {createConnectPace} from './connect-pace.js';
import {hostOf} from './host-choice.js';
import type {HostHolds} from './host-holds.js';
import {createSharedSocket, type SharedSocket} from './shared-socket.js';
import type {Connect, SocketPlace} from './socket-gate.js';

type Options = {
	readonly exchange: Pick<Exchange, 'sharing' | 'maxConnectionMs'>;
	readonly transport: Pick<Transport, 'connect'>;
	/** The pauses that its hosts asked for. */
	readonly holds: Pick<HostHolds, 'of'>;
	readonly clock: Clock;
};

/** Nobody joins a socket in the last part of its life: it would have to leave again. */
const lastPart = 1 / 24;

/** What sockets of one path have in common; the first one's own topics may be named behind it. */
const keyOf = ({address, path}: SocketPlace) => address + path.replace(/\?.*$/, '');

/** In place of a socket that is not made, which whoever waits for it is told. */
const createUnmade = (
	host: string,
	clock: Clock,
	onEvent: Parameters<Transport['connect']>[1],
): Socket => {
	const cancel = clock.after(0, () => {
		onEvent({type: 'close', reason: `not connected to ${host}`});
	});
	return {send: () => undefined, ping: () => undefined, close: cancel};
};

/**
 * Sockets that many markets share: as few as carry them all. A market never has a topic twice on one, so a
 * connection that is to follow another has a socket besides, and one that was given up is not come back to.
 */
export const createSharedSockets = ({exchange, transport, holds, clock}: Options): Connect => {
	const {sharing, maxConnectionMs} = exchange;
	const sockets = new Map<SharedSocket, string>();
	const takeTurn = createConnectPace(sharing.connects, clock);
	const maxAgeMs = (maxConnectionMs ?? Infinity) * (1 - lastPart);

	const open = (place: SocketPlace): SharedSocket => {
		const {address, path} = place;
		const socket: SharedSocket = createSharedSocket({
			...{sharing, clock, waitMs: takeTurn()},
			// The host may have asked for a pause since it was to be made.
			connect: onEvent =>
				holds.of(address)
					? createUnmade(hostOf(address), clock, onEvent)
					: transport.connect(address + path, onEvent),
			onGone: () => sockets.delete(socket),
		});
		sockets.set(socket, keyOf(place));
		return socket;
	};

	return (place, onEvent) => {
		const key = keyOf(place);
		const known = [...sockets].find(
			([socket, at]) => at === key && socket.ageMs() < maxAgeMs && socket.canTake(place),
		);
		return (known?.[0] ?? open(place)).join(place, onEvent);
	};
};
