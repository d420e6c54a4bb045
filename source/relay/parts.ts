import {BusError, type BusHeaders} from '../transport/bus.js';
import {PayloadError} from './reading.js';

/** Parts that a payload may come in. */
const maxParts = 64;

/** Which part of a payload that is too long for one message: `2/3`. */
export const partHeader = 'part';

/** Of whose payload, in the words of the sender: parts of two are not mixed up. */
export const partOfHeader = 'part-of';

/** Of what is stored: the number of the first part, in each of the others. */
export const firstHeader = 'part-first';

export type Part = {readonly bytes: Uint8Array; readonly headers: BusHeaders};

/**
 * The payload in messages of at most so many bytes; without headers where one does. Throws a `BusError` where it
 * takes more parts than anybody would read.
 */
export const toParts = (bytes: Uint8Array, maxBytes: number, of: string): readonly Part[] => {
	if (bytes.length <= maxBytes) return [{bytes, headers: {}}];
	const count = Math.ceil(bytes.length / maxBytes);
	if (count > maxParts) {
		const most = `${maxParts} messages of ${maxBytes} bytes`;
		throw new BusError('too-large', `${of}: ${bytes.length} bytes are more than ${most}`);
	}
	return Array.from({length: count}, (_, at) => ({
		bytes: bytes.subarray(at * maxBytes, (at + 1) * maxBytes),
		headers: {[partHeader]: `${at + 1}/${count}`, [partOfHeader]: of},
	}));
};

export type PartPlace = {
	/** From 1. */
	readonly part: number;
	readonly count: number;
	readonly of: string;
};

/** Which part a message is; null for a whole one. Throws a `PayloadError` for nonsense. */
export const placeOf = (headers: BusHeaders): PartPlace | null => {
	const text = headers[partHeader];
	if (text === undefined) return null;
	const [, part, count] = /^(\d{1,2})\/(\d{1,2})$/.exec(text)?.map(Number) ?? [];
	if (!part || !count || part > count || count > maxParts)
		throw new PayloadError('a part of no payload');
	return {part, count, of: headers[partOfHeader] ?? ''};
};

/** Puts parts together that come one after another. */
export const createPartJoiner = () => {
	let parts: Uint8Array[] = [];
	let of: string | null = null;
	return {
		/** The payload once it is whole, null until then. One that begins anew takes the place of what was there. */
		add({bytes, headers}: Part): Uint8Array | null {
			const place = placeOf(headers);
			if (!place || place.part === 1) parts = [];
			if (!place) return bytes;
			if (place.part !== parts.length + 1 || (place.part > 1 && place.of !== of))
				throw new PayloadError('a part of a payload is missing');
			of = place.of;
			parts.push(bytes);
			if (place.part < place.count) return null;
			const whole = Buffer.concat(parts);
			parts = [];
			return whole;
		},
		/** Whether the rest of a payload is still to come. */
		isWaiting: () => parts.length > 0,
		forget() {
			parts = [];
		},
	};
};
