import type {Clock} from '../clock.js';
import type {ClientPing} from '../exchanges/exchange.js';
import type {SocketEvent, Transport} from '../transport/transport.js';

/** The same way out, on whose sockets an exchange gets the signs of life that it wants by the clock. */
export const keepAlive = (
	transport: Transport,
	ping: ClientPing | null,
	clock: Pick<Clock, 'every' | 'wall'>,
): Transport => {
	if (!ping) return transport;
	const connect: Transport['connect'] = (url, onEvent) => {
		let cancel = () => {};
		const listen = (event: SocketEvent) => {
			if (event.type === 'open')
				cancel = clock.every(ping.everyMs, () => {
					socket.send(ping.data(Math.floor(clock.wall())));
				});
			else if (event.type === 'close') cancel();
			onEvent(event);
		};
		const socket = transport.connect(url, listen);
		return {
			...socket,
			close() {
				cancel();
				socket.close();
			},
		};
	};
	return {...transport, connect};
};
