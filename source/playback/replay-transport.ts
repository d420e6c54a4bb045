import type {Clock} from '../clock.js';
import type {Transport} from '../transport/transport.js';
import {toMessage, type CaptureEvent} from '../capture/capture-format.js';
import {answersMayLag, laggingMs} from './lagging-answers.js';
import {createReplayAnswers, type HttpEvent} from './replay-answers.js';
import {createReplayConnections} from './replay-connections.js';
import {exchangeOf, type ReplayWire, type RequestPurpose} from './replay-wire.js';

export type ReplayTransportOptions = {
	readonly clock: Clock;
	readonly wire: ReplayWire;
	/** Endpoints that are known to have no connection. */
	readonly missing: ReadonlySet<string>;
	/** Lists of markets found ahead. */
	readonly lists: ReadonlyMap<string, HttpEvent>;
	/** False for captures of programs that did not write them down. */
	readonly hasPings: boolean;
	/**
	 * A snapshot came that the client has not asked for; `isKept` until it does. Returns whether it is waited
	 * for all the same.
	 */
	readonly onUnasked: (purpose: RequestPurpose, isKept: boolean) => boolean;
};

/** What is known of an event besides what was written down. */
export type DeliveryFacts = {
	/** With an `open`: what was asked for on it. */
	readonly subscribed?: readonly string[];
	/** A snapshot that was old when it came: it is of no use to whoever has not asked for it. */
	readonly isOld?: boolean;
};

export type ReplayTransport = {
	readonly transport: Transport;
	/** Lets happen what was recorded. */
	deliver(event: CaptureEvent, more?: DeliveryFacts): void;
	/** The recording client goes over to another market: what was open and asked for before is of no use. */
	turn(): void;
	/** Nothing was recorded for a while: what came before is not to be heard any more; `isEnd`: all clients begin anew. */
	interrupt(isEnd: boolean): void;
	/** The recording goes on, and its connections with it: each has a sign of life. */
	wake(): void;
	/** The capture is over: requests that still wait are refused. */
	end(): void;
};

const pingEveryMs = 5000;

/** A recorded end as a transport tells it. */
const toClose = (event: CaptureEvent & {readonly kind: 'close'}) => {
	const {reason, code, status, errorCode, headers = {}, data: body = ''} = event;
	return {
		type: 'close',
		reason,
		...(code === undefined ? {} : {code}),
		...(status === undefined ? {} : {status, answer: {status, headers, body}}),
		...(errorCode === undefined ? {} : {errorCode}),
	} as const;
};

/**
 * How far the connections are that bring nothing, a snapshot tells. Returns whether it may lack what was pushed before
 * them: then it is of no use to whoever asks later.
 */
const noteSnapshot = (
	wire: ReplayWire,
	connections: Pick<ReturnType<typeof createReplayConnections>, 'snapshot' | 'openMs'>,
	{url, status, data}: HttpEvent,
): boolean => {
	const purpose = status === 200 ? wire.purposeOf(url) : null;
	if (purpose?.kind !== 'book') return false;
	const {exchange} = purpose;
	const symbol = purpose.symbol.toUpperCase();
	const sequence = wire.snapshotSequence(data);
	if (sequence !== null) connections.snapshot(exchange, symbol, sequence);
	return answersMayLag(exchange) && connections.openMs(exchange, symbol) < laggingMs;
};

/** Lets clients connect; what one asked for that has lost its connection is not what it will ask for next. */
const createConnect =
	(
		wire: Pick<ReplayWire, 'endpointOf'>,
		connections: Pick<ReturnType<typeof createReplayConnections>, 'connect'>,
		answers: Pick<ReturnType<typeof createReplayAnswers>, 'leave' | 'recall'>,
	): Transport['connect'] =>
	(url, onEvent) => {
		const exchange = exchangeOf(wire.endpointOf(url) ?? '');
		const leave = () => {
			answers.leave(exchange, socket.symbols);
		};
		const socket = connections.connect(
			url,
			event => {
				if (event.type === 'close') leave();
				onEvent(event);
			},
			answers.recall,
		);
		return {
			...socket,
			close() {
				leave();
				socket.close();
			},
		};
	};

/**
 * Plays a capture to the clients: a connect hears what the recorded one for the same purpose heard,
 * when it heard it, or from its start where it comes late; what is sent is swallowed. An endpoint
 * the capture does not have closes with a reason, a request without an answer is refused.
 */
export const createReplayTransport = (options: ReplayTransportOptions): ReplayTransport => {
	const {clock, wire} = options;
	const connections = createReplayConnections(options);
	const answers = createReplayAnswers({
		...{...options, now: clock.now},
		isPast: ({exchange, symbol}, at) =>
			answersMayLag(exchange) && connections.wasPushed(exchange, symbol.toUpperCase(), at),
	});
	if (!options.hasPings) clock.every(pingEveryMs, connections.ping);

	return {
		transport: {connect: createConnect(wire, connections, answers), get: answers.get},
		deliver(event, {subscribed = [], isOld = false} = {}) {
			switch (event.kind) {
				case 'open':
					connections.open(event, subscribed);
					break;
				case 'ws':
					connections.hear(event.connection, {type: 'message', data: toMessage(event)}, isOld);
					break;
				case 'ping':
					connections.hear(event.connection, {type: event.pong ? 'pong' : 'ping'});
					break;
				case 'close': {
					const exchange = connections.close(event, toClose(event));
					if (exchange !== null) answers.forget(exchange);
					break;
				}
				case 'http':
					answers.deliver(event, noteSnapshot(wire, connections, event) || isOld);
					break;
				case 'sent':
					connections.sent(event.connection, event.data);
					break;
				case 'marker':
			}
		},
		turn() {
			connections.turn();
			answers.turn();
		},
		interrupt(isEnd) {
			connections.interrupt();
			if (isEnd) connections.settleFor();
			answers.interrupt();
		},
		wake: connections.wake,
		end: answers.end,
	};
};
