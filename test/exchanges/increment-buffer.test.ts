import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toColumns, toLevels} from '../../source/book/level-columns.js';
import type {Level} from '../../source/book/side-view.js';
import {parseDecimal} from '../../source/book/fixed-point.js';
import type {Increment} from '../../source/exchanges/increment.js';
import {createIncrementBuffer} from '../../source/exchanges/increment-buffer.js';
import type {PackedIncrement} from '../../source/exchanges/packed-increment.js';
import {createSharedRoom} from '../../source/exchanges/shared-room.js';

const levelOf = (price: string, size: string): Level => ({
	price: parseDecimal(price),
	size: parseDecimal(size),
});

const increment = (to: number, bids: readonly Level[], asks: readonly Level[] = []): Increment => ({
	...{from: to - 1, to, time: to},
	...{bids: toColumns(bids), asks: toColumns(asks)},
});

const many = (count: number) =>
	Array.from({length: count}, (_, index) => levelOf(String(index + 1), '0.5'));

const idsOf = (buffer: ReturnType<typeof createIncrementBuffer>) =>
	buffer.after(0).map(({to}) => to);

const levelsIn = (buffer: ReturnType<typeof createIncrementBuffer>) =>
	buffer.after(0).reduce((sum, {bids, asks}) => sum + bids.length + asks.length, 0);

test('gives increments back as they came', () => {
	const buffer = createIncrementBuffer();
	const bids = [levelOf('0.00050100', '0'), levelOf('9007199254740991', '0.0001')];
	const asks = [levelOf('0.1', '12345678901234567.8'), levelOf('123456789012345678901', '1')];
	buffer.push(increment(1, bids, asks));
	buffer.push(increment(2, [], []));
	buffer.replace(buffer.after(0));
	assert.deepEqual(
		buffer
			.after(0)
			.map(one => [one.from, one.to, one.time, toLevels(one.bids), toLevels(one.asks)]),
		[
			[0, 1, 1, bids, asks],
			[1, 2, 2, [], []],
		],
	);
});

test('where ids began anew at lower ones, the place of a book is told by the links', () => {
	const buffer = createIncrementBuffer();
	const ids = [90, 97, 104, 20, 27, 33];
	for (const [index, to] of ids.slice(1).entries())
		buffer.push({...increment(to, many(1)), from: ids[index] ?? 0});
	const after = (sequence: number) => buffer.after(sequence).map(({to}) => to);
	assert.deepEqual(after(104), [20, 27, 33]);
	assert.deepEqual(after(20), [27, 33], 'those of before are no newer for their higher ids');
	assert.deepEqual(after(33), []);
	assert.deepEqual(after(90), ids.slice(1));
	assert.deepEqual(after(95), ids.slice(1), 'within a change, or of other ids: nothing tells');
});

test('what waits outlives the scratch it came in', () => {
	const buffer = createIncrementBuffer();
	const one = increment(1, many(3), many(2));
	const before = [toLevels(one.bids), toLevels(one.asks)];
	buffer.push(one);
	one.bids.pairs.fill(9);
	one.asks.pairs.fill(9);
	assert.deepEqual(
		buffer.after(0).flatMap(({bids, asks}) => [toLevels(bids), toLevels(asks)]),
		before,
	);
});

test('keeps as many levels of a book as four busy minutes have', () => {
	const buffer = createIncrementBuffer();
	const levels = many(420);
	for (let second = 1; second <= 240; second++) buffer.push(increment(second, levels));
	assert.ok(idsOf(buffer).length >= 230);
	for (let second = 241; second <= 1000; second++) buffer.push(increment(second, levels));
	assert.ok(levelsIn(buffer) <= 100_000);
	assert.equal(idsOf(buffer).at(-1), 1000);
});

test('drops the oldest of all books where they are too many', () => {
	const room = createSharedRoom<PackedIncrement>(1000);
	const [first, ...others] = Array.from({length: 50}, () => createIncrementBuffer(room));
	assert.ok(first);
	first.push(increment(1, many(10)));
	for (const buffer of others) for (let id = 1; id <= 4; id++) buffer.push(increment(id, many(10)));
	assert.ok(room.cost() <= 1000);
	assert.deepEqual(idsOf(first), []);
	assert.deepEqual(idsOf(others.at(-1) ?? first), [1, 2, 3, 4]);
});

test('what could not be packed counts for more', () => {
	const room = createSharedRoom<PackedIncrement>(10_000);
	const buffer = createIncrementBuffer(room);
	buffer.push(increment(1, many(10)));
	const packed = room.cost();
	buffer.replace([increment(1, Array<Level>(10).fill(levelOf('1', '12345678901234567.8')))]);
	assert.ok(room.cost() > 2 * packed);
});

test('a book that has linked makes room', () => {
	const room = createSharedRoom<PackedIncrement>(100);
	const linked = createIncrementBuffer(room);
	const waiting = createIncrementBuffer(room);
	waiting.push(increment(1, many(10)));
	linked.push(increment(1, many(70)));
	linked.replace([]);
	for (let id = 2; id <= 4; id++) waiting.push(increment(id, many(10)));
	assert.deepEqual(idsOf(waiting), [1, 2, 3, 4]);
	assert.equal(room.cost(), 4 * 18);
});
