import type {
	HttpResponse,
	Socket,
	SocketEvent,
	Transport,
} from '../../source/transport/transport.js';

type PendingGet = {
	readonly url: string;
	answer(response: Partial<HttpResponse>): Promise<void>;
	fail(error: Error): Promise<void>;
};

/** Lets promises that are already settled run their callbacks. */
export const settle = () => new Promise<void>(resolve => setImmediate(resolve));

/** A transport driven by hand: every socket and request ever made, in order. */
export const createFakeTransport = () => {
	const sockets: {
		readonly url: string;
		readonly sent: string[];
		isClosed: boolean;
		/** Ping frames that ask for a sign of life. */
		pings: number;
		/** What the newest of them carried. */
		pinged: string;
		/** What the newest carried that asks how late the socket is; empty before the first. */
		timed: string;
		emit(event: SocketEvent): void;
	}[] = [];
	const gets: PendingGet[] = [];
	const transport: Transport = {
		connect(url, onEvent): Socket {
			const socket = {
				url,
				sent: [] as string[],
				isClosed: false,
				pings: 0,
				pinged: '',
				timed: '',
				emit: onEvent,
			};
			sockets.push(socket);
			return {
				send: data => socket.sent.push(data),
				ping(payload = '') {
					if (payload.startsWith('on time')) {
						socket.timed = payload;
						return;
					}
					socket.pings++;
					socket.pinged = payload;
				},
				close: () => (socket.isClosed = true),
			};
		},
		get: url =>
			new Promise((resolve, reject) => {
				gets.push({
					url,
					answer(response) {
						resolve({status: 200, headers: {}, body: '', ...response});
						return settle();
					},
					fail(error) {
						reject(error);
						return settle();
					},
				});
			}),
	};
	const last = <T>(list: readonly T[]): T => {
		const item = list.at(-1);
		if (item === undefined) throw new Error('none yet');
		return item;
	};
	return {
		transport,
		sockets,
		gets,
		/** The newest socket. */
		socket: () => last(sockets),
		/** The newest request. */
		request: () => last(gets),
	};
};
