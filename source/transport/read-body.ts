import type {IncomingMessage} from 'node:http';
import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';
import {toPlainText} from '../faults.js';

export type BodyOptions = {
	/** The longest body, unpacked. */
	readonly maxBytes: number;
	/** Some of it came. */
	readonly onBytes: () => void;
};

const unpack = promisify(gunzip);

const tooLong = (maxBytes: number) => new Error(`the answer is longer than ${maxBytes} bytes`);

/** Names for no packing at all. */
const unpacked = ['', 'identity', 'none'];

/**
 * How a body is packed, by its header: gzip is what we ask for, its older name means the same. Of
 * several one may be gzip, the others nothing.
 */
const packingOf = ({headers}: IncomingMessage): 'gzip' | 'none' | 'unknown' => {
	const names = (headers['content-encoding'] ?? '')
		.toLowerCase()
		.split(',')
		.map(name => name.trim())
		.filter(name => !unpacked.includes(name));
	if (names.length === 0) return 'none';
	return names.length === 1 && /^(x-)?gzip$/.test(names[0] ?? '') ? 'gzip' : 'unknown';
};

/** JSON never begins so: what comes packed without a word of it is unpacked all the same. */
const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Why what should be gzip cannot be unpacked. */
const describeDamage = (bytes: Buffer): string =>
	isGzip(bytes)
		? 'the answer is packed as gzip, but damaged or cut off'
		: 'the answer is not what its header says: not packed as gzip';

/** Bytes in a row: what comes one by one would, kept so, take a hundred times as much. */
const createByteStore = () => {
	let bytes = Buffer.allocUnsafe(64 * 1024);
	let size = 0;
	return {
		/** Returns how many there are. */
		add(chunk: Buffer): number {
			if (size + chunk.length > bytes.length) {
				const larger = Buffer.allocUnsafe(2 * bytes.length + chunk.length);
				bytes.copy(larger, 0, 0, size);
				bytes = larger;
			}
			size += chunk.copy(bytes, size);
			return size;
		},
		all: () => bytes.subarray(0, size),
	};
};

/** The whole body of an answer as text. */
export const readBody = async (
	response: IncomingMessage,
	{maxBytes, onBytes}: BodyOptions,
): Promise<string> => {
	const packing = packingOf(response);
	if (packing === 'unknown') {
		const name = toPlainText(response.headers['content-encoding'] ?? '', 40);
		throw new Error(`the answer is packed as ${name}, which was not asked for`);
	}
	const {add, all} = createByteStore();
	for await (const chunk of response as AsyncIterable<Buffer>) {
		onBytes();
		if (add(chunk) > maxBytes) throw tooLong(maxBytes);
	}
	const bytes = all();
	if (bytes.length === 0 || (packing === 'none' && !isGzip(bytes))) return bytes.toString('utf8');
	try {
		return (await unpack(bytes, {maxOutputLength: maxBytes})).toString('utf8');
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLong(maxBytes);
		throw Object.assign(new Error(describeDamage(bytes)), {code});
	}
};

/** The beginning of a body that may never end: enough for what was said of a refusal. */
export const readBeginning = (
	response: IncomingMessage,
	{maxBytes, waitMs}: {readonly maxBytes: number; readonly waitMs: number},
): Promise<string> =>
	new Promise(resolve => {
		let text = '';
		const finish = () => {
			clearTimeout(timer);
			resolve(text.slice(0, maxBytes));
		};
		const timer = setTimeout(finish, waitMs);
		response
			.setEncoding('utf8')
			.on('data', (chunk: string) => {
				text += chunk;
				if (text.length >= maxBytes) finish();
			})
			.on('close', finish)
			.on('error', finish);
	});
