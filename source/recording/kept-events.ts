import type {UntimedEvent} from '../capture/capture-format.js';

/** Makes an event of what came, only when it is asked for. */
export type MakeEvent = (data: string | Buffer) => UntimedEvent;

export type KeptEvents = {
	/** `at`: by the clock. The bytes may be changed afterwards. */
	add(at: number, make: MakeEvent, data: string | Buffer): void;
	/** That are kept, with what it takes to keep them. */
	bytes(): number;
	/** Whether there is no room for what comes next. */
	isFull(): boolean;
	/** Those of now; `at`: by the clock. */
	all(): Iterable<{readonly at: number; readonly event: UntimedEvent}>;
};

/** What an event takes besides its data. */
const eventBytes = 40;

/** Events at the most, however short. */
const mostEvents = 20_000;

/** Of a text that is held as such: at most. */
const bytesACharacter = 2;

/**
 * Events in their order. The bytes of messages are copied into one block: to hold on to thousands of small buffers a
 * second costs the garbage collector many times what the copying does.
 */
export const createKeptEvents = (blockBytes: number): KeptEvents => {
	const block = Buffer.allocUnsafeSlow(blockBytes);
	let end = 0;
	let bytes = blockBytes;
	let isFull = false;
	const times: number[] = [];
	const makers: MakeEvent[] = [];
	/** Of each its end in the block, or itself where it is not in there. */
	const held: (number | string | Buffer)[] = [];

	const hold = (data: string | Buffer): number | string | Buffer => {
		if (typeof data !== 'string' && data.length <= blockBytes - end) {
			end += data.copy(block, end);
			return end;
		}
		bytes += typeof data === 'string' ? bytesACharacter * data.length : data.length;
		isFull ||= bytes > 2 * blockBytes || typeof data !== 'string';
		return data;
	};

	function* read(count: number) {
		let start = 0;
		for (let index = 0; index < count; index++) {
			const data = held[index] ?? '';
			const [at = 0, make] = [times[index], makers[index]];
			if (make)
				yield {at, event: make(typeof data === 'number' ? block.subarray(start, data) : data)};
			if (typeof data === 'number') start = data;
		}
	}

	return {
		add(at, make, data) {
			times.push(at);
			makers.push(make);
			held.push(hold(data));
			bytes += eventBytes;
		},
		bytes: () => bytes,
		isFull: () => isFull || times.length >= mostEvents,
		all: () => read(times.length),
	};
};
