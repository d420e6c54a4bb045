import type {UntimedEvent} from '../capture/capture-format.js';
import type {
	HttpResponse,
	Socket,
	SocketEvent,
	Transport,
	TransportError,
} from '../transport/transport.js';
import {createKeptAnswers} from './kept-answers.js';
import type {MakeEvent} from './kept-events.js';
import {createTappedConnection, type TappedConnection} from './tapped-connection.js';
import {toAnswer, toFailedAnswer} from './wire-events.js';

/** `at`: epoch milliseconds of when it was; without, it is now. */
export type EventSink = (event: UntimedEvent, at?: number) => void;

/** Takes what passes, as it came, without the work of making an event of it. */
export type Keeper = (make: MakeEvent, data: string | Buffer) => void;

/** The id of the exchange that an address is of, where it is known. */
export type ExchangeOf = (url: string) => string | undefined;

/** What passes between us and the exchanges, to be listened to. */
export type WireTap = {
	/**
	 * Hands over all that passes from now on, first what makes it understandable: the answers kept, each
	 * open connection and what was acknowledged on it. Returns stop. One may start before another stops.
	 */
	start(sink: EventSink): () => void;
	/** Hands over what came and waits for what comes late; where nothing waits there is none. */
	readonly flush?: (() => void) | undefined;
	/** What makes understandable all that passes from now on. */
	beginning(): Iterable<UntimedEvent>;
	/** Hands over all that passes from now on, to be made an event only when it is wanted. Returns stop. */
	keep(keeper: Keeper): () => void;
};

export type TransportTap = WireTap & {
	/** The way out that is listened to. */
	readonly transport: Transport;
};

/** The connections of now, each noted under a number of its own. */
const createTappedSockets = (
	inner: Transport,
	{
		isHeard,
		tell,
		keep,
		exchangeOf,
	}: {isHeard(): boolean; tell: EventSink; keep: Keeper; exchangeOf: ExchangeOf},
) => {
	const connections = new Set<TappedConnection>();
	let count = 0;

	const note = (connection: TappedConnection, event: SocketEvent) => {
		if (isHeard()) tell(connection.toEvent(event));
		if (event.type === 'message') keep(connection.makerOf(event), event.data);
		else {
			// What becomes of the connection now may change what it is.
			const made = connection.toEvent(event);
			keep(() => made, '');
		}
		connection.receive(event);
		if (event.type === 'close') connections.delete(connection);
	};

	return {
		all: (): Iterable<TappedConnection> => connections,
		connect(url: string, onEvent: (event: SocketEvent) => void): Socket {
			const connection = createTappedConnection({number: ++count, url, exchange: exchangeOf(url)});
			connections.add(connection);
			const socket = inner.connect(url, event => {
				note(connection, event);
				onEvent(event);
			});
			return {
				send(data) {
					const event = connection.send(data);
					if (connection.isOpen()) {
						tell(event);
						keep(() => event, data);
					}
					socket.send(data);
				},
				ping: socket.ping,
				close() {
					if (connections.has(connection))
						note(connection, {type: 'close', reason: 'closed by steem-tui'});
					socket.close();
				},
			};
		},
	};
};

/**
 * A transport that can be listened to at any time and costs next to nothing meanwhile. All passes
 * through untouched and in its order. `keeps` tells the addresses whose newest answer a capture
 * that starts later needs too, such as lists of markets; never those of books, which grow old.
 */
export const createTransportTap = (
	inner: Transport,
	keeps: (url: string) => boolean = () => false,
	exchangeOf: ExchangeOf = () => undefined,
): TransportTap => {
	const sinks = new Set<EventSink>();
	/** Asked at each message. */
	let keepers: readonly Keeper[] = [];
	const answers = createKeptAnswers(keeps);

	const tell = (event: UntimedEvent) => {
		for (const sink of sinks) sink(event);
	};

	const keep: Keeper = (make, data) => {
		for (let index = 0; index < keepers.length; index++) keepers[index]?.(make, data);
	};

	const isHeard = () => sinks.size > 0;
	const sockets = createTappedSockets(inner, {isHeard, tell, keep, exchangeOf});

	function* beginning() {
		yield* answers.all();
		for (const connection of sockets.all()) yield* connection.beginning();
	}

	const get = async (url: string): Promise<HttpResponse> => {
		try {
			const response = await inner.get(url);
			const event = toAnswer(url, response);
			tell(event);
			keep(() => event, event.data);
			if (response.status === 200) answers.keep(event);
			return response;
		} catch (error) {
			const event = toFailedAnswer(url, error as TransportError);
			tell(event);
			keep(() => event, '');
			throw error;
		}
	};

	return {
		transport: {connect: sockets.connect, get},
		start(sink) {
			for (const event of beginning()) sink(event);
			sinks.add(sink);
			return () => {
				sinks.delete(sink);
			};
		},
		beginning,
		keep(keeper) {
			keepers = [...keepers, keeper];
			return () => {
				keepers = keepers.filter(other => other !== keeper);
			};
		},
	};
};
