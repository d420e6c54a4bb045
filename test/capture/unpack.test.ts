import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {unpack} from '../../source/capture/unpack.js';
import {createRandom} from '../../source/random.js';

const random = createRandom('unpack');
/** Hardly to be packed, and longer than what is unpacked at once. */
const text = Buffer.from(Array.from({length: 200_000}, () => Math.floor(random() * 64)));
const packed = gzipSync(text);
const small = gzipSync('{"t":1}\n');

const inPieces = (bytes: Buffer, length: number) =>
	async function* () {
		for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
	};

/** What is given, and how it ends. */
const read = async (bytes: Buffer, isKept: boolean, length = 50_000) => {
	const open = inPieces(bytes, length);
	const given: Buffer[] = [];
	let end = '';
	const all = unpack(open(), async () => open(), isKept ? undefined : null);
	for await (const one of all)
		if (one instanceof Error) end = `${(one as NodeJS.ErrnoException).code} ${one.message}`;
		else given.push(Buffer.from(one));
	return {given: Buffer.concat(given), end};
};

const flipped = (bytes: Buffer, at: number): Buffer => {
	const copy = Buffer.from(bytes);
	copy[at] = (copy[at] ?? 0) ^ 0x10;
	return copy;
};

const files: readonly {readonly name: string; readonly bytes: Buffer}[] = [
	{name: 'one that is whole', bytes: packed},
	{name: 'several members', bytes: Buffer.concat([small, packed, small, packed])},
	{name: 'one that was cut off', bytes: packed.subarray(0, -5000)},
	{name: 'one without its last bytes', bytes: packed.subarray(0, -3)},
	{name: 'one cut off in its second member', bytes: Buffer.concat([packed, small.subarray(0, 15)])},
	{name: 'one that was damaged', bytes: flipped(packed, 120_000)},
	{name: 'one with a wrong sum', bytes: flipped(packed, packed.length - 6)},
	{name: 'one with other bytes behind it', bytes: Buffer.concat([packed, Buffer.from('other')])},
	{name: 'one with zeros behind it', bytes: Buffer.concat([packed, Buffer.alloc(600)])},
	{name: 'one damaged behind its first member', bytes: Buffer.concat([packed, flipped(small, 12)])},
	{name: 'one that unpacks to a thousand times as much', bytes: gzipSync(Buffer.alloc(3_000_000))},
];

for (const {name, bytes} of files)
	test(`unpacks here what a stream does: ${name}`, async () => {
		for (const length of [bytes.length, 50_000, 4099]) {
			const [kept, streamed] = [await read(bytes, true, length), await read(bytes, false, length)];
			assert.equal(kept.end, streamed.end);
			assert.ok(kept.given.equals(streamed.given), `${kept.given.length} bytes`);
		}
	});

test('unpacks a few bytes at a time as a stream does', async () => {
	const two = Buffer.concat([small, small]);
	for (let length = 1; length <= two.length; length++) {
		const cut = two.subarray(0, length);
		for (const piece of [1, 7]) {
			const kept = await read(cut, true, piece);
			assert.deepEqual(kept, await read(cut, false, piece), `${length} bytes`);
		}
	}
});
