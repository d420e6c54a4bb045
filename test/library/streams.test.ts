import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createCountedBox} from '../../source/library/boxes.js';
import {createStreams} from '../../source/library/streams.js';
import {createTopic} from '../../source/library/topic.js';

type Item = {readonly id: number; readonly missed: number};

const open = (most: number) => {
	const topic = createTopic<Item>();
	const streams = createStreams();
	const iterator = streams.open(topic, createCountedBox<Item>(most));
	const tell = (...ids: readonly number[]) => {
		for (const id of ids) topic.tell({id, missed: 0});
	};
	return {streams, iterator, tell};
};

const over = {failure: null, isDrained: true};
const closed = {failure: null, isDrained: false};

const rest = async (iterator: AsyncIterable<Item>) => {
	const items: string[] = [];
	for await (const {id, missed} of iterator) items.push(`${id} ${missed}`);
	return items;
};

test('gives items in their order, to each who waits', async () => {
	const {iterator, tell, streams} = open(10);
	const waiting = [iterator.next(), iterator.next()];
	tell(1, 2, 3);
	assert.deepEqual(
		(await Promise.all(waiting)).map(({value}: {value: Item}) => value.id),
		[1, 2],
	);
	streams.end(over);
	assert.deepEqual(await rest(iterator), ['3 0']);
});

test('drops the oldest of too many, and counts them', async () => {
	const {iterator, tell, streams} = open(3);
	tell(1, 2, 3, 4, 5);
	assert.equal((await iterator.next()).value.missed, 2);
	tell(6, 7, 8, 9, 10, 11, 12);
	streams.end(over);
	assert.deepEqual(await rest(iterator), ['10 6', '11 0', '12 0']);
});

test('ends at once when it is closed', async () => {
	const {iterator, tell, streams} = open(3);
	tell(1);
	streams.end(closed);
	assert.deepEqual(await rest(iterator), []);
	assert.deepEqual(await rest(streams.open(createTopic<Item>(), createCountedBox<Item>(1))), []);
});

test('throws once why it ended', async () => {
	const {iterator, tell, streams} = open(3);
	tell(1);
	const reason = new Error('why');
	streams.end({failure: {reason}, isDrained: true});
	assert.equal((await iterator.next()).value.id, 1);
	await assert.rejects(() => iterator.next(), reason);
	assert.deepEqual(await iterator.next(), {done: true, value: undefined});
});

test('whoever leaves the loop is told no more', async () => {
	const {iterator, tell, streams} = open(1);
	tell(1);
	for await (const {id} of iterator) if (id === 1) break;
	tell(2);
	assert.equal(streams.untilRoom(), undefined);
	assert.deepEqual(await iterator.next(), {done: true, value: undefined});
});

for (const [name, ending] of [
	['is over', over],
	['has failed', {failure: {reason: new Error('why')}, isDrained: true}],
] as const)
	test(`whoever leaves a feed that ${name} is told no more`, async () => {
		const {iterator, tell, streams} = open(3);
		tell(1, 2);
		streams.end(ending);
		await iterator.return?.();
		assert.deepEqual(await iterator.next(), {done: true, value: undefined});
	});

test('what waits is not read any more once what was over is closed', async () => {
	const {iterator, tell, streams} = open(3);
	tell(1, 2, 3);
	streams.end(over);
	assert.equal((await iterator.next()).value.id, 1);
	streams.end(closed);
	assert.deepEqual(await rest(iterator), []);
});

test('tells why it failed, also once it is closed', async () => {
	const {iterator, tell, streams} = open(3);
	tell(1, 2);
	const reason = new Error('why');
	streams.end({failure: {reason}, isDrained: true});
	streams.end(closed);
	await assert.rejects(() => iterator.next(), reason);
});

test('tells when nothing would be dropped any more', async () => {
	const {iterator, tell, streams} = open(2);
	tell(1);
	assert.equal(streams.untilRoom(), undefined);
	tell(2);
	const room = streams.untilRoom();
	assert.ok(room);
	let isThere = false;
	void room.then(() => (isThere = true));
	await Promise.resolve();
	assert.equal(isThere, false);
	await iterator.next();
	await room;
});
