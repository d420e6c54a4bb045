import assert from 'node:assert/strict';
import {once} from 'node:events';
import {request, type IncomingMessage} from 'node:http';
import {gunzipSync} from 'node:zlib';
import {WebSocket, type ClientOptions, type RawData} from 'ws';
import {promptHabits} from '../../source/simulator/snapshot-habits.js';
import {startSimulator, type SimulatorOptions} from '../../source/simulator/simulator.js';
import {createFakeClock} from '../helpers/fake-clock.js';

export type Message = Record<string, unknown>;

/** A websocket client that knows nothing of our own: raw text out, parsed messages in. */
export type Peer = {
	readonly socket: WebSocket;
	send(message: unknown): void;
	/** The next message that was not yet taken; rejects when the socket closed. */
	next(): Promise<Message>;
	/** Sends a message whose reply marks that all before it has come; returns what came before. */
	drain(probe: unknown, isReply: (message: Message) => boolean): Promise<Message[]>;
	readonly closed: Promise<{code: number; reason: string}>;
};

/** Huobi's frames are binary with one gzip member, Binance's are text. */
const decode = (data: RawData, isBinary: boolean): Message => {
	const bytes = data as Buffer;
	if (isBinary) assert.equal(bytes.subarray(0, 3).toString('hex'), '1f8b08');
	return JSON.parse((isBinary ? gunzipSync(bytes) : bytes).toString()) as Message;
};

export const openPeer = async (url: string, options: ClientOptions = {}): Promise<Peer> => {
	const socket = new WebSocket(url, options);
	const received: Message[] = [];
	let wake = () => {};
	socket.on('message', (data, isBinary) => {
		received.push(decode(data, isBinary));
		wake();
	});
	const closed = new Promise<{code: number; reason: string}>(resolve => {
		socket.on('close', (code, reason) => {
			resolve({code, reason: reason.toString()});
			wake();
		});
	});
	await once(socket, 'open');

	const send = (message: unknown) => {
		socket.send(typeof message === 'string' ? message : JSON.stringify(message));
	};
	const next = async (): Promise<Message> => {
		for (;;) {
			const message = received.shift();
			if (message) return message;
			if (socket.readyState === WebSocket.CLOSED) throw new Error('the socket has closed');
			await new Promise<void>(resolve => {
				wake = resolve;
			});
		}
	};
	return {
		socket,
		send,
		next,
		async drain(probe, isReply) {
			send(probe);
			const before: Message[] = [];
			for (let message = await next(); !isReply(message); message = await next())
				before.push(message);
			return before;
		},
		closed,
	};
};

const startTime = 1_700_000_000_000;

/** A simulator on a clock moved by hand, for the length of one test. */
export const withSimulator = async (
	run: (context: Awaited<ReturnType<typeof start>>) => Promise<void>,
	options: Partial<SimulatorOptions> = {},
): Promise<void> => {
	const context = await start(options);
	try {
		await run(context);
	} finally {
		await context.simulator.stop();
	}
};

const start = async (options: Partial<SimulatorOptions>) => {
	const clock = createFakeClock(startTime);
	const simulator = await startSimulator({seed: 1, clock, snapshots: promptHabits, ...options});
	const {binance, huobi} = simulator.endpoints;
	return {
		clock,
		simulator,
		binance: (path: string, options?: ClientOptions) => openPeer(binance.ws + path, options),
		huobi: (path: string, options?: ClientOptions) => openPeer(huobi.ws + path, options),
		get: async (exchange: 'binance' | 'huobi', path: string) => {
			const response = await fetch(simulator.endpoints[exchange].rest + path);
			return {
				status: response.status,
				headers: response.headers,
				body: (await response.json()) as Message,
			};
		},
	};
};

/** Levels of a naive book, by the value of the price. */
/** An answer as it comes, packed where it is. */
export const getBytes = async (url: string) => {
	const asked = request(url, {agent: false}).end();
	const [response] = (await once(asked, 'response')) as [IncomingMessage];
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	return {headers: response.headers, body: Buffer.concat(chunks)};
};

export type NaiveSide = Map<number, number>;

export const applyLevels = (side: NaiveSide, levels: unknown): void => {
	for (const [price, size] of levels as [string | number, string | number][]) {
		if (Number(size) === 0) side.delete(Number(price));
		else side.set(Number(price), Number(size));
	}
};

/** Best first, cut to a number of levels. */
export const sortSide = (side: NaiveSide, name: 'bids' | 'asks', count = Infinity) =>
	[...side].sort(([a], [b]) => (name === 'bids' ? b - a : a - b)).slice(0, count);

export const toNumbers = (levels: readonly [string, string][]) =>
	levels.map(([price, size]) => [Number(price), Number(size)]);
