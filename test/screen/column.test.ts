import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {fromUnits, parseDecimal} from '../../source/book/fixed-point.js';
import {
	formatCell,
	formatHeading,
	leastBehind,
	toColumn,
	wholeBehind,
	widenColumn,
} from '../../source/screen/column.js';
import {toAscii} from '../../source/screen/to-ascii.js';
import {readCell} from '../helpers/shown-numbers.js';

const shape = {whole: 5, decimals: 4, useful: 1, padded: 4};
const cells = (behind: number, ...texts: readonly string[]) =>
	texts.map(text => formatCell(parseDecimal(text), toColumn(shape, behind)));

test('with room for it, every digit stands in its place', () => {
	assert.deepEqual(cells(wholeBehind(shape), '41220', '7.5', '0.0012', '1097.5948'), [
		'41 220.0000',
		'     7.5000',
		'     0.0012',
		' 1 097.5948',
	]);
});

test('where decimals are cut, a sign says so', () => {
	assert.deepEqual(cells(4, '41220', '7.5', '0.0012', '1097.5948', '0.012', '0.9'), [
		'41 220.000',
		'     7.500',
		'    <0.01 ',
		' 1 097.59…',
		'     0.012',
		'     0.900',
	]);
	assert.deepEqual(cells(1, '41220', '7.5', '0.5'), ['41 220 ', '     7…', '    <1 ']);
	assert.deepEqual(cells(0, '41220', '7.5'), ['41 220', '    7…']);
});

test('what is less than can be shown is told by the nearest power of ten', () => {
	assert.deepEqual(cells(4, '0.00123', '0.0003', '0.000000001'), [
		'    <0.01 ',
		'    <0.001',
		'    <0.001',
	]);
});

test('in ASCII the sign is one character, too', () => {
	assert.equal(toAscii(cells(4, '1097.5948').join('')), ' 1 097.59~');
});

test('what is too long by far is told in short, and moves nothing', () => {
	const texts = ['412203', '412203.5', '92233720368.54775807', '9271000', '1e15', '9.9e39'];
	assert.deepEqual(cells(3, ...texts), [
		'412 203  ',
		'412 203… ',
		'92.2 B   ',
		'9 271 000',
		'  1e15   ',
		'9.9e39   ',
	]);
	assert.deepEqual(cells(1, '9271000.5', '12345678', '1234567890123'), [
		'9.27 M ',
		'12.3 M ',
		'1.23 T ',
	]);
});

test('a heading makes room for more digits', () => {
	const format = widenColumn(toColumn(shape, 6), 14);
	assert.deepEqual(
		[formatHeading('Total STEEM', format), formatCell(parseDecimal('1234567.5'), format)],
		['   Total STEEM ', '1 234 567.5000 '],
	);
});

test('what is of use decides how far decimals may be cut', () => {
	assert.equal(leastBehind({...shape, useful: 4}), wholeBehind(shape));
	assert.equal(leastBehind({...shape, useful: 0}), 1);
	assert.equal(leastBehind(shape), 3);
	assert.equal(leastBehind({...shape, decimals: 0, useful: 0}), 0);
});

const value = fc
	.record({
		units: fc.bigInt({min: 0n, max: 10n ** 24n}),
		decimals: fc.integer({min: 0, max: 20}),
	})
	.map(({units, decimals}) => fromUnits(units, decimals));

const format = fc
	.record({
		whole: fc.integer({min: 2, max: 12}),
		decimals: fc.integer({min: 0, max: 12}),
		padded: fc.integer({min: 0, max: 12}),
		behind: fc.integer({min: 0, max: 16}),
	})
	.map(({whole, decimals, padded, behind}) =>
		toColumn({whole, decimals, useful: 0, padded}, behind),
	);

test('a cell is as wide as its column and tells the value, or that it is not all of it', () => {
	fc.assert(
		fc.property(value, format, (given, column) => {
			const text = formatCell(given, column);
			assert.equal(stringWidth(text), column.width);
			readCell(text).assertTells(given);
		}),
		{seed: 7, numRuns: 3000},
	);
});

test('all points of a column stand in one place', () => {
	fc.assert(
		fc.property(value, format, (given, column) => {
			const text = formatCell(given, column);
			if (!text.includes('.') || /[kMBTe]/.test(text)) return;
			assert.equal(text.indexOf('.'), column.width - column.behind, text);
		}),
		{seed: 8, numRuns: 3000},
	);
});
