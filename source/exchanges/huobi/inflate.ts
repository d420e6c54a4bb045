import {gunzipSync} from 'node:zlib';
import {maxMessageLength} from '../parse.js';
import {createAddonInflate, loadAddon, outputBuffer, type Addon} from './addon-inflate.js';
import {createKeptGunzip, type KeptGunzip} from './kept-gunzip.js';

export type InflateOptions = {
	/** `null` does without it. @default one that keeps a stream of node:zlib, where Node is as known */
	readonly kept?: KeptGunzip | null;
	/** For where no stream is kept; `null` does without it. @default zlib-sync, where it was built */
	readonly addon?: Addon | null;
	/** More bytes than this are an error. @default as many as a message may have */
	readonly maxOutputLength?: number;
};

/**
 * Makes a function that unpacks one gzip message. Throws on anything else, and on more than `maxOutputLength` bytes.
 * Every answer was checked against the message's own length and CRC, and is written over by the next one.
 */
export const createInflate = ({
	kept = createKeptGunzip(),
	addon = kept ? null : loadAddon(),
	maxOutputLength = maxMessageLength,
}: InflateOptions = {}): ((data: Buffer) => Buffer) => {
	const longest = Math.min(maxOutputLength, outputBuffer - 1);
	const unpack = kept ?? (addon && createAddonInflate(addon, longest));
	return data => {
		const result = unpack?.(data);
		if (result && result.length <= maxOutputLength) return result;
		try {
			return gunzipSync(data, {maxOutputLength});
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			throw new Error(`not a gzip message of at most ${maxOutputLength} bytes: ${reason}`);
		}
	};
};

/** What unpacks the messages here, the fastest first. */
export type Inflater = 'a kept stream' | 'zlib-sync' | 'a stream a message';

export const inflaterHere = (): Inflater => {
	if (createKeptGunzip()) return 'a kept stream';
	return loadAddon() ? 'zlib-sync' : 'a stream a message';
};

let shared: ((data: Buffer) => Buffer) | undefined;
let last: {readonly data: Buffer; readonly sum: number; readonly unpacked: Buffer} | null = null;

/** The sum of what is in a message, as it stands at its end. */
const sumOf = (data: Buffer): number => data.readUInt32LE(data.length - 8);

/**
 * Unpacks one message as Huobi sends it, to be read before the next one is. One stream serves the whole process; who
 * asks for the same message again is given what is still there, unless its bytes were used anew.
 */
export const inflate = (data: Buffer): Buffer => {
	if (last?.data === data && last.sum === sumOf(data)) return last.unpacked;
	shared ??= createInflate();
	last = null;
	const unpacked = shared(data);
	last = {data, sum: sumOf(data), unpacked};
	return unpacked;
};
