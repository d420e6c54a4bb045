import type {CaptureEvent} from '../capture/capture-format.js';
import type {Clock} from '../clock.js';
import type {SocketEvent} from '../transport/transport.js';
import type {CloseEvent} from './listener-moves.js';
import type {Recorded} from './recorded-connection.js';
import {eventOf} from './heard-events.js';
import {createConnect} from './listener-socket.js';
import {createLeaving} from './left-topics.js';
import type {DeadlinesListener} from './deadlines.js';
import {createNews} from './news.js';
import {readBook, readReply} from './recorded-connection.js';
import {createRecordedSet, type RecordedSet} from './recorded-set.js';
import {exchangeOf, type ReplayWire, type RequestPurpose} from './replay-wire.js';
import {createSocketReplies} from './socket-replies.js';

export type ReplayConnectionsOptions = DeadlinesListener & {
	readonly wire: Omit<ReplayWire, 'purposeOf'>;
	readonly clock: Clock;
	/** Endpoints that are known to have no connection. */
	readonly missing: ReadonlySet<string>;
	/** A reply is about to come that the client has not asked for. Returns whether it is waited for. */
	readonly onUnasked: (purpose: RequestPurpose, isKept: boolean) => boolean;
};

/** Of which connection the end was recorded. */
type Closed = Pick<CaptureEvent & {readonly kind: 'close'}, 'connection' | 'url' | 'exchange'>;

/** What the recorder notes where its own client ended a connection. */
const closedByUs = 'closed by steem-tui';

/** Requests kept of one connection: some for each of hundreds of markets; a capture may hold any number. */
const maxRequests = 20_000;

/** Notes whose request it was, by its id. */
const noteRequest = ({requests}: Recorded, request: ReturnType<ReplayWire['requestIn']>): void => {
	if (!request || requests.size >= maxRequests) return;
	const {id, symbol} = request;
	const known = requests.get(id);
	requests.set(id, known === undefined || known === symbol ? symbol : null);
};

/** Tells what came on a connection to whoever hears it, and what follows from it. */
const createHearing = (
	{wire, clock}: ReplayConnectionsOptions,
	set: RecordedSet,
	replies: ReturnType<typeof createSocketReplies>,
	{spread, expect}: ReturnType<typeof createNews>,
	leaving: ReturnType<typeof createLeaving>,
) => {
	const {bindings} = set;

	return (connection: number, event: SocketEvent, isOld = false) => {
		const recorded = set.get(connection) ?? set.adopt(connection, event);
		if (!recorded) return;
		recorded.heardAt = clock.now();
		if (recorded.isLeft || recorded.isSilent) set.stay(recorded);
		const told = recorded.left.size > 0 ? readBook(wire, event) : null;
		// A book that was asked for once comes without a subscription.
		if (told?.type === 'update' && recorded.left.has(told.topic))
			leaving.came(recorded, told.topic);
		if (isOld && !replies.isAsked(recorded)) return;
		replies.take(recorded, event);
		const {book, apart} = spread(recorded, event);
		replies.forget(recorded, event);
		recorded.heard.push(event, clock.now());
		recorded.unread++;
		const reply = readReply(wire, recorded, event);
		if (reply) expect(set.carriersOf(recorded, reply.topic), reply.sequence);
		if (!book && !apart && !recorded.isCompared) return;
		// It may have caught up with what another has brought.
		bindings.offerToAll(recorded);
	};
};

const createOpenMs =
	({clock}: Pick<ReplayConnectionsOptions, 'clock'>, set: RecordedSet) =>
	(exchange: string, symbol: string): number => {
		const mayCarry = ({endpoint, topics}: Recorded) =>
			topics === null && exchangeOf(endpoint) === exchange;
		const known = set.carriersOfBook(exchange, symbol).map(({recorded}) => recorded);
		const times = [...set.all().filter(mayCarry), ...known].map(
			({openedAt}) => clock.now() - openedAt,
		);
		return Math.max(0, ...times);
	};

/** Tells whether a book was pushed since a time, or whether nobody knows. */
const createWasPushed =
	({wire}: Pick<ReplayConnectionsOptions, 'wire'>, set: RecordedSet) =>
	(exchange: string, symbol: string, since: number): boolean =>
		set.carriersOfBook(exchange, symbol).some(({recorded: {heard, lostAt}, topic}) => {
			if (lostAt > since) return true;
			for (const newest of heard.newestFirst()) {
				if (newest.at <= since) return false;
				const message = readBook(wire, eventOf(newest));
				if (message?.topic === topic && message.type === 'update') return true;
			}
			return false;
		});

/** Signs of life that the capture does not hold. */
const createPings = (
	{clock}: Pick<ReplayConnectionsOptions, 'clock'>,
	set: RecordedSet,
	spread: ReturnType<typeof createNews>['spread'],
) => {
	const hearAll = () => {
		for (const recorded of set.all()) recorded.heardAt = clock.now();
	};

	return {
		/** Gives all clients a sign of life, also those that wait for a connection. */
		wake() {
			hearAll();
			for (const listener of set.clients()) listener.tell({type: 'ping'});
		},
		/** Pings all, for captures that hold none. */
		ping() {
			hearAll();
			for (const recorded of set.near()) spread(recorded, {type: 'ping'});
		},
	};
};

/**
 * Lets today's clients hear what recorded connections heard. Which hears which follows from the
 * endpoint and from what is subscribed to: on Huobi's `/ws` book and trades have a connection each.
 * Where several carry the same book, its client hears the news of all of them, and a sign of life
 * counts only of one that has brought the newest: whatever was lost, its ids then tell.
 */
export const createReplayConnections = (options: ReplayConnectionsOptions) => {
	const {wire} = options;
	const replies = createSocketReplies(options);
	const set = createRecordedSet(options);
	const {bindings} = set;
	const {waiting, close} = bindings;
	const news = createNews(set, options);
	const leaving = createLeaving({...set, clock: options.clock, end: bindings.end});
	const {spread, expect} = news;

	return {
		connect: createConnect(options, {bindings, replies}),
		open: set.open,
		/** The recording client sent something. */
		sent(connection: number, data: string) {
			const recorded = set.get(connection);
			if (!recorded) return;
			noteRequest(recorded, wire.requestIn(data));
			recorded.expected = wire.askedIn(data) ?? recorded.expected;
			leaving.leave(recorded, wire.topicsLeft(data));
			const topics = wire.topicsIn(data);
			if (topics.length > 0) set.carry(recorded, topics);
		},
		hear: createHearing(options, set, replies, news, leaving),
		/** Returns the exchange whose connection it was. */
		close({connection, url, exchange}: Closed, event: CloseEvent) {
			const recorded = set.get(connection);
			set.closed(connection);
			const endpoint =
				recorded?.endpoint ?? (url === undefined ? null : wire.endpointOf(url, exchange));
			if (recorded) set.remove(recorded, event);
			else if (event.reason !== closedByUs) {
				const [first] = waiting().filter(one => one.endpoint === endpoint && !one.isOpen);
				if (first) close(first, event);
			}
			return endpoint === null ? null : exchangeOf(endpoint);
		},
		/** A snapshot of a book came over HTTP. */
		snapshot(exchange: string, symbol: string, sequence: number) {
			expect(set.carriersOfBook(exchange, symbol), sequence);
		},
		/** For how long any connection has been open that carries a book, as far as is known; 0 where none is. */
		openMs: createOpenMs(options, set),
		wasPushed: createWasPushed(options, set),
		turn: set.turn,
		settleFor: set.settleFor,
		/** What came before is not told any more to whoever comes late. */
		interrupt() {
			for (const recorded of set.all()) {
				recorded.heard.clear();
				recorded.kept = null;
			}
		},
		...createPings(options, set, spread),
	};
};
