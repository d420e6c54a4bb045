import {createGunzip} from 'node:zlib';

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

/**
 * Unpacks gzip of one or more members by a stream, which gives what came before a break, and then tells that: nearly
 * all of it where it cannot be opened `again`.
 */
export async function* unpackByStream(
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
