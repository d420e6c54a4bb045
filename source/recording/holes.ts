import {constants} from 'node:fs';
import {open, writeFile} from 'node:fs/promises';
import {gzipSync} from 'node:zlib';
import {encodeEvent, type CaptureHole, type UntimedEvent} from '../capture/capture-format.js';
import {readEnds} from '../files/file-ends.js';

type Marker = UntimedEvent & {readonly kind: 'marker'};

/** `12.3 s`, `4 min`, `7.5 h` */
const toWords = (ms: number): string => {
	if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
	return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
};

export const describeHole = ({from, to, reason}: CaptureHole): string =>
	`hole of ${toWords(to - from)}: ${reason}`;

/** What tells of a hole, in the part before it and in the one behind it. */
export const toHoleMarker = (hole: CaptureHole): Marker => ({
	kind: 'marker',
	label: describeHole(hole),
	hole,
});

/** Where a note lies that does not fit into its part. */
export const noteBeside = (path: string): string =>
	`${path.replace(/\.jsonl(\.gz)?$/, '')}.hole.json`;

/** Appends to a file that is whole, or leaves it as it is. Returns whether it has `expected` bytes, else it is left. */
const append = async (path: string, bytes: Buffer, expected?: number): Promise<boolean> => {
	const handle = await open(path, constants.O_WRONLY | constants.O_APPEND);
	try {
		const {size} = await handle.stat();
		if (expected !== undefined && size !== expected) return false;
		try {
			await handle.writeFile(bytes);
			await handle.sync();
		} catch (error) {
			await handle.truncate(size).catch(() => undefined);
			throw error;
		}
		return true;
	} finally {
		await handle.close();
	}
};

/**
 * Notes a hole at the end of the part before it: as one line more where the part is whole, packed as a member of its
 * own; else in a small file beside it, so that nothing is built upon what is torn, or what somebody else still writes:
 * that has no longer `bytes`, where they are known.
 */
export const noteHole = async (path: string, hole: CaptureHole, bytes?: number): Promise<void> => {
	const marker = toHoleMarker(hole);
	try {
		const {last, isWhole} = await readEnds(path);
		const {t} = JSON.parse(last) as {readonly t?: unknown};
		if (isWhole) {
			const line = Buffer.from(encodeEvent({t: typeof t === 'number' ? t : 0, ...marker}));
			if (await append(path, path.endsWith('.gz') ? gzipSync(line) : line, bytes)) return;
		}
	} catch (error) {
		// Without the part there is nothing to be noted of it.
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
	}
	const {kind: _, ...note} = marker;
	await writeFile(noteBeside(path), `${JSON.stringify(note)}\n`, {mode: 0o600});
};
