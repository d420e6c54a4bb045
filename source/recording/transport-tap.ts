import type {UntimedEvent} from '../capture/capture-format.js';
import type {
	HttpResponse,
	Socket,
	SocketEvent,
	Transport,
	TransportError,
} from '../transport/transport.js';
import {createKeptAnswers} from './kept-answers.js';
import {createTappedConnection, type TappedConnection} from './tapped-connection.js';
import {toAnswer, toFailedAnswer} from './wire-events.js';

export type EventSink = (event: UntimedEvent) => void;

/** The id of the exchange that an address is of, where it is known. */
export type ExchangeOf = (url: string) => string | undefined;

export type TransportTap = {
	/** The way out that is listened to. */
	readonly transport: Transport;
	/**
	 * Hands over all that passes from now on, first what makes it understandable: the answers kept, each
	 * open connection and what was acknowledged on it. Returns stop. One may start before another stops.
	 */
	start(sink: EventSink): () => void;
};

/** The connections of now, each noted under a number of its own. */
const createTappedSockets = (
	inner: Transport,
	{isHeard, tell, exchangeOf}: {isHeard(): boolean; tell: EventSink; exchangeOf: ExchangeOf},
) => {
	const connections = new Set<TappedConnection>();
	let count = 0;

	const note = (connection: TappedConnection, event: SocketEvent) => {
		if (isHeard()) tell(connection.toEvent(event));
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
					if (connection.isOpen()) tell(event);
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
	const answers = createKeptAnswers(keeps);

	const tell = (event: UntimedEvent) => {
		for (const sink of sinks) sink(event);
	};

	const sockets = createTappedSockets(inner, {isHeard: () => sinks.size > 0, tell, exchangeOf});

	const get = async (url: string): Promise<HttpResponse> => {
		try {
			const response = await inner.get(url);
			const event = toAnswer(url, response);
			tell(event);
			if (response.status === 200) answers.keep(event);
			return response;
		} catch (error) {
			tell(toFailedAnswer(url, error as TransportError));
			throw error;
		}
	};

	return {
		transport: {connect: sockets.connect, get},
		start(sink) {
			for (const answer of answers.all()) sink(answer);
			for (const connection of sockets.all())
				for (const event of connection.beginning()) sink(event);
			sinks.add(sink);
			return () => {
				sinks.delete(sink);
			};
		},
	};
};
