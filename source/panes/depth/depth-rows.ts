import type {SideName, SideView} from '../../book/side-view.js';
import {formatDecimal, type Decimal} from '../../book/fixed-point.js';
import {spreadOf, type Spread} from '../../book/depth.js';
import {putNumber} from '../../screen/cell-column.js';
import type {CellPen} from '../../screen/cell-pen.js';
import {beforePoint, formatCell, formatHeading, type ColumnFormat} from '../../screen/column.js';
import {formatBps, formatSigned} from '../../screen/format.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import {barLegends, largeMark, putDepthBar, type BarScales} from './depth-bars.js';
import {extraHeadings, firstOf, putExtras, type RowExtras} from './depth-extras.js';
import {leadWidth, type Columns} from './depth-columns.js';
import type {LadderRow} from './ladder.js';
import {lastParts} from './last-trade.js';
import type {BookView} from '../../store/market-view.js';
import {firstFittingBps, ruledLine, type Part} from '../pane-frame.js';

type Level = Extract<LadderRow, {type: 'level'}>;

/** The headings, each right-aligned over its column. */
export const paintHeadings = (
	theme: Theme,
	columns: Columns,
	[base, quote]: readonly [string, string],
	step: Decimal | null,
	bars: BarScales,
): string => {
	const {price, indent, size, total, extras, gap, hasUnits} = columns;
	const unit = (name: string) => (hasUnits ? ` ${name}` : '');
	const space = ' '.repeat(gap);
	const text =
		' '.repeat(leadWidth) +
		`Price${unit(quote)}`.padStart(indent + price.width) +
		space +
		formatHeading(`Size${unit(base)}`, size) +
		(total ? space + formatHeading(`Total${unit(base)}`, total) : '') +
		extraHeadings(extras, quote, gap);
	const group = step ? `by ${formatDecimal(step)}` : '';
	const legends = barLegends(bars).map(legend => (group === '' ? legend : `${group}  ${legend}`));
	// A long one begins in the gap; rather that than one that ends at the frame.
	const room = columns.leastBar === 0 ? 0 : columns.leastBar + gap;
	const fitting = (cells: number) => [...legends, group].find(words => words.length <= cells);
	const over = fitting(room - 1) ?? fitting(room) ?? '';
	const free = Math.min(gap, Math.max(1, columns.leastBar + gap - over.length));
	return theme.paint('label', over === '' ? text : text + ' '.repeat(free) + over);
};

export type LevelLook = {
	readonly isCursor: boolean;
	/** False for a book that nobody vouches for at the moment. */
	readonly isTrusted: boolean;
	/** True beyond what the book's snapshot vouches for. */
	readonly isLoose: boolean;
	readonly flash: Role | null;
	/** Whether its size is a multiple of what sizes are as a rule. */
	readonly isLarge: boolean;
};

/** `▴` for an ask and `▾` for a bid, hollow where nobody vouches for it. */
export const signOf = (side: SideName, isLoose: boolean): string => {
	if (side === 'asks') return isLoose ? glyphs.looseAsk : glyphs.ask;
	return isLoose ? glyphs.looseBid : glyphs.bid;
};

/** All that a row of the table is painted from. */
export type LevelRow = {
	readonly row: Level;
	readonly columns: Columns;
	readonly bars: BarScales;
	readonly look: LevelLook;
	readonly extras: RowExtras;
};

/** Marks the number in a column that was written: in the free cell before it, which is the gap's where it has none. */
const markNumber = (pen: CellPen, from: number, width: number, style: number) => {
	const cell = firstOf(pen.codes(), from, width) - 1;
	pen.codes()[cell] = glyphs.large.charCodeAt(0);
	pen.styles()[cell] = style;
};

/** Writes a row. One that nobody vouches for is grey all over. */
export const paintLevel = (
	theme: Theme,
	pen: CellPen,
	{row: {side, level}, columns, bars, look, extras}: LevelRow,
): void => {
	const {price, indent, size, total, gap} = columns;
	const {isCursor, isLoose, isLarge, flash} = look;
	const isTrusted = look.isTrusted && !isLoose;
	const isAsk = side === 'asks';
	const style = isCursor ? theme.cursorStyle : theme.style;
	const role = (trusted: Role, otherwise: Role) => style(isTrusted ? trusted : otherwise);
	const blank = isCursor ? style('text') : 0;
	const ofSign = role(isAsk ? 'askSign' : 'bidSign', 'faint');
	const ofPrice = role(isAsk ? 'ask' : 'bid', 'muted');
	pen.blank(indent, blank);
	pen.text(isCursor ? glyphs.cursor : ' ', style(isCursor ? 'accent' : 'text'));
	pen.text(signOf(side, isLoose), ofSign);
	pen.blank(1, ofSign);
	putNumber(pen, level.price, price, ofPrice, ofPrice);
	pen.blank(gap, blank);
	const from = pen.take(0);
	putNumber(pen, level.size, size, blank, role(flash ?? (isLarge ? 'strong' : 'text'), 'muted'));
	if (isLarge) markNumber(pen, from, size.width, role('accent', 'muted'));
	if (total) {
		const ofTotal = role('muted', 'faint');
		pen.blank(gap, blank);
		putNumber(pen, level.total, total, ofTotal, ofTotal);
	}
	putExtras(pen, columns.extras, extras, {gap, blank, style: role});
	pen.blank(gap, blank);
	putDepthBar(theme, pen, {side, level}, columns.bar, bars, {isCursor, isTrusted});
	const mark = largeMark(level.size, bars, columns.bar);
	pen.text(mark, mark === ' ' ? blank : ofSign);
};

const spreadParts = (
	spread: Spread,
	format: ColumnFormat,
	isTrusted: boolean,
	bpsText: string,
	last: readonly (readonly Part[])[],
): readonly Part[][] => {
	// Without the cells of digits that prices might have: the words stand one beside the other.
	const price = (value: Decimal) => formatCell(value, format).trimEnd();
	const role = (trusted: Role): Role => (isTrusted ? trusted : 'muted');
	const pair = (slash: string): Part[] => [
		[role('ask'), price(spread.ask)],
		['faint', slash],
		[role('bid'), price(spread.bid)],
	];
	const prices = pair(' / ');
	const absolute: Part = [
		role('text'),
		formatSigned(spread.absolute, format.padded).replace('+', ''),
	];
	const bps: Part = [role('text'), bpsText];
	const dot: Part = ['faint', ` ${glyphs.dot} `];
	const full: Part[] = [...prices, ['faint', '   '], ['label', 'spread '], absolute, dot, bps];
	const short: Part[] = [...prices, ['faint', '  '], absolute, dot, bps];
	return [
		...last.map((parts): Part[] => [...full, ['faint', '   '], ...parts]),
		...last.slice(-1).map((parts): Part[] => [...short, ['faint', '  '], ...parts]),
		full,
		short,
		[...prices, ['faint', '  '], bps],
		[...pair('/'), ['faint', ' '], bps],
		prices,
	];
};

/** Of a book that lacks a side: which, and the best of the other. */
const oneSided = (
	{bids, asks}: Pick<BookView, 'bids' | 'asks'>,
	exactPrice: ColumnFormat,
	isTrusted: boolean,
): readonly Part[] => {
	const part = (side: SideView, role: Role, none: string): Part => {
		if (side.length === 0) return [isTrusted ? 'warn' : 'muted', none];
		return [isTrusted ? role : 'muted', formatCell(side.price(0), exactPrice)];
	};
	return [part(asks, 'ask', 'no asks'), ['faint', ' / '], part(bids, 'bid', 'no bids')];
};

/** The row between the sides: best ask and bid, how far they are apart, and the last price. */
export const paintSpread = (
	theme: Theme,
	book: BookView,
	{price, exactPrice, indent}: Columns,
	width: number,
	now: number,
): string => {
	const spread = spreadOf(book);
	const isTrusted = book.status === 'live';
	const last = lastParts(book, exactPrice, now);
	const left = leadWidth + indent - 1 + beforePoint(price, exactPrice);
	const parts = spread
		? firstFittingBps(
				bps => spreadParts(spread, exactPrice, isTrusted, bps, last),
				`${formatBps(spread.bps)} bps`,
				width - left - 4,
			)
		: oneSided(book, exactPrice, isTrusted);
	return ruledLine(theme, parts, left, width);
};
