import {clip} from '../screen/cells.js';
import {cleanText} from '../screen/clean-text.js';
import {statusWords} from '../screen/status.js';
import {glyphs} from '../screen/theme.js';
import type {BookView, MarketView} from '../store/market-view.js';
import {lackOf} from '../book/lack.js';
import {firstFitting, type Part} from './pane-frame.js';

/** An exchange's name, safe and short. */
export const nameOf = ({title}: BookView): string => clip(cleanText(title, 20), 12);

/** The markets of a view in words: one, but for a capture that holds another of each exchange. */
export const marketsOf = ({books}: MarketView): string =>
	[...new Set(books.map(({market}) => market))].join(', ');

/** The currencies of a market, as far as it is written with a slash. */
export const currenciesOf = (market: string): readonly [base: string, quote: string] => {
	const [base = '', quote = ''] = cleanText(market, 30).split('/');
	return [base, quote];
};

/** Whether prices of two books can be compared: a market named in one word may be any until its list came. */
export const isSameMarket = ({market: a}: BookView, {market: b}: BookView): boolean =>
	a === b || !a.includes('/') || !b.includes('/');

/** What a book in sync lacks, where it does: nothing is to be seen of it. */
const lackParts = (book: BookView): readonly Part[] => {
	const lack = book.status === 'live' ? lackOf(book) : null;
	return lack === null ? [] : [['warn', `, ${lack}`]];
};

/** `Merged ── ● Binance live · ○ Huobi reconnecting`: the title of a pane about all books, in fewer words where there is less room. */
export const marketTitle = (
	title: string,
	books: readonly BookView[],
	width: number,
): readonly Part[] => {
	const head: readonly Part[] = [['focusTitle', title]];
	const list = (hasWords: boolean): readonly Part[] =>
		books.flatMap((book, index): readonly Part[] => {
			const {glyph, role} = statusWords[book.status];
			return [
				['faint', index === 0 ? ` ${glyphs.rule}${glyphs.rule} ` : ` ${glyphs.dot} `],
				[role, `${glyph} `],
				['title', nameOf(book)],
				...(hasWords ? [['muted', ` ${book.status}`] as const, ...lackParts(book)] : []),
			];
		});
	return firstFitting([[...head, ...list(true)], [...head, ...list(false)], head], width);
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
