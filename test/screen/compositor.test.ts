import assert from 'node:assert/strict';
import {test} from 'node:test';
import {wholeRow} from '../../source/screen/cell-pen.js';
import {createCellRoom, type PaintedLine} from '../../source/screen/cell-row.js';
import {createCompositor, type Layer} from '../../source/screen/compositor.js';

const compose = (...layers: readonly Layer[]) => createCompositor()(layers, 10, 3);

const blank = ' '.repeat(10);
const left: Layer = {rect: {x: 0, y: 1, width: 4, height: 2}, lines: ['abcd', 'efgh']};
const right: Layer = {rect: {x: 5, y: 1, width: 5, height: 1}, lines: ['12345']};
const overlay: Layer = {
	rect: {x: 2, y: 0, width: 5, height: 2},
	lines: ['-----', '====='],
	isOnTop: true,
};

const cases = [
	{name: 'nothing', given: compose(), expected: [blank, blank, blank]},
	{
		name: 'regions side by side',
		given: compose(left, right),
		expected: [blank, 'abcd 12345', 'efgh      '],
	},
	{
		name: 'an overlay on top of both',
		given: compose(left, right, overlay),
		expected: ['  -----   ', 'ab=====345', 'efgh      '],
	},
	{
		name: 'regions that come after the overlay under it',
		given: compose(overlay, left, right),
		expected: ['  -----   ', 'ab=====345', 'efgh      '],
	},
];

for (const {name, given, expected} of cases) {
	test(`composes ${name}`, () => {
		assert.deepEqual(given, expected);
	});
}

test('a region that reaches beyond the screen is cut', () => {
	const wide: Layer = {rect: {x: 8, y: 0, width: 4, height: 1}, lines: ['wxyz']};
	assert.equal(compose(wide)[0], '        wx');
});

test('gives the same line again while its parts are the same', () => {
	const again = createCompositor();
	const row = wholeRow(createCellRoom(5));
	const painted = (line: PaintedLine) => again([left, {rect: right.rect, lines: [line]}], 10, 3);
	const first = painted(row);
	assert.equal(painted(row)[1], first[1]);
	assert.notEqual(painted({...row})[1], first[1]);
	assert.deepEqual(painted('12345'), compose(left, right));
});
