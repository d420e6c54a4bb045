import {createReadStream} from 'node:fs';
import {StringDecoder} from 'node:string_decoder';
import {createGunzip} from 'node:zlib';

/** Whole lines in the order of the file, and at the end why there are no more, where it was cut off. */
export type LineBatch = {readonly lines: readonly string[]; readonly broken?: string};

/** Characters: longer than any answer the program takes. */
const maxLineLength = 128 * 1024 * 1024;

/** What is unpacked at once: where it turns out to be damaged, this much is lost before the damage. */
const pieceBytes = 8 * 1024;

/** Unpacks gzip of one or more members; what came before a break is given before the break is told. */
async function* unpack(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer | Error> {
	const gunzip = createGunzip();
	const unpacked: Buffer[] = [];
	let failure: Error | null = null;
	gunzip.on('data', (chunk: Buffer) => unpacked.push(chunk));
	gunzip.on('error', error => (failure = error));
	// A write that fails never calls back, but the stream then closes.
	const closed = new Promise<void>(resolve => gunzip.once('close', resolve));
	const whenDone = (start: (done: () => void) => unknown) =>
		Promise.race([closed, new Promise<void>(resolve => start(resolve))]);
	try {
		for await (const bytes of source) {
			for (let start = 0; start < bytes.length && !failure; start += pieceBytes) {
				const piece = bytes.subarray(start, start + pieceBytes);
				await whenDone(done => gunzip.write(piece, done));
			}
			yield* unpacked.splice(0);
			if (failure) break;
		}
		if (!failure) {
			gunzip.end();
			await closed;
		}
		yield* unpacked;
		if (failure) yield failure;
	} finally {
		gunzip.destroy();
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
	const pieces = counted(createReadStream(path) as AsyncIterable<Buffer>, onRead);
	const first = await pieces.next();
	if (first.done) return;
	const all = (async function* () {
		yield first.value;
		yield* {[Symbol.asyncIterator]: () => pieces};
	})();
	yield* isGzip(first.value) ? unpack(all) : all;
}

const describeBreak = (error: Error & {code?: string}) =>
	error.code === 'Z_BUF_ERROR' ? 'the file ends early' : `the file is damaged: ${error.message}`;

/** Reads a text file, gzip or not, a piece at a time. A last line that was never ended counts as cut off. */
export async function* readLines(
	path: string,
	onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<LineBatch> {
	const decoder = new StringDecoder('utf8');
	let rest = '';
	for await (const piece of readBytes(path, onRead)) {
		if (piece instanceof Error) {
			yield {lines: [], broken: describeBreak(piece)};
			return;
		}
		const [head = '', ...more] = decoder.write(piece).split('\n');
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
	rest += decoder.end();
	if (rest.trim() !== '') yield {lines: [], broken: 'the last line was cut off'};
}
