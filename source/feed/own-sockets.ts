import type {Clock} from '../clock.js';
import type {SocketEvent, Transport} from '../transport/transport.js';
import {createLateness} from './lateness.js';
import type {Connect} from './socket-gate.js';

type Options = {
	readonly transport: Pick<Transport, 'connect'>;
	readonly clock: Pick<Clock, 'now' | 'after'>;
};

/** Sockets that one market has for itself. */
export const createOwnSockets =
	({transport, clock}: Options): Connect =>
	({address, path}, onEvent) => {
		const lateness = createLateness({
			clock,
			ping(payload) {
				socket.ping(payload);
			},
			onDue() {
				lateness.ask();
			},
		});
		const listen = (event: SocketEvent) => {
			lateness.heard(event);
			if (event.type === 'close') lateness.end();
			onEvent(event);
		};
		const socket = transport.connect(address + path, listen);
		return {
			...socket,
			lateness,
			close() {
				lateness.end();
				socket.close();
			},
		};
	};
