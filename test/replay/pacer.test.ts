import assert from 'node:assert/strict';
import {setImmediate} from 'node:timers/promises';
import {test} from 'node:test';
import {createReplayItems} from '../../source/playback/replay-events.js';
import type {CaptureItem} from '../../source/capture/capture-item.js';
import {createPacer} from '../../source/replay/pacer.js';
import {createSettling} from '../../source/replay/settle.js';
import {createFakeClock} from '../helpers/fake-clock.js';

/** A console that keeps each write, of a reader that may be slow. */
const createSlowConsole = () => {
	const writes: string[] = [];
	const reader = {isSlow: false};
	let onDrain = () => {};
	return {
		writes,
		reader,
		drain: () => onDrain(),
		console: {
			write(text: string) {
				writes.push(text);
				return !reader.isSlow;
			},
			onDrain(callback: () => void) {
				onDrain = callback;
			},
			complain: () => undefined,
		},
	};
};

test('lines printed at once are one write', async () => {
	const {writes, console} = createSlowConsole();
	const pacer = createPacer('max', createFakeClock(0), console);
	for (const line of ['one\n', 'two\n', 'three\n']) pacer.console.write(line);
	assert.deepEqual(writes, []);
	await setImmediate();
	assert.deepEqual(writes, ['one\ntwo\nthree\n']);
	pacer.console.write('four\n');
	pacer.flush();
	pacer.flush();
	await setImmediate();
	assert.deepEqual(writes.slice(1), ['four\n']);
});

test('many lines do not wait to be written', () => {
	const {writes, console} = createSlowConsole();
	const pacer = createPacer('max', createFakeClock(0), console);
	const line = `${'x'.repeat(999)}\n`;
	for (let count = 0; count < 100; count++) pacer.console.write(line);
	assert.equal(writes.length, 1);
	pacer.flush();
	assert.equal(writes.join(''), line.repeat(100));
});

test('a slow reader holds the replay back', async () => {
	const {writes, reader, drain, console} = createSlowConsole();
	const pacer = createPacer('max', createFakeClock(0), console);
	reader.isSlow = true;
	pacer.console.write('one\n');
	assert.equal(pacer.pace(0), undefined);
	pacer.flush();
	const held = pacer.pace(0);
	assert.ok(held);
	reader.isSlow = false;
	drain();
	await held;
	assert.equal(pacer.pace(0), undefined);
	assert.deepEqual(writes, ['one\n']);
});

test('promises have their say before the next event', async () => {
	const {settle} = createSettling();
	for (let round = 0; round < 600; round++) {
		let depth = 0;
		const chain = async (left: number): Promise<void> => {
			depth++;
			if (left > 0) await chain(left - 1);
			depth++;
		};
		void chain(100);
		await settle();
		assert.equal(depth, 202);
	}
});

test('only what promises may wait for is waited for', async () => {
	const {stir, settleStirred} = createSettling();
	await settleStirred();
	assert.equal(settleStirred(), undefined);
	let isSaid = false;
	void Promise.resolve().then(() => {
		isSaid = true;
	});
	stir();
	await settleStirred();
	assert.equal(isSaid, true);
	assert.equal(settleStirred(), undefined);
});

test('keys and signals have their turn in between', async () => {
	const {settleStirred} = createSettling();
	let turns = 0;
	const count = () => {
		turns++;
		handle = globalThis.setImmediate(count);
	};
	let handle = globalThis.setImmediate(count);
	for (let events = 0; events < 5000; events++) await settleStirred();
	clearImmediate(handle);
	assert.ok(turns >= 10, `${turns} turns`);
});

const place = {file: 'a', line: 1};
const event = (item: (CaptureItem & {type: 'event'})['event']): CaptureItem => ({
	type: 'event',
	event: item,
	...place,
});

test('what opens brings what was sent right after', async () => {
	const sent = (connection: number, data: string) => event({t: 1, kind: 'sent', connection, data});
	const batches = async function* () {
		yield [event({t: 0, kind: 'open', connection: 1, url: 'u'}), sent(1, 'one')];
		yield [sent(2, 'other')];
		yield [sent(1, 'two'), event({t: 2, kind: 'ping', connection: 1}), sent(1, 'late')];
		yield [event({t: 3, kind: 'open', connection: 3, url: 'v'}), sent(3, 'last')];
		return undefined;
	};
	const items = createReplayItems(batches());
	const found: string[] = [];
	for (;;) {
		const item = items.take() ?? (await items.read());
		if (!item) break;
		if (item.type === 'event') found.push(`${item.event.kind} ${item.sent?.join() ?? ''}`);
	}
	assert.deepEqual(
		found.filter(text => text.startsWith('open')),
		['open one,two', 'open last'],
	);
	assert.equal(found.length, 8);
	assert.equal(await items.read(), null);
});
