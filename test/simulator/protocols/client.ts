import {once} from 'node:events';
import {WebSocket} from 'ws';
import {startSimulator, type SimulatorOptions} from '../../../source/simulator/simulator.js';
import type {SimulatedId} from '../../../source/simulator/market-list.js';
import {createFakeClock} from '../../helpers/fake-clock.js';

/** A frame's text, and whether it came as a binary one. */
export type Received = {readonly text: string; readonly isBinary: boolean};

/** A websocket client that knows nothing of our own: raw text out and in. */
const openClient = async (url: string) => {
	const socket = new WebSocket(url);
	let received: Received[] = [];
	let wake = () => {};
	socket.on('message', (data: Buffer, isBinary) => {
		received.push({text: data.toString(), isBinary});
		wake();
	});
	socket.on('error', () => {});
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
	return {
		socket,
		closed,
		send,
		/** Sends something whose answer marks that all before it has come; returns what came before. */
		async drain(probe: unknown, isAnswer: (text: string) => boolean): Promise<Received[]> {
			send(probe);
			for (;;) {
				const index = received.findIndex(({text}) => isAnswer(text));
				if (index >= 0) {
					const before = received.slice(0, index);
					received = received.slice(index + 1);
					return before;
				}
				if (socket.readyState === WebSocket.CLOSED) throw new Error('the socket has closed');
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			}
		},
	};
};

export type Client = Awaited<ReturnType<typeof openClient>>;

const startTime = 1_700_000_000_000;

/** One simulated exchange on a clock moved by hand, for the length of one test. */
export const withExchange = async <Id extends SimulatedId>(
	id: Id,
	run: (context: Awaited<ReturnType<typeof start<Id>>>) => Promise<void>,
	options: Partial<SimulatorOptions<Id>> = {},
): Promise<void> => {
	const context = await start(id, options);
	try {
		await run(context);
	} finally {
		await context.simulator.stop();
	}
};

const start = async <Id extends SimulatedId>(id: Id, options: Partial<SimulatorOptions<Id>>) => {
	const clock = createFakeClock(startTime);
	const simulator = await startSimulator({seed: 5, clock, exchanges: [id], ...options});
	const {ws, rest} = simulator.endpoints[id];
	return {
		clock,
		simulator,
		connect: (path: string) => openClient(ws + path),
		async get(path: string) {
			const response = await fetch(rest + path);
			const text = await response.text();
			return {status: response.status, headers: response.headers, text};
		},
	};
};

export type Context<Id extends SimulatedId = SimulatedId> = Awaited<ReturnType<typeof start<Id>>>;
