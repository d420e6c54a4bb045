import {Byte} from './byte.js';
import type {Literal, Names} from './json-names.js';
import {powers} from './number-scan.js';
import {maxMessageLength} from './parse.js';

/** Longer texts, in characters of up to three bytes, are not read this way. */
const maxTextLength = 64 * 1024;

/** Bytes that may be looked at behind the end of a message. */
const beyond = 16;

const createRoom = (length: number) => {
	const view = new DataView(new ArrayBuffer(length + beyond));
	return {length, bytes: Buffer.from(view.buffer), view};
};

/**
 * Where a message is while it is read. It is copied there, which takes less time than to make a view of the bytes of
 * each: through one, some of them are read at once.
 */
let room = createRoom(256 * 1024);

const makeRoom = (length: number) => {
	if (length > room.length) room = createRoom(2 * length);
	return room;
};

/** Four letters, the first one highest. */
const enum Letters {
	true = 0x7472_7565,
	fals = 0x6661_6c73,
}

/** As many as an exchange has behind the point that pads its numbers; they are read at once. */
export const enum Padded {
	digits = 8,
}

/** Of four bytes, the first one lowest. */
const enum Four {
	zeros = 0x3030_3030,
	sixes = 0x0606_0606,
	highBits = -0x0f0f_0f10,
	evenBytes = 0x00ff_00ff,
}

/**
 * A place in a message of a known shape, which moves on over what it is asked for. It knows no blanks, no escapes,
 * no numbers but plain ones: what it refuses may be JSON all the same, and is for `JSON.parse` to judge. What it takes
 * is what `JSON.parse` would have made of it.
 */
export class JsonScan {
	bytes: Buffer = room.bytes;
	/** Of the same bytes. */
	view: DataView = room.view;
	/** Index of the next byte. */
	at = 0;
	#end = 0;

	/**
	 * Goes to the start of a message. It ends with a brace, at which whatever is read stops in time: false where it does
	 * not, or where it is longer than is read this way.
	 */
	begin(message: string | Buffer): boolean {
		const isText = typeof message === 'string';
		const {length} = message;
		if (length > (isText ? maxTextLength : maxMessageLength)) return false;
		const {bytes, view} = makeRoom(isText ? 3 * length : length);
		this.bytes = bytes;
		this.view = view;
		if (isText) this.#end = bytes.write(message);
		else {
			bytes.set(message);
			this.#end = length;
		}
		return bytes[this.#end - 1] === Byte.closeBrace;
	}

	/** Takes the whole message, as `object` does. */
	message(fields: Names, read: (field: number) => boolean): number {
		this.at = 0;
		const seen = this.object(fields, read);
		return this.isAtEnd() ? seen : -1;
	}

	/** Whether the whole message was taken. */
	isAtEnd(): boolean {
		return this.at === this.#end;
	}

	/** Takes exactly these bytes. */
	literal({length, eights, last}: Literal): boolean {
		const {view, at} = this;
		let place = at;
		for (let index = 0; index < eights.length; index++, place += 8)
			if (view.getFloat64(place, true) !== eights[index]) return false;
		if (view.getFloat64(at + length - 8, true) !== last) return false;
		this.at = at + length;
		return true;
	}

	/** Takes a comma, a name of one letter and its colon. */
	letter(word: number): boolean {
		const {view, at} = this;
		if (view.getInt32(at) !== word || view.getUint8(at + 4) !== Byte.colon) return false;
		this.at = at + 5;
		return true;
	}

	take(byte: number): boolean {
		if (this.bytes[this.at] !== byte) return false;
		this.at++;
		return true;
	}

	/**
	 * Takes an object of known fields, each of them there once at the most, in any order; `read` takes the value of the
	 * field at that place among them. Returns those that were there, as bits by their places; -1 where that is not it.
	 */
	object(fields: Names, read: (field: number) => boolean): number {
		if (!this.take(Byte.openBrace)) return -1;
		let seen = 0;
		let field = -1;
		do {
			field = this.#name(fields, field + 1);
			if (field < 0 || (seen & (1 << field)) !== 0 || !read(field)) return -1;
			seen |= 1 << field;
		} while (this.take(Byte.comma));
		return this.take(Byte.closeBrace) ? seen : -1;
	}

	/** Takes a string that is exactly this. */
	word(expected: Buffer): boolean {
		if (!this.#isQuoted(expected)) return false;
		this.at += expected.length + 2;
		return true;
	}

	/** Takes any string of plain ASCII. */
	anyText(): boolean {
		const {bytes} = this;
		if (bytes[this.at] !== Byte.quote) return false;
		for (let at = this.at + 1; at < this.#end; at++) {
			const byte = bytes[at] ?? 0;
			if (byte === Byte.quote) {
				this.at = at + 1;
				return true;
			}
			if (byte < 0x20 || byte > 0x7e || byte === Byte.backslash) return false;
		}
		return false;
	}

	/** The number of as many digits, all of them side by side in two numbers of four bytes; -1 where one of them is none. */
	padded(at: number): number {
		const {view} = this;
		const head = view.getUint32(at, true) ^ Four.zeros;
		const tail = view.getUint32(at + 4, true) ^ Four.zeros;
		// No digit has a bit above the fourth, nor has it with six more.
		if (((head | (head + Four.sixes) | tail | (tail + Four.sixes)) & Four.highBits) !== 0)
			return -1;
		// Two digits each, then four, then eight.
		const heads = (Math.imul(head, 10) + (head >>> 8)) & Four.evenBytes;
		const tails = (Math.imul(tail, 10) + (tail >>> 8)) & Four.evenBytes;
		const whole = (heads & 0xff) * 100 + (heads >>> 16);
		return whole * 10_000 + (tails & 0xff) * 100 + (tails >>> 16);
	}

	/** Takes a whole number that a number holds, without a sign; -1 for anything else. */
	whole(): number {
		const {view} = this;
		const from = this.at;
		// Ids and times have 10 to 13 digits.
		const head = this.padded(from);
		const middle = head < 0 ? from : from + Padded.digits;
		const end = middle + Padded.digits;
		let at = middle;
		let tail = 0;
		let digit = view.getUint8(at) - Byte.zero;
		for (; digit >>> 0 < 10 && at < end; digit = view.getUint8(++at) - Byte.zero)
			tail = (Math.imul(tail, 10) + digit) | 0;
		if (at === from || digit >>> 0 < 10) return -1;
		if (at > from + 1 && view.getUint8(from) === Byte.zero) return -1;
		const value = head < 0 ? tail : head * (powers[at - middle] ?? Number.NaN) + tail;
		// A rounded one is beyond it as well.
		if (value > Number.MAX_SAFE_INTEGER) return -1;
		this.at = at;
		return value;
	}

	/** Takes a whole number of any length, without a sign. */
	anyWhole(): boolean {
		const {view, at: from} = this;
		let at = from;
		while ((view.getUint8(at) - Byte.zero) >>> 0 < 10) at++;
		if (at === from || (at > from + 1 && view.getUint8(from) === Byte.zero)) return false;
		this.at = at;
		return true;
	}

	/** Takes `true` or `false`; null for anything else. */
	flag(): boolean | null {
		const {view, at} = this;
		const word = view.getInt32(at);
		if (word === Letters.true) {
			this.at = at + 4;
			return true;
		}
		if (word !== Letters.fals || view.getUint8(at + 4) !== Byte.smallE) return null;
		this.at = at + 5;
		return false;
	}

	/** Takes a name and its colon; its place among those known, tried from this one on, -1 for any other. */
	#name(known: Names, from: number): number {
		for (let tried = 0; tried < known.length; tried++) {
			const index = (from + tried) % known.length;
			const name = known[index];
			if (!name || !this.#isQuoted(name)) continue;
			const at = this.at + name.length + 2;
			if (this.bytes[at] !== Byte.colon) return -1;
			this.at = at + 1;
			return index;
		}
		return -1;
	}

	#isQuoted(word: Buffer): boolean {
		const {bytes, at} = this;
		const {length} = word;
		if (bytes[at] !== Byte.quote || bytes[at + length + 1] !== Byte.quote) return false;
		for (let index = 0; index < length; index++)
			if (bytes[at + 1 + index] !== word[index]) return false;
		return true;
	}
}
