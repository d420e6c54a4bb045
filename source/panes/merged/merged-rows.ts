import {formatDecimal, ratio, toNumber, type Decimal} from '../../book/fixed-point.js';
import type {MergedRow} from '../../book/merge.js';
import {formatCell, formatHeading} from '../../screen/column.js';
import {bar} from '../../screen/bar.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {largeMark, type BarScales} from '../depth/depth-bars.js';
import {leadWidth} from '../depth/depth-columns.js';
import {signOf, type LevelLook} from '../depth/level-cells.js';
import type {LadderLevel} from '../depth/ladder.js';
import type {MergedColumns} from './merged-columns.js';

/** Whether there are more exchanges than shades: numbers stand for them in the bars. */
export const isNumbered = ({length}: ArrayLike<unknown>): boolean => length > glyphs.shades.length;

/** What stands for the nth of so many exchanges in a bar. */
const shadeOf = (index: number, all: ArrayLike<unknown>): string =>
	(isNumbered(all) ? null : glyphs.shades[index]) ?? String(index + 1);

/** `█ Binance  ▒ Huobi`, for bars that show who holds what. */
const legendOf = (names: readonly string[]): string =>
	names.map((name, index) => `${shadeOf(index, names)} ${name}`).join('  ');

/** The headings, each right-aligned over its column; over the bars, whose shade is whose. */
export const paintMergedHeadings = (
	theme: Theme,
	columns: MergedColumns,
	names: readonly string[],
	[base, quote]: readonly [string, string],
	{step, shown}: {readonly step: Decimal | null; readonly shown: BarScales['shown']},
): string => {
	const {price, indent, size, total, parts, gap, hasUnits} = columns;
	const unit = (name: string) => (hasUnits ? ` ${name}` : '');
	const space = ' '.repeat(gap);
	const texts = [
		formatHeading(`Size${unit(base)}`, size),
		...(total ? [formatHeading(`Total${unit(base)}`, total)] : []),
		...parts.map((format, index) => formatHeading(names[index] ?? '', format)),
	];
	const left =
		' '.repeat(leadWidth) +
		`Price${unit(quote)}`.padStart(indent + price.width) +
		texts.map(text => space + text).join('');
	const group = step ? `by ${formatDecimal(step)}` : '';
	const legend = shown === 'size' && names.length > 1 ? legendOf(names) : '';
	const notes = [[legend, group].filter(Boolean).join('   '), group, legend];
	const note = notes.find(text => text !== '' && text.length <= columns.bar) ?? '';
	return theme.paint('label', left + space + note);
};

/** The bar of a row, each exchange's part of it in its shade. */
const mergedBar = ({parts, size, total}: MergedRow, width: number, scales: BarScales): string => {
	if (width <= 0) return '';
	if (scales.shown === 'total') return bar(toNumber(total) / scales.total, width);
	const share = toNumber(size) / scales.size;
	const isClipped = share > 1;
	const cells = Math.max(1, Math.min(width, Math.round(share * width)));
	let text = '';
	let sum = 0;
	for (const [index, part] of parts.entries()) {
		sum += part ? ratio(part, size) : 0;
		text += shadeOf(index, parts).repeat(Math.max(0, Math.round(sum * cells) - text.length));
	}
	return (isClipped ? text.slice(0, -1) + glyphs.clipped : text).padEnd(width);
};

export const paintMergedLevel = (
	theme: Theme,
	row: LadderLevel<MergedRow>,
	columns: MergedColumns,
	scales: BarScales,
	{isCursor, isLoose, flash}: Omit<LevelLook, 'isLarge'>,
	books: readonly BookView[],
): string => {
	const {price, indent, size, total, parts, gap} = columns;
	const isAsk = row.side === 'asks';
	const role = (firm: Role, loose: Role): Role => (isLoose ? loose : firm);
	const paint = isCursor ? theme.paintCursor : theme.paint;
	const blank = (text: string) => (isCursor ? paint('text', text) : text);
	const space = ' '.repeat(gap);
	const mark = largeMark(row.level.size, scales, columns.bar);
	const sizeText = formatCell(row.level.size, size);
	const sizeAt = sizeText.length - sizeText.trimStart().length;
	const partTexts = parts.map((format, index) => {
		const part = row.level.parts[index];
		if (part) return paint(role('text', 'muted'), formatCell(part, format));
		const isAbsent = books[index]?.status !== 'live';
		return paint('faint', formatHeading(isAbsent ? '' : glyphs.dot, format));
	});
	return (
		blank(' '.repeat(indent)) +
		paint(isCursor ? 'accent' : 'text', isCursor ? glyphs.cursor : ' ') +
		paint(role(isAsk ? 'askSign' : 'bidSign', 'faint'), `${signOf(row.side, isLoose)} `) +
		paint(role(isAsk ? 'ask' : 'bid', 'muted'), formatCell(row.level.price, price)) +
		blank(space + sizeText.slice(0, sizeAt)) +
		paint((isLoose ? null : flash) ?? role('strong', 'muted'), sizeText.slice(sizeAt)) +
		(total
			? blank(space) + paint(role('muted', 'faint'), formatCell(row.level.total, total))
			: '') +
		partTexts.map(text => blank(space) + text).join('') +
		blank(space) +
		paint(
			role(isAsk ? 'askBar' : 'bidBar', 'staleBar'),
			mergedBar(row.level, columns.bar, scales),
		) +
		(mark === ' ' ? blank(mark) : paint(role(isAsk ? 'askSign' : 'bidSign', 'faint'), mark))
	);
};
