import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {WebSocketServer, type WebSocket} from 'ws';

export type Answer = {
	readonly status: number;
	readonly body: string;
	readonly headers?: Readonly<Record<string, string>>;
};

export type LoopbackOptions = {
	/** Answers a GET. */
	answer(url: URL): Answer;
	/** What to do with a socket on this address, null where there are none. */
	accept(url: URL): ((socket: WebSocket) => void) | null;
};

export type LoopbackServer = {
	/** `127.0.0.1:4123` */
	readonly host: string;
	stop(): Promise<void>;
};

const notFound: Answer = {status: 404, body: '{"error":"not found"}'};

/** Null for text that is no address, or whose path cannot be decoded. */
const parseUrl = (path = ''): URL | null => {
	try {
		const url = new URL(path, 'http://127.0.0.1');
		decodeURIComponent(url.pathname);
		return url;
	} catch {
		return null;
	}
};

/** HTTP and websockets on one free port of this machine, reachable from it alone. */
export const startLoopbackServer = async (options: LoopbackOptions): Promise<LoopbackServer> => {
	const sockets = new WebSocketServer({noServer: true, perMessageDeflate: false});
	const server = createServer((request, response) => {
		const url = parseUrl(request.url);
		const answer = request.method === 'GET' && url ? options.answer(url) : notFound;
		const headers = {'content-type': 'application/json;charset=UTF-8', ...answer.headers};
		response.writeHead(answer.status, headers).end(answer.body);
	});

	server.on('upgrade', (request, stream, head) => {
		const url = parseUrl(request.url);
		const onSocket = url && options.accept(url);
		if (!onSocket) {
			stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
			return;
		}
		sockets.handleUpgrade(request, stream, head, socket => {
			// What the client breaks ends the socket; `close` follows and tidies up.
			socket.on('error', () => socket.terminate());
			onSocket(socket);
		});
	});

	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	return {
		host: `127.0.0.1:${String(port)}`,
		async stop() {
			for (const socket of sockets.clients) socket.terminate();
			sockets.close();
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
};
