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

test('the oldest go where they are to', () => {
	const lost: string[] = [];
	const room = createSharedRoom<string>(100);
	const shelf = room.createShelf({...bounds, onLost: value => lost.push(value)});
	const other = room.createShelf(bounds);
	other.push('x');
	for (const value of ['a', 'b', 'c']) shelf.push(value);
	shelf.loseOldest(2);
	assert.deepEqual([shelf.values(), other.values(), lost], [['c'], ['x'], ['a', 'b']]);
	shelf.loseOldest(5);
	assert.deepEqual([shelf.values(), other.values(), room.cost()], [[], ['x'], 1]);
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
