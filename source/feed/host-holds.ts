import type {Clock} from '../clock.js';
import type {FeedFault} from '../faults.js';
import type {HttpResponse} from '../transport/transport.js';
import {fromResponse, withNote} from './answer-faults.js';
import {describePause, readPause} from './retry-after.js';

/** While a host is to be left alone. */
export type Hold = {
	/** By our clock, as `Clock.now`. */
	readonly until: number;
	/** The pause, said besides the reason. */
	readonly note: string;
	/** What was answered, and the pause. */
	readonly fault: FeedFault;
};

/**
 * Which hosts of an exchange asked for a pause, and until when. A host is one whatever the port, and
 * whatever it is asked for: requests and sockets keep to what either was told. What a proxy asks for
 * holds for all that goes through it: whichever host was to be reached.
 */
export const createHostHolds = (clock: Pick<Clock, 'now' | 'wall'>) => {
	const holds = new Map<string, Hold>();
	let way: Hold | null = null;
	const keyOf = (address: string) => new URL(address).hostname;

	/** What an answer asks for; null where that is nothing. `faultOf` is given the note. */
	const read = (answer: HttpResponse, faultOf: (note: string) => FeedFault): Hold | null => {
		const pause = readPause(answer, clock.wall());
		if (!pause) return null;
		const note = `; ${describePause(pause)}`;
		return {until: clock.now() + pause.ms, note, fault: faultOf(note)};
	};

	/** A second answer never makes it less. */
	const later = (known: Hold | null | undefined, other: Hold | null | undefined): Hold | null =>
		(other?.until ?? 0) > (known?.until ?? 0) ? (other ?? null) : (known ?? null);

	return {
		/** Learns from any answer of a host. */
		learn(address: string, answer: HttpResponse) {
			const hold = read(answer, note => fromResponse(answer, {note}));
			const held = later(holds.get(keyOf(address)), hold);
			if (held) holds.set(keyOf(address), held);
		},
		/** Learns from what a proxy answered in place of a tunnel. Returns whether it asks for a pause. */
		learnOfProxy(answer: HttpResponse, fault: FeedFault): boolean {
			const hold = read(answer, note => withNote(fault, note));
			way = later(way, hold);
			return hold !== null;
		},
		/** Null where the host may be asked. */
		of(address: string): Hold | null {
			const hold = later(holds.get(keyOf(address)), way);
			return hold && hold.until > clock.now() ? hold : null;
		},
	};
};

export type HostHolds = ReturnType<typeof createHostHolds>;

/** Why nothing goes out. */
export const heldFault = ({fault}: Hold): FeedFault => fault;
