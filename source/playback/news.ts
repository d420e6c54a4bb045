import type {Clock} from '../clock.js';
import type {SocketEvent} from '../transport/transport.js';
import {createDeadlines, type DeadlinesListener} from './deadlines.js';
import type {CloseEvent} from './listener-moves.js';
import type {Recorded} from './recorded-connection.js';
import type {RecordedSet} from './recorded-set.js';
import type {ReplayWire} from './replay-wire.js';
import {createTellers} from './tellers.js';

type Options = DeadlinesListener & {
	readonly wire: Pick<ReplayWire, 'symbolIn' | 'refusedIn' | 'isNews'>;
	readonly clock: Clock;
};

/** Why a client is told that its connection closed where it gets its book from whichever is in step. */
const begunAnew: CloseEvent = {
	type: 'close',
	reason: 'the book begins anew on it, behind what another connection of the capture brought',
};

/** Tells clients what came, on their own connection and on others that carry the same. */
export const createNews = (
	set: Pick<RecordedSet, 'streams' | 'bindings'>,
	{wire, ...options}: Options,
) => {
	const {streams, bindings} = set;
	const {outrun, demand, expect} = createDeadlines(set, options);
	const toTeller = createTellers(wire);

	return {
		/** Tells all who are to know what came on a connection. */
		spread(recorded: Recorded, event: SocketEvent) {
			const heard = streams.take(recorded, event);
			const tell = toTeller(recorded, event);
			for (const listener of [...recorded.listeners, ...streams.othersHearing(recorded)]) {
				const one = listener.recorded;
				if (one === recorded && streams.isBegunAnew(listener, heard))
					bindings.close(listener, begunAnew);
				if (listener.isClosed || !streams.isTold(recorded, listener, heard, event)) continue;
				const isOther = streams.isRival(recorded, one);
				if (one !== recorded && !isOther) continue;
				streams.learn(listener, heard);
				if (isOther && streams.isOutrun(one, listener)) {
					bindings.move(listener, recorded);
					options.onOutrun?.(one, recorded, listener.book ?? '');
				}
				tell(listener, isOther);
			}
			if (heard.apart) outrun(recorded, heard.apart);
			heard.due?.forEach(demand);
			return heard;
		},
		expect,
	};
};
