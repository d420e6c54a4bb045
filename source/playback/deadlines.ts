import type {Clock} from '../clock.js';
import type {CloseEvent} from './listener-moves.js';
import type {Recorded} from './recorded-connection.js';
import type {RecordedSet} from './recorded-set.js';
import type {Late} from './shared-streams.js';
import type {Due} from './sibling-streams.js';
import type {Heard} from './stream-judge.js';
import {aheadMs, lagMs} from './stream-progress.js';

export type DeadlinesListener = {
	/** A client goes over to another connection: the one it heard brings nothing of its book any more. */
	readonly onOutrun?: (recorded: Recorded, by: Recorded, topic: string) => void;
	/** A client is told that its connection closed: of its book it does not bring what came as another topic. */
	readonly onLacking?: (due: Due) => void;
	/** A client is told that its connection closed: it did not come up to a snapshot. `at`: where it stayed. */
	readonly onStopped?: (late: Late, at: number) => void;
};

/** Why a client is told that its connection closed where the capture has no line for that. */
const behindSnapshot: CloseEvent = {
	type: 'close',
	reason: 'a snapshot in the capture is newer than what the connection brings',
};

/** Why one is told so where another connection goes on to bring what its own does not. */
export const standsStill: CloseEvent = {
	type: 'close',
	reason: 'another connection of the capture has news of the book, and this one brings none',
};

/** Why one is told so where its book goes on as another topic. */
export const leftBehind: CloseEvent = {
	type: 'close',
	reason: 'another channel of the capture has news of the book, and this one brings none',
};

/** Milliseconds in which what came is waited for together: a capture may hold any number of messages of one moment. */
const togetherMs = 10;

/** Tells, in time, what connections lack that they had to bring. */
export const createDemand = (clock: Pick<Clock, 'now' | 'after'>, onLacked: (due: Due) => void) => {
	type Awaited = {readonly since: number; sequence: number};
	/** The newest, by how long it may take and as what it is to come. */
	const awaited = new WeakMap<Recorded, Map<string, Awaited>>();

	return (due: Due) => {
		const {recorded, topic, sequence, withinMs} = due;
		const own = awaited.get(recorded) ?? new Map<string, Awaited>();
		awaited.set(recorded, own);
		const key = `${withinMs} ${topic}`;
		const before = own.get(key);
		if (before && clock.now() < before.since + togetherMs) {
			before.sequence = Math.max(before.sequence, sequence);
			return;
		}
		const fresh: Awaited = {since: clock.now(), sequence};
		own.set(key, fresh);
		clock.after(withinMs, () => {
			if (recorded.progress.lack(topic, fresh.sequence))
				onLacked({...due, sequence: fresh.sequence});
		});
	};
};

/** Ends connections, for those who hear them, that do not bring in time what came elsewhere. */
export const createDeadlines = (
	{streams, bindings}: Pick<RecordedSet, 'streams' | 'bindings'>,
	{clock, onOutrun, onLacking, onStopped}: DeadlinesListener & {readonly clock: Clock},
) => {
	/** Those who hear one for a topic go on with another, or are told that it closed. Returns whether any is told. */
	const end = (recorded: Recorded, topic: string, event: CloseEvent): boolean => {
		const heardBy = [...recorded.listeners].filter(({topics}) => topics.has(topic));
		bindings.end(recorded, event, (_, listener) => heardBy.includes(listener));
		return heardBy.some(({isClosed}) => isClosed);
	};

	const stop = (late: Late) => {
		const {recorded, topic} = late;
		if (streams.isLate(late) && end(recorded, topic, behindSnapshot))
			onStopped?.(late, recorded.progress.position(topic) ?? 0);
	};

	return {
		/** These bring nothing of a book that another has brought news of. */
		outrun(by: Recorded, {topic, lacking}: NonNullable<Heard['apart']>) {
			if (lacking.length === 0) return;
			clock.after(lagMs, () => {
				for (const one of lacking)
					if (one.progress.isOutrun(topic, clock.now()) && end(one, topic, standsStill))
						onOutrun?.(one, by, topic);
			});
		},
		/** One has to bring what came as another topic of its book. */
		demand: createDemand(clock, due => {
			if (end(due.recorded, due.topic, leftBehind)) onLacking?.(due);
		}),
		/** A snapshot came: those that carry what is meant should come up to it. */
		expect(...snapshot: Parameters<typeof streams.snapshot>) {
			const late = streams.snapshot(...snapshot);
			if (late.length > 0)
				clock.after(aheadMs, () => {
					late.forEach(stop);
				});
		},
	};
};
