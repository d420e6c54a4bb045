import {createReadStream} from 'node:fs';
import {open, stat} from 'node:fs/promises';
import {constants, createGunzip, type ZlibOptions} from 'node:zlib';

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

/** What a packed file holds of so many bytes that ends in the midst of a write. Throws where more is wrong with it. */
export async function* unpackTorn(path: string, size: number): AsyncGenerator<Buffer> {
	const input = createReadStream(path, {end: (await tornEnd(path, size)) - 1});
	yield* unpack(input, {finishFlush: constants.Z_SYNC_FLUSH}) as AsyncIterable<Buffer>;
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

/** Of a file that is torn, what was before the tear counts. */
const readTornEnds = async (path: string): Promise<FileEnds> => {
	const {take, ends} = createEnds(path);
	try {
		for await (const chunk of unpackTorn(path, (await stat(path)).size)) take(chunk);
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

/** The first whole lines of a file, as many as there are up to `count`. Throws where it cannot be read. */
export const readStart = async (path: string, count: number): Promise<readonly string[]> => {
	const input = createReadStream(path);
	const pieces: AsyncIterable<Buffer> = path.endsWith('.gz') ? unpack(input) : input;
	let text = Buffer.alloc(0);
	try {
		for await (const piece of pieces) {
			text = Buffer.concat([text, piece]);
			if (text.length > maxLine || linesOf(text).length >= count) break;
		}
	} catch (error) {
		if (!isPackingError(error)) throw error;
	} finally {
		input.destroy();
	}
	return linesOf(text).slice(0, count);
};

const linesOf = (text: Buffer): readonly string[] => text.toString().split('\n').slice(0, -1);

const unpack = (input: ReturnType<typeof createReadStream>, options: ZlibOptions = {}) => {
	const unpacked = createGunzip(options);
	// What cannot be read ends what is made of it.
	input.on('error', error => unpacked.destroy(error));
	return input.pipe(unpacked);
};
