import assert from 'node:assert/strict';
import {test} from 'node:test';
import stringWidth from 'string-width';
import {bar, barScale, shareBar} from '../../source/screen/bar.js';
import {createTheme} from '../../source/screen/theme.js';

const plain = createTheme(1);

test('draws eighths of a cell', () => {
	assert.equal(bar(0.5, 4), '██  ');
	assert.equal(bar(0.28125, 4), '█▏  ');
	assert.equal(bar(1, 3), '███');
	assert.equal(bar(0, 3), '   ');
});

test('shows the smallest size and marks one beyond the scale', () => {
	assert.equal(bar(0.00001, 3), '▏  ');
	assert.equal(bar(7, 4), '███»');
	assert.equal(bar(0.5, 0), '');
});

test('one huge level does not flatten the others', () => {
	const sizes = [1, 2, 3, 2, 1, 2, 3, 2, 1, 868];
	assert.ok(barScale(sizes) < 15);
	assert.ok(barScale([1, 2, 3]) >= 3);
	// Three times what four of five are no more than.
	assert.equal(barScale([1, 1, 1, 1, 1, 1, 1, 5, 5, 1000]), 15);
	assert.equal(barScale([]), 1);
});

test('the scale holds still while the largest changes a little', () => {
	assert.equal(barScale([10.5, 3]), barScale([11, 3]));
});

test('a share bar leaves each side its cell', () => {
	const textOf = (share: number, width: number) =>
		shareBar(plain, share, width, ['text', 'text'])
			.map(([, text]) => text)
			.join('');
	for (const share of [0, 0.001, 0.4, 0.999, 1]) assert.equal(stringWidth(textOf(share, 10)), 10);
	assert.equal(textOf(0.999, 4), '━━━─');
	assert.equal(textOf(0, 4), '────');
});
