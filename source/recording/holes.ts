import {constants} from 'node:fs';
import {open, readFile} from 'node:fs/promises';
import {gzipSync} from 'node:zlib';
import {encodeEvent, type CaptureHole, type UntimedEvent} from '../capture/capture-format.js';
import {decodeHole} from '../capture/decode-hole.js';
import {readEnds} from '../files/file-ends.js';
import {writeAnew} from '../files/open-anew.js';
import {mendPart} from './mend-part.js';

type Marker = UntimedEvent & {readonly kind: 'marker'};

/** `12.3 s`, `4 min`, `7.5 h` */
const toWords = (ms: number): string => {
	if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
	return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
};

export const describeHole = ({from, to, reason}: CaptureHole): string =>
	`hole of ${to > from ? toWords(to - from) : 'unknown length'}: ${reason}`;

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

const toBytes = (path: string, line: string): Buffer => {
	const bytes = Buffer.from(line);
	return path.endsWith('.gz') ? gzipSync(bytes) : bytes;
};

/**
 * Notes a hole at the end of the part before it: as one line more where the part is whole, packed as a member of its
 * own. A part that is torn at its end is made whole first, without what was half written. Where more is wrong with it
 * the note lies in a small file beside it, so that nothing is built upon what is damaged, or what somebody else still
 * writes: that has no longer `bytes`, where they are known.
 */
export const noteHole = async (path: string, hole: CaptureHole, bytes?: number): Promise<void> => {
	const marker = toHoleMarker(hole);
	const lineAfter = (last: string) => {
		const {t} = JSON.parse(last) as {readonly t?: unknown};
		return encodeEvent({t: typeof t === 'number' ? t : 0, ...marker});
	};
	try {
		const {last, isWhole} = await readEnds(path);
		const isNoted = isWhole
			? await append(path, toBytes(path, lineAfter(last)), bytes)
			: await mendPart(path, lineAfter, bytes);
		if (isNoted) return;
	} catch (error) {
		// Without the part there is nothing to be noted of it.
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
	}
	const {kind: _, ...note} = marker;
	await writeAnew(noteBeside(path), `${JSON.stringify(note)}\n`, 0o600);
};

/** Whether a part tells of the hole behind it, at its end or beside it. */
export const hasNoted = async (path: string, {to}: CaptureHole): Promise<boolean> => {
	const ends = await readEnds(path).catch(() => null);
	const beside = await readFile(noteBeside(path), 'utf8').catch(() => '');
	return [ends?.isWhole ? ends.last : '', beside].some(text => readHole(text)?.to === to);
};

/** The hole that a line tells of; null where it tells of none. */
export const readHole = (line: string): CaptureHole | null => {
	try {
		return decodeHole((JSON.parse(line) as {readonly hole?: unknown}).hole).hole ?? null;
	} catch {
		return null;
	}
};
