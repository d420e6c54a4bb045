import type {Stats} from 'node:fs';
import {readdir, stat, unlink, type FileHandle} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import type {Disk} from './disk.js';

/** Permission bits. */
const rights = 0o7777;

/** Gives a new file what another has of owner and rights, as far as we may. */
const takeAfter = async (handle: FileHandle, {uid, gid, mode}: Stats) => {
	const own = await handle.stat();
	if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid).catch(() => undefined);
	await handle.chmod(mode & rights).catch(() => undefined);
};

/** What is being made is named by the process that makes it. */
const partName = (number: number): string => `.steem-tui-${process.pid}-${number}.part`;

const isOwnPart = (path: string): boolean => {
	const [, number] = /-(\d+)\.part$/.exec(path) ?? [];
	return number !== undefined && basename(path) === partName(Number(number));
};

/** Removes what this process has begun in a folder, or below it, and not ended: for where whoever made it is gone. */
export const removeOwnParts = async (folder: string): Promise<void> => {
	// Where there is no such folder nothing was begun.
	const paths = await readdir(folder, {recursive: true}).catch(() => []);
	for (const path of paths.filter(isOwnPart))
		await unlink(join(folder, path)).catch(() => undefined);
};

/** Milliseconds after which nobody writes any more what is unfinished: other machines, too, may write into a folder. */
const leftMs = 3_600_000;

const isRunning = (pid: number): boolean => {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== 'ESRCH';
	}
};

/** Removes what processes have begun in a folder that were killed before they ended it. `now`: epoch milliseconds. */
export const removeLeftParts = async (folder: string, now: number): Promise<void> => {
	for (const name of await readdir(folder).catch(() => [])) {
		const [, pid] = /^\.steem-tui-([1-9]\d*)-\d+\.part$/.exec(name) ?? [];
		if (pid === undefined || isRunning(Number(pid))) continue;
		const path = join(folder, name);
		const writtenAt = (await stat(path).catch(() => null))?.mtimeMs ?? now;
		if (now - writtenAt > leftMs) await unlink(path).catch(() => undefined);
	}
};

type OpenBesideOptions = {
	readonly disk: Disk;
	readonly mode: number;
	/** `wx+` where it is read as well. @default 'wx' */
	readonly flags?: 'wx' | 'wx+';
};

/**
 * Opens a new file in the folder of the one it is to replace: `settle` puts it in its place, which either
 * happens as a whole or not at all.
 */
export const openBeside = async (
	target: string,
	replaced: Stats | null,
	{disk, mode, flags = 'wx'}: OpenBesideOptions,
) => {
	for (let number = 1; ; number++) {
		const path = join(dirname(target), partName(number));
		try {
			const handle = await disk.open(path, flags, mode);
			if (replaced) await takeAfter(handle, replaced);
			return {handle, path, settle: () => disk.rename(path, target)};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
	}
};
