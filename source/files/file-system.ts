import type {FileHandle} from 'node:fs/promises';
import {constants, type Stats} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {systemDisk, type Disk} from './disk.js';
import {openBeside} from './open-beside.js';

/** The part of an open file that is used; a test hands in its own. */
export type OutputFile = {
	/** Where it is another than was asked for: the next number, for example. */
	readonly path?: string;
	/** Writes at a place in the file, or after what was written last. Returns how many bytes went. */
	write(bytes: Buffer, position: number | null): Promise<number>;
	/** Bytes that stay. */
	truncate(length: number): Promise<void>;
	/** Resolves once the disk has it. */
	sync(): Promise<void>;
	/**
	 * To be called whenever what is in it is whole: the first time it takes its name, from then on it throws
	 * where the file is under no name any more. One that was never kept is gone once it is closed.
	 */
	keep?(): Promise<void>;
	close(): Promise<void>;
};

export type OpenFile = (path: string) => Promise<OutputFile>;

export type OpenOptions = {
	/** Which files that are there are replaced. @default 'none' */
	readonly over?: 'none' | 'empty' | 'any';
	/** Rights of a file that replaces none, before the umask. @default 0o600: recordings are their owner's */
	readonly mode?: number;
	/**
	 * Whether a pipe, a device, a folder or a link only takes a name. @default false: a pipe and a device are written to,
	 * and so is what a link leads to
	 */
	readonly isFile?: boolean;
	/** @default the system's */
	readonly disk?: Disk;
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

const {O_WRONLY, O_NONBLOCK, O_NOCTTY} = constants;

const openPipe = (path: string, disk: Disk) =>
	untilTaken('ENXIO', () => disk.open(path, O_WRONLY | O_NONBLOCK));

/** Opens what is no file: without waiting in it, for a terminal may never be read. */
const openSpecial = async (path: string, mode: number, disk: Disk): Promise<FileHandle> => {
	const stats = await disk.stat(path).catch(() => null);
	if (stats?.isFIFO()) return openPipe(path, disk);
	if (stats?.isCharacterDevice()) return disk.open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY);
	return disk.open(path, 'w', mode);
};

/** Files of this process by their numbers: what is behind them is not ours to make or to replace. */
const isDescriptor = (path: string) => /^\/(dev\/(std|fd\/)|proc\/)/.test(path);

/** What a path leads to, through links; null for what is not there yet. Fails where links lead in a circle. */
const follow = async (
	path: string,
	disk: Disk,
): Promise<{readonly target: string; readonly stats: Stats | null}> => {
	try {
		const target = await disk.realpath(path);
		return {target, stats: await disk.stat(target)};
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ELOOP') throw error;
		const link = await disk.readlink(path).catch(() => null);
		// Whoever opens it says why it cannot be.
		if (link === null) return {target: path, stats: null};
		return follow(resolve(dirname(path), link), disk);
	}
};

const syncHandle = (handle: FileHandle) =>
	// A pipe or a terminal has no disk.
	handle.sync().catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP') throw error;
	});

const toOutput = (handle: FileHandle): OutputFile => ({
	async write(bytes, position) {
		const write = () => handle.write(bytes, 0, bytes.length, position);
		return (await untilTaken('EAGAIN', write)).bytesWritten;
	},
	truncate: length => handle.truncate(length),
	sync: () => syncHandle(handle),
	close: () => handle.close(),
});

/** A file that is made anew, and has its name, or takes it by `settle` once there is something whole in it. */
type Made = {
	readonly handle: FileHandle;
	/** Its name until it is settled, under which it is to be gone if nothing comes of it. */
	readonly path: string;
	readonly settle: () => Promise<void>;
};

const toKept = (target: string, {handle, path, settle}: Made, disk: Disk): OutputFile => {
	let isKept = false;
	const isNowhere = async () => {
		const {nlink, ino, dev} = await handle.stat();
		if (nlink > 0) return false;
		// Some file systems count no names.
		const named = await disk.stat(isKept ? target : path).catch(() => null);
		return named?.ino !== ino || named.dev !== dev;
	};
	return {
		...toOutput(handle),
		async keep() {
			if (await isNowhere()) throw Object.assign(new Error('gone'), {code: 'ESTALE'});
			if (isKept) return;
			await syncHandle(handle);
			await settle();
			isKept = true;
		},
		async close() {
			try {
				if (!isKept && !(await isNowhere())) await disk.unlink(path);
			} finally {
				await handle.close();
			}
		},
	};
};

/**
 * Makes a file anew, over none that is there unless it is told to. That one is replaced as a whole and
 * keeps its rights; a link stays a link. A pipe is waited for until it has a reader.
 */
export const createOpenFile =
	({over = 'none', mode = 0o600, isFile = false, disk = systemDisk}: OpenOptions = {}): OpenFile =>
	async path => {
		// One that is made anew under its very name follows no link.
		const isAnew = isFile && over === 'none';
		const {target, stats} = isAnew ? {target: path, stats: null} : await follow(path, disk);
		const isSpecial = isDescriptor(path) || (stats !== null && !stats.isFile());
		if (isSpecial && isFile) throw Object.assign(new Error('taken'), {code: 'EEXIST'});
		if (isSpecial) return toOutput(await openSpecial(path, mode, disk));
		const isReplaced = over === 'any' || (over === 'empty' && stats?.size === 0);
		const made = isReplaced
			? await openBeside(target, stats, {disk, mode})
			: {
					handle: await disk.open(target, 'wx', mode),
					path: target,
					settle: () => Promise.resolve(),
				};
		return toKept(target, made, disk);
	};

/** Over no file that is there. */
export const openFile = createOpenFile();

export const writeAll = async (file: OutputFile, bytes: Buffer, position: number | null) => {
	for (let done = 0; done < bytes.length;) {
		const at = position === null ? null : position + done;
		const written = await file.write(bytes.subarray(done), at);
		if (written === 0) throw Object.assign(new Error('nothing was written'), {code: 'ENOSPC'});
		done += written;
	}
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
	ELOOP: 'its links lead in a circle',
	ESTALE: 'it was removed meanwhile, or another file was put in its place',
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
	const place = path === '.' ? 'the current folder' : path;
	return `${place} cannot be written: ${words[code] ?? message}`;
};
