import {createReadStream} from 'node:fs';
import {createGunzip} from 'node:zlib';

export type FileEnds = {
	/** Without their line feeds; empty where there is no whole line. */
	readonly first: string;
	readonly last: string;
	/** Whether nothing follows the last line, and it can be unpacked to its end. */
	readonly isWhole: boolean;
};

/** Bytes of a line that are looked at: lists of markets are long. */
const maxLine = 64 * 1024 * 1024;

/** The first and the last whole line of a file, unpacked where its name ends in `.gz`. Throws where it cannot be read. */
export const readEnds = async (path: string): Promise<FileEnds> => {
	let first: string | null = null;
	let last = '';
	let rest: Buffer = Buffer.alloc(0);

	const take = (chunk: Buffer) => {
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
	};

	const input = createReadStream(path);
	const lines: AsyncIterable<Buffer> = path.endsWith('.gz') ? unpack(input) : input;
	try {
		for await (const chunk of lines) take(chunk);
	} catch (error) {
		// Of a file that is torn, what was before the tear counts.
		const {code = ''} = error as NodeJS.ErrnoException;
		if (!/^(Z_|ERR_STREAM)/.test(code)) throw error;
		return {first: first ?? '', last, isWhole: false};
	}
	return {first: first ?? '', last, isWhole: first !== null && rest.length === 0};
};

const unpack = (input: ReturnType<typeof createReadStream>) => {
	const unpacked = createGunzip();
	// What cannot be read ends what is made of it.
	input.on('error', error => unpacked.destroy(error));
	return input.pipe(unpacked);
};
