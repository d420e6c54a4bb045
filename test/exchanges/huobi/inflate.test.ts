import assert from 'node:assert/strict';
import {test} from 'node:test';
import {constants, createGunzip, gunzipSync, gzipSync} from 'node:zlib';
import {createInflate, inflate} from '../../../source/exchanges/huobi/inflate.js';
import {loadAddon} from '../../../source/exchanges/huobi/addon-inflate.js';
import {createKeptGunzip} from '../../../source/exchanges/huobi/kept-gunzip.js';

/** Numbers from 0 to 1, the same on every run. */
const createRandom = (seed: number) => () => {
	seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
	return seed / 0x7fffffff;
};

const depth = (levels: number, random: () => number) => {
	const side = () => Array.from({length: levels}, () => [random() * 100, random() * 1e7]);
	return JSON.stringify({ch: 'market.steemusdt.depth.step0', tick: {bids: side(), asks: side()}});
};

const random = createRandom(7);
const ping = '{"ping":1618678073643}';
const pingMessage = gzipSync(ping);
const book = depth(150, random);
const bookMessage = gzipSync(book);

/** `message` with one byte changed. */
const damaged = (message: Buffer, index: number) => {
	const copy = Buffer.from(message);
	const at = index < 0 ? message.length + index : index;
	copy[at] = (copy[at] ?? 0) ^ 0x41;
	return copy;
};

const withLengthField = (message: Buffer, length: number) => {
	const copy = Buffer.from(message);
	copy.writeUInt32LE(length, copy.length - 4);
	return copy;
};

const withAddon = {skip: loadAddon() ? false : 'zlib-sync was not built on this machine'};

const implementations = [
	{name: 'a stream that is kept', options: {}, only: {}},
	{name: 'zlib-sync', options: {kept: null}, only: withAddon},
	{name: 'a stream for each', options: {kept: null, addon: null}, only: {}},
];

for (const {name, options, only} of implementations) {
	const good: {name: string; message: Buffer; text: string}[] = [
		{name: 'a ping', message: pingMessage, text: ping},
		{name: 'a book', message: bookMessage, text: book},
		{name: 'an empty message', message: gzipSync(''), text: ''},
		{name: 'stored blocks', message: gzipSync(book, {level: 0}), text: book},
		{
			name: 'several blocks',
			message: gzipSync(depth(2000, createRandom(1)), {memLevel: 1}),
			text: depth(2000, createRandom(1)),
		},
		{
			name: 'fixed Huffman codes',
			message: gzipSync(book, {strategy: constants.Z_FIXED}),
			text: book,
		},
		{
			name: 'several members',
			message: Buffer.concat([pingMessage, bookMessage]),
			text: ping + book,
		},
		{
			name: 'a part of a larger buffer',
			message: Buffer.concat([bookMessage, pingMessage]).subarray(bookMessage.length),
			text: ping,
		},
		{
			name: 'exactly 256 KiB',
			message: gzipSync('x'.repeat(256 * 1024)),
			text: 'x'.repeat(256 * 1024),
		},
		{
			name: 'one byte less than 256 KiB',
			message: gzipSync('x'.repeat(256 * 1024 - 1)),
			text: 'x'.repeat(256 * 1024 - 1),
		},
		{name: 'more than 64 KiB packed', message: gzipSync(depth(4000, random)), text: ''},
	];
	for (const {name: what, message, text} of good) {
		test(`unpacks ${what} with ${name}`, only, () => {
			const unpack = createInflate(options);
			const before = Buffer.from(message);
			const expected = text === '' ? gunzipSync(message).toString() : text;
			// Twice, with another message between: what one leaves behind must not reach the next.
			assert.equal(unpack(message).toString(), expected);
			assert.equal(unpack(pingMessage).toString(), ping);
			assert.equal(unpack(message).toString(), expected);
			assert.deepEqual(message, before);
		});
	}

	const bad: {name: string; message: Buffer; words: RegExp}[] = [
		{name: 'nothing', message: Buffer.alloc(0), words: /unexpected end/},
		{name: 'text', message: Buffer.from(book), words: /incorrect header/},
		{name: 'half a message', message: bookMessage.subarray(0, 400), words: /unexpected end/},
		{name: 'a header alone', message: bookMessage.subarray(0, 10), words: /unexpected end/},
		{name: 'a missing trailer', message: bookMessage.subarray(0, -8), words: /unexpected end/},
		{name: 'a damaged block', message: damaged(bookMessage, 200), words: /not a gzip message/},
		{name: 'a wrong checksum', message: damaged(bookMessage, -6), words: /incorrect data check/},
		{name: 'a wrong length', message: damaged(bookMessage, -4), words: /incorrect length check/},
		{name: 'an unknown method', message: damaged(bookMessage, 2), words: /not a gzip message/},
		{name: 'a bomb', message: gzipSync(Buffer.alloc(9 * 1024 * 1024)), words: /6000000 bytes/},
		{
			name: 'a bomb that calls itself small',
			message: withLengthField(gzipSync(Buffer.alloc(20 * 1024 * 1024)), 100),
			words: /6000000 bytes/,
		},
	];
	for (const {name: what, message, words} of bad) {
		test(`throws on ${what} with ${name}`, only, () => {
			const unpack = createInflate(options);
			const before = Buffer.from(message);
			assert.throws(() => unpack(message), words);
			assert.equal(unpack(bookMessage).toString(), book);
			assert.throws(() => unpack(message), words);
			assert.equal(unpack(pingMessage).toString(), ping);
			assert.deepEqual(message, before);
		});
	}

	test(`bounds the output as told with ${name}`, only, () => {
		const unpack = createInflate({...options, maxOutputLength: ping.length});
		assert.equal(unpack(pingMessage).toString(), ping);
		assert.throws(() => unpack(gzipSync(`${ping} `)), /at most 22 bytes/);
	});
}

/** Counts the contexts made: each is kept for ever by zlib-sync. */
const countContexts = () => {
	const addon = loadAddon();
	if (!addon) throw new Error('no addon');
	const counter = {count: 0};
	const Inflate = class extends addon.Inflate {
		constructor(options: {windowBits: number; chunkSize: number}) {
			super(options);
			counter.count++;
		}
	};
	const {Z_OK, Z_NO_FLUSH, Z_SYNC_FLUSH} = addon;
	return {counter, addon: {Inflate, Z_OK, Z_NO_FLUSH, Z_SYNC_FLUSH}};
};

test('makes one context for all good messages', withAddon, () => {
	const {counter, addon} = countContexts();
	const unpack = createInflate({kept: null, addon});
	for (let index = 0; index < 500; index++) {
		unpack(pingMessage);
		unpack(bookMessage);
	}
	assert.equal(counter.count, 1);
});

test('needs no context for what it would not fit', withAddon, () => {
	const {counter, addon} = countContexts();
	const unpack = createInflate({kept: null, addon});
	unpack(gzipSync(depth(2000, random), {memLevel: 1}));
	unpack(gzipSync(Buffer.alloc(1024 * 1024)));
	assert.throws(() => unpack(Buffer.from(book)));
	assert.equal(counter.count, 0);
});

test('gives the addon up after four lost contexts', withAddon, () => {
	const {counter, addon} = countContexts();
	const unpack = createInflate({kept: null, addon});
	for (let index = 0; index < 100; index++) {
		assert.throws(() => unpack(damaged(bookMessage, 100 + index)));
		assert.equal(unpack(pingMessage).toString(), ping);
	}
	assert.equal(counter.count, 4);
	assert.equal(unpack(bookMessage).toString(), book);
});

/** How many messages a stream that is kept took. */
const countTaken = () => {
	const kept = createKeptGunzip();
	assert.ok(kept, 'this Node is one that is known');
	const counter = {taken: 0};
	const unpack = createInflate({
		kept(message) {
			const result = kept(message);
			if (result) counter.taken++;
			return result;
		},
	});
	return {counter, unpack};
};

test('unpacks all good messages with one stream', () => {
	const {counter, unpack} = countTaken();
	for (let index = 0; index < 250; index++) {
		unpack(pingMessage);
		unpack(bookMessage);
		assert.throws(() => unpack(damaged(bookMessage, 100 + index)));
	}
	assert.equal(counter.taken, 500);
});

/** Streams that are another inside than what is known, or do something else. */
const strange = [
	{name: 'nothing inside', stream: {}},
	{name: 'no state', stream: {_handle: {reset() {}, writeSync() {}}}},
	{
		name: 'one that writes nothing',
		stream: {_handle: {reset() {}, writeSync() {}}, _writeState: new Uint32Array(2)},
	},
	{
		name: 'one that throws',
		stream: {
			_handle: {reset: () => assert.fail('no'), writeSync() {}},
			_writeState: new Uint32Array(2),
		},
	},
];

for (const {name, stream} of strange)
	test(`does without a stream with ${name}`, () => {
		assert.equal(createKeptGunzip(stream), null);
	});

test('takes no stream that overlooks damage', () => {
	const stream = createGunzip() as unknown as {_handle: object; _writeState: Uint32Array};
	const {_writeState} = stream;
	const deaf = Object.create(stream._handle, {
		onerror: {set() {}},
	}) as object;
	assert.equal(createKeptGunzip({_handle: deaf, _writeState}), null);
});

test('agrees with node:zlib on random messages', () => {
	const random = createRandom(20210417);
	const between = (low: number, high: number) => low + Math.floor(random() * (high - low));
	const sources = [
		() => Buffer.from(depth(between(1, 160), random)),
		() => Buffer.from(Array.from({length: between(0, 3000)}, () => between(0, 256))),
		() => Buffer.from('a'.repeat(between(0, 20_000))),
		() => Buffer.from(JSON.stringify({ping: between(0, 1e13)})),
	];
	const {unpack} = countTaken();
	for (let index = 0; index < 3000; index++) {
		const source = sources[index % sources.length]?.() ?? Buffer.alloc(0);
		const message = gzipSync(source, {
			level: between(0, 10),
			strategy: between(0, 5),
			memLevel: between(1, 10),
			windowBits: between(9, 16),
		});
		assert.deepEqual(unpack(message), source, `message ${index}`);
	}
});

test('agrees with node:zlib on damaged messages', () => {
	const random = createRandom(1492420473);
	const unpack = createInflate();
	for (let index = 0; index < 3000; index++) {
		const message = gzipSync(depth(1 + (index % 20), random));
		const isCut = random() < 0.3;
		const at = Math.floor(random() * message.length);
		const bad = isCut ? message.subarray(0, at) : damaged(message, at);
		let expected: Buffer | undefined;
		try {
			expected = gunzipSync(bad, {maxOutputLength: 8 * 1024 * 1024});
		} catch {
			expected = undefined;
		}
		if (expected) assert.deepEqual(unpack(bad), expected);
		else assert.throws(() => unpack(bad), /not a gzip message/, `message ${index}`);
		assert.equal(unpack(pingMessage).toString(), ping);
	}
});

for (const {name, options, only} of implementations) {
	test(`keeps memory flat over 20,000 messages with ${name}`, only, () => {
		const unpack = createInflate(options);
		const run = (count: number) => {
			for (let index = 0; index < count; index += 2) {
				unpack(pingMessage);
				unpack(bookMessage);
			}
		};
		run(2000);
		const before = process.memoryUsage().rss;
		run(20_000);
		const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
		assert.ok(grown < 60, `grew by ${grown.toFixed(1)} MiB`);
	});
}

test('shares one stream among all callers', () => {
	assert.equal(inflate(pingMessage).toString(), ping);
	assert.equal(inflate(bookMessage).toString(), book);
});

test('gives again what is still there, and no more than that', () => {
	const first = inflate(bookMessage);
	assert.equal(inflate(bookMessage), first);
	assert.equal(inflate(pingMessage).toString(), ping);
	assert.equal(inflate(bookMessage).toString(), book);
	// The same bytes may be used for another message.
	const message = gzipSync('{"ping":1}');
	assert.equal(inflate(message).toString(), '{"ping":1}');
	message.set(gzipSync('{"ping":2}'));
	assert.equal(inflate(message).toString(), '{"ping":2}');
	message.writeUInt32LE(1, message.length - 8);
	assert.throws(() => inflate(message), /not a gzip message/);
});
