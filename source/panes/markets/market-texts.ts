import type {Decimal} from '../../book/fixed-point.js';
import {formatAge, formatBps, formatNumber, formatSignedPercent} from '../../screen/format.js';
import {shorten} from '../../screen/short-number.js';
import {statusWords} from '../../screen/status.js';
import {clip} from '../../screen/cells.js';
import {cleanText} from '../../screen/clean-text.js';
import {glyphs, type Role} from '../../screen/theme.js';
import {isProven, timeOf, touchOf, type Quote} from '../../markets/line.js';
import type {Way} from '../../markets/line-edges.js';
import {changeOf, spreadShareOf} from '../../markets/sorting.js';

/** Stands before all that is of best prices as an exchange tells them: no book proves it. */
export const toldSign = '≈';

/** An exchange's name, safe and short. */
export const exchangeName = ({title}: Pick<Quote, 'title'>): string =>
	clip(cleanText(title, 20), 12);

export const marketName = (market: string): string => cleanText(market, 30);

/** Three letters of a name, which tell the exchanges from each other. */
export const shortName = (quote: Pick<Quote, 'title'>): string => exchangeName(quote).slice(0, 3);

/** Decimals of a price: those of the steps where they are known, else of the best prices together. */
const decimalsOf = (price: Decimal, quote: Quote): number => {
	const {tickSize} = quote;
	if (tickSize) return Math.max(price.decimals, tickSize.decimals);
	const {bid, ask} = touchOf(quote);
	return Math.max(price.decimals, bid?.decimals ?? 0, ask?.decimals ?? 0);
};

/** A price in full; where it is longer than `width`, cut with a sign. */
export const priceText = (price: Decimal | null, quote: Quote, width: number): string => {
	if (!price) return glyphs.dot;
	const text = formatNumber(price, decimalsOf(price, quote));
	return text.length <= width ? text : shorten(price, width, 0);
};

/** What is left in percent, without its sign for percent: `−0.28`; `>+999` where it is beyond all sense. */
export const percentText = (share: number, decimals = 2): string => {
	const percent = Math.abs(share * 100);
	if (percent >= 999.5) return share > 0 ? '>+999' : `<${glyphs.minus}999`;
	return formatSignedPercent(share, percent >= 99.5 ? 0 : decimals).replace(' %', '');
};

/** `Huo→Bin`: where it is bought and where it is sold. */
export const wayText = ({buy, sell}: Way): string =>
	`${shortName(buy)}${glyphs.arrow}${shortName(sell)}`;

/** The net of a way, with its sign where it is of best prices alone. */
export const netText = (way: Way | null, decimals = 2): string =>
	way ? `${way.edge ? '' : toldSign}${percentText(way.netShare, decimals)}` : glyphs.dot;

export const netRole = (way: Way | null): Role => {
	if (!way) return 'faint';
	if (way.netShare > 0) return way.edge ? 'ok' : 'muted';
	return way.edge ? 'text' : 'muted';
};

export const spreadText = (quote: Quote): string => {
	const share = spreadShareOf(quote);
	return share === null ? glyphs.dot : formatBps(share * 10_000);
};

export const changeText = (quote: Quote): string => {
	const change = changeOf(quote);
	return change === null ? glyphs.dot : percentText(change / 100, 1);
};

export const changeRole = (quote: Quote): Role => {
	// What is shown as nothing has no colour.
	const text = changeText(quote);
	return /^[+>]/.test(text) ? 'bid' : /^[<\u2212]/.test(text) ? 'ask' : 'muted';
};

export const ageText = (quote: Quote, now: number): string => {
	const time = timeOf(quote);
	return time === null ? glyphs.dot : formatAge(Math.max(0, now - time));
};

/** A sign for where a quote stands: that of its book's status, or that it is merely told. */
export const signOf = (quote: Quote): readonly [text: string, role: Role] => {
	const {book, told} = quote;
	if (book) return [statusWords[book.status].glyph, statusWords[book.status].role];
	return told ? [toldSign, 'muted'] : [glyphs.waiting, 'muted'];
};

/** What is not proven is never as loud as what is. */
export const numberRole = (quote: Quote): Role => (isProven(quote) ? 'text' : 'muted');
