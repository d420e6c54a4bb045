import {compareDecimals, type Decimal} from '../book/fixed-point.js';
import type {SideName} from '../book/side-view.js';
import type {Spread} from '../book/depth.js';
import {formatCell, type ColumnFormat} from '../screen/column.js';
import {formatBps} from '../screen/format.js';
import type {Theme} from '../screen/theme.js';
import type {BookView} from '../store/market-view.js';
import {nameOf} from './market-title.js';
import {bestOf, isLive} from './merged/merged-ladder.js';
import {firstFittingBps, ruledLine, type Part} from './pane-frame.js';

/** Who has the best price of a side, of those in sync. */
const holdersOf = (books: readonly BookView[], side: 'bids' | 'asks', best: Decimal): string => {
	const holders = books.filter(
		book =>
			isLive(book) && book[side].length > 0 && compareDecimals(book[side].price(0), best) === 0,
	);
	return holders.length > 1 && holders.length === books.length
		? 'all'
		: holders.map(nameOf).join(', ');
};

/** Where nobody in sync has one of the sides: which, and the best of the other. */
const oneSided = (books: readonly BookView[], exactPrice: ColumnFormat): readonly Part[] => {
	const part = (side: SideName): readonly Part[] => {
		const best = bestOf(books, side);
		if (!best) return [['warn', `no ${side}`]];
		const word = side === 'asks' ? 'ask' : 'bid';
		return [
			['label', `best ${word} `],
			[word, formatCell(best, exactPrice)],
			['label', ` ${holdersOf(books, side, best)}`],
		];
	};
	return [...part('asks'), ['faint', '   '], ...part('bids')];
};

/** The best prices and whose they are; `units` is below 0 where they cross. */
type BestParts = {
	readonly ask: Part;
	readonly askBy: string;
	readonly bid: Part;
	readonly bidBy: string;
	readonly units: number | bigint;
};

/** How far apart the best prices are, in these words of basis points. */
const apartParts = (units: number | bigint, bps: string): readonly Part[] =>
	units > 0
		? [
				['label', 'spread '],
				['text', bps],
			]
		: [['accent', units < 0 ? `crossed by ${bps}` : 'same price']];

/** The row in as many words as there may be room for, the longest first. */
const toChoices = (
	{ask, askBy, bid, bidBy, units}: BestParts,
	bps: string,
): readonly (readonly Part[])[] => {
	const apart = apartParts(units, bps);
	const crossed: readonly Part[] =
		units < 0
			? [
					['accent', 'crossed'],
					['faint', '  '],
				]
			: [];
	const slash: Part = ['faint', ' / '];
	const gap: Part = ['faint', '  '];
	const wideGap: Part = ['faint', '   '];
	const asker: Part = ['label', ` ${askBy}`];
	const bidder: Part = ['label', ` ${bidBy}`];
	return [
		[
			['label', 'best ask '],
			ask,
			asker,
			wideGap,
			['label', 'best bid '],
			bid,
			bidder,
			wideGap,
			...apart,
		],
		[ask, asker, slash, bid, bidder, gap, ...apart],
		[ask, slash, bid, gap, ...apart],
		...(units > 0 ? [[ask, slash, bid, gap, ['text', bps]] as const] : []),
		[...crossed, ask, slash, bid],
		...(units < 0 ? [apart, crossed.slice(0, 1)] : []),
	];
};

/** The row between the halves: the best prices of all, whose they are, and how far they are apart. */
export const paintMiddle = (
	theme: Theme,
	books: readonly BookView[],
	spread: Spread | null,
	{
		left,
		exactPrice,
		width,
	}: {readonly left: number; readonly exactPrice: ColumnFormat; readonly width: number},
): string => {
	if (!spread) return ruledLine(theme, oneSided(books, exactPrice), left, width);
	const price = (value: Decimal) => formatCell(value, exactPrice);
	const best: BestParts = {
		ask: ['ask', price(spread.ask)],
		askBy: holdersOf(books, 'asks', spread.ask),
		bid: ['bid', price(spread.bid)],
		bidBy: holdersOf(books, 'bids', spread.bid),
		units: spread.absolute.units,
	};
	const bps = `${formatBps(Math.abs(spread.bps))} bps`;
	const choices = (words: string) => toChoices(best, words);
	return ruledLine(theme, firstFittingBps(choices, bps, width - left - 4), left, width);
};
