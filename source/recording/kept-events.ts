import type {UntimedEvent} from '../capture/capture-format.js';

/** Makes an event of what came, only when it is asked for. */
export type MakeEvent = (data: string | Buffer) => UntimedEvent;

/**
 * Events in their order. The bytes of messages are copied into one block: to hold on to thousands of small buffers a
 * second costs the garbage collector many times what the copying does.
 */
export type KeptEvents = {
	readonly block: Buffer;
	/** Of what is in the block. */
	end: number;
	/** That are kept, with what it takes to keep them. */
	bytes: number;
	/** Whether there is no room for what comes next. */
	isFull: boolean;
	/** By the clock. */
	readonly times: number[];
	readonly makers: MakeEvent[];
	/** Of each its end in the block, or itself where it is not in there. */
	readonly held: (number | string | Buffer)[];
};

/** What an event takes besides its data. */
const eventBytes = 40;

/** Events at the most, however short. */
const mostEvents = 20_000;

/** Of a text that is held as such: at most. */
const bytesACharacter = 2;

export const createKeptEvents = (block: Buffer): KeptEvents => ({
	...{block, end: 0, bytes: block.length, isFull: false},
	...{times: [], makers: [], held: []},
});

const hold = (events: KeptEvents, data: string | Buffer): number | string | Buffer => {
	const {block} = events;
	if (typeof data !== 'string' && data.length <= block.length - events.end) {
		events.end += data.copy(block, events.end);
		return events.end;
	}
	events.bytes += typeof data === 'string' ? bytesACharacter * data.length : data.length;
	events.isFull ||= events.bytes > 2 * block.length || typeof data !== 'string';
	return data;
};

/** `at`: by the clock. The bytes may be changed afterwards. */
export const keepEvent = (
	events: KeptEvents,
	at: number,
	make: MakeEvent,
	data: string | Buffer,
): void => {
	events.times.push(at);
	events.makers.push(make);
	events.held.push(hold(events, data));
	events.bytes += eventBytes;
	events.isFull ||= events.times.length >= mostEvents;
};

/** The first so many; `at`: by the clock. */
export function* readEvents({block, times, makers, held}: KeptEvents, count: number) {
	let start = 0;
	for (let index = 0; index < count; index++) {
		const data = held[index] ?? '';
		const [at = 0, make] = [times[index], makers[index]];
		if (make)
			yield {at, event: make(typeof data === 'number' ? block.subarray(start, data) : data)};
		if (typeof data === 'number') start = data;
	}
}
