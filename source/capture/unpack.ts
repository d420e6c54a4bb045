import {createGunzip} from 'node:zlib';
import {createKeptUnpacker} from './kept-unpacker.js';

/** What is unpacked at once, as long as nothing is wrong; each piece is a way to another thread and back. */
const pieceBytes = 64 * 1024;

/** What comes back at once: as a rule all of a piece. */
const chunkSize = 256 * 1024;

/** Unpacks gzip of one or more members a piece at a time. */
const createUnpacker = () => {
	const gunzip = createGunzip({chunkSize});
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

/** Opens what is unpacked once more. */
type Open = () => Promise<AsyncIterable<Buffer>>;

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
		for await (const piece of piecesOf(await open())) {
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

/** By a stream, which gives what came before a break, and then tells that. */
async function* unpackByStream(
	source: AsyncIterable<Buffer>,
	again: Open | null,
): AsyncGenerator<Buffer | Error> {
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
		if (isDamaged && again) yield* unpackDamaged(again, count, given);
		const failure = unpacker.failure();
		if (failure) yield failure;
	} finally {
		unpacker.close();
	}
}

/** All but what was given before. */
async function* behind(
	given: number,
	all: AsyncIterable<Buffer | Error>,
): AsyncGenerator<Buffer | Error> {
	let left = given;
	for await (const bytes of all)
		if (bytes instanceof Error) yield bytes;
		else {
			if (bytes.length > left) yield bytes.subarray(left);
			left = Math.max(0, left - bytes.length);
		}
}

/**
 * Unpacks gzip of one or more members; what came before a break is given before the break is told: nearly
 * all of it where it cannot be opened `again`. What is given is to be read, or copied, before the next is.
 */
export async function* unpack(
	source: AsyncIterable<Buffer>,
	again: Open | null,
	unpacker = again && createKeptUnpacker(),
): AsyncGenerator<Buffer | Error> {
	if (!again || !unpacker) {
		yield* unpackByStream(source, again);
		return;
	}
	let given = 0;
	try {
		for await (const piece of source) {
			unpacker.take(piece);
			for (let bytes = unpacker.next(); bytes; bytes = unpacker.next()) {
				given += bytes.length;
				yield bytes;
			}
			if (unpacker.isWrong()) break;
		}
		const fault = unpacker.isWrong() ? null : unpacker.end();
		if (fault) yield Object.assign(new Error(fault.message), {code: fault.code});
	} finally {
		unpacker.close();
	}
	// Rare enough to be read once more from its beginning.
	if (unpacker.isWrong()) yield* behind(given, unpackByStream(await again(), again));
}
