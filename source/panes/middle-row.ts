import {compareDecimals, type Decimal} from '../book/fixed-point.js';
import type {SideName} from '../book/book-side.js';
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
	const ask: Part = ['ask', price(spread.ask)];
	const bid: Part = ['bid', price(spread.bid)];
	const {units} = spread.absolute;
	const askBy = holdersOf(books, 'asks', spread.ask);
	const bidBy = holdersOf(books, 'bids', spread.bid);
	const toChoices = (bps: string): readonly (readonly Part[])[] => {
		const apart: readonly Part[] =
			units > 0
				? [
						['label', 'spread '],
						['text', bps],
					]
				: [['accent', units < 0 ? `crossed by ${bps}` : 'same price']];
		const crossed: readonly Part[] =
			units < 0
				? [
						['accent', 'crossed'],
						['faint', '  '],
					]
				: [];
		return [
			[
				['label', 'best ask '],
				ask,
				['label', ` ${askBy}`],
				['faint', '   '],
				['label', 'best bid '],
				bid,
				['label', ` ${bidBy}`],
				['faint', '   '],
				...apart,
			],
			[
				ask,
				['label', ` ${askBy}`],
				['faint', ' / '],
				bid,
				['label', ` ${bidBy}`],
				['faint', '  '],
				...apart,
			],
			[ask, ['faint', ' / '], bid, ['faint', '  '], ...apart],
			...(units > 0 ? [[ask, ['faint', ' / '], bid, ['faint', '  '], ['text', bps]] as const] : []),
			[...crossed, ask, ['faint', ' / '], bid],
			...(units < 0 ? [apart, crossed.slice(0, 1)] : []),
		];
	};
	const bps = `${formatBps(Math.abs(spread.bps))} bps`;
	return ruledLine(theme, firstFittingBps(toChoices, bps, width - left - 4), left, width);
};
