import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {emptyColumn, formatCell, growColumn, toColumnFormat} from '../../source/screen/column.js';

const values = (...texts: readonly string[]) => texts.map(parseDecimal);

const points = (texts: readonly string[]) => new Set(texts.map(text => text.indexOf('.')));

test('lines up on the point', () => {
	const given = values('41220', '7.5', '0.00012', '1204.25');
	const format = toColumnFormat(growColumn(emptyColumn, given), 8, true);
	const cells = given.map(value => formatCell(value, format));
	assert.deepEqual(cells, ['41 220.000', '     7.500', '    <0.001', ' 1 204.250']);
	assert.equal(points(cells).size, 1);
});

test('stays as wide as it was when numbers get shorter', () => {
	const wide = growColumn(emptyColumn, values('1000.25'));
	assert.equal(growColumn(wide, values('1')), wide);
});

test('keeps every digit of prices', () => {
	const shape = growColumn(emptyColumn, values('37001.25', '0.000000912'));
	assert.deepEqual(toColumnFormat(shape, Infinity, false), {
		decimals: 9,
		isGrouped: false,
		width: 15,
	});
});

test('cuts decimals where digits are scarce, never whole ones', () => {
	const shape = growColumn(emptyColumn, values('12345678.123456789012'));
	const format = toColumnFormat(shape, 7, false);
	assert.equal(formatCell(parseDecimal('12345678.123456789012'), format), '12345678.1');
});

test('holds integers beyond 2^53', () => {
	const huge = parseDecimal('12345678901234567890');
	const format = toColumnFormat(growColumn(emptyColumn, [huge]), 8, true);
	assert.equal(formatCell(huge, format), '12 345 678 901 234 567 890');
});
