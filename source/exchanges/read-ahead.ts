import {Byte} from './byte.js';
import type {JsonScan} from './json-scan.js';
import type {Steps} from './list-entries.js';
import type {ObjectScan} from './object-scan.js';

/** Bytes of a message that takes long to read, and levels of it that are read at once. */
const longMessage = 256 * 1024;
const levelsAtOnce = 2000;

/**
 * Reads the list of levels of a message ahead, in steps, where that is long: `scan` reads it with the others, and
 * `readMessage` all of the message, in which `take` takes the list.
 */
export const createReadAhead = (scan: JsonScan, list: ObjectScan, readMessage: () => void) => {
	let ahead: {readonly of: string | Buffer; readonly from: number; readonly to: number} | null =
		null;
	let isLooking = false;
	/** Where the list begins, where it is looked for. */
	let found = -1;

	const look = (data: string | Buffer): number => {
		found = -1;
		isLooking = scan.begin(data);
		if (isLooking) readMessage();
		isLooking = false;
		return found;
	};

	const read = function* (data: string | Buffer): Steps<void> {
		const from = look(data);
		if (from < 0 || scan.bytes[from] !== Byte.openBracket) return;
		list.clear();
		let at = from + 1;
		for (;;) {
			scan.begin(data);
			scan.at = at;
			const end = list.some(levelsAtOnce);
			at = scan.at;
			if (end === 'refused') return;
			if (end === 'end') break;
			yield;
		}
		ahead = {of: data, from, to: at};
	};

	return {
		/** A message begins, as a scan's `begin`. */
		begin(data: string | Buffer): boolean {
			if (ahead?.of !== data) ahead = null;
			if (!ahead) list.clear();
			return scan.begin(data);
		},
		/** Takes the list, which may have been read. */
		take(): boolean {
			if (isLooking) found = scan.at;
			if (isLooking) return false;
			const known = ahead;
			ahead = null;
			if (known?.from !== scan.at) return list.take();
			scan.at = known.to;
			return true;
		},
		/** See `ExchangeClient`. */
		readAhead(data: string | Buffer): Steps<void> | null {
			ahead = null;
			return data.length < longMessage ? null : read(data);
		},
	};
};
