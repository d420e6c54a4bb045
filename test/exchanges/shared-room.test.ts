import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createSharedRoom} from '../../source/exchanges/shared-room.js';

const bounds = {maxCount: 3, maxCost: 10, costOf: ({length}: string) => length};

test('keeps what is newest within bounds of its own', () => {
	const shelf = createSharedRoom<string>(100).createShelf(bounds);
	for (const value of ['a', 'b', 'c', 'd']) shelf.push(value);
	assert.deepEqual(shelf.values(), ['b', 'c', 'd']);
	shelf.push('eight888');
	assert.deepEqual(shelf.values(), ['c', 'd', 'eight888']);
	shelf.push('longer than all there is room for');
	assert.deepEqual(shelf.values(), []);
});

test('holds no more however many keep something', () => {
	const room = createSharedRoom<string>(20);
	const shelves = Array.from({length: 1000}, () => room.createShelf(bounds));
	for (const shelf of shelves) for (const value of ['aaa', 'bbb']) shelf.push(value);
	assert.equal(room.cost(), 18);
	assert.equal(shelves.flatMap(shelf => shelf.values()).length, 6);
	assert.deepEqual(shelves.at(-3)?.values(), ['aaa', 'bbb']);
	for (const shelf of shelves) shelf.clear();
	assert.equal(room.cost(), 0);
});
