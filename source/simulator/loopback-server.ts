import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {WebSocketServer} from 'ws';
import type {Answer} from './answer.js';
import type {FaultSite, UpgradeAct} from './fault-site.js';
import type {Peer} from './peer.js';
import {createWire, type Wire} from './wire.js';

/** Names are in lower case. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export type LoopbackOptions = {
	readonly site: FaultSite;
	/** Answers a GET; `headers` are the request's. */
	answer(url: URL, headers?: RequestHeaders): Answer;
	/** What to do with a socket on this address, null where there are none. */
	accept(url: URL): ((socket: Peer, wire: Wire) => void) | null;
};

export type LoopbackServer = {
	/** `127.0.0.1:4123` */
	readonly host: string;
	/** Drops all connections and listens no more, until so many milliseconds have gone by. */
	refuse(ms: number): void;
	stop(): Promise<void>;
};

/** One that can be closed for a while. */
export type Server = LoopbackServer & {
	/** Drops all connections and listens no more, until it is opened again. */
	shut(): void;
	reopen(): void;
	/** Bytes that wait for each client on a websocket. */
	unsent(): readonly number[];
	/** Ends the websockets for which so many bytes wait, or more. */
	dropSlow(bytes: number): void;
};

/** Puts an exchange where clients can reach it. */
export type Listen = (options: LoopbackOptions) => Promise<LoopbackServer>;

const notFound: Answer = {status: 404, body: '{"error":"not found"}'};

/** While another program sits on our port. */
const listenAgainMs = 500;

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

const reply = (response: ServerResponse, answer: Answer | 'hang' | 'reset') => {
	if (answer === 'hang') return;
	if (answer === 'reset') {
		(response.socket as Socket | null)?.resetAndDestroy();
		return;
	}
	const headers = {'content-type': 'application/json;charset=UTF-8', ...answer.headers};
	response.writeHead(answer.status, headers).end(answer.body);
};

type Refusal = Exclude<UpgradeAct, 'hang'>;

const refuseUpgrade = (stream: Duplex, {status, headers = {}, body = ''}: Refusal) => {
	const all = {...headers, Connection: 'close', 'Content-Length': Buffer.byteLength(body)};
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${String(value)}`);
	stream.end(`HTTP/1.1 ${[status, ...lines].join('\r\n')}\r\n\r\n${body}`);
};

const answerRequest = (
	{site, answer}: LoopbackOptions,
	request: IncomingMessage,
	response: ServerResponse,
) => {
	const url = parseUrl(request.url);
	const usual = () => (request.method === 'GET' && url ? answer(url, request.headers) : notFound);
	const given = url ? site.answer(url, usual) : usual();
	const delayMs = typeof given === 'string' ? 0 : (given.delayMs ?? 0);
	if (delayMs === 0) reply(response, given);
	else
		site.after(delayMs, () => {
			reply(response, given);
		});
};

/** Bytes of a message of a client: to subscribe to a thousand streams takes a twentieth. Any page of a browser may send one. */
const maxMessage = 1024 * 1024;

/** More than any program needs: each market in a connection of its own. */
const maxConnections = 2000;

/** The websockets of a server, and all that wants to become one. */
const createSockets = ({site, accept}: LoopbackOptions) => {
	const sockets = new WebSocketServer({
		noServer: true,
		perMessageDeflate: false,
		maxPayload: maxMessage,
	});
	const streams = new Set<Duplex>();
	return {
		upgrade(request: IncomingMessage, stream: Duplex, head: Buffer) {
			streams.add(stream);
			stream.on('close', () => streams.delete(stream));
			stream.on('error', () => stream.destroy());
			const url = parseUrl(request.url);
			const onSocket = url && accept(url);
			if (!onSocket) {
				refuseUpgrade(stream, {status: '404 Not Found'});
				return;
			}
			const act = site.takeUpgrade();
			if (act === 'hang') return;
			if (act) {
				refuseUpgrade(stream, act);
				return;
			}
			const wire = createWire(stream);
			sockets.handleUpgrade(request, wire.stream, head, socket => {
				// What the client breaks ends the socket; `close` follows and tidies up.
				socket.on('error', () => {
					socket.terminate();
				});
				onSocket(socket, wire);
			});
		},
		unsent: () => [...sockets.clients].map(({bufferedAmount}) => bufferedAmount),
		dropSlow(bytes: number) {
			for (const socket of sockets.clients) if (socket.bufferedAmount >= bytes) socket.terminate();
		},
		drop() {
			for (const socket of sockets.clients) socket.terminate();
			for (const stream of streams) stream.destroy();
		},
		close() {
			sockets.close();
		},
	};
};

/** HTTP and websockets on a port, 0 for any that is free. Rejects where it cannot be had. */
export const startServer = async (
	options: LoopbackOptions,
	address: {readonly host: string; readonly port: number},
): Promise<Server> => {
	const {site} = options;
	const sockets = createSockets(options);
	const server = createServer((request, response) => {
		answerRequest(options, request, response);
	});
	server.maxConnections = maxConnections;
	let isStopped = false;

	server.on('upgrade', sockets.upgrade);

	server.listen(address.port, address.host);
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;

	const listenAgain = () => {
		if (isStopped || server.listening) return;
		server.listen(port, address.host);
	};
	server.on('error', () => {
		site.after(listenAgainMs, listenAgain);
	});

	const dropAll = () => {
		sockets.drop();
		server.closeAllConnections();
	};

	const shut = () => {
		server.close();
		dropAll();
	};

	return {
		host: `${address.host.includes(':') ? `[${address.host}]` : address.host}:${String(port)}`,
		refuse(ms) {
			if (!server.listening) return;
			shut();
			site.after(ms, listenAgain);
		},
		shut,
		reopen: listenAgain,
		...{unsent: sockets.unsent, dropSlow: sockets.dropSlow},
		async stop() {
			isStopped = true;
			sockets.close();
			const closed = server.listening ? once(server, 'close') : null;
			shut();
			await closed;
		},
	};
};

/** On one free port of this machine, reachable from it alone. */
export const startLoopbackServer: Listen = options =>
	startServer(options, {host: '127.0.0.1', port: 0});
