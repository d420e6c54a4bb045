import {createReadStream} from 'node:fs';
import {open, rename, stat, unlink, type FileHandle} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {unpackTorn} from '../files/file-ends.js';
import {createGzipPacker} from '../files/gzip-packer.js';
import {openAnew} from '../files/open-anew.js';

/** Bytes that are packed at once. */
const pieceBytes = 256 * 1024;

/** As long as it is not whole. Always the same, so that what a kill leaves is taken up the next time. */
const mendingName = (path: string): string => join(dirname(path), `.${basename(path)}.mending`);

/** Cuts what comes into whole lines. */
const createLines = (take: (lines: Buffer) => Promise<void>) => {
	let waiting: Buffer[] = [];
	let length = 0;
	let last = '';
	const flush = async () => {
		const bytes = Buffer.concat(waiting);
		const end = bytes.lastIndexOf(10) + 1;
		waiting = [bytes.subarray(end)];
		length = bytes.length - end;
		if (end === 0) return;
		last = bytes.subarray(bytes.lastIndexOf(10, end - 2) + 1, end - 1).toString();
		await take(bytes.subarray(0, end));
	};
	return {
		async add(bytes: Buffer) {
			waiting.push(bytes);
			length += bytes.length;
			if (length >= pieceBytes) await flush();
		},
		/** The last whole line; what follows it is left out. */
		async end(): Promise<string> {
			await flush();
			return last;
		},
	};
};

const writeMended = async (
	to: FileHandle,
	path: string,
	size: number,
	lineAfter: (last: string) => string,
): Promise<void> => {
	const packer = createGzipPacker();
	const pack = async (lines: Buffer) => {
		const packed = await packer.pack(lines);
		await to.writeFile(packed.bytes);
		return packed;
	};
	try {
		const lines = createLines(async whole => void (await pack(whole)));
		for await (const bytes of unpackTorn(path, size)) await lines.add(bytes);
		const last = await lines.end();
		const {trailer} = await pack(Buffer.from(lineAfter(last)));
		await to.writeFile(trailer);
		await to.sync();
	} finally {
		packer.close();
	}
};

const mendPacked = async (path: string, size: number, lineAfter: (last: string) => string) => {
	const mending = mendingName(path);
	const {mode} = await stat(path);
	const to = await openAnew(mending, mode);
	try {
		try {
			await writeMended(to, path, size, lineAfter);
		} finally {
			await to.close();
		}
		// Whoever still writes it would go on in what is no more.
		if ((await stat(path)).size !== size) return false;
		await rename(mending, path);
		return true;
	} finally {
		await unlink(mending).catch(() => undefined);
	}
};

const mendPlain = async (path: string, size: number, lineAfter: (last: string) => string) => {
	let end = 0;
	const lines = createLines(whole => {
		end += whole.length;
		return Promise.resolve();
	});
	for await (const bytes of createReadStream(path, {end: size - 1}) as AsyncIterable<Buffer>)
		await lines.add(bytes);
	const line = lineAfter(await lines.end());
	const handle = await open(path, 'r+');
	try {
		if ((await handle.stat()).size !== size) return false;
		await handle.truncate(end);
		await handle.write(line, end);
		await handle.sync();
		return true;
	} finally {
		await handle.close();
	}
};

/**
 * Makes a part whole that was torn at its end, as by a kill in the midst of a write: with all of its whole lines, and
 * one more that `lineAfter` makes of the last. Until all of it is written, the part is as it was. Throws where more is
 * wrong with it, returns false where it has not `bytes` (any longer): then it is left.
 */
export const mendPart = async (
	path: string,
	lineAfter: (last: string) => string,
	bytes?: number,
): Promise<boolean> => {
	const {size} = await stat(path);
	if (size === 0 || (bytes !== undefined && size !== bytes)) return false;
	return path.endsWith('.gz')
		? mendPacked(path, size, lineAfter)
		: mendPlain(path, size, lineAfter);
};
