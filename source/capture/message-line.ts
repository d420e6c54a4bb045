import type {CaptureEvent} from './capture-format.js';
import {maxTime} from './decode-line.js';

/** Bytes of JSON; an enum, so that they are put in place when the program is built. */
const enum Byte {
	quote = 0x22,
	comma = 0x2c,
	point = 0x2e,
	zero = 0x30,
	closeBrace = 0x7d,
}

/** Longer lines are left to `decodeLine`, which counts what is in them. */
const maxLength = 32 * 1024;

/** So many digits a number holds exactly. */
const maxDigits = 15;

const start = Buffer.from('{"t":');
const received = Buffer.from(',"kind":"ws","connection":');
const sent = Buffer.from(',"kind":"sent","connection":');
const encoding = Buffer.from('"encoding":"gzip+base64",');
const data = Buffer.from('"data":');

/** Ten to the power of each index. */
const powers = Float64Array.from({length: maxDigits + 1}, (_, exponent) => Number(`1e${exponent}`));

/** Index behind these bytes; -1 where others are there. */
const behind = (bytes: Buffer, at: number, expected: Buffer): number => {
	const {length} = expected;
	for (let index = 0; index < length; index++) if (bytes[at + index] !== expected[index]) return -1;
	return at + length;
};

/** Index behind a plain number without a sign; -1 where there is none, or one of too many digits. */
const behindNumber = (bytes: Buffer, from: number): number => {
	let at = from;
	while (((bytes[at] ?? 0) - Byte.zero) >>> 0 < 10) at++;
	if (at === from || (at > from + 1 && bytes[from] === Byte.zero)) return -1;
	if (bytes[at] === Byte.point) {
		const point = at++;
		while (((bytes[at] ?? 0) - Byte.zero) >>> 0 < 10) at++;
		if (at === point + 1) return -1;
	}
	return at - from > maxDigits ? -1 : at;
};

/** The number of these digits: as one whole number, divided exactly once, it is rounded as `JSON.parse` does. */
const toNumber = (bytes: Buffer, from: number, to: number): number => {
	let units = 0;
	let decimals = 0;
	for (let at = from; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === Byte.point) decimals = to - at - 1;
		else units = units * 10 + byte - Byte.zero;
	}
	return decimals === 0 ? units : units / (powers[decimals] ?? Number.NaN);
};

/** The text that is written in these bytes, with its quotes; null where that is none. To scan it byte by byte takes longer. */
const readText = (bytes: Buffer, from: number, to: number): string | null => {
	try {
		return JSON.parse(bytes.toString('utf8', from, to)) as string;
	} catch {
		return null;
	}
};

/**
 * Reads a line that is a message received or sent, as it is always written: what nearly all lines are. It is then what
 * `decodeLine` makes of it. Null: it is something else, or written in another way.
 */
export const readMessageLine = (bytes: Buffer, from: number, to: number): CaptureEvent | null => {
	if (to - from > maxLength) return null;
	const end = to - 1;
	if (bytes[end] !== Byte.closeBrace || bytes[end - 1] !== Byte.quote) return null;
	const timeAt = behind(bytes, from, start);
	const timeEnd = timeAt < 0 ? -1 : behindNumber(bytes, timeAt);
	if (timeEnd < 0) return null;
	const receivedAt = behind(bytes, timeEnd, received);
	const connectionAt = receivedAt < 0 ? behind(bytes, timeEnd, sent) : receivedAt;
	const connectionEnd = connectionAt < 0 ? -1 : behindNumber(bytes, connectionAt);
	if (connectionEnd < 0 || bytes[connectionEnd] !== Byte.comma) return null;
	const encodingEnd = receivedAt < 0 ? -1 : behind(bytes, connectionEnd + 1, encoding);
	const dataAt = behind(bytes, encodingEnd < 0 ? connectionEnd + 1 : encodingEnd, data);
	if (dataAt < 0 || bytes[dataAt] !== Byte.quote) return null;
	const t = toNumber(bytes, timeAt, timeEnd);
	if (t > maxTime) return null;
	const text = readText(bytes, dataAt, end);
	if (text === null) return null;
	const connection = toNumber(bytes, connectionAt, connectionEnd);
	if (receivedAt < 0) return {t, kind: 'sent', connection, data: text};
	return encodingEnd < 0
		? {t, kind: 'ws', connection, data: text}
		: {t, kind: 'ws', connection, encoding: 'gzip+base64', data: text};
};
