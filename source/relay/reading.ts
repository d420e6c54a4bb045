import {gunzipSync, gzipSync} from 'node:zlib';
import {toPlainText} from '../faults.js';
import {parseBounded, type JsonBounds} from '../json-bounds.js';

/** A payload that is none of ours. */
export class PayloadError extends Error {
	override readonly name = 'PayloadError';
}

/** Up to this many bytes packing saves nothing. */
const packAbove = 1024;

/** Bytes of a payload, unpacked. */
const maxUnpacked = 2 ** 24;

/** A book of 50,000 levels a side holds 300,000 values; a batch of 5,000 writes some 100,000 names of fields. */
const bounds: JsonBounds = {depth: 16, values: 1_000_000, keys: 250_000};

/** As JSON, packed where that is long. */
export const encode = (value: unknown): Uint8Array => {
	const text = Buffer.from(JSON.stringify(value));
	return text.length > packAbove ? gzipSync(text, {level: 1}) : text;
};

/** Throws a `PayloadError` for what is no payload. */
export const decode = (bytes: Uint8Array): unknown => {
	try {
		const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
		const text = isPacked
			? gunzipSync(bytes, {maxOutputLength: maxUnpacked})
			: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
		if (text.length > maxUnpacked) throw new RangeError('too long');
		return parseBounded(text.toString(), bounds);
	} catch (error) {
		throw new PayloadError(`a payload cannot be read: ${toPlainText(String(error))}`);
	}
};

export type Fields = Readonly<Record<string, unknown>>;

const wrong = (what: string): never => {
	throw new PayloadError(`a payload has no ${what} where it should`);
};

export const readFields = (value: unknown): Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Fields)
		: wrong('object');

export const readList = <T>(value: unknown, most: number, read: (item: unknown) => T): T[] =>
	Array.isArray(value) && value.length <= most
		? value.map((item: unknown) => read(item))
		: wrong('list');

/** Finite. */
export const readNumber = (value: unknown): number =>
	typeof value === 'number' && Number.isFinite(value) ? value : wrong('number');

/** Milliseconds of a time by any clock at the most: with what two clocks are apart, it is a date still. */
const maxTime = 4e15;

/** Milliseconds of a time, or of what a clock is ahead. */
export const readTime = (value: unknown): number => {
	const time = readNumber(value);
	return Math.abs(time) <= maxTime ? time : wrong('time');
};

/** Whole, from 0 on, exact. */
export const readCount = (value: unknown): number => {
	const number = readNumber(value);
	return Number.isSafeInteger(number) && number >= 0 ? number : wrong('count');
};

export const readFlag = (value: unknown): boolean =>
	typeof value === 'boolean' ? value : wrong('flag');

/** On one line, with nothing in it that a terminal might obey. */
export const readText = (value: unknown, maxLength = 300): string =>
	typeof value === 'string' ? toPlainText(value, maxLength) : wrong('text');

/** One of these words. */
export const readWord = <T extends string>(value: unknown, words: readonly T[]): T =>
	words.find(word => word === value) ?? wrong(`word like ${words[0] ?? ''}`);

export const orNull = <T>(value: unknown, read: (value: unknown) => T): T | null =>
	value === null || value === undefined ? null : read(value);

/** As `orNull`, for a field that is left out where there is none. */
export const orMissing = <Name extends string, T>(
	fields: Fields,
	name: Name,
	read: (value: unknown) => T,
): Partial<Record<Name, T>> =>
	fields[name] === undefined ? {} : ({[name]: read(fields[name])} as Record<Name, T>);

/** Runs what reads a payload; what cannot be read is told. */
export const orUnreadable = (read: () => void, onUnreadable: (reason: string) => void): void => {
	try {
		read();
	} catch (error) {
		if (!(error instanceof PayloadError)) throw error;
		onUnreadable(error.message);
	}
};
