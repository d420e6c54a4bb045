import {createReadStream} from 'node:fs';
import {open, stat} from 'node:fs/promises';
import {constants, createGunzip, type ZlibOptions} from 'node:zlib';
import {header} from './gzip-packer.js';

export type FileEnds = {
	/** Without their line feeds; empty where there is no whole line. */
	readonly first: string;
	readonly last: string;
	/** Whether nothing follows the last line, and it can be unpacked to its end. */
	readonly isWhole: boolean;
};

/** Bytes of a line that are looked at: lists of markets are long. */
const maxLine = 64 * 1024 * 1024;

/** What a packer puts where it lets go of all that it was given; behind it, it may end. */
const flushMark = Buffer.from([0, 0, 0xff, 0xff]);
/** Bytes of the end that is written behind it, over which the next write begins. */
const endBytes = 10;

/**
 * Up to where a packed file is to be read that ends in the midst of a write: where only its end was being written
 * over, what is left of that would be read as text.
 */
const tornEnd = async (path: string, size: number): Promise<number> => {
	const handle = await open(path, 'r');
	try {
		const mark = Buffer.alloc(flushMark.length);
		const at = size - endBytes - mark.length;
		if (at > 0) await handle.read(mark, 0, mark.length, at);
		return flushMark.equals(mark) ? size - endBytes : size;
	} finally {
		await handle.close();
	}
};

/**
 * What a packed file holds of so many bytes that ends in the midst of a write, from a member on. Throws where more is
 * wrong with it.
 */
export async function* unpackTorn(path: string, size: number, start = 0): AsyncGenerator<Buffer> {
	const input = createReadStream(path, {start, end: (await tornEnd(path, size)) - 1});
	try {
		yield* unpack(input, {finishFlush: constants.Z_SYNC_FLUSH}) as AsyncIterable<Buffer>;
	} finally {
		input.destroy();
	}
}

/** Takes pieces of a text, and keeps its first and its last line. */
const createEnds = (path: string) => {
	let first: string | null = null;
	let last = '';
	let rest: Buffer = Buffer.alloc(0);
	return {
		take(chunk: Buffer) {
			const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
			if (bytes.length > maxLine) throw new RangeError(`${path} has a line that is too long`);
			const end = bytes.lastIndexOf(10);
			if (end < 0) {
				rest = bytes;
				return;
			}
			first ??= bytes.subarray(0, bytes.indexOf(10)).toString();
			const before = end === 0 ? -1 : bytes.lastIndexOf(10, end - 1);
			last = bytes.subarray(before + 1, end).toString();
			rest = Buffer.from(bytes.subarray(end + 1));
		},
		ends: (): FileEnds => ({
			...{first: first ?? '', last},
			isWhole: first !== null && rest.length === 0,
		}),
	};
};

const isPackingError = (error: unknown) =>
	/^(Z_|ERR_STREAM)/.test((error as NodeJS.ErrnoException).code ?? '');

/** Of a file that is torn, what was before the tear counts. `start`: of the member from which on it is read. */
const readTornEnds = async (path: string, start = 0): Promise<FileEnds> => {
	const {take, ends} = createEnds(path);
	try {
		for await (const chunk of unpackTorn(path, (await stat(path)).size, start)) take(chunk);
	} catch (error) {
		if (!isPackingError(error)) throw error;
	}
	return {...ends(), isWhole: false};
};

/** The first and the last whole line of a file, unpacked where its name ends in `.gz`. Throws where it cannot be read. */
export const readEnds = async (path: string): Promise<FileEnds> => {
	const {take, ends} = createEnds(path);
	const input = createReadStream(path);
	const lines: AsyncIterable<Buffer> = path.endsWith('.gz') ? unpack(input) : input;
	try {
		for await (const chunk of lines) take(chunk);
	} catch (error) {
		if (!isPackingError(error)) throw error;
		return readTornEnds(path);
	}
	return ends();
};

/** Bytes of the end of a packed file in which a member is looked for that holds its last line. */
const tailBytes = 4 * 1024 * 1024;

/** Where members begin in the last bytes of a file, the last one first. */
const membersAtEnd = async (path: string, tail: number): Promise<readonly number[]> => {
	const handle = await open(path, 'r');
	try {
		const from = Math.max(0, (await handle.stat()).size - tail);
		const {buffer, bytesRead} = await handle.read(Buffer.alloc(tail), 0, tail, from);
		const bytes = buffer.subarray(0, bytesRead);
		const found: number[] = [];
		for (let at = bytes.indexOf(header); at >= 0; at = bytes.indexOf(header, at + 1))
			found.push(from + at);
		return found.toReversed();
	} finally {
		await handle.close();
	}
};

/**
 * The last whole line of a file, as `readEnds` tells it, without reading all of what we packed ourselves: a part may be
 * of a day. Empty where there is none; throws where it cannot be read.
 */
export const readLast = async (path: string, tail = tailBytes): Promise<string> => {
	const starts = path.endsWith('.gz') ? await membersAtEnd(path, tail) : [];
	for (const start of starts) {
		const {last} = await readTornEnds(path, start);
		if (last !== '') return last;
	}
	return (await readEnds(path)).last;
};

/**
 * The first whole lines of a file, as many as there are up to `count`, also where it is torn behind them. Throws where it
 * cannot be read.
 */
export const readStart = async (path: string, count: number): Promise<readonly string[]> => {
	const {size} = await stat(path);
	if (size === 0) return [];
	const pieces: AsyncIterable<Buffer> = path.endsWith('.gz')
		? unpackTorn(path, size)
		: createReadStream(path);
	const found: Buffer[] = [];
	let length = 0;
	let lines = 0;
	try {
		// Each piece is looked at once: a list of markets is one line of many.
		for await (const piece of pieces) {
			found.push(piece);
			length += piece.length;
			lines += countLines(piece);
			if (length > maxLine || lines >= count) break;
		}
	} catch (error) {
		if (!isPackingError(error)) throw error;
	}
	return linesOf(Buffer.concat(found)).slice(0, count);
};

const countLines = (bytes: Buffer): number => {
	let count = 0;
	for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
	return count;
};

const linesOf = (text: Buffer): readonly string[] => text.toString().split('\n').slice(0, -1);

const unpack = (input: ReturnType<typeof createReadStream>, options: ZlibOptions = {}) => {
	const unpacked = createGunzip(options);
	// What cannot be read ends what is made of it.
	input.on('error', error => unpacked.destroy(error));
	return input.pipe(unpacked);
};
