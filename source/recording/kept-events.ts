import type {UntimedEvent} from '../capture/capture-format.js';

/** Makes an event of what came, only when it is asked for. */
export type MakeEvent = (data: string | Buffer) => UntimedEvent;

/**
 * Events in their order. The bytes of messages are copied into one block, and what is known of each lies in arrays that
 * are used again with it: to hold on to thousands of small buffers a second, or to let lists of them grow anew, costs
 * the garbage collector many times what the copying does.
 */
export type KeptEvents = {
	readonly block: Buffer;
	/** Of what is in the block. */
	end: number;
	/** That are kept, with what it takes to keep them. */
	bytes: number;
	/** Whether there is no room for what comes next. */
	isFull: boolean;
	count: number;
	/** By the clock. */
	times: Float64Array;
	/** Of each, where its data ends in the block; it begins where those of the one before end. */
	ends: Uint32Array;
	readonly makers: MakeEvent[];
	/** Data that is not in the block, by the place of its event. */
	readonly apart: Map<number, string | Buffer>;
};

/** What an event takes besides its data. */
const eventBytes = 40;

/** Events at the most, however short. */
const mostEvents = 20_000;

/** Events that there is room for at first. */
const startEvents = 2048;

/** Of a text that is held as such: at most. */
const bytesACharacter = 2;

export const createKeptEvents = (block: Buffer): KeptEvents => ({
	...{block, end: 0, bytes: block.length, isFull: false, count: 0},
	...{times: new Float64Array(startEvents), ends: new Uint32Array(startEvents)},
	...{makers: [], apart: new Map()},
});

const nothing: MakeEvent = () => ({kind: 'marker', label: ''});

/** Empties it for what comes next, of which nobody reads what was before. */
export const clearEvents = (events: KeptEvents): KeptEvents => {
	events.makers.fill(nothing, 0, events.count);
	events.apart.clear();
	return Object.assign(events, {end: 0, bytes: events.block.length, isFull: false, count: 0});
};

const grow = (events: KeptEvents): void => {
	const {times, ends} = events;
	events.times = new Float64Array(2 * times.length);
	events.times.set(times);
	events.ends = new Uint32Array(2 * ends.length);
	events.ends.set(ends);
};

const hold = (events: KeptEvents, data: string | Buffer): void => {
	const {block} = events;
	if (typeof data !== 'string' && data.length <= block.length - events.end) {
		events.end += data.copy(block, events.end);
		return;
	}
	events.apart.set(events.count, data);
	events.bytes += typeof data === 'string' ? bytesACharacter * data.length : data.length;
	events.isFull ||= events.bytes > 2 * block.length || typeof data !== 'string';
};

/** `at`: by the clock. The bytes may be changed afterwards. */
export const keepEvent = (
	events: KeptEvents,
	at: number,
	make: MakeEvent,
	data: string | Buffer,
): void => {
	if (events.count === events.times.length) grow(events);
	hold(events, data);
	events.times[events.count] = at;
	events.ends[events.count] = events.end;
	events.makers[events.count] = make;
	events.count++;
	events.bytes += eventBytes;
	events.isFull ||= events.count >= mostEvents;
};

/** The first so many; `at`: by the clock. */
export function* readEvents({block, times, ends, makers, apart}: KeptEvents, count: number) {
	let start = 0;
	for (let index = 0; index < count; index++) {
		const [at = 0, end = start, make = nothing] = [times[index], ends[index], makers[index]];
		yield {at, event: make(apart.get(index) ?? block.subarray(start, end))};
		start = end;
	}
}
