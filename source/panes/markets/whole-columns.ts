import {compareDecimals} from '../../book/fixed-point.js';
import {formatAge} from '../../screen/format.js';
import {shorten} from '../../screen/short-number.js';
import {glyphs} from '../../screen/theme.js';
import {isProven, lastOf, timeOf, touchOf, type Quote} from '../../markets/line.js';
import {changeOf} from '../../markets/sorting.js';
import type {MarketColumn} from './market-column.js';
import {
	changeRole,
	changeText,
	netRole,
	netText,
	priceText,
	shortName,
	toldSign,
	wayText,
} from './market-texts.js';

/** Of the best way. */
export const net: MarketColumn = {
	...{heading: 'net %', width: 7, gap: 1},
	write: ({edges: {best}}) => [netRole(best), netText(best)],
};
export const way: MarketColumn = {
	...{heading: 'way', width: 7, gap: 2, isLeft: true},
	write: ({edges: {best}}) => ['muted', best ? wayText(best) : ''],
};
export const back: MarketColumn = {
	...{heading: 'back %', width: 7, gap: 1},
	write: ({edges}) => [edges.back ? 'muted' : 'faint', netText(edges.back)],
};
export const size: MarketColumn = {
	...{heading: 'size', width: 9, gap: 1},
	write: ({row}) => ['muted', row.size ? shorten(row.size, 9, 0) : glyphs.dot],
};

/** The best of all exchanges, and which has it. */
export const bestOfAll = (side: 'bid' | 'ask', price: number): MarketColumn => ({
	...{heading: `best ${side}`, width: price + 4, gap: 2},
	write({row}) {
		const best = row.line.quotes
			.filter(quote => isProven(quote) || quote.book === null)
			.reduce<Quote | null>((found, quote) => {
				const [price, other] = [touchOf(quote)[side], found && touchOf(found)[side]];
				if (!price || !other) return price ? quote : found;
				const order = compareDecimals(price, other);
				return (side === 'bid' ? order > 0 : order < 0) ? quote : found;
			}, null);
		if (!best) return ['faint', glyphs.dot];
		const text = priceText(touchOf(best)[side], best, price);
		return [isProven(best) ? side : 'muted', `${text} ${shortName(best)}`];
	},
});

/** How many of the exchanges that have the market vouch for it. */
export const live: MarketColumn = {
	...{heading: 'live', width: 4, gap: 1},
	write({row}) {
		const {quotes} = row.line;
		if (quotes.every(({book}) => book === null)) return ['muted', toldSign];
		const count = quotes.filter(isProven).length;
		return [count === quotes.length ? 'ok' : 'warn', `${count}/${quotes.length}`];
	},
};

/** Of the first exchange that tells it, and which that is. */
export const last = (price: number): MarketColumn => ({
	...{heading: 'last', width: price + 4, gap: 2},
	write({row}) {
		const quote = row.line.quotes.find(one => lastOf(one) !== null);
		if (!quote) return ['faint', glyphs.dot];
		return ['muted', `${priceText(lastOf(quote), quote, price)} ${shortName(quote)}`];
	},
});

/** Of the first exchange that tells of it. */
export const day: MarketColumn = {
	...{heading: '24 h %', width: 6, gap: 2},
	write({row}) {
		const quote = row.line.quotes.find(one => changeOf(one) !== null);
		return quote ? [changeRole(quote), changeText(quote)] : ['faint', glyphs.dot];
	},
};

/** Of what is oldest. */
export const oldest: MarketColumn = {
	...{heading: 'age', width: 6, gap: 1},
	write({row, now}) {
		const times = row.line.quotes.map(timeOf).filter(time => time !== null);
		return [
			'muted',
			times.length === 0 ? glyphs.dot : formatAge(Math.max(0, now - Math.min(...times))),
		];
	},
};
