import {createReadStream} from 'node:fs';
import {StringDecoder} from 'node:string_decoder';
import {createGunzip} from 'node:zlib';
import {parseBounded, type JsonBounds} from '../json-bounds.js';

/**
 * Whole lines in the order of the file, and at the end why there are no more, where it was cut off;
 * `notice` where it is whole, but not all of it was of use.
 */
export type LineBatch = {
	readonly lines: readonly string[];
	readonly broken?: string;
	readonly notice?: string;
};

/** A line is an object of texts and numbers, or a list of three; what comes in numbers are names of markets. */
export const lineBounds: JsonBounds = {depth: 8, values: 10_000};

/** Characters: longer than any answer the program takes. */
const maxLineLength = 128 * 1024 * 1024;

/** What is unpacked at once, as long as nothing is wrong. */
const pieceBytes = 8 * 1024;

/** Unpacks gzip of one or more members a piece at a time. */
const createUnpacker = () => {
	const gunzip = createGunzip();
	let unpacked: Buffer[] = [];
	let failure: Error | null = null;
	gunzip.on('data', (chunk: Buffer) => unpacked.push(chunk));
	gunzip.on('error', error => (failure = error));
	// A write that fails never calls back, but the stream then closes.
	const closed = new Promise<void>(resolve => gunzip.once('close', resolve));
	return {
		failure: () => failure,
		async write(piece: Buffer) {
			const done = new Promise<void>(resolve => {
				gunzip.write(piece, () => resolve());
			});
			await Promise.race([closed, done]);
		},
		async end() {
			if (failure) return;
			gunzip.end();
			await closed;
		},
		/** What was unpacked since it was asked for last. */
		take(): readonly Buffer[] {
			const taken = unpacked;
			unpacked = [];
			return taken;
		},
		close() {
			gunzip.destroy();
		},
	};
};

type Open = () => AsyncIterable<Buffer>;

async function* piecesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	for await (const bytes of source)
		for (let start = 0; start < bytes.length; start += pieceBytes)
			yield bytes.subarray(start, start + pieceBytes);
}

/**
 * What the piece that is damaged holds before the damage: with it comes nothing but the error, so all
 * is unpacked once more, that piece byte by byte. Rare enough to take its time.
 */
async function* unpackDamaged(open: Open, damaged: number, given: number): AsyncGenerator<Buffer> {
	const unpacker = createUnpacker();
	let left = given;
	let index = 0;
	try {
		for await (const piece of piecesOf(open())) {
			const step = index === damaged ? 1 : piece.length;
			for (let start = 0; start < piece.length && !unpacker.failure(); start += step) {
				await unpacker.write(piece.subarray(start, start + step));
				for (const bytes of unpacker.take()) {
					if (bytes.length > left) yield bytes.subarray(left);
					left = Math.max(0, left - bytes.length);
				}
			}
			if (index++ === damaged || unpacker.failure()) break;
		}
	} finally {
		unpacker.close();
	}
}

/** Unpacks gzip of one or more members; what came before a break is given before the break is told. */
async function* unpack(source: AsyncIterable<Buffer>, again: Open): AsyncGenerator<Buffer | Error> {
	const unpacker = createUnpacker();
	let count = 0;
	let given = 0;
	const take = function* () {
		for (const bytes of unpacker.take()) {
			given += bytes.length;
			yield bytes;
		}
	};
	try {
		for await (const piece of piecesOf(source)) {
			await unpacker.write(piece);
			yield* take();
			if (unpacker.failure()) break;
			count++;
		}
		const isDamaged = unpacker.failure() !== null;
		await unpacker.end();
		yield* take();
		if (isDamaged) yield* unpackDamaged(again, count, given);
		const failure = unpacker.failure();
		if (failure) yield failure;
	} finally {
		unpacker.close();
	}
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

/** The file's bytes, unpacked where they are gzip, whatever its name. */
async function* readBytes(
	path: string,
	onRead: (bytes: number) => void,
): AsyncGenerator<Buffer | Error> {
	const open = () => createReadStream(path) as AsyncIterable<Buffer>;
	const pieces = counted(open(), onRead);
	const first = await pieces.next();
	if (first.done) return;
	const all = (async function* () {
		yield first.value;
		yield* {[Symbol.asyncIterator]: () => pieces};
	})();
	yield* isGzip(first.value) ? unpack(all, open) : all;
}

/** How zlib refuses what should be the header of a further member and does not even begin like one. */
const strayWords = 'incorrect header check';

const describeBreak = (error: Error & {code?: string}): Omit<LineBatch, 'lines'> => {
	if (error.code === 'Z_BUF_ERROR') return {broken: 'the file ends early'};
	if (error.message === strayWords) return {notice: 'the file is whole, but other bytes follow it'};
	return {broken: `the file is damaged: ${error.message}`};
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
const toLastBatch = (rest: string, end: Omit<LineBatch, 'lines'> | null): LineBatch => {
	if (rest.trim() === '') return {lines: [], ...end};
	if (isWhole(rest)) return {lines: [rest], ...end};
	return {lines: [], broken: end?.broken ?? 'the last line was cut off'};
};

/** Reads a text file of JSON lines, gzip or not, a piece at a time. */
export async function* readLines(
	path: string,
	onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<LineBatch> {
	const decoder = new StringDecoder('utf8');
	let rest = '';
	let isFirst = true;
	let end: Omit<LineBatch, 'lines'> | null = null;
	for await (const piece of readBytes(path, onRead)) {
		if (piece instanceof Error) {
			end = describeBreak(piece);
			break;
		}
		const text = decoder.write(piece);
		const [head = '', ...more] = (isFirst ? text.replace(/^\uFEFF/, '') : text).split('\n');
		isFirst &&= text === '';
		rest += head;
		const last = more.pop();
		if (last !== undefined) {
			yield {lines: [rest, ...more]};
			rest = last;
		}
		if (rest.length > maxLineLength) {
			yield {lines: [], broken: 'a line has no end'};
			return;
		}
	}
	const batch = toLastBatch(rest + decoder.end(), end);
	if (batch.lines.length > 0 || batch.broken !== undefined || batch.notice !== undefined)
		yield batch;
}
