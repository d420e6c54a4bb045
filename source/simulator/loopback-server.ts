import {once} from 'node:events';
import {createServer, type ServerResponse} from 'node:http';
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

/** HTTP and websockets on one free port of this machine, reachable from it alone. */
export const startLoopbackServer: Listen = async options => {
	const {site} = options;
	const sockets = new WebSocketServer({noServer: true, perMessageDeflate: false});
	const server = createServer((request, response) => {
		const url = parseUrl(request.url);
		const usual = () =>
			request.method === 'GET' && url ? options.answer(url, request.headers) : notFound;
		const answer = url ? site.answer(url, usual) : usual();
		const delayMs = typeof answer === 'string' ? 0 : (answer.delayMs ?? 0);
		if (delayMs === 0) reply(response, answer);
		else
			site.after(delayMs, () => {
				reply(response, answer);
			});
	});
	const streams = new Set<Duplex>();
	let isStopped = false;

	server.on('upgrade', (request, stream, head) => {
		streams.add(stream);
		stream.on('close', () => streams.delete(stream));
		stream.on('error', () => stream.destroy());
		const url = parseUrl(request.url);
		const onSocket = url && options.accept(url);
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
	});

	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;

	const listenAgain = () => {
		if (isStopped || server.listening) return;
		server.listen(port, '127.0.0.1');
	};
	server.on('error', () => {
		site.after(listenAgainMs, listenAgain);
	});

	const dropAll = () => {
		for (const socket of sockets.clients) socket.terminate();
		for (const stream of streams) stream.destroy();
		server.closeAllConnections();
	};

	return {
		host: `127.0.0.1:${String(port)}`,
		refuse(ms) {
			if (!server.listening) return;
			server.close();
			dropAll();
			site.after(ms, listenAgain);
		},
		async stop() {
			isStopped = true;
			sockets.close();
			const closed = server.listening ? once(server, 'close') : null;
			server.close();
			dropAll();
			await closed;
		},
	};
};
