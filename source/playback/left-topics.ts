import type {Clock} from '../clock.js';
import type {CloseEvent} from './listener-moves.js';
import type {Listener, Recorded} from './recorded-connection.js';
import {lagMs} from './stream-progress.js';
import {maxTopics} from './wire.js';

type Port = {
	readonly clock: Clock;
	/** The one that is open by a number. */
	readonly get: (number: number) => Recorded | undefined;
	/** Some of those that hear it go on with another that carries the same, or are told the end. */
	readonly end: (
		recorded: Recorded,
		event: CloseEvent,
		isMeant: (recorded: Recorded, listener: Listener) => boolean,
	) => void;
	/** It carries these no more. */
	readonly drop: (recorded: Recorded, topics: readonly string[]) => void;
	/** It carries these again. */
	readonly carry: (recorded: Recorded, topics: readonly string[]) => void;
	/** It is over, as far as is known. */
	readonly remove: (recorded: Recorded, event: CloseEvent) => void;
};

/** Why a client is told that its connection closed where it lives on, but not for what the client wants. */
export const unsubscribed: CloseEvent = {
	type: 'close',
	reason: 'the recorder unsubscribed from it',
};

/** By its book, or by all that it wants where that is no book. */
const wantsNoMore = (left: ReadonlySet<string>, {book, topics}: Listener): boolean =>
	book === null ? topics.size > 0 && [...topics].every(topic => left.has(topic)) : left.has(book);

/** More than a connection carries is nobody's recording: of what it carries no more, the oldest are forgotten. */
const makeRoom = ({topics, left}: Recorded) => {
	for (const topic of left.keys()) {
		if (left.size <= maxTopics) return;
		if (!topics?.has(topic)) left.delete(topic);
	}
};

/** What was left and is carried still, with when something of it came last. */
const carriedOf = ({topics, left}: Recorded) =>
	[...left].filter(([topic]) => topics === null || topics.has(topic));

/**
 * What connections carry that they were told to end: from then on silence is no sign that nothing changes, so a book of
 * which nothing comes is over. Something may come all the same: what is on its way, or of another subscription to the
 * same. Whoever subscribes anew in the same breath, as after a loss, has not left.
 */
export const createLeaving = ({clock, get, end, drop, carry, remove}: Port) => {
	const leave = (recorded: Recorded, left: ReadonlySet<string>) => {
		// Of one that may carry anything, all begins anew with what comes.
		if (recorded.topics === null) remove(recorded, unsubscribed);
		else {
			// While it is still known by what it carried.
			end(recorded, unsubscribed, (_, listener) => wantsNoMore(left, listener));
			drop(recorded, [...left]);
		}
	};

	/** Those that are looked at again later: however often one is left, that is once. */
	const watched = new WeakSet<Recorded>();

	/** Ends what is silent for so long, and looks again at the rest. */
	const look = (recorded: Recorded) => {
		watched.delete(recorded);
		if (get(recorded.number) !== recorded) return;
		const now = clock.now();
		// Reckoned as where the timer is set: else a fraction may be lost, and this look be due for ever.
		const silent = carriedOf(recorded).filter(([, cameAt]) => cameAt + lagMs <= now);
		if (silent.length > 0) leave(recorded, new Set(silent.map(([topic]) => topic)));
		watch(recorded);
	};

	const watch = (recorded: Recorded) => {
		const carried = carriedOf(recorded);
		if (carried.length === 0 || watched.has(recorded)) return;
		watched.add(recorded);
		const oldest = Math.min(...carried.map(([, cameAt]) => cameAt));
		clock.after(oldest + lagMs - clock.now(), () => {
			look(recorded);
		});
	};

	return {
		/** The recording client asks for these no more; `all`: for none of what it carries. */
		leave(recorded: Recorded, asked: readonly string[] | 'all') {
			// Where the capture does not tell what it carried, that is what those who hear it want.
			if (asked === 'all' && recorded.topics === null)
				carry(
					recorded,
					[...recorded.listeners].flatMap(listener => [...listener.topics]),
				);
			const {topics} = recorded;
			const left = asked === 'all' ? [...(topics ?? [])] : asked;
			for (const topic of left)
				if (topics === null || topics.has(topic)) recorded.left.set(topic, clock.now());
			makeRoom(recorded);
			watch(recorded);
		},
		/** News of a topic came that was left. */
		came(recorded: Recorded, topic: string) {
			if (recorded.topics?.has(topic) === false) carry(recorded, [topic]);
			recorded.left.set(topic, clock.now());
			watch(recorded);
		},
	};
};
