import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {fromUnits, type Decimal} from '../../source/book/fixed-point.js';
import {bar, putBar} from '../../source/screen/bar.js';
import {putNumber} from '../../source/screen/cell-column.js';
import {createCellPen, wholeRow, type CellPen} from '../../source/screen/cell-pen.js';
import {
	cellStyleOf,
	createCellRoom,
	paintedText,
	screenText,
} from '../../source/screen/cell-row.js';
import {formatCell, toColumn} from '../../source/screen/column.js';

const red = '\u001B[31m';
const reset = '\u001B[0m';

const painted = (width: number, paint: (pen: CellPen) => void): string => {
	const pen = createCellPen();
	const room = createCellRoom(width);
	pen.begin(room, 0, width);
	paint(pen);
	pen.blank(pen.left(), 0);
	return paintedText(wholeRow(room));
};

test('a row of cells is the text that was written', () => {
	const style = cellStyleOf(red);
	const text = painted(8, pen => {
		pen.blank(1, 0);
		pen.text('▴ 0.16', style);
	});
	assert.equal(text, ` ${red}▴ 0.16${reset} `);
	assert.equal(screenText(['ab', wholeRow(createCellRoom(0)), 'c']), 'abc');
});

test('what does not fit a row is cut', () => {
	assert.equal(
		painted(4, pen => pen.text('12345678', 0)),
		'1234',
	);
});

const decimals: fc.Arbitrary<Decimal> = fc
	.tuple(
		fc.oneof(
			fc.bigInt(0n, 2n ** 53n),
			fc.bigInt(0n, 10n ** 5n),
			fc.bigInt(0n, 10n ** 7n),
			fc.bigInt(0n, 10n ** 22n),
		),
		fc.integer({min: 0, max: 12}),
	)
	.map(([units, places]) => fromUnits(units, places));

const columns = fc
	.tuple(
		fc.integer({min: 1, max: 9}),
		fc.integer({min: 0, max: 12}),
		fc.integer({min: 0, max: 6}),
		fc.integer({min: 0, max: 14}),
	)
	.map(([whole, places, padded, behind]) =>
		toColumn({whole, decimals: places, useful: Math.min(1, places), padded}, behind),
	);

test('a number in cells reads as in a text', () => {
	const style = cellStyleOf(red);
	fc.assert(
		fc.property(decimals, columns, fc.integer({min: 0, max: 3}), (value, format, short) => {
			const text = formatCell(value, format);
			const width = Math.max(1, text.length - short);
			const start = Math.min(width, text.length - text.trimStart().length);
			const number = text.slice(start, width);
			assert.equal(
				painted(width, pen => putNumber(pen, value, format, 0, style)),
				text.slice(0, start) + (number === '' ? '' : red + number + reset),
			);
		}),
		{numRuns: 2000},
	);
});

test('a bar in cells is as long as in a text', () => {
	for (const width of [0, 1, 2, 9])
		for (const share of [0, 0.001, 0.3, 0.5, 0.94, 1, 1.01, 7]) {
			const text = bar(share, width);
			assert.equal(
				painted(width, pen => putBar(pen, share, width, cellStyleOf(red))),
				text === '' ? '' : `${red}${text}${reset}`,
			);
		}
});
