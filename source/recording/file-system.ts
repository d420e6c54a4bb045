import {open} from 'node:fs/promises';

/** The part of an open file that is used; a test hands in its own. */
export type OutputFile = {
	/** Writes at a place in the file, or after what was written last. Returns how many bytes went. */
	write(bytes: Buffer, position: number | null): Promise<number>;
	truncate(length: number): Promise<void>;
	/** Resolves once the disk has it. */
	sync(): Promise<void>;
	close(): Promise<void>;
};

export type OpenFile = (path: string) => Promise<OutputFile>;

/** Makes the file anew, in place of one of that name. */
export const openFile: OpenFile = async path => {
	const handle = await open(path, 'w');
	return {
		async write(bytes, position) {
			return (await handle.write(bytes, 0, bytes.length, position)).bytesWritten;
		},
		truncate: length => handle.truncate(length),
		async sync() {
			// A pipe or a terminal has no disk.
			await handle.sync().catch((error: NodeJS.ErrnoException) => {
				if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP') throw error;
			});
		},
		close: () => handle.close(),
	};
};

const words: Readonly<Record<string, string>> = {
	ENOSPC: 'the disk is full',
	EDQUOT: 'the disk quota is used up',
	EFBIG: 'the file is as long as the file system allows',
	EACCES: 'permission denied',
	EPERM: 'permission denied',
	EROFS: 'the file system is read-only',
	ENOENT: 'the folder does not exist',
	ENOTDIR: 'the folder is a file',
	EISDIR: 'it is a folder',
	EEXIST: 'it already exists',
	ENAMETOOLONG: 'the name is too long',
	EMFILE: 'too many files are open',
	ENFILE: 'too many files are open',
	EIO: 'the disk failed',
	EPIPE: 'the reader has gone away',
	ESPIPE: 'it cannot be written packed: choose a name without .gz',
};

/** Why a file could not be written, in a sentence that names it. */
export const describeWriteError = (path: string, error: unknown): string => {
	const {code = '', message} = error as NodeJS.ErrnoException;
	return `${path} cannot be written: ${words[code] ?? message}`;
};
