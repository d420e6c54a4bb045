import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {SideName} from '../../source/book/side-view.js';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {createFlashes} from '../../source/panes/flashes.js';
import type {LadderRow} from '../../source/panes/depth/ladder.js';

type Level = Extract<LadderRow, {type: 'level'}>;

const level = (side: SideName, position: number, price: string, size: string): Level => ({
	type: 'level',
	side,
	position,
	level: {
		price: parseDecimal(price),
		size: parseDecimal(size),
		total: parseDecimal(size),
		levels: Math.abs(position),
	},
});

const before = [
	level('asks', 2, '12', '5'),
	level('asks', 1, '11', '5'),
	level('bids', -1, '9', '5'),
];

const afterChange = (rows: readonly Level[], context = 'same') => {
	const flashes = createFlashes();
	flashes.update(before, 'same', 0);
	flashes.update(rows, context, 1000);
	return (row: Level, at = 1000) => flashes.roleOf(row, at);
};

const grown = level('asks', 1, '11', '6');
const shrunk = level('bids', -1, '9', '4');

test('tells growth from shrinking', () => {
	const roleOf = afterChange([level('asks', 2, '12', '5'), grown, shrunk]);
	assert.equal(roleOf(grown), 'askGrown0');
	assert.equal(roleOf(shrunk), 'shrunk0');
	assert.equal(roleOf(level('asks', 2, '12', '5')), null);
});

test('fades in three steps', () => {
	const roleOf = afterChange([grown]);
	assert.deepEqual(
		[1000, 1199, 1200, 1400, 1599, 1600].map(at => roleOf(grown, at)),
		['askGrown0', 'askGrown0', 'askGrown1', 'askGrown2', 'askGrown2', null],
	);
});

test('a new level within sight flashes, one from beyond does not', () => {
	const inside = level('asks', 2, '11.5', '1');
	const beyond = level('asks', 4, '13', '1');
	const better = level('bids', -1, '10', '1');
	const roleOf = afterChange([
		beyond,
		...before.slice(0, 1),
		inside,
		...before.slice(1, 2),
		better,
	]);
	assert.equal(roleOf(inside), 'askGrown0');
	assert.equal(roleOf(better), 'bidGrown0');
	assert.equal(roleOf(beyond), null);
});

test('other rows than before flash nothing', () => {
	assert.equal(afterChange([grown], 'scrolled')(grown), null);
});

test('says when the next step is due', () => {
	const flashes = createFlashes();
	flashes.update(before, 'same', 0);
	assert.equal(flashes.nextFade(0), null);
	flashes.update([grown], 'same', 1000);
	assert.deepEqual(
		[1000, 1200, 1450, 1600].map(at => flashes.nextFade(at)),
		[1200, 1400, 1600, null],
	);
});
