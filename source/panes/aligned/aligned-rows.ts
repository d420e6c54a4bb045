import type {AlignedCell} from '../../book/align.js';
import {formatDecimal, type Decimal} from '../../book/fixed-point.js';
import {isBeyond} from '../../book/order-book.js';
import {fitCells} from '../../screen/cells.js';
import {formatCell, formatHeading} from '../../screen/column.js';
import {statusWords} from '../../screen/status.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {largeMark, paintBar, type BarScales} from '../depth/depth-bars.js';
import {signOf} from '../depth/level-cells.js';
import {numbersOf} from '../book-numbers.js';
import {nameOf} from '../market-title.js';
import {cursorWidth, signWidth, type AlignedColumns} from './aligned-columns.js';
import type {PriceRow} from './axis.js';

/** Whose block it is, over the block; the focused one in the accent where there are several. */
const paintName = (theme: Theme, book: BookView, isFocused: boolean, width: number): string => {
	const {glyph, role} = statusWords[book.status];
	const words = ` ${book.status}`;
	const hasRoom = 2 + nameOf(book).length + words.length <= width;
	const status = book.status === 'live' || !hasRoom ? '' : words;
	const name = theme.paint(isFocused ? 'focusTitle' : 'title', nameOf(book));
	return fitCells(`${theme.paint(role, glyph)} ${name}${theme.paint('muted', status)}`, width);
};

/** Two lines: the exchanges, and the headings of their columns. */
export const paintAlignedHeadings = (
	theme: Theme,
	columns: AlignedColumns,
	books: readonly BookView[],
	focus: BookView,
	{step, total}: {readonly step: Decimal | null; readonly total: number},
): readonly [string, string] => {
	const {price, indent, block, gap, blockGap} = columns;
	const space = ' '.repeat(gap);
	const left = cursorWidth + indent + price.width;
	const group = step ? `by ${formatDecimal(step)}` : '';
	const more = total > books.length ? `${books.length} of ${total}` : '';
	const corner = [group, more].find(text => text !== '' && text.length <= left) ?? '';
	const names = books.map(book => paintName(theme, book, book === focus && total > 1, block.width));
	const heading =
		' '.repeat(signWidth) +
		formatHeading('Size', block.size) +
		(block.total ? space + formatHeading('Total', block.total) : '');
	const blockSpace = ' '.repeat(blockGap);
	return [
		theme.paint('label', corner.padStart(left)) + names.map(name => blockSpace + name).join(''),
		theme.paint(
			'label',
			'Price'.padStart(left) + books.map(() => blockSpace + heading.padEnd(block.width)).join(''),
		),
	];
};

type CellLook = {
	readonly isCursor: boolean;
	readonly flash: Role | null;
	readonly scales: BarScales;
};

const paintCell = (
	theme: Theme,
	book: BookView,
	cell: AlignedCell,
	{block, gap}: AlignedColumns,
	{isCursor, flash, scales}: CellLook,
): string => {
	const {side, row} = cell;
	const isLoose = isBeyond(book.vouched, side, row.price);
	const isTrusted = book.status === 'live' && !isLoose;
	const role = (trusted: Role, otherwise: Role): Role => (isTrusted ? trusted : otherwise);
	const paint = isCursor ? theme.paintCursor : theme.paint;
	const blank = (text: string) => (isCursor ? paint('text', text) : text);
	// An exchange has no more zeros than its own sizes have.
	const padded = numbersOf(book).sizeDecimals;
	const sizeText = formatCell(row.size, {...block.size, padded});
	const sizeAt = sizeText.length - sizeText.trimStart().length;
	const level = {type: 'level', side, position: 0, level: row} as const;
	return (
		paint(role(side === 'asks' ? 'ask' : 'bid', 'muted'), `${signOf(side, isLoose)} `) +
		blank(sizeText.slice(0, sizeAt)) +
		paint((isTrusted ? flash : null) ?? role('text', 'muted'), sizeText.slice(sizeAt)) +
		(block.total
			? blank(' '.repeat(gap)) +
				paint(role('muted', 'faint'), formatCell(row.total, {...block.total, padded}))
			: '') +
		(block.bar > 0
			? blank(' '.repeat(gap)) + paintBar(theme, level, block.bar, scales, {isCursor, isTrusted})
			: '')
	);
};

/** A price and what each exchange has there. */
export const paintPriceRow = (
	theme: Theme,
	{row}: PriceRow,
	columns: AlignedColumns,
	books: readonly BookView[],
	look: {
		readonly isCursor: boolean;
		readonly scales: BarScales;
		flashOf(index: number): Role | null;
	},
): string => {
	const {price, indent, block, blockGap} = columns;
	const {isCursor, scales} = look;
	const paint = isCursor ? theme.paintCursor : theme.paint;
	const blank = (cells: number) =>
		isCursor ? paint('text', ' '.repeat(cells)) : ' '.repeat(cells);
	const cells = books.map((book, index) => {
		const cell = row.cells[columns.first + index];
		const cellLook = {isCursor, scales, flash: look.flashOf(columns.first + index)};
		const text = cell ? paintCell(theme, book, cell, columns, cellLook) : blank(0);
		const used = cell ? usedBy(columns) : 0;
		// Numbers too long for any plan are cut at the edge of the pane.
		const rest = Math.max(0, block.width - used);
		if (!cell || block.bar > 0 || rest === 0) return blank(blockGap) + text + blank(rest);
		const mark = largeMark(cell.row.size, scales, 0);
		return (
			blank(blockGap) + text + (mark === ' ' ? blank(1) : paint('muted', mark)) + blank(rest - 1)
		);
	});
	const mark = isCursor ? glyphs.cursor : ' ';
	return (
		blank(indent) +
		paint(isCursor ? 'accent' : 'text', `${mark} `) +
		paint('text', formatCell(row.price, price)) +
		cells.join('') +
		blank(1)
	);
};

const usedBy = ({block, gap}: AlignedColumns): number =>
	signWidth +
	block.size.width +
	(block.total ? gap + block.total.width : 0) +
	(block.bar > 0 ? gap + block.bar : 0);
