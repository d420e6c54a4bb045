import type {Clock} from '../clock.js';
import type {CloseEvent} from './listener-moves.js';
import type {Listener, Recorded} from './recorded-connection.js';
import {lagMs} from './stream-progress.js';

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

/**
 * What a connection carries until it is told to end that: then its silence is no sign that nothing changes. Whoever
 * subscribes anew in the same breath, as after a loss, has not left.
 */
export const createLeaving = ({clock, get, end, drop, remove}: Port) => {
	const leave = (recorded: Recorded, topics: readonly string[]) => {
		const left = new Set(topics.filter(topic => recorded.left.has(topic)));
		if (left.size === 0 || get(recorded.number) !== recorded) return;
		// Of one that may carry anything, all begins anew with what comes.
		if (recorded.topics === null) remove(recorded, unsubscribed);
		else {
			// While it is still known by what it carried.
			end(recorded, unsubscribed, (_, listener) => wantsNoMore(left, listener));
			drop(recorded, [...left]);
		}
	};

	/** The recording client asks for these no more; `all`: for none of what it carries. */
	return (recorded: Recorded, asked: readonly string[] | 'all') => {
		const {topics} = recorded;
		const left = asked === 'all' ? [...(topics ?? [])] : asked;
		const carried = left.filter(topic => topics === null || topics.has(topic));
		if (carried.length === 0) return;
		for (const topic of carried) recorded.left.add(topic);
		// What is on its way still comes.
		clock.after(lagMs, () => {
			leave(recorded, carried);
		});
	};
};
