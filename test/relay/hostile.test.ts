import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {between, createRandom, type Random} from '../../source/random.js';
import {packToldHealth, readToldHealth} from '../../source/relay/health.js';
import {readLease} from '../../source/relay/leases.js';
import {packBatch, packPlaced, packWord, readBatch} from '../../source/relay/messages.js';
import {readPlaced, readWord} from '../../source/relay/messages.js';
import {createPartJoiner} from '../../source/relay/parts.js';
import {rankRelays} from '../../source/relay/places.js';
import {decode, encode, PayloadError} from '../../source/relay/reading.js';
import {bookOfState, subjectsOf} from '../../source/relay/subjects.js';
import {initialHealth} from '../../source/store/market-view.js';
import {createStage, stageBook, stageKey} from '../helpers/relay-stage.js';

type Reader = (bytes: Uint8Array) => unknown;

const word = {run: 'desk-1~1', epoch: 1, position: 1, live: true, up: 1, asOf: 1, at: 1, sum: 1};
const told = {run: 'desk-1~1', epoch: 1, rate: 1, health: initialHealth};
const lease = {run: 'desk-1~1', books: [stageKey], live: [stageKey], capacity: 1, version: '1'};

/** A good payload of each kind, and who reads it. */
const createSamples = async (): Promise<readonly (readonly [string, Uint8Array, Reader])[]> => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	owner.bid('0.09', '2');
	await stage.run(100);
	const {log, state} = subjectsOf(stageBook);
	const [open, batch] = stage.server.stored(log);
	const [placed] = stage.server.stored(state);
	assert.ok(open && batch && placed);
	const readLog: Reader = bytes => readBatch(bytes, stageKey);
	return [
		['a first batch', packBatch(readBatch(open.bytes, stageKey)), readLog],
		['a batch', packBatch(readBatch(batch.bytes, stageKey)), readLog],
		['a state', packPlaced(readPlaced(placed.bytes)), readPlaced],
		['a word', Buffer.from(packWord(word)), readWord],
		['health', packToldHealth(told), readToldHealth],
		['a lease', encode(lease), readLease],
	];
};

const odd: readonly unknown[] = [
	...[null, true, false, 0, -1, 1.5, 1e300, -1e300, 2 ** 53, '', 'NaN', '-0', '1e999', [], {}],
	...['\u001b[2J', 'x'.repeat(5000), [[]], [null], {length: 3}, '__proto__', '0'.repeat(400)],
];

/** The same value with something else in one of its places, or without it. */
const spoil = (value: unknown, random: Random): unknown => {
	const pick = () => odd[between(random, 0, odd.length - 1)];
	if (typeof value !== 'object' || value === null || random() < 0.1) return pick();
	const keys = Object.keys(value);
	const key = keys[between(random, 0, keys.length - 1)];
	if (key === undefined) return pick();
	const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : {...value};
	const fields = copy as Record<string, unknown>;
	// What is undefined is left out as JSON.
	fields[key] = random() < 0.1 ? undefined : spoil(fields[key], random);
	return copy;
};

/** Bytes that are flipped, cut off or doubled. */
const tear = (bytes: Uint8Array, random: Random): Uint8Array => {
	const at = between(random, 0, Math.max(0, bytes.length - 1));
	if (random() < 0.3) return bytes.subarray(0, at);
	const torn = Buffer.concat([bytes, random() < 0.2 ? bytes : Buffer.alloc(0)]);
	torn[at] = between(random, 0, 255);
	return torn;
};

test('whatever comes is read, or is no payload, and nothing else', async () => {
	const random = createRandom('hostile payloads');
	for (const [name, bytes, read] of await createSamples()) {
		const good = JSON.stringify(decode(bytes));
		read(bytes);
		let refused = 0;
		for (let count = 0; count < 300; count++) {
			const text = JSON.stringify(spoil(JSON.parse(good), random));
			const spoilt = Buffer.from(text);
			const given = count % 3 === 0 ? tear(bytes, random) : spoilt;
			try {
				read(count % 5 === 0 && given === spoilt ? gzipSync(spoilt) : given);
			} catch (error) {
				assert.ok(error instanceof PayloadError, `${name}: ${String(error)} of ${text}`);
				refused++;
			}
		}
		assert.ok(refused > 50, `${refused} of ${name} were refused`);
	}
});

test('what is long, deep, or unpacks to much is no payload', () => {
	const bomb = gzipSync(Buffer.alloc(2 ** 25, 32));
	const deep = Buffer.from(`${'['.repeat(5000)}${']'.repeat(5000)}`);
	const wide = Buffer.from(`[${'0,'.repeat(1_100_000)}0]`);
	for (const bytes of [bomb, deep, wide, new Uint8Array(), Buffer.from('null x')])
		assert.throws(() => decode(bytes), PayloadError);
});

test('parts out of their order are no payload', () => {
	const part = (place: string, of = 'a') => ({
		...{bytes: new Uint8Array(1), headers: {part: place, 'part-of': of}},
	});
	for (const wrong of ['0/2', '3/2', '1/65', 'x', '1/0', '-1/2', '2/3'])
		assert.throws(() => createPartJoiner().add(part(wrong)), PayloadError);
	const joiner = createPartJoiner();
	assert.equal(joiner.add(part('1/2')), null);
	assert.throws(() => joiner.add(part('2/2', 'b')), PayloadError);
});

test('a message that is none costs a viewer that message alone', async () => {
	const stage = createStage();
	const owner = await stage.owner('desk-1');
	const viewer = stage.viewer();
	await stage.run(1500);
	const {tick, health} = subjectsOf(stageBook);
	const random = createRandom('hostile words');
	for (let count = 0; count < 100; count++) {
		const bytes = Buffer.from(JSON.stringify(spoil({...word, live: true}, random)));
		owner.bus.publish(count % 2 === 0 ? tick : health, tear(bytes, random));
	}
	await stage.run(1500);
	owner.bid('0.08', '3');
	await stage.run(1500);
	assert.deepEqual([viewer.status(), viewer.levels()], ['live', 2]);
});

test('a subject of a name that no market has is of no book', () => {
	for (const base of ['A\nB', '\u001b[31mA', 'A/B', 'A:B', 'A B', '\u202eA'])
		assert.equal(bookOfState(subjectsOf({...stageBook, base}).state), null, base);
	for (const base of ['A-B', '币安人生', '1000SATS_2'])
		assert.equal(bookOfState(subjectsOf({...stageBook, base}).state)?.base, base);
});

test('of a relay that comes or goes only its own share moves', () => {
	const books = Array.from({length: 300}, (_, at) => `binance:M${at}/USDT` as const);
	const all = ['desk-1', 'desk-2', 'desk-3'];
	const ownerOf = (book: string, relays: readonly string[]) => rankRelays(book, relays)[0];
	const counts = new Map<string | undefined, number>();
	for (const book of books) {
		const owner = ownerOf(book, all);
		counts.set(owner, (counts.get(owner) ?? 0) + 1);
		assert.equal(ownerOf(book, all.toReversed()), owner, 'wherever it is asked');
		const left = all.filter(name => name !== 'desk-2');
		if (owner !== 'desk-2') assert.equal(ownerOf(book, left), owner);
	}
	for (const name of all) assert.ok((counts.get(name) ?? 0) > 60, `${name} has its share`);
});
