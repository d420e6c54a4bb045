import type {
	BookChannel,
	ClientInput,
	ClientOutput,
	Exchange,
	Market,
} from '../../source/exchanges/exchange.js';
import {capturedHost} from '../../source/playback/wire.js';
import {toData, type UntimedEvent} from '../../source/capture/capture-format.js';
import type {Clock} from '../../source/clock.js';
import type {BookChange} from '../../source/book/order-book.js';
import type {SocketEvent, Transport} from '../../source/transport/transport.js';

export type LinkOptions = {
	readonly number: number;
	readonly exchange: Exchange;
	readonly market: Market;
	/** They have one path. */
	readonly channels: readonly BookChannel[];
	readonly clock: Clock;
	readonly transport: Transport;
	/** Where the simulated exchange is, without a path. */
	readonly endpoint: {readonly ws: string; readonly rest: string};
	readonly write: (event: UntimedEvent) => void;
	/** Whether a message gets lost on its way. */
	readonly isLost: (message: string | Buffer, link: number) => boolean;
	/** A client has made something of a message. */
	readonly onChange: (change: BookChange) => void;
	/** It is over. */
	readonly onEnd: () => void;
};

const waitedMs = 5000;

/** Milliseconds between our own signs of life: half of what the exchange waits for at the least. */
const pingEveryMs = ({ping, staleAfterMs}: Exchange): number =>
	Math.min(ping?.everyMs ?? 4000, 15_000, staleAfterMs / 2);

/** Answers of the exchange over HTTP, written as they come. */
const createAsking =
	({exchange, transport, endpoint, write}: LinkOptions, isDone: () => boolean) =>
	async (path: string): Promise<string | null> => {
		const {status, body} = await transport.get(`${endpoint.rest}${path}`);
		if (isDone()) return null;
		write({kind: 'http', url: `https://${capturedHost(exchange)}${path}`, status, data: body});
		return status === 200 ? body : null;
	};

/** What was received, as text where it is one. */
const textOf = ({data, isText}: SocketEvent & {readonly type: 'message'}): string | Buffer =>
	typeof data !== 'string' && isText ? data.toString() : data;

/**
 * One connection of a recorder that follows its books as simply as can be, with a client for each channel: what it does
 * and hears is written.
 */
export const startLink = (options: LinkOptions) => {
	const {number: connection, exchange, market, channels, clock, write} = options;
	const clients = channels.map(channel => channel.createClient(market));
	const path = channels[0]?.path(market) ?? '';
	const state = {isOpen: false, isDone: false};
	const ask = createAsking(options, () => state.isDone);

	const send = (data: string) => {
		write({kind: 'sent', connection, data});
		socket.send(data);
	};

	const end = (reason: string) => {
		if (state.isDone) return;
		state.isDone = true;
		if (state.isOpen) write({kind: 'close', connection, reason});
		socket.close();
		options.onEnd();
	};

	const carryOut = (output: ClientOutput, client: number) => {
		if (output.type === 'send') send(output.data);
		else if (output.type === 'book') options.onChange(output.change);
		else if (output.type === 'reconnect' || output.type === 'unserved') end(output.type);
		else if (output.type !== 'request') return;
		else if (output.request.type === 'socket') send(output.request.data);
		else
			void ask(output.request.path).then(
				body => body !== null && give(client, {type: 'response', body}),
				() => undefined,
			);
	};

	const give = (client: number, input: ClientInput) => {
		const outputs = () => (state.isDone ? [] : (clients[client]?.(input) ?? []));
		try {
			for (const output of outputs()) carryOut(output, client);
		} catch {
			end('a message that cannot be read');
		}
	};

	const giveAll = (input: ClientInput) => {
		for (const client of clients.keys()) give(client, input);
	};

	const onEvent = (event: SocketEvent) => {
		if (state.isDone) return;
		if (event.type === 'open') {
			state.isOpen = true;
			write({kind: 'open', url: `wss://${capturedHost(exchange)}${path}`, connection});
			giveAll({type: 'open', now: clock.now()});
		} else if (event.type === 'message') {
			const data = textOf(event);
			if (options.isLost(data, connection)) return;
			write({kind: 'ws', connection, ...toData(data)});
			giveAll({type: 'message', data});
		} else if (event.type === 'close') end(event.reason);
		else write({kind: 'ping', connection, ...(event.type === 'pong' && {pong: true})});
	};

	const socket = options.transport.connect(`${options.endpoint.ws}${path}`, onEvent);

	const every = (ms: number, callback: () => void) => {
		const stop = clock.every(ms, () => {
			if (state.isDone) stop();
			else if (state.isOpen) callback();
		});
	};
	every(waitedMs, () => {
		giveAll({type: 'waited'});
	});
	every(pingEveryMs(exchange), () => {
		if (exchange.ping) send(exchange.ping.data(clock.now()));
		else socket.ping();
	});

	return {
		number: connection,
		/** Tells the clients, if it is open. */
		tell(input: ClientInput) {
			if (state.isOpen) giveAll(input);
		},
		close() {
			end('closed');
		},
	};
};

export type Link = ReturnType<typeof startLink>;
