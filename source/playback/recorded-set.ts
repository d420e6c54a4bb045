import type {CaptureEvent} from '../capture/capture-format.js';
import {createNewest} from '../capture/newest.js';
import {maxClosed} from '../capture/open-limit.js';
import type {Clock} from '../clock.js';
import type {SocketEvent} from '../transport/transport.js';
import {missingEndpoints} from './capture-wire.js';
import {createClients} from './clients.js';
import {createBindings} from './listener-bindings.js';
import type {CloseEvent} from './listener-moves.js';
import {createHeard} from './heard-events.js';
import {createRecorded, learnProgress, readBook, type Recorded} from './recorded-connection.js';
import {exchangeOf, type ReplayWire} from './replay-wire.js';
import {createRivals, type Carrier, type Rivals} from './rivals.js';
import {createSharedStreams} from './shared-streams.js';
import {lagMs} from './stream-progress.js';
import {maxTopics} from './wire.js';

export type OpenEvent = CaptureEvent & {readonly kind: 'open'};

type Options = {
	readonly wire: Omit<ReplayWire, 'purposeOf'>;
	readonly clock: Clock;
	/** Endpoints that are known to have no connection. */
	readonly missing: ReadonlySet<string>;
};

/** Connections that carry the same at once; there is no end of those before in the capture. */
const maxTwins = 20;

/** Why a client is told that its connection closed where too many others have come since. */
const outnumbered: CloseEvent = {
	type: 'close',
	reason: `the capture opens ${maxTwins} others for the same, and has no end of it`,
};

/** What the open ones are known by, and who hears them. */
type Surroundings = {
	readonly wire: Options['wire'];
	readonly missing: Set<string>;
	readonly rivals: Rivals;
	readonly bindings: Pick<ReturnType<typeof createBindings>, 'end' | 'offerToAll' | 'reconsider'>;
	readonly streams: Pick<ReturnType<typeof createSharedStreams>, 'compare'>;
};

/** Of one of which nothing has told what it carries: whose books it has brought. */
const broughtBy = (recorded: Recorded, wire: Options['wire']): readonly string[] => {
	if (!recorded.isShared && !recorded.isCompared) learnProgress(recorded, wire);
	return recorded.progress.brought();
};

/** Finds those that are known to carry a book, or have brought it; its symbol in upper case. */
const createBookCarriers =
	({wire, rivals}: Pick<Surroundings, 'wire' | 'rivals'>, all: () => readonly Recorded[]) =>
	(exchange: string, symbol: string): readonly Carrier[] => {
		const unknown = all().filter(
			({topics, endpoint}) => topics === null && exchangeOf(endpoint) === exchange,
		);
		const brought = unknown.flatMap(recorded =>
			broughtBy(recorded, wire)
				.filter(topic => wire.bookOf(topic) === symbol)
				.map(topic => ({recorded, topic})),
		);
		return [...rivals.ofBook(exchange, symbol), ...brought];
	};

/** Notes what connections carry, and what no more. */
const createCarrying = (
	{wire, rivals, bindings, streams}: Omit<Surroundings, 'missing'>,
	makeRoom: (recorded: Recorded) => void,
) => ({
	/** It carries these no more, though it may go on. */
	drop(recorded: Recorded, topics: readonly string[]) {
		rivals.remove(recorded);
		for (const topic of topics) recorded.topics?.delete(topic);
		rivals.add(recorded);
	},
	/** The capture tells late what a connection carries: who wants something else goes on looking. */
	carry(recorded: Recorded, topics: readonly string[]) {
		const isNew = recorded.topics === null;
		recorded.topics ??= new Set(broughtBy(recorded, wire));
		for (const topic of topics) {
			recorded.left.delete(topic);
			if (recorded.topics.size < maxTopics) recorded.topics.add(topic);
		}
		if (isNew) {
			rivals.remove(recorded);
			bindings.reconsider(recorded);
		}
		rivals.add(recorded);
		streams.compare(recorded);
		makeRoom(recorded);
		bindings.offerToAll(recorded);
	},
});

/** The recorded connections that are open, by number. */
const createRoster = ({missing, ...surroundings}: Surroundings) => {
	const {rivals, streams, bindings} = surroundings;
	const {end, offerToAll} = bindings;
	const recordeds = new Map<number, Recorded>();

	const remove = (recorded: Recorded, event: CloseEvent) => {
		recordeds.delete(recorded.number);
		end(recorded, event);
		rivals.remove(recorded);
		// It would stay until others have as much: the little that came on each of thousands takes many times its length.
		recorded.heard.clear();
	};

	const makeRoom = (recorded: Recorded) => {
		for (const oldest of rivals.beyond(recorded, maxTwins)) remove(oldest, outnumbered);
	};

	return {
		get: (number: number) => recordeds.get(number),
		all: () => [...recordeds.values()],
		/** One opens, in the place of the one that had its number. */
		add(recorded: Recorded): Recorded {
			const before = recordeds.get(recorded.number);
			if (before) rivals.remove(before);
			recordeds.set(recorded.number, recorded);
			rivals.add(recorded);
			streams.compare(recorded);
			makeRoom(recorded);
			offerToAll(recorded);
			return recorded;
		},
		/** It ends, and that is told to who hears it and goes on with no other. */
		remove,
		...createCarrying(surroundings, makeRoom),
		/** All clients begin anew: of exchanges that are connected, nothing but what is open is to be waited for. */
		settleFor() {
			const open = new Set([...recordeds.values()].map(({endpoint}) => endpoint));
			for (const endpoint of missingEndpoints(open, null)) missing.add(endpoint);
		},
		/** It is heard on still: then it was not closed, whatever was said. */
		stay(recorded: Recorded) {
			recorded.isLeft = false;
			recorded.isSilent = false;
			offerToAll(recorded);
		},
	};
};

/** The recorded connections that are open, with what each carries and who hears it. */
export const createRecordedSet = ({wire, clock, ...options}: Options) => {
	const missing = new Set(options.missing);
	/** Milliseconds by the clock at which a number was closed last. */
	const closedAt = createNewest<number, number>(maxClosed);
	const room = createHeard();
	const rivals = createRivals(wire);
	const clients = createClients();
	const streams = createSharedStreams({wire, rivals, clients, now: clock.now});
	const bindings = createBindings({wire, clock, missing, rivals, clients, streams});
	const {add, ...roster} = createRoster({wire, missing, rivals, bindings, streams});

	/** One is there from now on. */
	const begin = (number: number, endpoint: string, topics: readonly string[]): Recorded => {
		missing.delete(endpoint);
		closedAt.delete(number);
		return add(createRecorded({number, endpoint, topics, room, openedAt: clock.now()}));
	};

	return {
		...{streams, bindings},
		...roster,
		/** A message on a connection that the capture did not open, or closed long ago: it goes by what it tells. */
		adopt(number: number, event: SocketEvent): Recorded | undefined {
			const book = readBook(wire, event);
			// Of what is apart nothing tells whether it goes on.
			const topic = book?.isApart ? undefined : book?.topic;
			const endpoint = topic === undefined ? null : wire.endpointFor(topic);
			if (topic === undefined || endpoint === null) return undefined;
			// What was on its way when it closed is nobody's.
			if (clock.now() - (closedAt.get(number) ?? -Infinity) < lagMs) return undefined;
			return begin(number, endpoint, []);
		},
		/** This one, and those that carry the same book. */
		carriersOf: (recorded: Recorded, topic: string): readonly Carrier[] =>
			[recorded, ...streams.rivalsFor(recorded, topic)]
				.filter(one => one === recorded || one.topics?.has(topic))
				.map(one => ({recorded: one, topic})),
		carriersOfBook: createBookCarriers({wire, rivals}, roster.all),
		/** Those that any of today's clients hears, or may go on with. */
		near: (): ReadonlySet<Recorded> => new Set(clients.all().flatMap(streams.nearTo)),
		clients: clients.all,
		/** One opened; `subscribed` is what was asked for on it. */
		open({connection: number, url, exchange}: OpenEvent, subscribed: readonly string[]) {
			const endpoint = wire.endpointOf(url, exchange);
			if (endpoint === null) return;
			begin(number, endpoint, [...wire.topicsOf(url), ...subscribed]);
		},
		/** One is closed, whether it is known or not. */
		closed(number: number) {
			closedAt.set(number, clock.now());
		},
		/** The recording client goes over to another market: nothing that is open is for that one. */
		turn() {
			for (const recorded of roster.all()) recorded.isLeft = true;
			missing.clear();
		},
	};
};

export type RecordedSet = ReturnType<typeof createRecordedSet>;
