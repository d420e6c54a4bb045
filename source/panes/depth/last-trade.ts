import {compareDecimals} from '../../book/fixed-point.js';
import type {Trade} from '../../book/trade.js';
import {formatCell, type ColumnFormat} from '../../screen/column.js';
import {formatAge} from '../../screen/format.js';
import {glyphs, type Role} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import type {Part} from '../pane-frame.js';
import {lastTradeOf, tapeOf} from '../tape-of.js';

/** From such an age on, the last price is not told without it. */
const oldMs = 60_000;

/** Whether the last price is above or below the one before it that was another; 0 where there was none. */
const directionOf = (book: Pick<BookView, 'key' | 'trades' | 'tapeFacts'>): number => {
	const last = lastTradeOf(book);
	if (!last) return 0;
	const isOther = ({price}: Trade) => compareDecimals(price, last.price) !== 0;
	// To join the tape takes longer, and is seldom needed.
	const heard = last === book.trades.at(-1) ? book.trades.findLast(isOther) : undefined;
	const before = heard ?? tapeOf(book).findLast(isOther);
	return before ? compareDecimals(last.price, before.price) : 0;
};

const directions: readonly (readonly [Role, string])[] = [
	['ask', glyphs.bid],
	['text', glyphs.dot],
	['bid', glyphs.ask],
];

/** How long ago a fill was, by our clock. */
export const ageOf = ({health}: BookView, {time}: Trade, now: number): number =>
	Math.max(0, now - time + (health.clockOffsetMs ?? 0));

/** What `lastParts` tells, besides the format. */
export const lastFacts = (book: BookView, now: number): readonly unknown[] => {
	const last = lastTradeOf(book);
	if (!last) return [];
	const ageMs = ageOf(book, last, now);
	return [book.trades, book.tapeFacts, formatAge(ageMs), ageMs < oldMs];
};

/** `last 0.1643 ▴ 12 s ago`, in fewer words where there is less room; nothing without trades. */
export const lastParts = (
	book: BookView,
	exactPrice: ColumnFormat,
	now: number,
): readonly (readonly Part[])[] => {
	// One that was fetched is the last all the same: its age is told.
	const last = lastTradeOf(book);
	if (!last) return [];
	const [role, sign] = directions[1 + Math.sign(directionOf(book))] ?? ['text', ''];
	const ageMs = ageOf(book, last, now);
	const price: readonly Part[] = [
		['label', 'last '],
		['text', formatCell(last.price, exactPrice).trim()],
		[role, ` ${sign}`],
	];
	const age: readonly Part[] = [['label', ` ${formatAge(ageMs)} ago`]];
	return [[...price, ...age], ...(ageMs < oldMs ? [price] : [])];
};
