import type {Decimal} from '../book/fixed-point.js';
import type {CellPen} from './cell-pen.js';
import {formatCell, type ColumnFormat} from './column.js';

const space = 0x20;
const zero = 0x30;
const point = 0x2e;

const startOf = (text: string): number => text.length - text.trimStart().length;

const putText = (pen: CellPen, text: string, blank: number, style: number) => {
	const start = startOf(text);
	pen.blank(start, blank);
	pen.text(text.slice(start), style);
};

/** Digits before the point, from the right, with a space between thousands. The last free cell left of them; two before `from` where there are too many. */
const putWhole = (codes: Uint16Array, value: number, from: number, last: number): number => {
	let rest = value;
	let cell = last;
	for (let count = 0; count === 0 || rest > 0; count++) {
		const hasGap = count > 0 && count % 3 === 0;
		if (cell < from + (hasGap ? 1 : 0)) return from - 2;
		if (hasGap) codes[cell--] = space;
		const quotient = Math.floor(rest / 10);
		codes[cell--] = zero + (rest - 10 * quotient);
		rest = quotient;
	}
	return cell;
};

/**
 * Writes what `formatCell` says of a number: the free cells before it in the style `blank`, the rest in `style`.
 * Nearly all numbers fit their column whole, and are written without making a text of them.
 */
export const putNumber = (
	pen: CellPen,
	value: Decimal,
	format: ColumnFormat,
	blank: number,
	style: number,
): void => {
	const {units, decimals} = value;
	const {width, behind, padded} = format;
	const room = Math.max(0, behind - 1);
	if (typeof units !== 'number' || units < 0 || decimals > room || pen.left() < width) {
		putText(pen, formatCell(value, format), blank, style);
		return;
	}
	const codes = pen.codes();
	const from = pen.take(0);
	const pointAt = from + width - behind;
	const end = from + width;
	let rest = units;
	for (let cell = pointAt + decimals; cell > pointAt; cell--) {
		const quotient = Math.floor(rest / 10);
		codes[cell] = zero + (rest - 10 * quotient);
		rest = quotient;
	}
	const shown = Math.max(decimals, Math.min(padded, room));
	for (let cell = pointAt + decimals + 1; cell <= pointAt + shown; cell++) codes[cell] = zero;
	for (let cell = pointAt + shown + 1; cell < end; cell++) codes[cell] = space;
	if (behind > 0) codes[pointAt] = shown > 0 ? point : space;
	const free = putWhole(codes, rest, from, pointAt - 1);
	if (free < from - 1) {
		putText(pen, formatCell(value, format), blank, style);
		return;
	}
	const styles = pen.styles();
	pen.take(width);
	for (let cell = from; cell <= free; cell++) {
		codes[cell] = space;
		styles[cell] = blank;
	}
	for (let cell = free + 1; cell < end; cell++) styles[cell] = style;
};
