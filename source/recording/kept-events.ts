import type {UntimedEvent} from '../capture/capture-format.js';

/** Makes an event of what came, only when it is asked for. */
export type MakeEvent = (data: string | Buffer) => UntimedEvent;

/** What an event takes besides its data. */
const eventBytes = 20;

/** Events at the most, however short: fewer than places of what makes them can be told apart. */
const mostEvents = 20_000;

/** Events that there is room for at first. */
const startEvents = 2048;

/** Of a text that is held as such: at most. */
const bytesACharacter = 2;

/**
 * Events in their order. The bytes of messages are copied into one block, and what is known of each lies in arrays that
 * are used again with it: to hold on to thousands of small buffers a second, or to let lists of them grow anew, costs
 * the garbage collector many times what the copying does.
 */
export class KeptEvents {
	readonly #block: Buffer;
	#end = 0;
	#count = 0;
	/** By the clock. */
	#times = new Float64Array(startEvents);
	/** Of each, where its data ends in the block; it begins where those of the one before end. */
	#ends = new Uint32Array(startEvents);
	/** Of each, the place of what makes it: one makes all messages of a connection. */
	#places = new Uint16Array(startEvents);
	#makers: MakeEvent[] = [];
	readonly #placeOf = new Map<MakeEvent, number>();
	/** Of the newest. */
	#make: MakeEvent | null = null;
	#place = 0;
	/** Data that is not in the block, by the place of its event. */
	readonly #apart = new Map<number, string | Buffer>();
	#apartBytes = 0;
	#isFull = false;

	constructor(block: Buffer) {
		this.#block = block;
	}

	/** That are kept, with what it takes to keep them. */
	get bytes(): number {
		return this.#block.length + this.#apartBytes + this.#count * eventBytes;
	}

	/** Whether there is no room for what comes next. */
	get isFull(): boolean {
		return this.#isFull || this.#count >= mostEvents;
	}

	/** `at`: by the clock. The bytes are not to be changed: those that there is no room for are held as they are. */
	keep(at: number, make: MakeEvent, data: string | Buffer): void {
		const index = this.#count;
		if (index === this.#times.length) this.#grow();
		if (typeof data !== 'string' && data.length <= this.#block.length - this.#end) {
			this.#block.set(data, this.#end);
			this.#end += data.length;
		} else this.#hold(index, data);
		this.#times[index] = at;
		this.#ends[index] = this.#end;
		if (make !== this.#make) this.#find(make);
		this.#places[index] = this.#place;
		this.#count++;
	}

	/** Empties it for what comes next, of which nobody reads what was before. */
	clear(): void {
		this.#end = 0;
		this.#count = 0;
		this.#makers = [];
		this.#placeOf.clear();
		this.#make = null;
		this.#apart.clear();
		this.#apartBytes = 0;
		this.#isFull = false;
	}

	/** Those that are there now, whatever comes later; `at`: by the clock. */
	read(): Iterable<{readonly at: number; readonly event: UntimedEvent}> {
		return this.#read(this.#count);
	}

	*#read(count: number) {
		let start = 0;
		for (let index = 0; index < count; index++) {
			const make = this.#makers[this.#places[index] ?? 0];
			const [at = 0, end = start] = [this.#times[index], this.#ends[index]];
			const data = this.#apart.get(index) ?? this.#block.subarray(start, end);
			if (make) yield {at, event: make(data)};
			start = end;
		}
	}

	#find(make: MakeEvent): void {
		this.#make = make;
		this.#place = this.#placeOf.get(make) ?? this.#makers.length;
		if (this.#place < this.#makers.length) return;
		this.#placeOf.set(make, this.#place);
		this.#makers.push(make);
	}

	#hold(index: number, data: string | Buffer): void {
		this.#apart.set(index, data);
		this.#apartBytes += typeof data === 'string' ? bytesACharacter * data.length : data.length;
		this.#isFull ||= typeof data !== 'string' || this.#apartBytes > this.#block.length;
	}

	#grow(): void {
		const [times, ends, places] = [this.#times, this.#ends, this.#places];
		const length = 2 * times.length;
		this.#times = new Float64Array(length);
		this.#times.set(times);
		this.#ends = new Uint32Array(length);
		this.#ends.set(ends);
		this.#places = new Uint16Array(length);
		this.#places.set(places);
	}
}
