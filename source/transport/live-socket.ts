import type {IncomingMessage} from 'node:http';
import WebSocket from 'ws';
import {toPlainText} from '../faults.js';
import {boundInterim} from './ask.js';
import {hostOf, timedOut, toTransportError} from './errors.js';
import {toHeaders} from './headers.js';
import {readBeginning} from './read-body.js';
import {TransportError, type Socket, type SocketEvent} from './transport.js';
import type {WayOut} from './way-out.js';

export type LiveSocketOptions = {
	readonly wayOut: WayOut;
	/** Ends one connection or request each. */
	readonly running: Set<() => void>;
	/** Until it is open, and until a close that the peer began is done. */
	readonly timeoutMs: number;
	/** Of one message; a longer one ends the connection. */
	readonly maxMessageBytes: number;
};

/** Bytes that may wait for a peer to read them. We hardly send anything. */
const maxUnsentBytes = 1024 * 1024;

/** What is read of an answer that refuses a socket, and how long that is waited for. */
const refusalLimits = {maxBytes: 4096, waitMs: 1000};

/** How the peer ended it: its code and reason, where it gave any. */
const describeClose = (host: string, code: number, reason: string): string => {
	if (code === 1006) return `${host}: connection lost`;
	const said = reason === '' ? '' : `: ${toPlainText(reason)}`;
	return code === 1005 ? `${host} closed the connection` : `${host} closed with ${code}${said}`;
};

const open = async (
	url: string,
	{wayOut, timeoutMs, maxMessageBytes}: LiveSocketOptions,
	signal: AbortSignal,
	onTurn: (who: string) => void,
): Promise<WebSocket> => {
	const way = await wayOut(url, ['ws:', 'wss:'], signal, onTurn);
	return new WebSocket(way.address, {
		// Spread because the types of ws do not know it yet.
		...{closeTimeout: timeoutMs},
		headers: way.login,
		// Packed messages are refused: nothing is unpacked but what an exchange's client is given.
		perMessageDeflate: false,
		// A few kilobytes may hold many messages that each take long: keys and timers have their turn between.
		allowSynchronousEvents: false,
		maxPayload: maxMessageBytes,
		followRedirects: false,
		createConnection: () => way.connection,
		finishRequest: request => boundInterim(request).end(),
	});
};

type Ears = {
	tell(event: SocketEvent): void;
	onOpen(): void;
	/** It was answered with something else than a websocket. */
	refuse(response: IncomingMessage): void;
	end(event: SocketEvent): void;
	fail(error: unknown): void;
};

/** Tells what comes of a socket in our own words. */
const listen = (opened: WebSocket, host: string, {tell, onOpen, refuse, end, fail}: Ears): void => {
	opened.on('open', () => {
		onOpen();
		tell({type: 'open'});
	});
	opened.on('message', (data: Buffer, isBinary) => {
		// A text stays bytes: whoever needs it as such makes it one.
		tell(isBinary ? {type: 'message', data} : {type: 'message', data, isText: true});
	});
	opened.on('ping', () => {
		// Pongs that pile up unread: whoever floods us does not listen.
		if (opened.bufferedAmount > maxUnsentBytes)
			fail(new TransportError(`${host}: sends pings but reads nothing`));
		tell({type: 'ping'});
	});
	opened.on('pong', (payload: Buffer) => {
		tell({type: 'pong', payload: payload.toString()});
	});
	opened.on('unexpected-response', (_request, response: IncomingMessage) => {
		refuse(response);
	});
	opened.on('close', (code, reason) => {
		end({type: 'close', reason: describeClose(host, code, reason.toString()), code});
	});
	// Also hears what ws says of a socket that was ended before it was open.
	opened.on('error', fail);
};

const toFailure = (host: string, error: unknown): SocketEvent => {
	const {message, errorCode, proxyAnswer} = toTransportError(host, error);
	return {
		type: 'close',
		reason: message,
		...(errorCode ? {errorCode} : {}),
		...(proxyAnswer ? {proxyAnswer} : {}),
	};
};

const readRefusal = async (host: string, response: IncomingMessage): Promise<SocketEvent> => {
	const status = response.statusCode ?? 0;
	const body = await readBeginning(response, refusalLimits);
	const answer = {status, headers: toHeaders(response), body};
	const reason = `${host} answered with HTTP status ${status}`;
	return {type: 'close', reason, status, answer};
};

/** How long the opening may take, and whom it waits for. Not ws's handshakeTimeout: that starts anew with every byte. */
const startDeadline = (host: string, timeoutMs: number, fail: (error: unknown) => void) => {
	let waitsFor = host;
	const timer = setTimeout(() => {
		fail(timedOut(waitsFor, `no answer within ${timeoutMs / 1000} s`));
	}, timeoutMs);
	return {
		waitFor(who: string) {
			waitsFor = who;
		},
		end() {
			clearTimeout(timer);
		},
	};
};

/** A websocket to an address; it tells nothing before this has returned. */
export const connectSocket = (
	url: string,
	onEvent: (event: SocketEvent) => void,
	options: LiveSocketOptions,
): Socket => {
	const {running, timeoutMs} = options;
	const host = hostOf(url);
	const abort = new AbortController();
	let socket: WebSocket | null = null;
	let isOver = false;

	const end = (event?: SocketEvent) => {
		if (isOver) return;
		isOver = true;
		running.delete(end);
		deadline.end();
		socket?.close();
		socket?.terminate();
		abort.abort();
		if (event) onEvent(event);
	};
	const fail = (error: unknown) => end(toFailure(host, error));
	const deadline = startDeadline(host, timeoutMs, fail);
	running.add(end);

	const follow = (opened: WebSocket) => {
		socket = opened;
		listen(opened, host, {
			tell(event) {
				if (!isOver) onEvent(event);
			},
			onOpen: deadline.end,
			refuse(response) {
				deadline.end();
				// Whatever becomes of it now: this is why.
				opened.removeAllListeners().on('error', () => undefined);
				void readRefusal(host, response).then(end);
			},
			end,
			fail,
		});
		if (isOver) opened.terminate();
	};

	// An address that is none fails here too: it is told once this has returned.
	open(url, options, abort.signal, deadline.waitFor).then(follow, fail);

	return {
		send(data) {
			if (socket?.readyState === WebSocket.OPEN) socket.send(data);
		},
		ping(payload) {
			if (socket?.readyState === WebSocket.OPEN) socket.ping(payload);
		},
		close() {
			end();
		},
	};
};
