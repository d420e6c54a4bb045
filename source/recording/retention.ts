import {readdir, stat, unlink} from 'node:fs/promises';
import {noteBeside} from './holes.js';
import {partsAmong, type PartNames} from './part-names.js';

/** How much of old parts is kept. */
export type Keep =
	| {
			readonly type: 'time';
			/** Since a part was written to last. */
			readonly ms: number;
	  }
	| {
			readonly type: 'size';
			/** Of all parts together, the one that is written now included. */
			readonly bytes: number;
	  };

export type KeptPart = {
	readonly path: string;
	readonly bytes: number;
	/** Epoch milliseconds. */
	readonly writtenAt: number;
};

/** The parts to be removed, oldest first, of all parts in their order. The last one is never among them. */
export const tooOld = (
	parts: readonly KeptPart[],
	keep: Keep,
	now: number,
): readonly KeptPart[] => {
	const whole = parts.slice(0, -1);
	if (keep.type === 'time') return whole.filter(({writtenAt}) => now - writtenAt > keep.ms);
	let bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
	return whole.filter(part => {
		if (bytes <= keep.bytes) return false;
		bytes -= part.bytes;
		return true;
	});
};

/** What of the disk is used. */
export type PartDisk = {
	readdir(folder: string): Promise<readonly string[]>;
	stat(path: string): Promise<{readonly size: number; readonly mtimeMs: number}>;
	unlink(path: string): Promise<void>;
};

const systemPartDisk: PartDisk = {readdir: path => readdir(path), stat, unlink};

export type RetentionOptions = {
	readonly keep: Keep;
	readonly names: PartNames;
	/** Epoch milliseconds. */
	readonly now: () => number;
	/** Whether somebody needs a part still. */
	readonly isHeld: (path: string) => boolean;
	readonly say: (text: string) => void;
	/** @default the system's */
	readonly disk?: PartDisk;
};

/** Removes old parts, and no other files, each time it is called; one call at a time does so. */
export const createRetention = (options: RetentionOptions) => {
	const {keep, names, now, isHeld, say, disk = systemPartDisk} = options;
	let running: Promise<void> | null = null;
	let lastProblem = '';

	const look = async (path: string): Promise<readonly KeptPart[]> => {
		// Gone meanwhile: then it takes no room either.
		const stats = await disk.stat(path).catch(() => null);
		return stats ? [{path, bytes: stats.size, writtenAt: stats.mtimeMs}] : [];
	};

	/** Why it cannot be; null where it is gone, whoever removed it. */
	const removeOne = async (path: string): Promise<unknown> => {
		try {
			await disk.unlink(path);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error;
		}
		await disk.unlink(noteBeside(path)).catch(() => undefined);
		return null;
	};

	/** One that cannot be removed holds up no other. */
	const remove = async () => {
		const found = await disk.readdir(names.folder);
		const parts: KeptPart[] = [];
		// One by one: each takes a thread, and where the disk hangs there are to be some for all else.
		for (const path of partsAmong(names, found)) parts.push(...(await look(path)));
		const problems: unknown[] = [];
		for (const {path} of tooOld(parts, keep, now())) {
			const problem = isHeld(path) ? null : await removeOne(path);
			if (problem !== null) problems.push(problem);
		}
		if (problems.length > 0) throw problems[0];
		lastProblem = '';
	};

	return (): Promise<void> => {
		running ??= remove()
			.catch((error: unknown) => {
				const problem = `old parts cannot be removed: ${error instanceof Error ? error.message : String(error)}`;
				// Once a minute it would be too much.
				if (problem !== lastProblem) say(problem);
				lastProblem = problem;
			})
			.finally(() => {
				running = null;
			});
		return running;
	};
};
