import {goOnWith, type Ticker, type ToldTicker} from '../../book/ticker.js';
import type {Decimal} from '../../book/fixed-point.js';
import {formatAge, formatNumber, formatSignedPercent} from '../../screen/format.js';
import {shorten} from '../../screen/short-number.js';
import {glyphs, type Role} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {numbersOf} from '../book-numbers.js';
import {createKept} from '../kept.js';
import {currenciesOf} from '../market-title.js';
import type {Part} from '../pane-frame.js';
import {lastTradeOf} from '../tape-of.js';

/** From such an age on, it is not told without it: it is asked for twice a minute. */
const oldMs = 90_000;

/** Cells of a volume where there is little room: `1 234.56…`, `1.234 M`. */
const volumeCells = 9;

const labelled = (label: string, value: string): readonly Part[] =>
	value === ''
		? []
		: [
				['label', `  ${label}`],
				['muted', value],
			];

/** From when the day began to its last trade: `24 h +1.23 %`. */
const changeParts = ({changePercent, isSinceMidnight}: Ticker, decimals: number) => {
	if (changePercent === null) return [];
	const text = formatSignedPercent(changePercent / 100, decimals);
	// What is shown as nothing has no colour.
	const role: Role = text.startsWith('+') ? 'bid' : text.startsWith(glyphs.minus) ? 'ask' : 'muted';
	const parts: readonly Part[] = [
		['label', isSinceMidnight ? 'UTC day ' : '24 h '],
		[role, text],
	];
	return parts;
};

/** Trades of so long before an answer may not be in it. */
const answerMs = 5000;

/** With the trades that came since. */
const nowOf = ({trades, health}: BookView, {ticker, at}: ToldTicker): Ticker =>
	goOnWith(ticker, trades, at - answerMs + (health.clockOffsetMs ?? 0));

/**
 * `24 h +1.23 %  low 0.1602  high 0.1688  volume 1.234 M STEEM`: what the exchange tells of the last day, in fewer
 * words where there is less room, with its age where it is old. Empty where it tells nothing.
 */
const dayChoices = (book: BookView, ageMs: number): readonly (readonly Part[])[] => {
	if (!book.day) return [];
	const ticker = nowOf(book, book.day);
	const {low, high, volume, last} = ticker;
	const {priceDecimals} = numbersOf(book);
	const price = (value: Decimal | null) =>
		value ? formatNumber(value, Math.max(value.decimals, priceDecimals)) : '';
	const change = changeParts(ticker, 2);
	if (change.length === 0) return [];
	const age: readonly Part[] = ageMs < oldMs ? [] : [['warn', `  ${formatAge(ageMs)} ago`]];
	const isUntraded = lastTradeOf(book) === undefined;
	const lastPart = labelled('last ', isUntraded ? price(last) : '');
	const words = [...labelled('low ', price(low)), ...labelled('high ', price(high))];
	const range = low && high ? labelled('', `${price(low)}\u2013${price(high)}`) : [];
	const traded = (label: string, unit: string) =>
		labelled(label, volume ? `${shorten(volume, volumeCells, 0)}${unit}` : '');
	const [base] = currenciesOf(book.market);
	return [
		[...change, ...words, ...traded('volume ', ` ${base}`), ...lastPart],
		[...change, ...words, ...traded('volume ', ` ${base}`)],
		[...change, ...words, ...traded('vol ', '')],
		[...change, ...range, ...traded('vol ', '')],
		[...change, ...range],
		change,
		changeParts(ticker, 1),
	].map(parts => [...parts, ...age]);
};

/** Makes what is told of a book's last day; the same array while it says the same. */
export const createDayNote = () => {
	const kept = createKept<readonly (readonly Part[])[]>();
	return (book: BookView, now: number): readonly (readonly Part[])[] => {
		const {day, market} = book;
		const ageMs = Math.max(0, now - (day?.at ?? now));
		// Of an old one the age is told in whole seconds at the finest.
		const seconds = ageMs < oldMs ? 0 : Math.floor(ageMs / 1000);
		const last = [book.trades.at(-1), lastTradeOf(book)];
		const facts = [day, market, ...last, numbersOf(book).priceDecimals, seconds];
		return kept(facts, () => dayChoices(book, ageMs));
	};
};
