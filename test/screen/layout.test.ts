import assert from 'node:assert/strict';
import {test} from 'node:test';
import {layout} from '../../source/screen/layout.js';

const at = (
	columns: number,
	rows: number,
	count: number,
	focus = 0,
	{isZoomed = false, first = 0} = {},
) => {
	const plan = layout({columns, rows, count, focus, first, isZoomed});
	return plan.type === 'too-small'
		? plan.type
		: plan.panes.map(({index, width}) => `${index}:${width}`).join(' ');
};

const cases = [
	{name: 'two panes side by side at 80', given: at(80, 24, 2), expected: '0:40 1:40'},
	{name: 'an odd width without a gap', given: at(81, 24, 2), expected: '0:40 1:41'},
	{name: 'one pane over the whole width', given: at(120, 40, 1), expected: '0:120'},
	{name: 'the focused pane alone at 40', given: at(40, 12, 2, 1), expected: '1:40'},
	{name: 'two of three at 80', given: at(80, 24, 3, 0), expected: '0:40 1:40'},
	{name: 'the focused one among two of three', given: at(80, 24, 3, 2), expected: '1:40 2:40'},
	{name: 'two of nine at 120', given: at(120, 40, 9, 1), expected: '0:60 1:60'},
	{name: 'three of nine at 160', given: at(160, 48, 9, 1), expected: '0:53 1:53 2:54'},
	{name: 'four of nine at 200', given: at(200, 60, 9, 0), expected: '0:50 1:50 2:50 3:50'},
	{name: 'the last four of nine', given: at(200, 60, 9, 8), expected: '5:50 6:50 7:50 8:50'},
	{
		name: 'those that were shown, while the focused one is among them',
		given: at(200, 60, 9, 4, {first: 3}),
		expected: '3:50 4:50 5:50 6:50',
	},
	{
		name: 'no further left than the focused one',
		given: at(200, 60, 9, 2, {first: 3}),
		expected: '2:50 3:50 4:50 5:50',
	},
	{
		name: 'no free place at the right',
		given: at(200, 60, 5, 4, {first: 4}),
		expected: '1:50 2:50 3:50 4:50',
	},
	{name: 'the zoomed pane', given: at(120, 40, 2, 1, {isZoomed: true}), expected: '1:120'},
	{name: 'no pane of an empty store', given: at(120, 40, 0, 0, {isZoomed: true}), expected: ''},
	{name: 'too few columns', given: at(39, 24, 2), expected: 'too-small'},
	{name: 'too few rows', given: at(80, 11, 2), expected: 'too-small'},
];

for (const {name, given, expected} of cases) {
	test(`lays out ${name}`, () => {
		assert.equal(given, expected);
	});
}

test('panes fill every width', () => {
	for (let columns = 40; columns < 260; columns++)
		for (const count of [1, 2, 3, 9]) {
			const plan = layout({columns, rows: 24, count, focus: 0, first: 0, isZoomed: false});
			assert.ok(plan.type === 'panes');
			assert.equal(
				plan.panes.reduce((sum, {width}) => sum + width, 0),
				columns,
			);
		}
});
