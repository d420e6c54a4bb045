import type {Clock} from '../clock.js';
import type {Clients} from './clients.js';
import {eventOf} from './heard-events.js';
import {createMoves, type CloseEvent} from './listener-moves.js';
import {hearFrom, type Listener, type Recorded} from './recorded-connection.js';
import type {Rivals} from './rivals.js';
import type {createSharedStreams} from './shared-streams.js';
import {createTellers} from './tellers.js';
import {createWaiting} from './waiting-listeners.js';

export type BindingsOptions = {
	readonly wire: Parameters<typeof createTellers>[0];
	readonly clock: Clock;
	/** Endpoints that have no connection. */
	readonly missing: ReadonlySet<string>;
	/** Those that are open, by what they carry. */
	readonly rivals: Pick<Rivals, 'at' | 'carriers'>;
	readonly clients: Pick<Clients, 'add' | 'delete'>;
	readonly streams: ReturnType<typeof createSharedStreams>;
};

const share = (topics: ReadonlySet<string>, others: ReadonlySet<string>) =>
	topics.size === 0 || [...topics].some(topic => others.has(topic));

/** Whether it carries what the client wants, and no other client hears that on it already. */
const suits = ({topics, listeners}: Recorded, listener: Listener) =>
	topics === null ||
	(share(listener.topics, topics) &&
		![...listeners].some(other => share(listener.topics, other.topics)));

const isFree = ({topics, listeners}: Recorded) => topics === null || listeners.size < topics.size;

const createIsOffered =
	({isBehind}: BindingsOptions['streams']) =>
	(listener: Listener, recorded: Recorded) =>
		listener.endpoint === recorded.endpoint &&
		isFree(recorded) &&
		!recorded.isLeft &&
		!recorded.isSilent &&
		!isBehind(recorded, listener);

/** Looks at no more of them than it must. */
const some = <T>(all: Iterable<T>, is: (one: T) => boolean): boolean => {
	for (const one of all) if (is(one)) return true;
	return false;
};

/** Tells whether a client that gives its connection up would go on with another, which has brought as much. */
const createHasAnother =
	(
		{rivals, streams}: Pick<BindingsOptions, 'rivals' | 'streams'>,
		isOffered: ReturnType<typeof createIsOffered>,
	) =>
	(listener: Listener): boolean => {
		const {endpoint, topics, recorded} = listener;
		const next = rivals
			.carriers(endpoint, topics)
			.find(one => one !== recorded && isOffered(listener, one) && suits(one, listener));
		if (!next) return false;
		streams.look(next);
		return streams.isInStep(next, listener);
	};

/** Offers recorded connections to the clients that wait for one. */
const createOffers = ({wire, rivals, streams}: BindingsOptions) => {
	const toTeller = createTellers(wire);
	const waiting = createWaiting();
	const isOffered = createIsOffered(streams);

	const bind = (listener: Listener, recorded: Recorded) => {
		waiting.delete(listener);
		const isAgain = hearFrom(recorded, listener);
		listener.onBound(recorded, isAgain);
		const {heard, heardAt} = recorded;
		const how = {heardAt, ...(isAgain && {isAgain})};
		let told = 0;
		for (const event of heard.values().map(eventOf)) {
			toTeller(recorded, {...event, ...how})(listener);
			told++;
			if (!listener.isClosed) continue;
			// Whoever is told again what made it give up does so each time: what comes behind that is of use.
			heard.loseOldest(told);
			return;
		}
	};

	/** Only then it says what it wants. */
	const open = (listener: Listener) => {
		listener.isOpen = true;
		listener.tell({type: 'open'});
		if (waiting.has(listener)) waiting.add(listener);
	};

	/** Opens the client's connection, and binds it where it wants what is carried. */
	const offer = (listener: Listener, recorded: Recorded) => {
		if (!isOffered(listener, recorded)) return;
		if (!listener.isOpen) open(listener);
		// Only now it is known for all what they want.
		if (listener.isClosed || listener.recorded || streams.isBehind(recorded, listener)) return;
		if (suits(recorded, listener)) bind(listener, recorded);
	};

	return {
		...{waiting, isOffered, open, offer},
		hasAnother: createHasAnother({rivals, streams}, isOffered),
		/** To all that wait and may want it. */
		offerToAll(recorded: Recorded) {
			if (!isFree(recorded)) return;
			for (const listener of waiting.of(recorded)) offer(listener, recorded);
		},
	};
};

/** Finds for each of today's clients the recorded connection that it hears, and the next where that ends. */
export const createBindings = (options: BindingsOptions) => {
	const {clock, missing, rivals, clients, streams} = options;
	const {waiting, isOffered, open, offer, ...offers} = createOffers(options);

	/** Returns whether it heard one. */
	const release = (listener: Listener): boolean => {
		listener.isClosed = true;
		waiting.delete(listener);
		clients.delete(listener);
		return listener.recorded?.listeners.delete(listener) === true;
	};

	const close = (listener: Listener, event: CloseEvent) => {
		release(listener);
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
		const all = rivals.at(listener.endpoint, listener.topics);
		// Whichever is free lets it say what it wants: only those that carry that are then looked at.
		if (!listener.isOpen && some(all, one => isOffered(listener, one))) open(listener);
		for (const recorded of rivals.carriers(listener.endpoint, listener.topics)) {
			if (listener.isClosed || listener.recorded) return;
			offer(listener, recorded);
		}
	};

	return {
		...{...createMoves({clock, streams, close}), ...offers, close, release},
		/** Clients that hear none yet. */
		waiting: waiting.all,
		/** Looks for a connection once what happens now is over. */
		attend(listener: Listener) {
			if (!listener.isClosed) clients.add(listener);
			clock.after(0, () => seek(listener));
		},
		/** What a connection carries is known now: who wants something else goes on looking. */
		reconsider(recorded: Recorded) {
			for (const listener of [...recorded.listeners]) {
				if (recorded.topics === null || share(listener.topics, recorded.topics)) continue;
				recorded.listeners.delete(listener);
				listener.recorded = null;
				seek(listener);
			}
		},
		/** A client has ended its own connection. */
		leave(listener: Listener) {
			// Whoever comes next would take what was heard before for news.
			if (release(listener) && listener.recorded) listener.recorded.isSilent = true;
		},
	};
};
