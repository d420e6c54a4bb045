import type {Clock} from '../clock.js';
import type {SocketEvent} from '../transport/transport.js';
import type {CloseEvent} from './listener-moves.js';
import type {Recorded} from './recorded-connection.js';
import type {RecordedSet} from './recorded-set.js';
import type {ReplayWire} from './replay-wire.js';
import type {Late} from './shared-streams.js';
import {createTellers} from './tellers.js';
import type {Heard} from './stream-judge.js';
import {aheadMs, lagMs} from './stream-progress.js';

export type NewsListener = {
	/** A client goes over to another connection: the one it heard brings nothing of its book any more. */
	readonly onOutrun?: (recorded: Recorded, by: Recorded, topic: string) => void;
	/** A client is told that its connection closed: it did not come up to a snapshot. `at`: where it stayed. */
	readonly onStopped?: (late: Late, at: number) => void;
};

/** Why a client is told that its connection closed where the capture has no line for that. */
const behindSnapshot: CloseEvent = {
	type: 'close',
	reason: 'a snapshot in the capture is newer than what the connection brings',
};

/** Why one is told so where another connection goes on to bring what its own does not. */
const standsStill: CloseEvent = {
	type: 'close',
	reason: 'another connection of the capture has news of the book, and this one brings none',
};

type Options = NewsListener & {
	readonly wire: Pick<ReplayWire, 'symbolIn' | 'refusedIn'>;
	readonly clock: Clock;
};

/** Tells clients what came, on their own connection and on others that carry the same. */
export const createNews = (
	{streams, bindings}: Pick<RecordedSet, 'streams' | 'bindings'>,
	{wire, clock, onOutrun, onStopped}: Options,
) => {
	const {end, move} = bindings;
	const toTeller = createTellers(wire);

	/** Whoever hears one for a book that it brings nothing of, while another does, is told that it closed. */
	const judge = (recorded: Recorded, {topic, lacking}: NonNullable<Heard['apart']>) => {
		if (lacking.length === 0) return;
		clock.after(lagMs, () => {
			for (const one of lacking.filter(({progress}) => progress.isOutrun(topic, clock.now()))) {
				const heardBy = [...one.listeners].filter(({topics}) => topics.has(topic));
				end(one, standsStill, (_, listener) => heardBy.includes(listener));
				if (heardBy.some(({isClosed}) => isClosed)) onOutrun?.(one, recorded, topic);
			}
		});
	};

	/** Tells all who are to know what came on a connection. */
	const spread = (recorded: Recorded, event: SocketEvent) => {
		const heard = streams.take(recorded, event);
		const tell = toTeller(recorded, event);
		for (const listener of [...recorded.listeners, ...streams.othersHearing(recorded)]) {
			const one = listener.recorded;
			if (listener.isClosed || !streams.isTold(recorded, listener, heard, event)) continue;
			const isOther = streams.isRival(recorded, one);
			if (one !== recorded && !isOther) continue;
			streams.learn(listener, heard);
			if (isOther && streams.isOutrun(one, listener)) {
				move(listener, recorded);
				onOutrun?.(one, recorded, listener.book ?? '');
			}
			tell(listener);
		}
		if (heard.apart) judge(recorded, heard.apart);
		return heard;
	};

	/** Whoever hears one that has not come up to a snapshot after a while is told that it closed. */
	const stop = (late: Late) => {
		const {recorded, topic} = late;
		if (!streams.isLate(late)) return;
		const heardBy = [...recorded.listeners].filter(one => one.book === topic);
		end(recorded, behindSnapshot, (_, listener) => heardBy.includes(listener));
		if (heardBy.some(({isClosed}) => isClosed))
			onStopped?.(late, recorded.progress.position(topic) ?? 0);
	};

	/** A snapshot came: those that carry what is meant should come up to it. */
	const expect = (...snapshot: Parameters<typeof streams.snapshot>) => {
		const late = streams.snapshot(...snapshot);
		if (late.length > 0)
			clock.after(aheadMs, () => {
				late.forEach(stop);
			});
	};

	return {spread, expect};
};
