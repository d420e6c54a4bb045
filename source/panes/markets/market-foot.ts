import {toNumber, type Decimal} from '../../book/fixed-point.js';
import {fitCells} from '../../screen/cells.js';
import {whyText} from '../../screen/status.js';
import {formatNumber, formatSigned} from '../../screen/format.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import {lastOf, touchOf, type Quote} from '../../markets/line.js';
import type {LineEdges, Way} from '../../markets/line-edges.js';
import type {RankedLine} from '../../markets/ranking.js';
import {currenciesOf} from '../market-title.js';
import {firstFitting, paintParts, ruledLine, widthOfParts, type Part} from '../pane-frame.js';
import {
	ageText,
	changeText,
	exchangeName,
	marketName,
	netRole,
	percentText,
	priceText,
	signOf,
	spreadText,
	toldSign,
} from './market-texts.js';

const gap: Part = ['text', '   '];

/** Letters of a price that is told in a sentence. */
const priceLetters = 16;

const labelled = (label: string, text: string): readonly Part[] => [
	gap,
	['label', `${label} `],
	['text', text],
];

/** Nothing of what is not known. */
const inUnits = (label: string, text: string, unit: string): readonly Part[] =>
	text === glyphs.dot ? [] : labelled(label, `${text} ${unit}`);

/** Decimals that tell an amount of any currency: more where it is small. */
const amountDecimals = (value: Decimal): number => (Math.abs(toNumber(value)) < 0.01 ? 8 : 4);

/** `buy Huobi → sell Binance  −0.28 %  −0.2456 USDT` */
const wayParts = (way: Way, quoteCurrency: string, label: string): readonly Part[] => {
	const {edge} = way;
	const net: Part = [netRole(way), `${edge ? '' : toldSign}${percentText(way.netShare, 3)} %`];
	const names = `buy ${exchangeName(way.buy)} ${glyphs.arrow} sell ${exchangeName(way.sell)}`;
	const amount: readonly Part[] = edge
		? [['muted', `  ${formatSigned(edge.net, amountDecimals(edge.net))} ${quoteCurrency}`]]
		: [];
	return [['muted', `${label}${names}  `], net, ...amount];
};

/** Both ways of the market under the cursor. */
const edgeLine = (
	theme: Theme,
	{best, back}: LineEdges,
	{line}: RankedLine,
	width: number,
): string => {
	const [, quoteCurrency] = currenciesOf(line.market);
	const lead: Part = ['text', '  '];
	if (!best) {
		const others =
			line.quotes.length < 2 ? 'one exchange alone has it' : 'no two can be compared now';
		return fitCells(paintParts(theme, [lead, ['muted', others]]), width);
	}
	const one: readonly Part[] = [lead, ...wayParts(best, quoteCurrency, '')];
	const other = back ? wayParts(back, quoteCurrency, '') : null;
	const short: readonly Part[] = back
		? [gap, ['muted', `back ${back.edge ? '' : toldSign}${percentText(back.netShare, 3)} %`]]
		: [];
	const parts = firstFitting(
		[...(other ? [[...one, gap, ...other]] : []), [...one, ...short], one],
		width,
	);
	return fitCells(paintParts(theme, parts), width);
};

/** Why it is not live, or that it is no book. */
const stateText = ({book, told}: Quote): string => {
	if (!book) return told ? 'told, not proven' : 'nothing told yet';
	return book.status;
};

/** One exchange of the market under the cursor, in words. */
const quoteLine = (
	theme: Theme,
	quote: Quote,
	names: number,
	now: number,
	width: number,
): string => {
	const [sign, role] = signOf(quote);
	const {bid, ask} = touchOf(quote);
	const head: readonly Part[] = [
		['text', '  '],
		[role, `${sign} `],
		['title', exchangeName(quote).padEnd(names)],
		['muted', ` ${stateText(quote)}`],
	];
	const {book} = quote;
	if (book && book.status !== 'live' && book.reason !== null) {
		const why = whyText(book, width - widthOfParts(head) - 2);
		return fitCells(paintParts(theme, [...head, ['muted', `: ${why}`]]), width);
	}
	const price = (value: typeof bid) => priceText(value, quote, priceLetters);
	const touch = [...labelled('bid', price(bid)), ...labelled('ask', price(ask))];
	const spread = inUnits('spread', spreadText(quote), 'bps');
	const last = labelled('last', price(lastOf(quote)));
	const change = inUnits('24 h', changeText(quote), '%');
	const age = labelled('age', ageText(quote, now));
	const choices = [
		[...head, ...touch, ...spread, ...last, ...change, ...age],
		[...head, ...touch, ...last, ...change, ...age],
		[...head, ...touch, ...last, ...change],
		[...head, ...last, ...change, ...age],
		[...head, ...change, ...age],
		head,
	];
	return fitCells(paintParts(theme, firstFitting(choices, width)), width);
};

/** Lines below the list: what is known of the market under the cursor, as far as there is room. */
export const footLines = (
	theme: Theme,
	row: RankedLine,
	{now, width, most}: {readonly now: number; readonly width: number; readonly most: number},
): readonly string[] => {
	const {line, size} = row;
	const [base] = currenciesOf(line.market);
	const sized: readonly Part[] = size
		? [['muted', ` for ${formatNumber(size, size.decimals)} ${base}`]]
		: [];
	const names = Math.max(...line.quotes.map(quote => exchangeName(quote).length));
	return [
		ruledLine(theme, [['title', marketName(line.market)], ...sized], 2, width),
		edgeLine(theme, row.edges(), row, width),
		...line.quotes.map(quote => quoteLine(theme, quote, names, now, width)),
	].slice(0, most);
};

/** Lines that the foot of a market on so many exchanges wants. */
export const footHeight = (exchanges: number): number => 2 + exchanges;
