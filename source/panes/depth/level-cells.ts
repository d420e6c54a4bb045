import type {SideName} from '../../book/side-view.js';
import type {Decimal} from '../../book/fixed-point.js';
import {putBar} from '../../screen/bar.js';
import {putNumber} from '../../screen/cell-column.js';
import type {CellPen} from '../../screen/cell-pen.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import {barRole, isSameBars, largeMark, shareOf, type BarScales} from './depth-bars.js';
import {leadWidth, type Columns} from './depth-columns.js';
import {
	firstOf,
	isSameExtras,
	putExtras,
	widthOfExtras,
	type RowExtras,
	type RowStyle,
} from './depth-extras.js';
import type {LadderLevel} from './ladder.js';

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
	readonly row: LadderLevel;
	readonly columns: Columns;
	readonly bars: BarScales;
	readonly look: LevelLook;
	readonly extras: RowExtras;
};

/** Numbers of the styles that a row is painted in. */
export type RowStyles = {
	readonly blank: number;
	readonly cursor: number;
	readonly sign: number;
	readonly price: number;
	readonly size: number;
	readonly largeSize: number;
	readonly largeMark: number;
	readonly total: number;
	readonly bar: number;
	/** Of another role, or in place of that where nobody vouches for the row. */
	readonly of: RowStyle;
};

const stylesFor = (
	theme: Theme,
	side: SideName,
	isTrusted: boolean,
	isCursor: boolean,
): RowStyles => {
	const style = isCursor ? theme.cursorStyle : theme.style;
	const of = (trusted: Role, otherwise: Role) => style(isTrusted ? trusted : otherwise);
	const isAsk = side === 'asks';
	const [ofBar, isBarOnCursor] = barRole(theme, side, {isCursor, isTrusted});
	return {
		blank: isCursor ? style('text') : 0,
		cursor: style(isCursor ? 'accent' : 'text'),
		sign: of(isAsk ? 'askSign' : 'bidSign', 'faint'),
		price: of(isAsk ? 'ask' : 'bid', 'muted'),
		size: of('text', 'muted'),
		largeSize: of('strong', 'muted'),
		largeMark: of('accent', 'muted'),
		total: of('muted', 'faint'),
		bar: (isBarOnCursor ? theme.cursorStyle : theme.style)(ofBar),
		of,
	};
};

/** The styles of rows by what they look like, each worked out once. */
export const createRowStyles = (theme: Theme) => {
	const known: RowStyles[] = [];
	return ({row: {side}, look}: LevelRow): RowStyles => {
		const isTrusted = look.isTrusted && !look.isLoose;
		const at = (side === 'asks' ? 1 : 0) + (isTrusted ? 2 : 0) + (look.isCursor ? 4 : 0);
		return (known[at] ??= stylesFor(theme, side, isTrusted, look.isCursor));
	};
};

/** Marks the number in a column that was written: in the free cell before it, which is the gap's where it has none. */
const markNumber = (pen: CellPen, from: number, width: number, style: number) => {
	const cell = firstOf(pen.codes(), from, width) - 1;
	pen.codes()[cell] = glyphs.large.charCodeAt(0);
	pen.styles()[cell] = style;
};

const isEqual = (a: Decimal, b: Decimal) => a.units === b.units && a.decimals === b.decimals;

/** Some cells of a row, in their place beside the others. */
type LevelColumn = {
	/** Cells, the gap before it included. */
	width(columns: Columns): number;
	/** Whether it is as in another row of the same columns and of the same styles. */
	isSame(a: LevelRow, b: LevelRow): boolean;
	/** Writes exactly its cells. */
	put(pen: CellPen, row: LevelRow, styles: RowStyles): void;
};

const lead: LevelColumn = {
	width: ({indent}) => indent + leadWidth,
	isSame: (a, b) => a.look.isLoose === b.look.isLoose,
	put(pen, {columns: {indent}, row: {side}, look: {isCursor, isLoose}}, styles) {
		pen.blank(indent, styles.blank);
		pen.text(isCursor ? glyphs.cursor : ' ', styles.cursor);
		pen.text(signOf(side, isLoose), styles.sign);
		pen.blank(1, styles.sign);
	},
};

const price: LevelColumn = {
	width: ({price: {width}}) => width,
	isSame: (a, b) => isEqual(a.row.level.price, b.row.level.price),
	put(pen, {columns, row: {level}}, styles) {
		putNumber(pen, level.price, columns.price, styles.price, styles.price);
	},
};

const size: LevelColumn = {
	width: ({gap, size: {width}}) => gap + width,
	isSame: (a, b) =>
		isEqual(a.row.level.size, b.row.level.size) &&
		a.look.flash === b.look.flash &&
		a.look.isLarge === b.look.isLarge,
	put(pen, {columns: {gap, size}, row: {level}, look: {flash, isLarge}}, styles) {
		pen.blank(gap, styles.blank);
		const from = pen.take(0);
		const plain = isLarge ? styles.largeSize : styles.size;
		putNumber(pen, level.size, size, styles.blank, flash ? styles.of(flash, 'muted') : plain);
		// Without a cell of its own it would be another's that is marked.
		if (isLarge && pen.take(0) > from) markNumber(pen, from, size.width, styles.largeMark);
	},
};

const total: LevelColumn = {
	width: ({gap, total}) => (total ? gap + total.width : 0),
	isSame: (a, b) => isEqual(a.row.level.total, b.row.level.total),
	put(pen, {columns: {gap, total}, row: {level}}, styles) {
		if (!total) return;
		pen.blank(gap, styles.blank);
		putNumber(pen, level.total, total, styles.total, styles.total);
	},
};

const extras: LevelColumn = {
	width: ({gap, extras}) => widthOfExtras(extras, gap),
	isSame: (a, b) => isSameExtras(a.extras, b.extras),
	put(pen, {columns: {gap, extras}, extras: shown}, {blank, of}) {
		putExtras(pen, extras, shown, {gap, blank, style: of});
	},
};

/** Of a row's size, or of what has added up so far; never both, which would be two scales in one place. */
const bar: LevelColumn = {
	width: ({gap, bar}) => gap + bar + 1,
	isSame: (a, b) =>
		isSameBars(a.bars, b.bars) &&
		isEqual(a.row.level.size, b.row.level.size) &&
		(a.bars.shown === 'size' || isEqual(a.row.level.total, b.row.level.total)),
	put(pen, {columns: {gap, bar}, row: {level}, bars}, styles) {
		pen.blank(gap, styles.blank);
		putBar(pen, shareOf(level, bars), bar, styles.bar);
		const mark = largeMark(level.size, bars, bar);
		pen.text(mark, mark === ' ' ? styles.blank : styles.sign);
	},
};

/** From left to right. */
export const levelColumns: readonly LevelColumn[] = [lead, price, size, total, extras, bar];
