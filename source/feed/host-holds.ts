import type {Clock} from '../clock.js';
import type {FeedFault} from '../faults.js';
import type {HttpResponse} from '../transport/transport.js';
import {readPause, type Pause} from './retry-after.js';

/** While a host is to be left alone. */
export type Hold = {
	/** By our clock, as `Clock.now`. */
	readonly until: number;
	/** Said besides the reason: where less is waited than was asked for; else empty. */
	readonly note: string;
};

const inDays = (ms: number): string => {
	const days = ms / 86_400_000;
	return days > 3650 ? 'years' : `${Math.round(days * 10) / 10} days`;
};

const noteOf = ({ms, askedMs}: Pause): string =>
	askedMs > ms ? `; it asks for a pause of ${inDays(askedMs)}, and a day is waited` : '';

/**
 * Which hosts of an exchange asked for a pause, and until when. A host is one whatever the port, and
 * whatever it is asked for: requests and sockets keep to what either was told.
 */
export const createHostHolds = (clock: Pick<Clock, 'now' | 'wall'>) => {
	const holds = new Map<string, Hold>();
	const keyOf = (address: string) => new URL(address).hostname;
	return {
		/** Learns from any answer of a host. */
		learn(address: string, answer: HttpResponse) {
			const pause = readPause(answer, clock.wall());
			if (!pause) return;
			const until = clock.now() + pause.ms;
			// A second answer never makes it less.
			if (until > (holds.get(keyOf(address))?.until ?? 0))
				holds.set(keyOf(address), {until, note: noteOf(pause)});
		},
		/** Null where the host may be asked. */
		of(address: string): Hold | null {
			const hold = holds.get(keyOf(address));
			return hold && hold.until > clock.now() ? hold : null;
		},
	};
};

export type HostHolds = ReturnType<typeof createHostHolds>;

/** Why nothing goes out. */
export const heldFault = ({note}: Hold): FeedFault => ({
	code: 'rate-limited',
	detail: `it asked for a pause${note}`,
});
