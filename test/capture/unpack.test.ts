import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import type {Trust} from '../../source/capture/member-reader.js';
import {trusts} from '../../source/capture/read-lines.js';
import {unpack} from '../../source/capture/unpack.js';
import {createGzipPacker} from '../../source/files/gzip-packer.js';
import {createRandom} from '../../source/random.js';

const random = createRandom('unpack');
/** Hardly to be packed, and longer than what is unpacked at once. */
const noise = (length: number) =>
	Buffer.from(Array.from({length}, () => Math.floor(random() * 64)));
const text = noise(200_000);
const packed = gzipSync(text);
const small = gzipSync('{"t":1}\n');

const inPieces = (bytes: Buffer, length: number) =>
	async function* () {
		for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
	};

/** What is given, what is told to be lost, and how it ends. */
const read = async (
	bytes: Buffer,
	{isKept = true, length = 50_000, trust = trusts.held as Trust} = {},
) => {
	const open = async (at: number) => inPieces(bytes.subarray(at), length)();
	const given: Buffer[] = [];
	const lost: string[] = [];
	let end = '';
	const all = unpack({open, look: open}, trust, isKept ? undefined : null);
	for await (const one of all)
		if (one instanceof Error) end = `${(one as NodeJS.ErrnoException).code} ${one.message}`;
		else if (Buffer.isBuffer(one)) given.push(Buffer.from(one));
		else lost.push(`${one.isAll ? 'all' : Buffer.concat(given).length}: ${one.lost}`);
	return {given: Buffer.concat(given), lost, end};
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
	{name: 'one with a wrong length', bytes: flipped(packed, packed.length - 2)},
	{name: 'one of no kind that is known', bytes: flipped(packed, 2)},
	{name: 'one with other bytes behind it', bytes: Buffer.concat([packed, Buffer.from('other')])},
	{name: 'one with zeros behind it', bytes: Buffer.concat([packed, Buffer.alloc(600)])},
	{name: 'one that unpacks to a thousand times as much', bytes: gzipSync(Buffer.alloc(3_000_000))},
];

for (const {name, bytes} of files)
	test(`unpacks here what a stream does: ${name}`, async () => {
		const streamed = await read(bytes, {isKept: false});
		for (const [trust, length] of [
			[trusts.asItComes, bytes.length],
			[trusts.asItComes, 4099],
			[trusts.held, 50_000],
		] as const) {
			const kept = await read(bytes, {length, trust});
			assert.deepEqual([kept.end, kept.lost], [streamed.end, []]);
			assert.ok(kept.given.equals(streamed.given), `${kept.given.length} bytes`);
		}
	});

test('unpacks a few bytes at a time as a stream does', async () => {
	const two = Buffer.concat([small, small]);
	for (let length = 1; length <= two.length; length++) {
		const cut = two.subarray(0, length);
		for (const piece of [1, 7]) {
			const kept = await read(cut, {length: piece});
			assert.deepEqual(kept, await read(cut, {isKept: false, length: piece}), `${length} bytes`);
		}
	}
});

test('takes all that may stand before what a member holds', async () => {
	const [begin, rest] = [small.subarray(0, 10), small.subarray(10)];
	for (const [flags, more] of [
		[4, Buffer.from([3, 0, 1, 2, 3])],
		[8, Buffer.from('name\0')],
		[16, Buffer.from('words\0')],
		[2, Buffer.from([1, 2])],
		[30, Buffer.from([1, 0, 9, 0x61, 0, 0x62, 0, 1, 2])],
	] as const) {
		const head = Buffer.from(begin);
		head[3] = flags;
		const member = Buffer.concat([head, more, rest]);
		const {given, end} = await read(Buffer.concat([small, member, small]), {length: 3});
		assert.deepEqual([given.toString(), end], ['{"t":1}\n'.repeat(3), ''], `flags ${flags}`);
		const cut = await read(Buffer.concat([small, member.subarray(0, 11)]), {length: 3});
		assert.match(cut.end, /unexpected end/);
	}
});

/** Members of lines, as the recorder packs them, and where each begins. */
const packMembers = async () => {
	const packer = createGzipPacker();
	const starts: number[] = [];
	const texts: string[] = [];
	let bytes: Buffer = Buffer.alloc(0);
	let trailer: Buffer = bytes;
	for (let count = 0; count < 40; count++) {
		const lines = `{"t":${count},"data":"${noise(40_000).toString('base64')}"}\n`;
		const piece = await packer.pack(Buffer.from(lines));
		const begun = piece.bytes.indexOf(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]));
		if (begun >= 0) {
			starts.push(bytes.length + begun);
			texts.push('');
		}
		texts.push((texts.pop() ?? '') + lines);
		bytes = Buffer.concat([bytes, piece.bytes]);
		({trailer} = piece);
	}
	packer.close();
	return {bytes: Buffer.concat([bytes, trailer]), starts, texts};
};

const members = await packMembers();

test('the recorder begins a member now and then, and all together are what was packed', async () => {
	assert.ok(members.starts.length > 5, `${members.starts.length}`);
	const {given, lost, end} = await read(members.bytes);
	assert.deepEqual([given.toString() === members.texts.join(''), lost, end], [true, [], '']);
});

const endOf = (index: number) => members.starts[index + 1] ?? members.bytes.length;

/** Where a member is damaged: by the place from its start, or from its end. */
const places = [
	{name: 'its first byte', at: 0},
	{name: 'its second byte', at: 1},
	{name: 'its method', at: 2},
	{name: 'its flags', at: 3},
	{name: 'its first block', at: 10},
	{name: 'its middle', at: 60_000},
	{name: 'its last block', at: -10},
	{name: 'its sum', at: -8},
	{name: 'its length', at: -4},
];

const all = members.starts.map((_, index) => index);

for (const {name, at} of places)
	for (const index of [1, 3, members.starts.length - 1])
		test(`leaves out member ${index} where ${name} is damaged`, async () => {
			const start = at < 0 ? endOf(index) : (members.starts[index] ?? 0);
			for (const trust of [trusts.held, trusts.checked])
				for (const length of [members.bytes.length, 65_536, 1009]) {
					const {given, lost, end} = await read(flipped(members.bytes, start + at), {
						length,
						trust,
					});
					const left = all.filter(other => other !== index).map(other => members.texts[other]);
					if (end === '') {
						assert.ok(given.toString() === left.join(''), `${given.length} bytes`);
						assert.equal(lost.length, 1);
						continue;
					}
					// Only where the file ends cannot be told: what it holds is there.
					assert.deepEqual([name, index], ['its last block', members.starts.length - 1]);
					assert.ok(given.toString().startsWith(members.texts.join('')));
				}
		});

test('of a member with any bit fallen over either nothing is given or what it held', async () => {
	const [first, second, third] = ['{"t":1}\n', '{"t":2,"a":"bbbbbbbbbbbbbbb"}\n', '{"t":3}\n'];
	const pack = async (line: string) => {
		const packer = createGzipPacker();
		const {bytes, trailer} = await packer.pack(Buffer.from(line));
		packer.close();
		return Buffer.concat([bytes, trailer]);
	};
	const packedLines = await Promise.all([first, second, third].map(pack));
	const [begin = 0, end = 0] = [
		packedLines[0]?.length,
		Buffer.concat(packedLines.slice(0, 2)).length,
	];
	const bytes = Buffer.concat(packedLines);
	let idle = 0;
	for (let at = begin; at < end; at++)
		for (let bit = 0; bit < 8; bit++) {
			const copy = Buffer.from(bytes);
			copy[at] = (copy[at] ?? 0) ^ (1 << bit);
			const {given, lost} = await read(copy);
			// What tells of time and system says nothing of what is in it, nor do the bits that fill up a byte.
			const isAll = given.toString() === first + second + third;
			if (isAll) idle++;
			else assert.equal(given.toString(), first + third, `byte ${at - begin}, bit ${bit}`);
			assert.equal(lost.length, isAll ? 0 : 1, `byte ${at - begin}, bit ${bit}`);
		}
	assert.ok(idle < 70, `${idle} bits`);
});

test('leaves out two members that are damaged, also one after the other', async () => {
	for (const [a, b] of [
		[1, 4],
		[2, 3],
		[1, members.starts.length - 1],
	] as const) {
		const once = flipped(members.bytes, (members.starts[a] ?? 0) + 5000);
		const {given, lost} = await read(flipped(once, (members.starts[b] ?? 0) + 70_000));
		const left = all.filter(other => other !== a && other !== b).map(other => members.texts[other]);
		assert.ok(given.toString() === left.join(''), `${a} and ${b}`);
		assert.equal(lost.length, b === a + 1 ? 1 : 2);
	}
});

test('where the first member is damaged nothing of the file is certain', async () => {
	for (const at of [2, 5000, endOf(0) - 8]) {
		const damaged = flipped(members.bytes, at);
		const checked = await read(damaged, {trust: trusts.checked});
		assert.deepEqual([checked.given.length, checked.lost.length], [0, 1]);
		assert.match(checked.lost[0] ?? '', /^all: /);
		const held = await read(damaged);
		assert.match(held.end, /^Z_DATA_ERROR/);
		const streamed = await read(damaged, {isKept: false});
		assert.ok(held.given.equals(streamed.given));
		const slowly = await read(damaged, {isKept: false, trust: trusts.checked});
		assert.deepEqual([slowly.given.length, slowly.lost.length], [0, 1]);
	}
});

test('a member that ends nowhere is damaged where others follow it, else it was cut off', async () => {
	const start = members.starts[2] ?? 0;
	const lines = members.texts.slice(0, 2).join('');
	// A stored block of as many bytes as there can be hides whatever follows.
	const endless = Buffer.from(members.bytes);
	const [at, length] = [start + 10, 65_535];
	endless[at] = 0;
	endless.writeUInt16LE(length, at + 1);
	endless.writeUInt16LE(0, at + 3);
	const first = await read(endless.subarray(0, at + 5 + 1000));
	assert.match(first.end, /^Z_BUF_ERROR/);
	assert.equal(first.given.subarray(0, lines.length).toString(), lines);
	const follows = Buffer.concat([endless.subarray(0, at + 5 + 1000), small]);
	const {given, lost, end} = await read(follows);
	assert.deepEqual([given.toString(), lost.length, end], [`${lines}{"t":1}\n`, 1, '']);
});

test('a file that was cut off in a member holds what is before that', async () => {
	for (const cut of [3, 10, 5000, endOf(3) - (members.starts[3] ?? 0) - 1]) {
		const {given, lost, end} = await read(
			members.bytes.subarray(0, (members.starts[3] ?? 0) + cut),
		);
		const before = members.texts.slice(0, 3).join('');
		assert.equal(given.subarray(0, before.length).toString(), before);
		assert.ok(members.texts.join('').startsWith(given.toString()));
		assert.deepEqual([lost, end], [[], 'Z_BUF_ERROR unexpected end of file']);
	}
});

test('zeros in place of a member are missed, and those at the end are none', async () => {
	const zeroed = Buffer.from(members.bytes);
	zeroed.fill(0, members.starts[2], members.starts[4]);
	const {given, lost} = await read(zeroed);
	const left = all.filter(index => index < 2 || index > 3).map(index => members.texts[index]);
	assert.ok(given.toString() === left.join(''));
	assert.equal(lost.length, 1);
	const padded = await read(Buffer.concat([members.bytes, Buffer.alloc(1000)]));
	assert.deepEqual([padded.lost, padded.end], [[], '']);
});

test('of a member that is too long to be held nothing is given that is not right, where it is checked', async () => {
	const trust = {maxHeld: 50_000, isChecked: true};
	for (const bytes of [packed, Buffer.concat([small, packed, small])])
		assert.ok((await read(bytes, {trust})).given.equals((await read(bytes)).given));
	const cut = await read(packed.subarray(0, -5000), {trust});
	assert.ok(cut.given.equals((await read(packed.subarray(0, -5000))).given));
	assert.match(cut.end, /^Z_BUF_ERROR/);
	for (const at of [100, 90_000, 149_000, packed.length - 8]) {
		const alone = await read(flipped(packed, at), {trust});
		assert.deepEqual([alone.given.length, alone.lost.length], [0, 1]);
		const amid = Buffer.concat([small, flipped(packed, at), small]);
		const {given, lost} = await read(amid, {trust});
		assert.deepEqual([given.toString(), lost.length], ['{"t":1}\n'.repeat(2), 1]);
		// Else it was given before that was known, and nothing is certain.
		const unchecked = await read(amid, {trust: {...trust, isChecked: false}});
		assert.match(unchecked.end, /^Z_DATA_ERROR/);
	}
});

test('does not try for ever what only looks like members', async () => {
	const begin = gzipSync(Buffer.alloc(100_000_000)).subarray(0, 50_000);
	const many = Buffer.concat([small, flipped(small, 15), ...Array.from({length: 40}, () => begin)]);
	const {given, lost} = await read(many);
	assert.deepEqual([given.toString(), lost.length], ['{"t":1}\n', 1]);
});

test('looks at no more places than are worth it, however many look like members', async () => {
	const head = gzipSync('').subarray(0, 10);
	const named = Buffer.from(head.map((byte, at) => (at === 3 ? 8 : byte || 1)));
	for (const begin of [head, named]) {
		let opened = 0;
		const many = Array.from({length: 200_000}, () => begin);
		const bytes = Buffer.concat([small, flipped(small, 15), ...many]);
		const open = async (at: number) => {
			opened++;
			return inPieces(bytes.subarray(at), 65_536)();
		};
		const lost: unknown[] = [];
		for await (const one of unpack({open, look: open}, trusts.held))
			if (!Buffer.isBuffer(one)) lost.push(one);
		assert.equal(lost.length, 1);
		assert.ok(opened < 5000, `${opened} times`);
	}
});

test('a member too long to be held was not cut off where others follow it', async () => {
	const trust = {maxHeld: 50_000, isChecked: true};
	// What is not packed says how long it is, and hides what follows.
	const begun = gzipSync(text, {level: 0}).subarray(0, 190_000);
	const cut = await read(Buffer.concat([small, begun]), {trust});
	assert.deepEqual([cut.lost, cut.end], [[], 'Z_BUF_ERROR unexpected end of file']);
	const amid = Buffer.concat([small, begun, small]);
	const {given, lost, end} = await read(amid, {trust});
	assert.deepEqual([given.toString(), lost.length, end], ['{"t":1}\n'.repeat(2), 1, '']);
	for (const unchecked of [{...trust, isChecked: false}, trusts.asItComes])
		assert.match((await read(amid, {trust: unchecked})).end, /^Z_DATA_ERROR/);
});

test('zeros in place of the beginning of the last member are missed', async () => {
	for (const count of [1, 5, 100]) {
		const zeroed = Buffer.from(members.bytes);
		const start = members.starts.at(-1) ?? 0;
		zeroed.fill(0, start, start + count);
		const {given, lost} = await read(zeroed);
		assert.ok(given.toString() === members.texts.slice(0, -1).join(''));
		assert.equal(lost.length, 1, `${count} zeros`);
	}
});

test('looks no further at a sum that nobody waits for any more', async () => {
	for (const isKept of [true, false]) {
		let looked = 0;
		const open = async (at: number) => inPieces(packed.subarray(at), 1000)();
		const look = async (at: number) =>
			(async function* () {
				for await (const piece of await open(at)) {
					looked += piece.length;
					yield piece;
				}
			})();
		const trust = {maxHeld: 50_000, isChecked: true, isGivenUp: () => looked > 100_000};
		const all = unpack({open, look}, trust, isKept ? undefined : null);
		assert.ok(Buffer.isBuffer((await all.next()).value));
		await all.return(undefined);
		assert.ok(looked < packed.length / 2 + 70_000, String(looked));
	}
});
