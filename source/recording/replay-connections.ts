import type {Clock} from '../clock.js';
import type {Socket, SocketEvent} from '../transport/transport.js';
import {exchangeOf, type ReplayWire, type RequestPurpose} from './replay-wire.js';

/** A recorded connection that is open. */
type Recorded = {
	readonly endpoint: string;
	/** What it carries; null where the capture does not tell: then whoever asks hears it. */
	readonly topics: ReadonlySet<string> | null;
	/** The newest that came on it: for a client that comes late, or again. */
	heard: SocketEvent[];
	readonly listeners: Set<Listener>;
	/** What the recording client has asked for on it and not heard yet. */
	expected: RequestPurpose | null;
	/** The newest reply that no client has asked for, until an update comes: whoever asks then gets it. */
	kept: SocketEvent | null;
	/** Whether the recording client has gone over to another market since: it is about to close it. */
	isLeft: boolean;
	/** Whether a client of today has given it up, and nothing was heard on it since. */
	isSilent: boolean;
};

/** A connection of today's client. */
type Listener = {
	readonly endpoint: string;
	readonly topics: Set<string>;
	readonly tell: (event: SocketEvent) => void;
	isOpen: boolean;
	isClosed: boolean;
	recorded: Recorded | null;
	/** Whether it has asked for a book on its socket and not heard it yet. */
	hasAsked: boolean;
};

export type ReplayConnectionsOptions = {
	readonly wire: Omit<ReplayWire, 'purposeOf'>;
	readonly clock: Clock;
	/** Endpoints that are known to have no connection. */
	readonly missing: ReadonlySet<string>;
	/** A reply is about to come that the client has not asked for. Returns whether it is waited for. */
	readonly onUnasked: (purpose: RequestPurpose) => boolean;
};

/** Messages kept of a connection: minutes of a busy market. */
const maxHeard = 5000;

/** What the recorder notes where its own client ended a connection. */
const closedByUs = 'closed by steem-tui';

/**
 * Lets today's clients hear what recorded connections heard. Which hears which follows from the
 * endpoint and from what is subscribed to: on Huobi's `/ws` book and trades have a connection each.
 */
export const createReplayConnections = (options: ReplayConnectionsOptions) => {
	const {wire, clock} = options;
	const missing = new Set(options.missing);
	const recordeds = new Map<number, Recorded>();
	const waiting = new Set<Listener>();

	const share = (topics: ReadonlySet<string>, others: ReadonlySet<string>) =>
		topics.size === 0 || [...topics].some(topic => others.has(topic));

	/** Whether it carries what the client wants, and no other client hears that on it already. */
	const suits = ({topics, listeners}: Recorded, listener: Listener) =>
		topics === null ||
		(share(listener.topics, topics) &&
			![...listeners].some(other => share(listener.topics, other.topics)));

	const isFree = ({topics, listeners}: Recorded) => topics === null || listeners.size < topics.size;

	const bind = (listener: Listener, recorded: Recorded) => {
		waiting.delete(listener);
		listener.recorded = recorded;
		recorded.listeners.add(listener);
		for (const event of [...recorded.heard]) if (!listener.isClosed) listener.tell(event);
	};

	/** Opens the client's connection, since only then it says what it wants, and binds it where that fits. */
	const offer = (listener: Listener, recorded: Recorded) => {
		if (listener.endpoint !== recorded.endpoint || !isFree(recorded)) return;
		if (recorded.isLeft || recorded.isSilent) return;
		if (!listener.isOpen) {
			listener.isOpen = true;
			listener.tell({type: 'open'});
		}
		if (!listener.isClosed && !listener.recorded && suits(recorded, listener))
			bind(listener, recorded);
	};

	const close = (listener: Listener, event: SocketEvent & {type: 'close'}) => {
		listener.isClosed = true;
		waiting.delete(listener);
		listener.recorded?.listeners.delete(listener);
		listener.tell(event);
	};

	const seek = (listener: Listener) => {
		if (listener.isClosed || listener.recorded) return;
		if (missing.has(listener.endpoint)) {
			const reason = `the capture has no connection to ${listener.endpoint}`;
			close(listener, {type: 'close', reason, status: 404});
			return;
		}
		waiting.add(listener);
		for (const recorded of recordeds.values()) {
			if (listener.isClosed || listener.recorded) return;
			offer(listener, recorded);
		}
	};

	const end = (recorded: Recorded, event: SocketEvent & {type: 'close'}) => {
		for (const listener of [...recorded.listeners]) {
			recorded.listeners.delete(listener);
			listener.recorded = null;
			// Renewed: the stream goes on where the recording client went on with it.
			if (event.reason === closedByUs)
				for (const other of recordeds.values()) if (!listener.recorded) offer(listener, other);
			if (!listener.recorded) close(listener, event);
		}
	};

	const isAsked = ({listeners}: Recorded) => [...listeners].some(({hasAsked}) => hasAsked);

	/** Looks only while a reply is due: to tell one takes unpacking the message. */
	const reply = (recorded: Recorded, event: SocketEvent) => {
		const {expected, listeners} = recorded;
		if (!expected || event.type !== 'message' || !wire.isReply(event.data)) return;
		recorded.expected = null;
		if (!isAsked(recorded) && !options.onUnasked(expected)) recorded.kept = event;
		for (const listener of listeners) listener.hasAsked = false;
	};

	/** A kept reply has been of use by the next update, or is of none any more. */
	const forgetKept = (recorded: Recorded, event: SocketEvent) => {
		if (recorded.kept === null || recorded.kept === event || event.type !== 'message') return;
		if (wire.isUpdate(event.data)) recorded.kept = null;
	};

	/** Answers a question by the reply that came before it was asked. */
	const giveKept = (listener: Listener) => {
		const kept = listener.recorded?.kept;
		if (!kept || !listener.recorded) return;
		listener.recorded.kept = null;
		clock.after(0, () => {
			if (listener.isClosed) return;
			listener.hasAsked = false;
			listener.tell(kept);
		});
	};

	/** It is heard on still: then it was not closed, whatever was said. */
	const stay = (recorded: Recorded) => {
		recorded.isLeft = false;
		recorded.isSilent = false;
		for (const listener of [...waiting]) offer(listener, recorded);
	};

	return {
		connect(url: string, onEvent: (event: SocketEvent) => void): Socket {
			const listener: Listener = {
				endpoint: wire.endpointOf(url) ?? url,
				topics: new Set(wire.topicsOf(url)),
				tell: onEvent,
				isOpen: false,
				isClosed: false,
				recorded: null,
				hasAsked: false,
			};
			const attend = () => clock.after(0, () => seek(listener));
			attend();
			return {
				send(data) {
					if (wire.askedIn(data)) {
						listener.hasAsked = true;
						giveKept(listener);
					}
					const topics = wire.topicsIn(data);
					for (const topic of topics) listener.topics.add(topic);
					if (topics.length > 0 && !listener.recorded) attend();
				},
				close() {
					listener.isClosed = true;
					waiting.delete(listener);
					if (!listener.recorded?.listeners.delete(listener)) return;
					// Whoever comes next would take what was heard before for news.
					listener.recorded.isSilent = true;
				},
			};
		},
		/** A recorded connection opened; `subscribed` is what was asked for on it. */
		open(connection: number, url: string, subscribed: readonly string[]) {
			const endpoint = wire.endpointOf(url);
			if (endpoint === null) return;
			missing.delete(endpoint);
			const topics = [...wire.topicsOf(url), ...subscribed];
			const recorded: Recorded = {
				endpoint,
				topics: topics.length > 0 ? new Set(topics) : null,
				heard: [],
				listeners: new Set(),
				expected: null,
				kept: null,
				isLeft: false,
				isSilent: false,
			};
			recordeds.set(connection, recorded);
			for (const listener of [...waiting]) offer(listener, recorded);
		},
		/** The recording client sent something. */
		sent(connection: number, data: string) {
			const recorded = recordeds.get(connection);
			if (recorded) recorded.expected = wire.askedIn(data) ?? recorded.expected;
		},
		hear(connection: number, event: SocketEvent, isOld = false) {
			const recorded = recordeds.get(connection);
			if (!recorded) return;
			if (recorded.isLeft || recorded.isSilent) stay(recorded);
			if (isOld && !isAsked(recorded)) return;
			reply(recorded, event);
			for (const listener of [...recorded.listeners]) listener.tell(event);
			forgetKept(recorded, event);
			recorded.heard.push(event);
			// Cut only now and then: taking the first away moves all others.
			if (recorded.heard.length >= 2 * maxHeard) recorded.heard = recorded.heard.slice(-maxHeard);
		},
		/** Returns the exchange whose connection it was. */
		close(connection: number, url: string | undefined, event: SocketEvent & {type: 'close'}) {
			const recorded = recordeds.get(connection);
			recordeds.delete(connection);
			const endpoint = recorded?.endpoint ?? (url === undefined ? null : wire.endpointOf(url));
			if (recorded) end(recorded, event);
			else if (event.reason !== closedByUs) {
				const [first] = [...waiting].filter(one => one.endpoint === endpoint && !one.isOpen);
				if (first) close(first, event);
			}
			return endpoint === null ? null : exchangeOf(endpoint);
		},
		/** The recording client goes over to another market: nothing that is open is for that one. */
		turn() {
			for (const recorded of recordeds.values()) recorded.isLeft = true;
			missing.clear();
		},
		/** What came before is not told any more to whoever comes late. */
		interrupt() {
			for (const recorded of recordeds.values()) {
				recorded.heard = [];
				recorded.kept = null;
			}
		},
		/** Gives all clients a sign of life, also those that wait for a connection. */
		wake() {
			const bound = [...recordeds.values()].flatMap(({listeners}) => [...listeners]);
			for (const listener of [...bound, ...waiting]) listener.tell({type: 'ping'});
		},
		/** Pings all, for captures that hold none. */
		ping() {
			for (const {listeners} of recordeds.values())
				for (const listener of [...listeners]) listener.tell({type: 'ping'});
		},
	};
};
