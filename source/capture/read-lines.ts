import {createReadStream} from 'node:fs';
import {openInput} from '../files/open-input.js';
import {parseBounded, type JsonBounds} from '../json-bounds.js';
import {CaptureLineError} from './capture-line-error.js';
import {createLineSplitter} from './line-splitter.js';
import type {Trust} from './member-reader.js';
import {cutCode, strayWords, unpack, type Lost, type Unpacked} from './unpack.js';
import {unpackByStream} from './unpack-stream.js';
import {zeroTail} from './zero-tail.js';

/**
 * Whole lines in the order of the file, and at the end why there are no more, where it was cut off;
 * `notice` where it is whole, but not all of it was of use.
 */
export type LineBatch<T = never> = {
	/** Null stands for one that is longer than a line may be, `T` for one that was read at once. */
	readonly lines: readonly (string | T | null)[];
	readonly broken?: string;
	/** Whether what was unpacked is not what was packed: any of the lines, also of those before, may be another. */
	readonly isDamaged?: boolean;
	/** Lines are missing from here on that are damaged, or all of them, and why; those that follow are whole again. */
	readonly lost?: Lost;
	readonly notice?: string;
};

/** A line is an object of texts and numbers, or a list of three; what comes in numbers are names of markets. */
export const lineBounds: JsonBounds = {depth: 8, values: 10_000};

/** The longest answer of an exchange is a list of 30 MB; as a text in a line a sixth is added. */
const maxLineMb = 36;

/** Why a line is not read. @default of a capture */
export const toLongLine = (mb: number = maxLineMb) => `longer than ${mb} MB`;

/** What is read of a file at once. */
const pieceBytes = 64 * 1024;

/** The recorder ends a member long before. */
const maxHeld = 4 * 1024 * 1024;

/** What is known of the sums of what is given: nothing, those of what is short, or all. */
export const trusts = {
	asItComes: {maxHeld: 0, isChecked: false},
	held: {maxHeld, isChecked: false},
	checked: {maxHeld, isChecked: true},
} as const satisfies Record<string, Trust>;

/** Lines after which keys and signals may have their turn: what is unpacked at once may hold millions. */
export const mostAtOnce = 1000;

function* inBatches<T>(lines: LineBatch<T>['lines']): Generator<LineBatch<T>> {
	for (let start = 0; start < lines.length; start += mostAtOnce)
		yield {lines: lines.slice(start, start + mostAtOnce)};
}

/** Bytes that tell how a file is packed. */
const beginning = 4;

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** How files begin that are packed by others than gzip. */
const otherPackers: Readonly<Record<string, string>> = {
	'28b52ffd': 'zstd',
	fd377a58: 'xz',
	'425a6839': 'bzip2',
	'504b0304': 'zip',
};

async function* counted(
	source: AsyncIterable<Buffer>,
	onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
	for await (const bytes of source) {
		onRead(bytes.length);
		yield bytes;
	}
}

/** Opens a packed file without the zeros that it ends in: unpacked, they would be some text or other. */
const openerOf = async (path: string, onRead: (bytes: number) => void) => {
	const end = (await zeroTail(path)) ?? Infinity;
	const openAt = (start: number): AsyncIterable<Buffer> =>
		createReadStream(path, {start, end: end - 1, highWaterMark: pieceBytes});
	return {
		open: async (at: number) => counted(openAt(at), onRead),
		look: async (at: number) => openAt(at),
	};
};

/** The file's bytes, unpacked where they are gzip, whatever its name. */
async function* readBytes(
	path: string,
	trust: Trust,
	onRead: (bytes: number) => void,
): AsyncGenerator<Unpacked> {
	const {bytes: source, isPipe} = await openInput(path);
	const pieces = source[Symbol.asyncIterator]();
	let first: Buffer = Buffer.alloc(0);
	const all = (async function* () {
		try {
			yield first;
			yield* {[Symbol.asyncIterator]: () => pieces};
		} finally {
			await pieces.return?.(undefined);
		}
	})();
	// A pipe may give a byte at a time.
	while (first.length < beginning) {
		const {done, value} = await pieces.next();
		if (done) break;
		first = Buffer.concat([first, value]);
	}
	const packer = otherPackers[first.toString('hex', 0, beginning)];
	if (packer !== undefined) {
		await pieces.return?.(undefined);
		throw new CaptureLineError(1, `packed with ${packer}, not with gzip: unpack it first`);
	}
	if (!isGzip(first)) yield* counted(all, onRead);
	else if (isPipe) yield* unpackByStream(counted(all, onRead), null);
	else {
		await pieces.return?.(undefined);
		yield* unpack(await openerOf(path, onRead), trust);
	}
}

const describeBreak = (error: Error & {code?: string}): Omit<LineBatch, 'lines'> => {
	if (error.code === cutCode) return {broken: 'the file ends early'};
	if (error.message === strayWords) return {notice: 'the file is whole, but other bytes follow it'};
	return {broken: `the file is damaged: ${error.message}`, isDamaged: true};
};

/** Whether a text without a line feed is a line all the same: of what was cut off none can be parsed. */
const isWhole = (text: string): boolean => {
	try {
		return typeof parseBounded(text, lineBounds) === 'object';
	} catch {
		return false;
	}
};

/** The last line, and why there are no more: it need not end in a line feed. */
const toLastBatch = (rest: string | null, end: Omit<LineBatch, 'lines'> | null): LineBatch => {
	if (rest === null) return {lines: [null], ...end};
	if (rest.trim() === '') return {lines: [], ...end};
	if (isWhole(rest)) return {lines: [rest], ...end};
	return {lines: [], broken: 'the last line was cut off', ...end};
};

export type LineOptions<T> = {
	/** Told of the bytes of the file as they are read. */
	readonly onRead?: ((bytes: number) => void) | undefined;
	/** MB of a line at the most. @default those of a capture */
	readonly maxMb?: number;
	/** As a line splitter takes it. */
	readonly readAtOnce?: (bytes: Buffer, from: number, to: number) => T | null;
	/** @default what is as short as the recorder writes it is held back until its sum is known */
	readonly trust?: Trust;
};

/**
 * Reads a text file of JSON lines, gzip or not, a piece at a time. Of it no more is held than a line and a member of
 * gzip, as far as those are held back.
 */
export async function* readLines<T = never>(
	path: string,
	{
		onRead = () => undefined,
		maxMb = maxLineMb,
		readAtOnce,
		trust = trusts.held,
	}: LineOptions<T> = {},
): AsyncGenerator<LineBatch<T>> {
	const splitter = createLineSplitter(maxMb * 1e6, readAtOnce);
	let end: Omit<LineBatch, 'lines'> | null = null;
	for await (const piece of readBytes(path, trust, onRead)) {
		if (piece instanceof Error) {
			end = describeBreak(piece);
			break;
		}
		if (Buffer.isBuffer(piece)) {
			yield* inBatches(splitter.take(piece));
			continue;
		}
		// The beginning of a line is of no use without its end.
		splitter.rest();
		yield {lines: [], lost: piece};
	}
	const batch = toLastBatch(splitter.rest(), end);
	if (batch.lines.length > 0 || batch.broken !== undefined || batch.notice !== undefined)
		yield batch;
}
