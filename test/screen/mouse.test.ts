import assert from 'node:assert/strict';
import {test} from 'node:test';
import {paneAt} from '../../source/screen/layout.js';
import {createMouseReader} from '../../source/screen/mouse.js';

test('takes the wheel and clicks out of the input, and leaves the keys', () => {
	const read = createMouseReader();
	assert.deepEqual(read('[<64;10;5M'), {actions: [{type: 'wheel-up', x: 9, y: 4}], keys: ''});
	assert.deepEqual(read('q'), {actions: [], keys: 'q'});
	assert.deepEqual(read('g[<65;200;50M\u001B[<0;1;1M\u001B[<0;1;1md'), {
		actions: [
			{type: 'wheel-down', x: 199, y: 49},
			{type: 'click', x: 0, y: 0},
		],
		keys: 'gd',
	});
});

test('other buttons and releases mean nothing, held keys change nothing', () => {
	const read = createMouseReader();
	for (const text of ['[<1;3;3M', '[<2;3;3M', '[<0;3;3m', '[<66;3;3M', '[<35;3;3M'])
		assert.deepEqual(read(text), {actions: [], keys: ''}, text);
	assert.equal(read('[<80;3;3M').actions[0]?.type, 'wheel-up');
});

test('a sequence cut in two is one, wherever it was cut', () => {
	const whole = '[<65;20;15M';
	for (let at = 2; at < whole.length; at++) {
		const read = createMouseReader();
		assert.deepEqual(read(whole.slice(0, at)), {actions: [], keys: ''});
		assert.deepEqual(read(`${whole.slice(at)}z`), {
			actions: [{type: 'wheel-down', x: 19, y: 14}],
			keys: 'z',
		});
	}
});

test('tells the pane in a column', () => {
	const slots = [
		{index: 1, width: 40},
		{index: 2, width: 41},
	];
	assert.deepEqual(
		[0, 39, 40, 80, 81].map(x => paneAt(slots, x)),
		[1, 1, 2, 2, null],
	);
});
