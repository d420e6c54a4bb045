import type {WebSocket} from 'ws';

/** A message of a server, before it is encoded. */
export type Outgoing = {
	/** Market data, the answer to something the client sent, or an application ping. */
	readonly kind: 'data' | 'reply' | 'ping';
	readonly text: string;
};

/** The one way out to a connection. */
export type Outlet = {
	send(message: Outgoing): void;
	close(code: number, reason: string): void;
};

export const createOutlet = (
	socket: WebSocket,
	encode: (text: string) => string | Buffer,
): Outlet => ({
	send({text}) {
		if (socket.readyState === socket.OPEN) socket.send(encode(text));
	},
	close(code, reason) {
		socket.close(code, reason);
	},
});
