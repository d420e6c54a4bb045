import {getAnswer} from './live-request.js';
import {connectSocket} from './live-socket.js';
import type {Transport} from './transport.js';
import {createWayOut, type WayOutOptions} from './way-out.js';

export type LiveTransportOptions = WayOutOptions & {
	/** Until a socket is open, an answer begun, its next byte there, or a close the peer began done. @default 10000 */
	readonly timeoutMs?: number;
	/** Until an answer is complete that keeps coming: lists are long, and some lines slow. @default 300000 */
	readonly maxAnswerMs?: number;
	/** The longest websocket message. @default 6 MB: the longest of any exchange, Coinbase's snapshot, has 5.1 */
	readonly maxMessageBytes?: number;
	/** The longest HTTP answer, unpacked. @default 30 MB, which no exchange's list comes near */
	readonly maxBodyBytes?: number;
};

export type LiveTransport = Transport & {
	/** Ends all that is under way: sockets without an event, requests with an error. */
	close(): void;
};

/** Websockets and HTTP over the real network. */
export const createLiveTransport = ({
	timeoutMs = 10_000,
	maxAnswerMs = 300_000,
	maxMessageBytes = 6_000_000,
	maxBodyBytes = 30_000_000,
	...way
}: LiveTransportOptions = {}): LiveTransport => {
	/** Ends one connection or request each. */
	const running = new Set<() => void>();
	const shared = {wayOut: createWayOut(way), running, timeoutMs};
	return {
		connect: (url, onEvent) => connectSocket(url, onEvent, {...shared, maxMessageBytes}),
		get: url => getAnswer(url, {...shared, maxAnswerMs, maxBodyBytes}),
		close() {
			for (const end of [...running]) end();
		},
	};
};
