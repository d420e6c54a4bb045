import type {
	HttpResponse,
	Socket,
	SocketEvent,
	Transport,
	TransportError,
} from '../transport/transport.js';
import {toData, type UntimedEvent} from '../capture/capture-format.js';
import {createKeptAnswers} from './kept-answers.js';
import {isAcknowledgement, isSubscription} from './subscriptions.js';

export type EventSink = (event: UntimedEvent) => void;

export type TransportTap = {
	readonly transport: Transport;
	/**
	 * Hands over all that passes from now on, first what makes it understandable: the answers kept, each
	 * open connection and what was acknowledged on it. Returns stop. One may start before another stops.
	 */
	start(sink: EventSink): () => void;
};

type Connection = {
	readonly number: number;
	readonly url: string;
	isOpen: boolean;
	/** Subscriptions and their acknowledgements, in their order. */
	readonly lasting: UntimedEvent[];
	/** Subscriptions not acknowledged yet. */
	awaited: number;
};

/** Subscriptions and acknowledgements kept of one connection: more than any client of ours makes. */
const maxLasting = 64;

const sendLine = (connection: number, data: string): UntimedEvent => ({
	kind: 'sent',
	connection,
	data,
});

const toEvent = (
	{number: connection, url, isOpen}: Connection,
	event: SocketEvent,
): UntimedEvent => {
	switch (event.type) {
		case 'open':
			return {kind: 'open', url, connection};
		case 'message':
			return {kind: 'ws', connection, ...toData(event.data)};
		case 'ping':
			return {kind: 'ping', connection};
		case 'pong':
			return {kind: 'ping', connection, pong: true};
		case 'close': {
			const {type: kind, answer, ...why} = event;
			const said = answer && {...headersIn(answer), ...(answer.body ? {data: answer.body} : {})};
			return {kind, connection, ...(isOpen ? {} : {url}), ...why, ...said};
		}
	}
};

/**
 * The headers that tell how much more may be asked: `Retry-After`, and the weight used so far; of a
 * refusal those, too, by which it is understood.
 */
const headersIn = ({
	status,
	headers: all,
}: HttpResponse): {headers?: Readonly<Record<string, string>>} => {
	const names = /^retry-after$|-weight\b|rate-?limit/;
	const ofRefusals = /^(date|location|content-type)$/;
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(all)) {
		if (value === undefined) continue;
		if (names.test(name) || (status !== 200 && ofRefusals.test(name))) headers[name] = value;
	}
	return Object.keys(headers).length > 0 ? {headers} : {};
};

/** Keeps of what passes on a connection what a capture that starts later has to begin with. */
const remember = (connection: Connection, event: UntimedEvent) => {
	if (connection.lasting.length < maxLasting) connection.lasting.push(event);
};

/**
 * A transport that can be listened to at any time and costs next to nothing meanwhile. All passes
 * through untouched and in its order. `keeps` tells the addresses whose newest answer a capture
 * that starts later needs too, such as lists of markets; never those of books, which grow old.
 */
export const createTransportTap = (
	inner: Transport,
	keeps: (url: string) => boolean = () => false,
): TransportTap => {
	const connections = new Set<Connection>();
	const sinks = new Set<EventSink>();
	const answers = createKeptAnswers(keeps);
	let count = 0;

	const tell = (event: UntimedEvent) => {
		for (const sink of sinks) sink(event);
	};

	const note = (connection: Connection, event: SocketEvent) => {
		if (sinks.size > 0) tell(toEvent(connection, event));
		switch (event.type) {
			case 'open':
				connection.isOpen = true;
				break;
			case 'close':
				connections.delete(connection);
				break;
			case 'message':
				if (connection.awaited === 0 || !isAcknowledgement(event.data)) break;
				connection.awaited--;
				remember(connection, {kind: 'ws', connection: connection.number, ...toData(event.data)});
				break;
			case 'ping':
			case 'pong':
				break;
		}
	};

	const connect = (url: string, onEvent: (event: SocketEvent) => void): Socket => {
		const connection: Connection = {number: ++count, url, isOpen: false, lasting: [], awaited: 0};
		connections.add(connection);
		const socket = inner.connect(url, event => {
			note(connection, event);
			onEvent(event);
		});
		return {
			send(data) {
				const event = sendLine(connection.number, data);
				if (connection.isOpen) tell(event);
				if (isSubscription(data)) {
					remember(connection, event);
					connection.awaited++;
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
	};

	const get = async (url: string): Promise<HttpResponse> => {
		try {
			const response = await inner.get(url);
			const {status, body: data} = response;
			const event: UntimedEvent = {kind: 'http', url, status, data, ...headersIn(response)};
			tell(event);
			if (status === 200) answers.keep(event);
			return response;
		} catch (error) {
			const {message, errorCode} = error as TransportError;
			tell({kind: 'http', url, status: 0, data: message, ...(errorCode ? {errorCode} : {})});
			throw error;
		}
	};

	return {
		transport: {connect, get},
		start(sink) {
			for (const answer of answers.all()) sink(answer);
			for (const {number: connection, url, isOpen, lasting} of connections) {
				if (!isOpen) continue;
				sink({kind: 'open', url, connection});
				for (const event of lasting) sink(event);
			}
			sinks.add(sink);
			return () => {
				sinks.delete(sink);
			};
		},
	};
};
