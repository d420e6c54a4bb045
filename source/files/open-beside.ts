import type {Stats} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {Disk} from './disk.js';

/** Permission bits. */
const rights = 0o7777;

/** Gives a new file what another has of owner and rights, as far as we may. */
const takeAfter = async (handle: FileHandle, {uid, gid, mode}: Stats) => {
	const own = await handle.stat();
	if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid).catch(() => undefined);
	await handle.chmod(mode & rights).catch(() => undefined);
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
		const path = join(dirname(target), `.steem-tui-${process.pid}-${number}.part`);
		try {
			const handle = await disk.open(path, flags, mode);
			if (replaced) await takeAfter(handle, replaced);
			return {handle, path, settle: () => disk.rename(path, target)};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
	}
};
