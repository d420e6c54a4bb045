import type {Clock} from '../clock.js';
import {createMoves, type CloseEvent} from './listener-moves.js';
import type {Listener, Recorded} from './recorded-connection.js';
import type {createSharedStreams} from './shared-streams.js';

export type BindingsOptions = {
	readonly clock: Clock;
	/** Endpoints that have no connection. */
	readonly missing: ReadonlySet<string>;
	/** Those that are open. */
	readonly recordeds: ReadonlyMap<number, Recorded>;
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

/** Finds for each of today's clients the recorded connection that it hears, and the next where that ends. */
export const createBindings = (options: BindingsOptions) => {
	const {clock, missing, recordeds, streams} = options;
	const waiting = new Set<Listener>();

	const bind = (listener: Listener, recorded: Recorded) => {
		waiting.delete(listener);
		listener.recorded = recorded;
		recorded.listeners.add(listener);
		listener.onBound(recorded);
		for (const event of [...recorded.heard]) if (!listener.isClosed) listener.tell(event);
	};

	/** Opens the client's connection, since only then it says what it wants, and binds it where that fits. */
	const offer = (listener: Listener, recorded: Recorded) => {
		if (listener.endpoint !== recorded.endpoint || !isFree(recorded)) return;
		if (recorded.isLeft || recorded.isSilent || streams.isBehind(recorded, listener)) return;
		if (!listener.isOpen) {
			listener.isOpen = true;
			listener.tell({type: 'open'});
		}
		// Only now it is known for all what they want.
		if (listener.isClosed || listener.recorded || streams.isBehind(recorded, listener)) return;
		if (suits(recorded, listener)) bind(listener, recorded);
	};

	const offerToAll = (recorded: Recorded) => {
		if (!isFree(recorded)) return;
		for (const listener of [...waiting]) offer(listener, recorded);
	};

	const close = (listener: Listener, event: CloseEvent) => {
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

	const {move, end} = createMoves({clock, streams, close});

	return {
		/** Clients that hear none yet. */
		waiting: waiting as ReadonlySet<Listener>,
		/** Looks for a connection once what happens now is over. */
		attend(listener: Listener) {
			clock.after(0, () => seek(listener));
		},
		offerToAll,
		close,
		move,
		end,
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
			listener.isClosed = true;
			waiting.delete(listener);
			if (!listener.recorded?.listeners.delete(listener)) return;
			// Whoever comes next would take what was heard before for news.
			listener.recorded.isSilent = true;
		},
	};
};
