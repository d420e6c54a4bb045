import type {Clock} from '../clock.js';
import type {Socket, SocketEvent} from '../transport/transport.js';
import {createBindings, type CloseEvent} from './listener-bindings.js';
import {
	booksOf,
	createRecorded,
	keepHeard,
	readBook,
	readReply,
	type Listener,
	type Recorded,
} from './recorded-connection.js';
import {exchangeOf, type ReplayWire, type RequestPurpose} from './replay-wire.js';
import {createRivals} from './rivals.js';
import {maxStreams} from './wire.js';
import {createSharedStreams, type Late} from './shared-streams.js';
import {createSocketReplies} from './socket-replies.js';
import {aheadMs, lagMs} from './stream-progress.js';

export type ReplayConnectionsOptions = {
	readonly wire: Omit<ReplayWire, 'purposeOf'>;
	readonly clock: Clock;
	/** Endpoints that are known to have no connection. */
	readonly missing: ReadonlySet<string>;
	/** A reply is about to come that the client has not asked for. Returns whether it is waited for. */
	readonly onUnasked: (purpose: RequestPurpose, isKept: boolean) => boolean;
	/** A client goes over to another connection: the one it heard brings nothing of its book any more. */
	readonly onOutrun?: (recorded: Recorded, by: Recorded, topic: string) => void;
	/** A client is told that its connection closed: it did not come up to a snapshot. `at`: where it stayed. */
	readonly onStopped?: (late: Late, at: number) => void;
};

/** Connections that carry the same at once; there is no end of those before in the capture. */
const maxTwins = 20;

/** Why a client is told that its connection closed where too many others have come since. */
const outnumbered: CloseEvent = {
	type: 'close',
	reason: `the capture opens ${maxTwins} others for the same, and has no end of it`,
};

/** What the recorder notes where its own client ended a connection. */
const closedByUs = 'closed by steem-tui';

/** Why a client is told that its connection closed where the capture has no line for that. */
const behindSnapshot: CloseEvent = {
	type: 'close',
	reason: 'a snapshot in the capture is newer than what the connection brings',
};

/**
 * Lets today's clients hear what recorded connections heard. Which hears which follows from the
 * endpoint and from what is subscribed to: on Huobi's `/ws` book and trades have a connection each.
 * Where several carry the same book, its client hears the news of all of them, and a sign of life
 * counts only of one that has brought the newest: whatever was lost, its ids then tell.
 */
export const createReplayConnections = (options: ReplayConnectionsOptions) => {
	const {wire, clock} = options;
	const missing = new Set(options.missing);
	const recordeds = new Map<number, Recorded>();
	const closedAt = new Map<number, number>();
	const replies = createSocketReplies(options);

	const rivals = createRivals();
	const streams = createSharedStreams({wire, recordeds, rivals, now: clock.now});

	const bindings = createBindings({...options, missing, recordeds, streams});
	const {waiting, attend, close, end, move, offerToAll, reconsider} = bindings;

	/** The capture tells late what a connection carries: who wants something else goes on looking. */
	const carry = (recorded: Recorded, topics: readonly string[]) => {
		const before = rivals.of(recorded);
		const isNew = recorded.topics === null;
		recorded.topics ??= new Set();
		for (const topic of topics) if (recorded.topics.size < maxStreams) recorded.topics.add(topic);
		if (isNew) {
			rivals.remove(recorded);
			reconsider(recorded);
		}
		rivals.add(recorded);
		streams.refresh(recorded, [...new Set([...before, ...rivals.of(recorded)])]);
		offerToAll(recorded);
	};

	/** It is heard on still: then it was not closed, whatever was said. */
	const stay = (recorded: Recorded) => {
		recorded.isLeft = false;
		recorded.isSilent = false;
		offerToAll(recorded);
	};

	const add = (recorded: Recorded) => {
		const before = recordeds.get(recorded.number);
		if (before) rivals.remove(before);
		recordeds.set(recorded.number, recorded);
		rivals.add(recorded);
		closedAt.delete(recorded.number);
		const [oldest, ...others] = rivals.twinsOf(recorded);
		if (oldest && others.length >= maxTwins) remove(oldest, outnumbered);
		streams.refresh(recorded);
		if (before) for (const other of rivals.of(before)) streams.refresh(other, []);
		offerToAll(recorded);
		return recorded;
	};

	const remove = (recorded: Recorded, event: CloseEvent) => {
		recordeds.delete(recorded.number);
		end(recorded, event);
		rivals.remove(recorded);
		for (const other of rivals.of(recorded)) streams.refresh(other, []);
	};

	/** A message on a connection that the capture did not open, or closed long ago: it goes by what it tells. */
	const adopt = (number: number, event: SocketEvent): Recorded | undefined => {
		const topic = readBook(wire, event)?.topic;
		const endpoint = topic === undefined ? null : wire.endpointFor(topic);
		if (topic === undefined || endpoint === null) return undefined;
		// What was on its way when it closed is nobody's.
		if (clock.now() - (closedAt.get(number) ?? -Infinity) < lagMs) return undefined;
		missing.delete(endpoint);
		return add(createRecorded({number, endpoint, topics: [], openedAt: clock.now()}));
	};

	/** Tells all who are to know what came on a connection. */
	const spread = (recorded: Recorded, event: SocketEvent) => {
		const heard = streams.take(recorded, event);
		const others = recorded.isShared ? streams.rivalsOf(recorded) : [];
		for (const one of [recorded, ...others])
			for (const listener of [...one.listeners]) {
				if (!streams.isTold(recorded, listener, heard)) continue;
				streams.learn(listener, heard);
				if (one !== recorded && streams.isOutrun(one, listener)) {
					move(listener, recorded);
					options.onOutrun?.(one, recorded, streams.bookOf(listener) ?? '');
				}
				listener.tell(event);
			}
		return heard;
	};

	/** Whoever hears one that has not come up to a snapshot after a while is told that it closed. */
	const stop = (late: Late) => {
		const {recorded, topic} = late;
		if (!streams.isLate(late)) return;
		const heardBy = [...recorded.listeners].filter(one => streams.bookOf(one) === topic);
		end(recorded, behindSnapshot, (_, listener) => heardBy.includes(listener));
		if (heardBy.some(({isClosed}) => isClosed))
			options.onStopped?.(late, recorded.progress.position(topic) ?? 0);
	};

	/** A snapshot came: those that carry what is meant should come up to it. */
	const expect = (...snapshot: Parameters<typeof streams.snapshot>) => {
		const late = streams.snapshot(...snapshot);
		if (late.length > 0)
			clock.after(aheadMs, () => {
				late.forEach(stop);
			});
	};

	return {
		connect(
			url: string,
			onEvent: (event: SocketEvent) => void,
			onBound: (recorded: Recorded) => void,
		): Socket {
			const listener: Listener = {
				endpoint: wire.endpointOf(url) ?? url,
				topics: new Set(wire.topicsOf(url)),
				tell: onEvent,
				onBound,
				isOpen: false,
				isClosed: false,
				recorded: null,
				at: null,
				hasAsked: false,
			};
			attend(listener);
			return {
				send(data) {
					if (wire.askedIn(data)) {
						listener.hasAsked = true;
						replies.give(listener);
					}
					const topics = wire.topicsIn(data);
					for (const topic of topics) listener.topics.add(topic);
					if (topics.length > 0 && !listener.recorded) attend(listener);
				},
				// The recorded answers come by themselves.
				ping: () => undefined,
				close() {
					bindings.leave(listener);
				},
			};
		},
		/** A recorded connection opened; `subscribed` is what was asked for on it. */
		open(number: number, url: string, subscribed: readonly string[]) {
			const endpoint = wire.endpointOf(url);
			if (endpoint === null) return;
			missing.delete(endpoint);
			const topics = [...wire.topicsOf(url), ...subscribed];
			add(createRecorded({number, endpoint, topics, openedAt: clock.now()}));
		},
		/** The recording client sent something. */
		sent(connection: number, data: string) {
			const recorded = recordeds.get(connection);
			if (!recorded) return;
			recorded.expected = wire.askedIn(data) ?? recorded.expected;
			const topics = wire.topicsIn(data);
			if (topics.length > 0) carry(recorded, topics);
		},
		hear(connection: number, event: SocketEvent, isOld = false) {
			const recorded = recordeds.get(connection) ?? adopt(connection, event);
			if (!recorded) return;
			if (recorded.isLeft || recorded.isSilent) stay(recorded);
			if (isOld && !replies.isAsked(recorded)) return;
			replies.take(recorded, event);
			const {book} = spread(recorded, event);
			replies.forget(recorded, event);
			keepHeard(recorded, event);
			const reply = readReply(wire, recorded, event);
			if (reply)
				expect(
					one => (one === recorded || one.topics?.has(reply.topic) ? [reply.topic] : []),
					reply.sequence,
				);
			if (!book) return;
			// It may have caught up with what another has brought.
			streams.refresh(recorded);
			offerToAll(recorded);
		},
		/** Returns the exchange whose connection it was. */
		close(connection: number, url: string | undefined, event: CloseEvent) {
			const recorded = recordeds.get(connection);
			closedAt.set(connection, clock.now());
			const endpoint = recorded?.endpoint ?? (url === undefined ? null : wire.endpointOf(url));
			if (recorded) remove(recorded, event);
			else if (event.reason !== closedByUs) {
				const [first] = [...waiting].filter(one => one.endpoint === endpoint && !one.isOpen);
				if (first) close(first, event);
			}
			return endpoint === null ? null : exchangeOf(endpoint);
		},
		/** A snapshot of a book came over HTTP. */
		snapshot(exchange: string, symbol: string, sequence: number) {
			expect(one => {
				const isMeant = exchangeOf(one.endpoint) === exchange;
				return isMeant ? booksOf(wire, one).filter(name => wire.bookOf(name) === symbol) : [];
			}, sequence);
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
			for (const recorded of recordeds.values()) spread(recorded, {type: 'ping'});
		},
	};
};
