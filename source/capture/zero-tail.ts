import {open, type FileHandle} from 'node:fs/promises';

const stepBytes = 64 * 1024;

/** A packed file that is whole ends in some zeros as well, as the length of what it holds stands there. */
const least = 64;

/** The place of the last byte that is none, in the first `end` bytes; -1 where there is none. */
const lastOther = async (file: FileHandle, end: number, step: number): Promise<number> => {
	const from = Math.max(0, end - step);
	const {buffer, bytesRead} = await file.read(Buffer.alloc(end - from), 0, end - from, from);
	for (let index = bytesRead - 1; index >= 0; index--) if (buffer[index] !== 0) return from + index;
	return from === 0 ? -1 : lastOther(file, from, stepBytes);
};

/**
 * Where the zeros begin that a file ends in; null where there are none to speak of. Where the power was cut, a file may
 * have its length already, and not yet what was written last.
 */
export const zeroTail = async (path: string): Promise<number | null> => {
	const file = await open(path);
	try {
		const {size} = await file.stat();
		const begin = (await lastOther(file, size, least)) + 1;
		return size - begin >= least ? begin : null;
	} finally {
		await file.close();
	}
};
