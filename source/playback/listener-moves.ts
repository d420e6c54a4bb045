import type {Clock} from '../clock.js';
import type {SocketEvent} from '../transport/transport.js';
import {hearFrom, type Listener, type Recorded} from './recorded-connection.js';
import type {createSharedStreams} from './shared-streams.js';
import {lagMs} from './stream-progress.js';

export type CloseEvent = SocketEvent & {readonly type: 'close'};

type Options = {
	readonly clock: Clock;
	readonly streams: ReturnType<typeof createSharedStreams>;
	/** Tells a client that its connection has closed. */
	readonly close: (listener: Listener, event: CloseEvent) => void;
};

/** Where a client goes whose connection brings nothing more. */
export const createMoves = ({clock, streams, close}: Options) => {
	const move = (listener: Listener, to: Recorded) => {
		if (streams.look(to)) listener.at = streams.positionOf(listener);
		hearFrom(to, listener);
		listener.isMoved = true;
		// It is as silent as that one.
		listener.tell({type: 'ping', heardAt: to.heardAt});
	};

	/** It has been fed just now, and may bring in a moment what it lacks; else the end is told all the same. */
	const trust = (listener: Listener, recorded: Recorded, event: CloseEvent) => {
		move(listener, recorded);
		clock.after(lagMs, () => {
			if (listener.isClosed || listener.recorded !== recorded) return;
			if (!streams.isInStep(recorded, listener)) close(listener, event);
		});
	};

	/** The others that a client may go on with. */
	const othersFor = (recorded: Recorded, {book}: Listener): readonly Recorded[] => {
		const others = book === null ? [] : streams.rivalsFor(recorded, book);
		for (const other of others) streams.look(other);
		return others;
	};

	/** Of those that hear it, all or some go on with another that carries the same, or are told the end. */
	const end = (
		recorded: Recorded,
		event: CloseEvent,
		isMeant: (recorded: Recorded, listener: Listener) => boolean = () => true,
	) => {
		if (recorded.listeners.size > 0) streams.look(recorded);
		for (const listener of [...recorded.listeners]) {
			if (!isMeant(recorded, listener)) continue;
			const others = othersFor(recorded, listener);
			const [next] = others
				.filter(other => streams.isInStep(other, listener))
				.sort((one, other) => other.heardAt - one.heardAt);
			const fed = others.find(other => streams.isFed(other, listener));
			if (next) move(listener, next);
			else if (fed) trust(listener, fed, event);
			else close(listener, event);
		}
	};

	return {move, end};
};
