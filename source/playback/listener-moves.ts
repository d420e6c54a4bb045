import type {Clock} from '../clock.js';
import type {SocketEvent} from '../transport/transport.js';
import type {Listener, Recorded} from './recorded-connection.js';
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
		if (to.isShared) listener.at = streams.positionOf(listener);
		listener.recorded?.listeners.delete(listener);
		listener.recorded = to;
		to.listeners.add(listener);
	};

	/** It has been fed just now, and may bring in a moment what it lacks; else the end is told all the same. */
	const trust = (listener: Listener, recorded: Recorded, event: CloseEvent) => {
		move(listener, recorded);
		clock.after(lagMs, () => {
			if (listener.isClosed || listener.recorded !== recorded) return;
			if (!streams.isInStep(recorded, listener)) close(listener, event);
		});
	};

	/** By each topic those of which is known how far they have come with it: only among them one can be in step, or fed. */
	const byTopicOf = (some: readonly Recorded[]): ReadonlyMap<string, readonly Recorded[]> => {
		const found = new Map<string, Recorded[]>();
		for (const one of some)
			for (const topic of one.progress.topics()) {
				const others = found.get(topic);
				if (others) others.push(one);
				else found.set(topic, [one]);
			}
		return found;
	};

	/** Of those that hear it, all or some go on with another that carries the same, or are told the end. */
	const end = (
		recorded: Recorded,
		event: CloseEvent,
		isMeant: (recorded: Recorded, listener: Listener) => boolean = () => true,
	) => {
		if (recorded.listeners.size === 0) return;
		// Hundreds may hear one while hundreds are open that may carry the same.
		const rivals = byTopicOf(streams.rivalsOf(recorded));
		for (const listener of [...recorded.listeners]) {
			if (!isMeant(recorded, listener)) continue;
			const others = rivals.get(listener.book ?? '') ?? [];
			const next = others.find(other => streams.isInStep(other, listener));
			const fed = others.find(other => streams.isFed(other, listener));
			if (next) move(listener, next);
			else if (fed) trust(listener, fed, event);
			else close(listener, event);
		}
	};

	return {move, end};
};
