import {openInput} from '../files/open-input.js';
import {parseBounded, type JsonBounds} from '../json-bounds.js';
import {createLineSplitter} from './line-splitter.js';
import {unpack} from './unpack.js';
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
	readonly notice?: string;
};

/** A line is an object of texts and numbers, or a list of three; what comes in numbers are names of markets. */
export const lineBounds: JsonBounds = {depth: 8, values: 10_000};

/** The longest answer of an exchange is a list of 30 MB; as a text in a line a sixth is added. */
const maxLineMb = 36;

/** Why a line is not read. @default of a capture */
export const toLongLine = (mb: number = maxLineMb) => `longer than ${mb} MB`;

/** Lines after which keys and signals may have their turn: what is unpacked at once may hold millions. */
export const mostAtOnce = 1000;

function* inBatches<T>(lines: LineBatch<T>['lines']): Generator<LineBatch<T>> {
	for (let start = 0; start < lines.length; start += mostAtOnce)
		yield {lines: lines.slice(start, start + mostAtOnce)};
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function* counted(
	source: AsyncIterable<Buffer>,
	onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
	for await (const bytes of source) {
		onRead(bytes.length);
		yield bytes;
	}
}

/** So many bytes at the most. */
async function* firstOf(source: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
	let left = count;
	for await (const bytes of source) {
		yield bytes.subarray(0, left);
		left -= bytes.length;
		if (left <= 0) return;
	}
}

/** Without the zeros that the file ends in: unpacked, they would be some text or other. */
const withoutZeros = async (
	path: string,
	source: AsyncIterable<Buffer>,
): Promise<AsyncIterable<Buffer>> => {
	const end = await zeroTail(path);
	return end === null ? source : firstOf(source, end);
};

/** The file's bytes, unpacked where they are gzip, whatever its name. */
async function* readBytes(
	path: string,
	onRead: (bytes: number) => void,
): AsyncGenerator<Buffer | Error> {
	const {bytes: source, isPipe} = await openInput(path);
	const pieces = counted(source, onRead);
	let first: Buffer = Buffer.alloc(0);
	// A pipe may give a byte at a time.
	while (first.length < 2) {
		const {done, value} = await pieces.next();
		if (done) break;
		first = Buffer.concat([first, value]);
	}
	const all = (async function* () {
		try {
			yield first;
			yield* {[Symbol.asyncIterator]: () => pieces};
		} finally {
			await pieces.return(undefined);
		}
	})();
	if (!isGzip(first)) yield* all;
	else if (isPipe) yield* unpack(all, null);
	else {
		const again = async () => withoutZeros(path, (await openInput(path)).bytes);
		yield* unpack(await withoutZeros(path, all), again);
	}
}

/** How zlib refuses what should be the header of a further member and does not even begin like one. */
const strayWords = 'incorrect header check';

const describeBreak = (error: Error & {code?: string}): Omit<LineBatch, 'lines'> => {
	if (error.code === 'Z_BUF_ERROR') return {broken: 'the file ends early'};
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

/**
 * Reads a text file of JSON lines of so many MB at the most, gzip or not, a piece at a time. Of it no more is held
 * than a line. `readAtOnce`: as a line splitter takes it.
 */
export async function* readLines<T = never>(
	path: string,
	onRead: (bytes: number) => void = () => undefined,
	maxMb = maxLineMb,
	readAtOnce?: (bytes: Buffer, from: number, to: number) => T | null,
): AsyncGenerator<LineBatch<T>> {
	const splitter = createLineSplitter(maxMb * 1e6, readAtOnce);
	let end: Omit<LineBatch, 'lines'> | null = null;
	for await (const piece of readBytes(path, onRead)) {
		if (piece instanceof Error) {
			end = describeBreak(piece);
			break;
		}
		yield* inBatches(splitter.take(piece));
	}
	const batch = toLastBatch(splitter.rest(), end);
	if (batch.lines.length > 0 || batch.broken !== undefined || batch.notice !== undefined)
		yield batch;
}
