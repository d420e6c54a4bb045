import {gunzipSync} from 'node:zlib';
import {maxMessageLength} from '../parse.js';
import {createKeptGunzip, type KeptGunzip} from './kept-gunzip.js';

export type InflateOptions = {
	/** `null` does without it. @default one that keeps a stream of node:zlib */
	readonly kept?: KeptGunzip | null;
	/** More bytes than this are an error. @default as many as a message may have */
	readonly maxOutputLength?: number;
};

/**
 * Makes a function that unpacks one gzip message. Throws on anything else, and on more than `maxOutputLength` bytes.
 * Every answer was checked against the message's own length and CRC, and is written over by the next one.
 */
export const createInflate = ({
	kept = createKeptGunzip(),
	maxOutputLength = maxMessageLength,
}: InflateOptions = {}): ((data: Buffer) => Buffer) => {
	return data => {
		const result = kept?.(data);
		if (result && result.length <= maxOutputLength) return result;
		try {
			return gunzipSync(data, {maxOutputLength});
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			throw new Error(`not a gzip message of at most ${maxOutputLength} bytes: ${reason}`);
		}
	};
};

let shared: ((data: Buffer) => Buffer) | undefined;

/** Unpacks one message as Huobi sends it, to be read before the next one is. One stream serves the whole process. */
export const inflate = (data: Buffer): Buffer => {
	shared ??= createInflate();
	return shared(data);
};
