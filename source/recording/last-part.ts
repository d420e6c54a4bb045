import {readdir, stat, unlink} from 'node:fs/promises';
import {readLast, readStart} from '../files/file-ends.js';
import {partsAmong, type PartNames} from './part-names.js';

/** The last line of a part whose recorder was told to end. */
export const endLabel = 'the recording was ended';

/** The newest part of a recording that is gone on with. */
export type LastPart = {
	readonly path: string;
	/** Of its file. */
	readonly bytes: number;
	/** Epoch milliseconds of its last event. */
	readonly endedAt: number;
	/** Whether its recorder came to its end, and did with it what it does with whole parts. */
	readonly isFinished: boolean;
};

/** Milliseconds after which an empty file is what a recorder left that was killed, and none that is being made. */
const leftAfterMs = 60_000;

/** Parts that are looked at: behind those that cannot be read there may be one that can. */
const maxLooks = 5;

/** Milliseconds by which a part may be ahead of a clock that was set back: one that is more was wrong itself. */
const maxAheadMs = 86_400_000;

/** When a part began, in epoch milliseconds, without reading it to its end; null where it does not tell. */
const readStartedAt = async (path: string): Promise<number | null> => {
	try {
		const [first = ''] = await readStart(path, 1);
		const {startedAt} = JSON.parse(first) as {readonly startedAt?: unknown};
		return typeof startedAt === 'number' ? startedAt : null;
	} catch {
		return null;
	}
};

const readPart = async (
	path: string,
	bytes: number,
	startedAt: number | null,
): Promise<LastPart | null> => {
	// Torn in its first line, or gone: it tells nothing, and is left to whoever verifies it.
	if (startedAt === null) return null;
	try {
		const last = JSON.parse(await readLast(path)) as Readonly<Record<string, unknown>>;
		const {t = 0, label, hole} = last;
		if (typeof t !== 'number') return null;
		const isFinished = label === endLabel || hole !== undefined;
		return {path, bytes, endedAt: startedAt + t, isFinished};
	} catch {
		return null;
	}
};

/**
 * Finds the part that a recording goes on after; null where there is none. What was left empty is taken away. Parts of
 * a day to come are passed over, as their clock was wrong: `onAhead` is told the newest of them.
 */
export const findLastPart = async (
	names: PartNames,
	now: number,
	onAhead: (path: string) => void = () => undefined,
): Promise<LastPart | null> => {
	// Whoever opens a part says why it cannot be.
	const found = await readdir(names.folder).catch(() => []);
	let looks = 0;
	let isAheadTold = false;
	const isAhead = (path: string, at: number) => {
		if (at - now < maxAheadMs) return false;
		if (!isAheadTold) onAhead(path);
		isAheadTold = true;
		return true;
	};
	for (const path of partsAmong(names, found).toReversed()) {
		const stats = await stat(path).catch(() => null);
		if (!stats?.isFile()) continue;
		if (stats.size === 0) {
			if (now - stats.mtimeMs > leftAfterMs) await unlink(path).catch(() => undefined);
			continue;
		}
		const startedAt = await readStartedAt(path);
		if (isAhead(path, startedAt ?? 0)) continue;
		const part = await readPart(path, stats.size, startedAt);
		if (part && isAhead(path, part.endedAt)) continue;
		if (part || ++looks === maxLooks) return part;
	}
	return null;
};
