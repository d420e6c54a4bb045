import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {fromUnits, parseDecimal} from '../../source/book/fixed-point.js';
import {
	formatCell,
	formatHeading,
	groupedWidth,
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
	const price = toColumn({whole: 1, decimals: 5, useful: 5, padded: 5});
	assert.deepEqual(
		['0.00001', '0.000008', '0.00123', '0'].map(text => formatCell(parseDecimal(text), price)),
		['0.00001', '<0.0001', '0.00123', '0.00000'],
	);
});

test('in ASCII the sign is one character, too', () => {
	assert.equal(toAscii(cells(4, '1097.5948').join('')), ' 1 097.59~');
});

const endsOf = (texts: readonly string[]) => texts.map(text => text.trimEnd().length);

test('what has too many whole digits ends at the edge', () => {
	const texts = ['412203', '412203.5', '9271000', '412203.123456', '999999.99'];
	const shown = cells(3, ...texts);
	assert.deepEqual(
		shown,
		['  412 203', '412 203.5', '9 271 000', '412 203…', '999 999…'].map(text => text.padStart(9)),
	);
	assert.deepEqual(endsOf(shown), [9, 9, 9, 9, 9]);
	const price = toColumn({whole: 1, decimals: 4, useful: 4, padded: 4});
	assert.deepEqual(
		['504.3757', '504.1277', '400', '94.1234', '94.5', '90', '10', '9.853', '8'].map(text =>
			formatCell(parseDecimal(text), price),
		),
		['504.3…', '504.1…', '   400', '94.12…', '94.500', '    90', '    10', '9.8530', '8.0000'],
	);
});

test('whole numbers too long have zeros if all fit', () => {
	const total = toColumn({whole: 6, decimals: 3, useful: 1, padded: 1});
	assert.deepEqual(
		['2085613.90000001', '2080638', '2079904.6', '12080638'].map(text =>
			formatCell(parseDecimal(text), total),
		),
		['2 085 613…', '2 080 638.0', '2 079 904.6', '12 080 638'].map(text => text.padStart(11)),
	);
});

test('what is too long loses no more decimals than it must', () => {
	const size = toColumn({whole: 2, decimals: 4, useful: 4, padded: 4});
	assert.deepEqual(
		['40', '0.0363', '100', '343.3041', '144.12', '1234.5678', '12345.678'].map(text =>
			formatCell(parseDecimal(text), size),
		),
		['40.0000', ' 0.0363', '    100', '343.30…', '144.120', ' 1 234…', '12 345…'],
	);
});

test('what is too long by far is told in short', () => {
	const billions = ['92233720368.54775807', '1e9', '13079200999'];
	assert.deepEqual(cells(3, ...billions, '1e15', '9.9e39'), [
		' 92.233 B',
		'  1.000 B',
		' 13.079 B',
		'1.0000e15',
		'9.9000e39',
	]);
	assert.deepEqual(cells(1, '9271000.5', '12345678', '123456789', '1234567890123'), [
		'  9.2 M',
		' 12.3 M',
		'123.4 M',
		'  1.2 T',
	]);
	assert.deepEqual(cells(0, '9271000', '12345678', '123456789'), ['  9.2M', ' 12.3M', '123.4M']);
});

test('short forms tell apart what their cell can', () => {
	const total = toColumn({whole: 6, decimals: 2, useful: 2, padded: 2});
	assert.deepEqual(
		['13088957', '13079200.5', '13079310', '13000000', '36000000'].map(text =>
			formatCell(parseDecimal(text), total),
		),
		['13 088 957', ' 13.0792 M', '13 079 310', '13 000 000', '36 000 000'],
	);
	assert.equal(formatCell(parseDecimal('913079310'), total), '913.0793 M');
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
		whole: fc.integer({min: 1, max: 12}),
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

test('all points stand in one place, ends beyond it', () => {
	fc.assert(
		fc.property(value, format, (given, column) => {
			const text = formatCell(given, column);
			const whole = String(given.units).length - given.decimals;
			const before = column.width - column.behind;
			const isLong = column.behind === 0 || groupedWidth(Math.max(1, whole)) > before;
			if (isLong) return assert.equal(text.trimEnd().length, column.width, text);
			if (!text.includes('.') || (text.startsWith('<') && before < 2)) return;
			assert.equal(text.indexOf('.'), before, text);
		}),
		{seed: 8, numRuns: 3000},
	);
});
