import type {IncomingMessage} from 'node:http';
import WebSocket from 'ws';
import {toPlainText} from '../faults.js';
import {ask, boundInterim, type Login} from './ask.js';
import type {Lookup} from './connect-any.js';
import {dial} from './dial.js';
import {hostOf, timedOut, toTransportError} from './errors.js';
import {toHeaders} from './headers.js';
import {readBeginning, readBody} from './read-body.js';
import {
	TransportError,
	type HttpResponse,
	type Socket,
	type SocketEvent,
	type Transport,
} from './transport.js';
import type {Proxy} from './tunnel.js';

export type LiveTransportOptions = {
	/** Until a socket is open, an answer begun, its next byte there, or a close the peer began done. @default 10000 */
	readonly timeoutMs?: number;
	/** Until an answer is complete that keeps coming: lists are long, and some lines slow. @default 300000 */
	readonly maxAnswerMs?: number;
	/** The longest websocket message. @default 6 MB: the longest of any exchange, Coinbase's snapshot, has 5.1 */
	readonly maxMessageBytes?: number;
	/** The longest HTTP answer, unpacked. @default 30 MB, which no exchange's list comes near */
	readonly maxBodyBytes?: number;
	/** The addresses of a host. @default the system's */
	readonly lookup?: Lookup;
	/** The proxy on the way to an address; undefined goes straight there. */
	readonly proxyFor?: (url: string) => Proxy | undefined;
	/** The value of `authorization` for an address, which holds no name and password itself; undefined for none. */
	readonly loginFor?: (url: string) => string | undefined;
};

export type LiveTransport = Transport & {
	/** Ends all that is under way: sockets without an event, requests with an error. */
	close(): void;
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

const parseAddress = (url: string, protocols: readonly string[]): URL => {
	const address = new URL(url);
	if (!protocols.includes(address.protocol))
		throw new TransportError(
			`${hostOf(url)}: the address does not begin with ${protocols.join('// or ')}//`,
		);
	return address;
};

/** Websockets and HTTP over the real network. */
export const createLiveTransport = ({
	timeoutMs = 10_000,
	maxAnswerMs = 300_000,
	maxMessageBytes = 6_000_000,
	maxBodyBytes = 30_000_000,
	lookup,
	proxyFor = () => undefined,
	loginFor = () => undefined,
}: LiveTransportOptions = {}): LiveTransport => {
	/** Ends one connection or request each. */
	const running = new Set<() => void>();

	// Spread because the types of ws do not know it yet.
	const untyped = {closeTimeout: timeoutMs};

	const toLogin = (url: string): Login => {
		const authorization = loginFor(url);
		return authorization === undefined ? {} : {authorization};
	};

	const toDial = (url: string, signal: AbortSignal, onTurn: (who: string) => void) => ({
		proxy: proxyFor(url),
		signal,
		onTurn,
		...(lookup ? {lookup} : {}),
	});

	const open = async (
		url: string,
		signal: AbortSignal,
		onTurn: (who: string) => void,
	): Promise<WebSocket> => {
		const address = parseAddress(url, ['ws:', 'wss:']);
		const connection = await dial(address, toDial(url, signal, onTurn));
		return new WebSocket(address, {
			...untyped,
			headers: toLogin(url),
			// Packed messages are refused: nothing is unpacked but what an exchange's client is given.
			perMessageDeflate: false,
			// A few kilobytes may hold many messages that each take long: keys and timers have their turn between.
			allowSynchronousEvents: false,
			maxPayload: maxMessageBytes,
			followRedirects: false,
			createConnection: () => connection,
			finishRequest: request => boundInterim(request).end(),
		});
	};

	const connect = (url: string, onEvent: (event: SocketEvent) => void): Socket => {
		const host = hostOf(url);
		let waitsFor = host;
		const abort = new AbortController();
		let socket: WebSocket | null = null;
		let isOver = false;

		const end = (event?: SocketEvent) => {
			if (isOver) return;
			isOver = true;
			running.delete(end);
			clearTimeout(timer);
			socket?.close();
			socket?.terminate();
			abort.abort();
			if (event) onEvent(event);
		};
		const fail = (error: unknown) => {
			const {message, errorCode, proxyAnswer} = toTransportError(host, error);
			end({
				type: 'close',
				reason: message,
				...(errorCode ? {errorCode} : {}),
				...(proxyAnswer ? {proxyAnswer} : {}),
			});
		};
		// Not ws's handshakeTimeout: that starts anew with every byte of the answer.
		const timer = setTimeout(() => {
			fail(timedOut(waitsFor, `no answer within ${timeoutMs / 1000} s`));
		}, timeoutMs);
		running.add(end);

		const refuse = async (opened: WebSocket, response: IncomingMessage) => {
			clearTimeout(timer);
			// Whatever becomes of it now: this is why.
			opened.removeAllListeners().on('error', () => undefined);
			const status = response.statusCode ?? 0;
			const body = await readBeginning(response, refusalLimits);
			const answer = {status, headers: toHeaders(response), body};
			const reason = `${host} answered with HTTP status ${status}`;
			end({type: 'close', reason, status, answer});
		};

		const follow = (opened: WebSocket) => {
			socket = opened;
			opened.on('open', () => {
				clearTimeout(timer);
				if (!isOver) onEvent({type: 'open'});
			});
			opened.on('message', (data: Buffer, isBinary) => {
				if (!isOver) onEvent({type: 'message', data: isBinary ? data : data.toString('utf8')});
			});
			opened.on('ping', () => {
				// Pongs that pile up unread: whoever floods us does not listen.
				if (opened.bufferedAmount > maxUnsentBytes)
					fail(new TransportError(`${host}: sends pings but reads nothing`));
				if (!isOver) onEvent({type: 'ping'});
			});
			opened.on('pong', (payload: Buffer) => {
				if (!isOver) onEvent({type: 'pong', payload: payload.toString()});
			});
			opened.on('unexpected-response', (_request, response: IncomingMessage) => {
				void refuse(opened, response);
			});
			opened.on('close', (code, reason) => {
				end({type: 'close', reason: describeClose(host, code, reason.toString()), code});
			});
			// Also hears what ws says of a socket that was ended before it was open.
			opened.on('error', fail);
			if (isOver) opened.terminate();
		};

		// An address that is none fails here too: it is told once this has returned.
		open(url, abort.signal, who => (waitsFor = who)).then(follow, fail);

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

	const get = async (url: string): Promise<HttpResponse> => {
		const abort = new AbortController();
		const {signal} = abort;
		let waitsFor = hostOf(url);
		const giveUp = (error: TransportError) => {
			abort.abort(error);
		};
		const stop = () => {
			giveUp(new TransportError(`${hostOf(url)}: the request was given up`));
		};
		let hasBegun = false;
		const silence = setTimeout(() => {
			const what = hasBegun ? 'the answer stopped for' : 'no answer within';
			giveUp(timedOut(waitsFor, `${what} ${timeoutMs / 1000} s`));
		}, timeoutMs);
		const bound = setTimeout(() => {
			giveUp(timedOut(waitsFor, `the answer took longer than ${maxAnswerMs / 1000} s`));
		}, maxAnswerMs);
		running.add(stop);
		try {
			const address = parseAddress(url, ['http:', 'https:']);
			const connection = await dial(
				address,
				toDial(url, signal, who => (waitsFor = who)),
			);
			const response = await ask(address, toLogin(url), connection, signal);
			hasBegun = true;
			const onBytes = () => silence.refresh();
			const body = await readBody(response, {maxBytes: maxBodyBytes, onBytes});
			return {status: response.statusCode ?? 0, headers: toHeaders(response), body};
		} catch (error) {
			throw toTransportError(hostOf(url), signal.aborted ? signal.reason : error);
		} finally {
			running.delete(stop);
			clearTimeout(silence);
			clearTimeout(bound);
			// Nothing stays open behind a request, however it ended.
			abort.abort();
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
