import {spreadOf} from '../../book/depth.js';
import {toNumber, type Decimal} from '../../book/fixed-point.js';
import {spans} from '../../heat/heat-column.js';
import type {HeatReader} from '../../heat/heat-reader.js';
import {windowMs} from '../../flow/level-past.js';
import {widthOf} from '../../screen/cells.js';
import {formatNumber} from '../../screen/format.js';
import {sparkline} from '../../screen/sparkline.js';
import type {Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {numbersOf} from '../book-numbers.js';
import {firstFitting, paintParts, widthOfParts, type Part} from '../pane-frame.js';
import type {PaneInput} from '../pane.js';
import {standingTexts} from './depth-notes.js';

/** Columns of a quarter of a minute: a cell each. */
const span = 2;
const spanMs = spans[span];
const cells = windowMs / spanMs;

/** The middle price of the last five minutes, as far as it is known, as a line of heights; blank where the book was not proven. */
const midParts = (heat: HeatReader, book: BookView, now: number): readonly Part[] => {
	const first = Math.floor(now / spanMs) - cells + 1;
	const mids = Array.from({length: cells - 1}, (_, at) => {
		const mid = heat.ended(book, span, first + at)?.mid;
		return mid === undefined || Number.isNaN(mid) ? null : mid;
	});
	const newest = spreadOf(book)?.mid;
	mids.push(newest ? toNumber(newest) : null);
	const known = mids.filter(mid => mid !== null);
	if (known.length < 2) return [];
	const [line = ''] = sparkline(mids, {low: Math.min(...known), high: Math.max(...known)}, 1);
	return [
		['label', 'mid '],
		['muted', line.trimStart()],
	];
};

/** `5m 0.1640–0.1651, 12 345.6 traded`. */
const tradedParts = ({flow, book}: Pick<PaneInput, 'flow' | 'book'>, now: number) => {
	const range = flow.rangeOf(book.key, now);
	if (!range) return [];
	const {priceDecimals, sizeDecimals} = numbersOf(book);
	const price = (value: Decimal) => formatNumber(value, Math.max(value.decimals, priceDecimals));
	const parts: readonly Part[] = [
		['label', 'traded 5m '],
		['text', formatNumber(range.size, sizeDecimals)],
		['label', ' from '],
		['text', price(range.low)],
		['label', ' to '],
		['text', price(range.high)],
	];
	return parts;
};

/** The line under the table: how the book stands; at its right, where there is room, the last minutes. */
export const paintInfo = (
	theme: Theme,
	{book, heat, flow}: Pick<PaneInput, 'book' | 'heat' | 'flow'>,
	now: number,
	width: number,
): string => {
	const standing = standingTexts(book).find(text => widthOf(text) <= width - 2) ?? '';
	const left: readonly Part[] = [['label', standing]];
	const room = width - 2 - widthOf(standing) - 4;
	if (room < cells) return ` ${paintParts(theme, left)}`;
	const [mid, traded] = [midParts(heat, book, now), tradedParts({flow, book}, now)];
	const gap: readonly Part[] = mid.length > 0 && traded.length > 0 ? [['text', '    ']] : [];
	const choices = [[...traded, ...gap, ...mid], traded, mid, []].filter(
		parts => widthOfParts(parts) <= room,
	);
	const right = firstFitting(choices, room);
	const free = ' '.repeat(4 + room - widthOfParts(right));
	return ` ${paintParts(theme, left)}${right.length > 0 ? free : ''}${paintParts(theme, right)}`;
};
