import assert from 'node:assert/strict';
import {test} from 'node:test';
import {widthOf} from '../../source/screen/cells.js';
import {filterItems, menuLines} from '../../source/screen/menu.js';
import {createTheme} from '../../source/screen/theme.js';

const items = [
	{name: 'gap', help: 'two updates are not delivered'},
	{name: 'close', help: 'sockets are closed'},
	{name: 'silence', help: 'nothing leaves the sockets: a gap without end'},
];
const names = (query: string) => filterItems(items, query).map(({name}) => name);

test('finds words in names before those in helps', () => {
	assert.deepEqual(names(''), ['gap', 'close', 'silence']);
	assert.deepEqual(names('GAP'), ['gap', 'silence']);
	assert.deepEqual(names('sock clo'), ['close']);
	assert.deepEqual(names('none'), []);
});

for (const [columns, rows] of [
	[40, 12],
	[80, 24],
	[200, 60],
] as const)
	test(`the menu fits ${columns}×${rows} and keeps its size`, () => {
		const many = Array.from({length: 40}, (_, index) => ({
			name: `fault-${index}`,
			help: 'a rather long help text that may have to be cut '.repeat(3),
		}));
		const shapes = ['', 'fault-1', 'nothing at all of that name, and more'].map(query => {
			const menu = {title: 'Menu', items: many};
			const lines = menuLines(createTheme(24), {columns, rows}, menu, {query, selected: 0});
			assert.ok(lines.length <= rows - 2);
			const widths = new Set(lines.map(widthOf));
			assert.equal(widths.size, 1);
			assert.ok(Math.max(...widths) <= columns);
			return `${lines.length}×${[...widths][0]}`;
		});
		assert.equal(new Set(shapes).size, 1);
	});

test('the chosen item is in sight', () => {
	const many = Array.from({length: 40}, (_, index) => ({name: `fault-${index}`, help: 'x'}));
	const size = {columns: 80, rows: 24};
	for (const selected of [0, 17, 39]) {
		const menu = {title: 'Menu', items: many};
		const lines = menuLines(createTheme(1), size, menu, {query: '', selected});
		const chosen = lines.filter(line => line.includes('▸') && line.includes(`fault-${selected}`));
		assert.equal(chosen.length, 1);
	}
});
