import type {SideView} from '../../book/side-view.js';
import {formatDecimal, type Decimal} from '../../book/fixed-point.js';
import {spreadOf, type Spread} from '../../book/depth.js';
import {beforePoint, formatCell, formatHeading, type ColumnFormat} from '../../screen/column.js';
import {formatBps, formatSigned} from '../../screen/format.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import {barLegends, type BarScales} from './depth-bars.js';
import {extraHeadings} from './depth-extras.js';
import {leadWidth, type Columns} from './depth-columns.js';
import {lastParts} from './last-trade.js';
import type {BookView} from '../../store/market-view.js';
import {firstFittingBps, ruledLine, type Part} from '../pane-frame.js';

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
	// The word needs two cells before it, or it is read with the heading beside it.
	const isRead = (words: string) => gap < 2 || !words.includes('bar') || words.length <= room - 2;
	const fitting = (cells: number) =>
		[...legends, group].find(words => words.length <= cells && isRead(words));
	const over = fitting(room - 1) ?? fitting(room) ?? '';
	const free = Math.min(gap, Math.max(1, columns.leastBar + gap - over.length));
	return theme.paint('label', over === '' ? text : text + ' '.repeat(free) + over);
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
