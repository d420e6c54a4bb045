import {isProven, lastOf, touchOf, type Quote} from '../../markets/line.js';
import type {Part} from '../pane-frame.js';
import type {Given, MarketColumn} from './market-column.js';
import {
	ageText,
	changeRole,
	changeText,
	exchangeName,
	marketName,
	numberRole,
	priceText,
	shortName,
	signOf,
	spreadText,
} from './market-texts.js';
import {back, bestOfAll, day, last, live, net, oldest, size, way} from './whole-columns.js';

type Place = Pick<Quote, 'exchange' | 'title'>;

const quoteOf = ({row}: Given, {exchange}: Place): Quote | null =>
	row.line.quotes.find(quote => quote.exchange === exchange) ?? null;

const absent: Part = ['faint', ''];

const ofQuote = (
	place: Place,
	heading: string,
	width: number,
	write: (quote: Quote, now: number) => Part,
	gap = 1,
): MarketColumn => ({
	...{heading, width, gap},
	write(given) {
		const quote = quoteOf(given, place);
		return quote ? write(quote, given.now) : absent;
	},
});

/** What is told of each exchange, besides its sign and its best prices. */
export type Extra = 'spread' | 'last' | '24 h' | 'age';

const extraOf = (place: Place, extra: Extra, price: number): MarketColumn => {
	switch (extra) {
		case 'spread':
			return ofQuote(place, 'bps', 5, quote => [numberRole(quote), spreadText(quote)]);
		case 'last':
			return ofQuote(place, 'last', price, quote => [
				'muted',
				priceText(lastOf(quote), quote, price),
			]);
		case '24 h':
			return ofQuote(place, '24 h %', 6, quote => [changeRole(quote), changeText(quote)]);
		case 'age':
			return ofQuote(place, 'age', 6, (quote, now) => ['muted', ageText(quote, now)]);
	}
};

const sign = (place: Place, gap: number): MarketColumn =>
	ofQuote(
		place,
		'',
		1,
		quote => {
			const [text, role] = signOf(quote);
			return [role, text];
		},
		gap,
	);

const bestPrice = (place: Place, side: 'bid' | 'ask', price: number): MarketColumn =>
	ofQuote(place, side, price, quote => {
		const role = isProven(quote) ? side : 'muted';
		return [role, priceText(touchOf(quote)[side], quote, price)];
	});

/** The columns of one exchange; the first of them has its name. */
const columnsOf = (place: Place, extras: readonly Extra[], price: number, gap: number) => [
	sign(place, gap),
	bestPrice(place, 'bid', price),
	bestPrice(place, 'ask', price),
	...extras.map(extra => extraOf(place, extra, price)),
];

export type MarketTable = {
	readonly columns: readonly MarketColumn[];
	/** Where the exchanges' names stand among the headings, and cells of each; none where they are told together. */
	readonly heads: readonly {readonly text: string; readonly from: number; readonly cells: number}[];
};

/** Cells before the first column: the cursor's. */
const margin = 2;

const widthOf = (columns: readonly MarketColumn[]): number =>
	columns.reduce((sum, {gap, width}) => sum + gap + width, margin);

/** What is told of each exchange; where there is no room for that, of the first that tells it. */
const choices: readonly (readonly Extra[])[] = [
	['spread', 'last', '24 h', 'age'],
	['last', '24 h', 'age'],
];

/** Of a single one, where there is little room. */
const fewChoices: readonly (readonly Extra[])[] = [['last', '24 h'], ['24 h'], []];

/** The columns that fit: as much of each exchange as there is room for, or all exchanges as one. */
export const marketTable = (
	places: readonly Place[],
	{name, price}: {readonly name: number; readonly price: number},
	room: number,
): MarketTable => {
	const market: MarketColumn = {
		...{heading: 'Market', width: name, gap: 0, isLeft: true},
		write: ({row}) => ['title', marketName(row.line.market)],
	};
	const tables: readonly (readonly [first: readonly MarketColumn[], extras: readonly Extra[]])[] = [
		// There is nothing to compare one exchange with.
		...(places.length === 1 ? [...choices, ...fewChoices] : []).map(
			extras => [[market], extras] as const,
		),
		...choices.flatMap(extras => [
			[[market, size, net, way, back], extras] as const,
			[[market, net, way, back], extras] as const,
		]),
		[[market, size, net, way, back, last(price), day, oldest], ['spread']],
		[[market, size, net, way, back, last(price), day, oldest], []],
		[[market, net, way, back, last(price), day, oldest], []],
		[[market, net, way, back, last(price), day], []],
		[[market, net, way, last(price), day], []],
		[[market, net, way, back, day], []],
		[[market, net, way, back], []],
		[[market, net, way], []],
	];
	for (const [first, extras] of tables) {
		const gap = 3;
		const of = places.map(place => columnsOf(place, extras, price, gap));
		const columns = [...first, ...of.flat()];
		if (widthOf(columns) > room) continue;
		let from = widthOf(first);
		const heads = places.map((place, index) => {
			// As far as the heading of its first price.
			const name = exchangeName(place);
			const head = {
				text: name.length <= price - 2 ? name : shortName(place),
				from: from + gap,
				cells: price - 2,
			};
			from += widthOf(of[index] ?? []) - margin;
			return head;
		});
		return {columns, heads};
	}
	const best = [bestOfAll('bid', price), bestOfAll('ask', price)];
	const merged: readonly (readonly MarketColumn[])[] = [
		[market, size, net, way, back, ...best, last(price), day, oldest, live],
		[market, net, way, back, ...best, last(price), day, live],
		[market, net, way, back, ...best, day, oldest, live],
		[market, net, way, back, ...best, day, live],
		[market, net, way, ...best, day, live],
		[market, net, way, ...best, live],
		[market, net, way, live],
		[market, net, live],
	];
	const columns = merged.find(some => widthOf(some) <= room) ?? [market, net];
	return {columns, heads: []};
};

/** Where each column begins. */
export const startsOf = (columns: readonly MarketColumn[]): readonly number[] => {
	let at = margin;
	return columns.map(({gap, width}) => {
		const start = at + gap;
		at = start + width;
		return start;
	});
};
