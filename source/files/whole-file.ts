import {existsSync} from 'node:fs';
import {dirname} from 'node:path';
import type {FileHandle} from 'node:fs/promises';
import {systemDisk} from './disk.js';
import {FileError} from './file-error.js';
import {describeWriteError} from './file-system.js';
import {makeFolder} from './make-folder.js';
import {openBeside, removeLeftParts} from './open-beside.js';

export type WholeFile = {
	/** Its name once it is whole. */
	readonly path: string;
	/** Resolves once it is handed over; not to be called again before. `position`: @default behind what was written last */
	write(bytes: Uint8Array, position?: number): Promise<void>;
	/** What was written, by its place; fewer bytes than were asked for at the end alone. */
	read(position: number, length: number): Promise<Uint8Array>;
	/** It is whole: nothing more is written or read, and it takes no place among the open files any more. */
	end(): Promise<void>;
	/** Once it is ended: it takes its name, over a file that has it. */
	keep(): Promise<void>;
	/** Leaves nothing of it, unless it was kept. */
	close(): Promise<void>;
};

const writeWhole = async (handle: FileHandle, bytes: Uint8Array, position: number | null) => {
	for (let done = 0; done < bytes.length;) {
		const at = position === null ? null : position + done;
		const {bytesWritten} = await handle.write(bytes, done, bytes.length - done, at);
		if (bytesWritten === 0) throw Object.assign(new Error('nothing was written'), {code: 'ENOSPC'});
		done += bytesWritten;
	}
};

const told = async <T>(path: string, action: () => Promise<T>): Promise<T> => {
	try {
		return await action();
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw new FileError(describeWriteError(path, error), code);
	}
};

/** Whether there is anything under a name. */
export const isThere = (path: string): boolean => existsSync(path);

/** A file of data for everybody to read, made beside its place, with the folders that it needs. */
export const openWholeFile = (path: string): Promise<WholeFile> =>
	told(path, async () => {
		const folder = dirname(path);
		await makeFolder(folder);
		const made = await openBeside(path, null, {
			disk: systemDisk,
			mode: 0o666,
			flags: 'wx+',
		});
		const {handle} = made;
		// By the clock of whoever keeps the files.
		await removeLeftParts(folder, (await handle.stat()).mtimeMs);
		let isKept = false;
		return {
			path,
			write: (bytes, position) => told(path, () => writeWhole(handle, bytes, position ?? null)),
			read: (position, length) =>
				told(path, async () => {
					const bytes = new Uint8Array(length);
					const {bytesRead} = await handle.read(bytes, 0, length, position);
					return bytes.subarray(0, bytesRead);
				}),
			end: () =>
				told(path, async () => {
					await handle.sync();
					await handle.close();
				}),
			keep: () =>
				told(path, async () => {
					await made.settle();
					isKept = true;
				}),
			async close() {
				await handle.close();
				if (!isKept) await systemDisk.unlink(made.path).catch(() => undefined);
			},
		};
	});
