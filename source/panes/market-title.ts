import {clip} from '../screen/cells.js';
import {cleanText} from '../screen/clean-text.js';
import {statusWords} from '../screen/status.js';
import {glyphs} from '../screen/theme.js';
import type {BookKey, BookView, MarketView} from '../store/market-view.js';
import {lackOf} from '../book/lack.js';
import {firstFitting, type Part} from './pane-frame.js';

/** An exchange's name, safe and short. */
export const nameOf = ({title}: BookView): string => clip(cleanText(title, 20), 12);

/** Between two markets. */
export const marketGap = ', ';

/** The markets of a view in words: one, but for a capture that holds another of each exchange. */
export const marketsOf = ({books}: MarketView): string => {
	const first = books[0]?.market ?? '';
	return books.every(({market}) => market === first)
		? first
		: [...new Set(books.map(({market}) => market))].join(marketGap);
};

type Currencies = readonly [base: string, quote: string];

/** Of the markets that were asked for lately. */
const currencies = new Map<string, Currencies>();
const mostMarkets = 1000;

/** The currencies of a market, as far as it is written with a slash. */
export const currenciesOf = (market: string): Currencies => {
	const known = currencies.get(market);
	if (known) return known;
	const [base = '', quote = ''] = cleanText(market, 30).split('/');
	if (currencies.size >= mostMarkets) currencies.clear();
	currencies.set(market, [base, quote]);
	return [base, quote];
};

/** Whether prices of two books can be compared: a market named in one word may be any until its list came. */
export const isSameMarket = (
	{market: a}: Pick<BookView, 'market'>,
	{market: b}: Pick<BookView, 'market'>,
): boolean => a === b || !a.includes('/') || !b.includes('/');

type MarketTitleInput = {
	readonly view: Pick<MarketView, 'books'>;
	readonly selected?: BookKey;
	readonly money?: string;
	/** See `PaneInput`. */
	readonly frozenSince?: string | null;
	/** Cells of the pane. */
	readonly width: number;
};

/** What a book in sync lacks, where it does: nothing is to be seen of it. */
const lackParts = (book: BookView): readonly Part[] => {
	const lack = book.status === 'live' ? lackOf(book) : null;
	return lack === null ? [] : [['warn', `, ${lack}`]];
};

/** How a title tells of the books. */
type Listing = {
	/** Whose state is told in words, besides by its sign and colour. */
	readonly worded: 'all' | 'not-live' | 'none';
	readonly gap: Part;
	/** Letters of a name at the most. */
	readonly letters: number;
};

const dotGap: Part = ['faint', ` ${glyphs.dot} `];
const space: Part = ['text', ' '];

const listings: readonly Listing[] = [
	{worded: 'all', gap: dotGap, letters: Infinity},
	{worded: 'not-live', gap: dotGap, letters: Infinity},
	{worded: 'none', gap: dotGap, letters: Infinity},
	{worded: 'none', gap: space, letters: Infinity},
	{worded: 'none', gap: space, letters: 3},
];

const stateParts = (book: BookView, worded: Listing['worded']): readonly Part[] => {
	if (worded === 'none') return [];
	const isWorded = worded === 'all' || book.status !== 'live';
	return [...(isWorded ? [['muted', ` ${book.status}`] as const] : []), ...lackParts(book)];
};

/** One book of a title, numbered where the pane tells the books by numbers. */
const bookParts = (
	book: BookView,
	{worded, letters}: Listing,
	number: string,
	isSelected: boolean,
): readonly Part[] => {
	const {glyph, role} = statusWords[book.status];
	return [
		...(number === '' ? [] : [['muted', number] as const]),
		[role, letters > 3 ? `${glyph} ` : glyph],
		[isSelected ? 'focusTitle' : 'title', nameOf(book).slice(0, letters)],
		...stateParts(book, worded),
	];
};

/** `5 of 7 live`: where there is no room for the names. */
const countParts = (books: readonly BookView[]): readonly Part[] => {
	const live = books.filter(({status}) => status === 'live').length;
	return [[live === books.length ? 'muted' : 'warn', `${live} of ${books.length} live`]];
};

/** Since when the screen stands still, in words and in fewer. */
export const frozenTexts = (since: string): readonly string[] => [
	`frozen since ${since}`,
	`frozen ${since}`,
];

/**
 * `Merged ── ● Binance live · ○ Huobi reconnecting`: the title of a pane about several books, in fewer words where
 * there is less room. The name of the one that the keys act on is in the accent where there are others.
 */
export const marketTitle = (
	title: string,
	{view: {books}, selected, money = '', frozenSince = null, width}: MarketTitleInput,
	isNumbered = false,
): readonly Part[] => {
	const name: readonly Part[] = [
		['focusTitle', title],
		...(money === '' ? [] : [['title', ` ${cleanText(money, 24)}`] as const]),
	];
	const heads: readonly (readonly Part[])[] =
		frozenSince === null
			? [name]
			: frozenTexts(frozenSince).map(text => [...name, ['accent', ` ${text}`] as const]);
	const rule: Part = ['faint', ` ${glyphs.rule}${glyphs.rule} `];
	const list = (listing: Listing): readonly Part[] =>
		books.flatMap((book, index) => [
			index === 0 ? rule : listing.gap,
			...bookParts(book, listing, isNumbered ? `${index + 1}` : '', book.key === selected),
		]);
	const tails = [...listings.map(list), [rule, ...countParts(books)], []];
	const choices = tails.flatMap(tail => heads.map(head => [...head, ...tail]));
	return firstFitting(choices, width - 6);
};

/** `Binance is empty, Huobi has no asks`: what the books lack that are in sync; empty where they lack nothing. */
export const describeLacks = (books: readonly BookView[]): string =>
	books
		.filter(({status}) => status === 'live')
		.flatMap(book => {
			const lack = lackOf(book);
			return lack === null ? [] : `${nameOf(book)} ${lack === 'empty' ? 'is' : 'has'} ${lack}`;
		})
		.join(', ');
