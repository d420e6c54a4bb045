import {constants} from 'node:fs';
import {open, stat} from 'node:fs/promises';
import {setTimeout} from 'node:timers/promises';

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

const isPipe = async (path: string): Promise<boolean> => {
	try {
		return (await stat(path)).isFIFO();
	} catch {
		// Whoever opens it says why it cannot be.
		return false;
	}
};

/** Milliseconds between two tries to write to a pipe that is full, or that nobody reads. */
const pipeMs = 50;

/** Tries until the pipe takes it: a call that waits for that would hold up the end of the process. */
const untilTaken = async <T>(code: string, attempt: () => Promise<T>): Promise<T> => {
	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== code) throw error;
			await setTimeout(pipeMs);
		}
	}
};

const openPipe = (path: string) =>
	untilTaken('ENXIO', () => open(path, constants.O_WRONLY | constants.O_NONBLOCK));

/** Makes the file anew, in place of one of that name. A pipe is waited for until it has a reader. */
export const openFile: OpenFile = async path => {
	const handle = await ((await isPipe(path)) ? openPipe(path) : open(path, 'w'));
	return {
		async write(bytes, position) {
			const write = () => handle.write(bytes, 0, bytes.length, position);
			return (await untilTaken('EAGAIN', write)).bytesWritten;
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
