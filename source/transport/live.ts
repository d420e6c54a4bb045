import http, {type Agent, type IncomingMessage} from 'node:http';
import https from 'node:https';
import {addAbortSignal, pipeline} from 'node:stream';
import {createGunzip} from 'node:zlib';
import WebSocket from 'ws';
import {toPlainText} from '../faults.js';
import {
	TransportError,
	type HttpResponse,
	type Socket,
	type SocketEvent,
	type Transport,
} from './transport.js';

/** A way through a proxy, for connections of both kinds. */
export type Route = {
	readonly agent: Agent;
	/** The proxy's host and port, for people. */
	readonly proxy: string;
};

export type LiveTransportOptions = {
	/** Until a socket is open, an answer complete, or a close the peer began done. @default 10000 */
	readonly timeoutMs?: number;
	/** The longest websocket message. @default 8 MiB */
	readonly maxMessageBytes?: number;
	/** The longest HTTP answer, unpacked. @default 64 MiB */
	readonly maxBodyBytes?: number;
	/** The way to an address; undefined goes straight there. */
	readonly routeFor?: (url: string) => Route | undefined;
};

export type LiveTransport = Transport & {
	/** Ends all that is under way: sockets without an event, requests with an error. */
	close(): void;
};

/** Bytes that may wait for a peer to read them. We hardly send anything. */
const maxUnsentBytes = 1024 * 1024;

const words: Readonly<Record<string, string>> = {
	ENOTFOUND: 'host not found',
	EAI_AGAIN: 'host name lookup failed',
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'connection reset',
	EPIPE: 'connection reset',
	ETIMEDOUT: 'timed out',
	EHOSTUNREACH: 'host unreachable',
	ENETUNREACH: 'network unreachable',
	EPROTO: 'TLS handshake failed',
	WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'message too large',
};

const describeCode = (code: string): string | undefined => {
	if (/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/.test(code))
		return `certificate not trusted (${code})`;
	return code.startsWith('ERR_SSL_') ? words['EPROTO'] : words[code];
};

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : toPlainText(url));

/** What went wrong with which host, in words and by the system's name. */
export const toTransportError = (url: string, error: unknown, route?: Route): TransportError => {
	if (error instanceof TransportError) return error;
	const {code, message} = error as NodeJS.ErrnoException;
	const what = (code === undefined ? undefined : describeCode(code)) ?? toPlainText(message);
	const way = route ? ` (through the proxy ${route.proxy})` : '';
	return new TransportError(`${hostOf(url)}: ${what}${way}`, code);
};

const timedOut = (url: string, timeoutMs: number) =>
	new TransportError(`${hostOf(url)}: no answer within ${timeoutMs / 1000} s`, 'ETIMEDOUT');

/** How the peer ended it: its code and reason, where it gave any. */
const describeClose = (host: string, code: number, reason: string): string => {
	if (code === 1006) return `${host}: connection lost`;
	const said = reason === '' ? '' : `: ${toPlainText(reason)}`;
	return code === 1005 ? `${host} closed the connection` : `${host} closed with ${code}${said}`;
};

const readBody = async (
	response: IncomingMessage,
	maxBytes: number,
	signal: AbortSignal,
): Promise<string> => {
	const isPacked = response.headers['content-encoding'] === 'gzip';
	// The callback is required; what goes wrong is thrown by the loop.
	const stream = isPacked ? pipeline(response, createGunzip(), () => undefined) : response;
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of addAbortSignal(signal, stream) as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > maxBytes) throw new Error(`the answer is longer than ${maxBytes} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
};

const toHeaders = (response: IncomingMessage): HttpResponse['headers'] =>
	Object.fromEntries(
		Object.entries(response.headers).map(([name, value]) => [name, value?.toString()]),
	);

/** Websockets and HTTP over the real network. */
export const createLiveTransport = ({
	timeoutMs = 10_000,
	maxMessageBytes = 8 * 1024 * 1024,
	maxBodyBytes = 64 * 1024 * 1024,
	routeFor = () => undefined,
}: LiveTransportOptions = {}): LiveTransport => {
	/** Ends one connection or request each. */
	const running = new Set<() => void>();

	const agentOption = (url: string) => {
		const route = routeFor(url);
		return route ? {agent: route.agent} : {};
	};
	const toError = (url: string, error: unknown) => toTransportError(url, error, routeFor(url));

	// Spread because the types of ws do not know it yet.
	const untyped = {closeTimeout: timeoutMs};
	const open = (url: string) =>
		new WebSocket(url, {
			...untyped,
			perMessageDeflate: false,
			maxPayload: maxMessageBytes,
			followRedirects: false,
			...agentOption(url),
		});

	const connect = (url: string, onEvent: (event: SocketEvent) => void): Socket => {
		let socket: WebSocket;
		try {
			socket = open(url);
		} catch (error) {
			// An address that is none.
			const timer = setImmediate(() => {
				const {message, errorCode} = toError(url, error);
				onEvent({type: 'close', reason: message, ...(errorCode ? {errorCode} : {})});
			});
			return {send: () => undefined, close: () => clearImmediate(timer)};
		}

		let isOver = false;
		const end = (event?: SocketEvent) => {
			if (isOver) return;
			isOver = true;
			running.delete(end);
			clearTimeout(timer);
			socket.close();
			socket.terminate();
			if (event) onEvent(event);
		};
		const fail = (error: unknown) => {
			const {message, errorCode} = toError(url, error);
			end({type: 'close', reason: message, ...(errorCode ? {errorCode} : {})});
		};
		// Not ws's handshakeTimeout: that starts anew with every byte of the answer.
		const timer = setTimeout(() => {
			fail(timedOut(url, timeoutMs));
		}, timeoutMs);
		running.add(end);

		const host = hostOf(url);
		socket.on('open', () => {
			clearTimeout(timer);
			if (!isOver) onEvent({type: 'open'});
		});
		socket.on('message', (data: Buffer, isBinary) => {
			if (!isOver) onEvent({type: 'message', data: isBinary ? data : data.toString('utf8')});
		});
		socket.on('ping', () => {
			// Pongs that pile up unread: whoever floods us does not listen.
			if (socket.bufferedAmount > maxUnsentBytes)
				fail(new TransportError(`${host}: sends pings but reads nothing`));
			if (!isOver) onEvent({type: 'ping'});
		});
		socket.on('unexpected-response', (_request, {statusCode: status = 0}: IncomingMessage) => {
			end({type: 'close', reason: `${host} answered with HTTP status ${status}`, status});
		});
		socket.on('close', (code, reason) => {
			end({type: 'close', reason: describeClose(host, code, reason.toString()), code});
		});
		// Also hears what ws says of a socket that was ended before it was open.
		socket.on('error', fail);

		return {
			send(data) {
				if (socket.readyState === WebSocket.OPEN) socket.send(data);
			},
			close() {
				end();
			},
		};
	};

	const request = (url: string, abort: AbortController): Promise<HttpResponse> =>
		new Promise((resolve, reject) => {
			const client = url.startsWith('https:') ? https : http;
			const headers = {
				accept: 'application/json',
				'accept-encoding': 'gzip',
				'user-agent': 'steem-tui',
			};
			// Without an agent every request has its own connection: none stays open behind it.
			client
				.get(url, {agent: false, ...agentOption(url), headers, signal: abort.signal})
				.on('error', reject)
				.on('response', response => {
					readBody(response, maxBodyBytes, abort.signal).then(body => {
						resolve({status: response.statusCode ?? 0, headers: toHeaders(response), body});
					}, reject);
				});
		});

	const get = async (url: string): Promise<HttpResponse> => {
		const abort = new AbortController();
		const stop = () => {
			abort.abort(new TransportError(`${hostOf(url)}: the request was given up`));
		};
		const timer = setTimeout(() => {
			abort.abort(timedOut(url, timeoutMs));
		}, timeoutMs);
		running.add(stop);
		try {
			return await request(url, abort);
		} catch (error) {
			throw toError(url, abort.signal.aborted ? abort.signal.reason : error);
		} finally {
			running.delete(stop);
			clearTimeout(timer);
		}
	};

	return {
		connect,
		get,
		close() {
			for (const end of [...running]) end();
		},
	};
};
