import type {Role, Theme} from '../screen/theme.js';
import {cleanText} from '../screen/clean-text.js';
import {fitCells} from '../screen/cells.js';
import {glyphs} from '../screen/theme.js';
import type {BookView} from '../store/market-view.js';
import {comparedOf, moneyOf, type Compared} from './compared.js';
import {marketTitle, nameOf} from './market-title.js';
import type {Pane, PaneInput} from './pane.js';
import {centred, firstFitting, framed, paintParts, type Part} from './pane-frame.js';

const marketText = ({market}: BookView) => cleanText(market, 24);

/** The names of books, that of the one the keys act on in the accent. */
const nameParts = (
	books: readonly BookView[],
	selected: BookView,
	hasMarket: boolean,
): readonly Part[] =>
	books.flatMap((book, index): readonly Part[] => {
		const role: Role = book === selected ? 'focusTitle' : 'muted';
		return [
			...(index === 0 ? [] : [['muted', ', '] as const]),
			[role, nameOf(book)],
			...(hasMarket ? [['muted', ` ${marketText(book)}`] as const] : []),
		];
	});

/** Which books are not compared, and why; null where all are. */
const paintLeftOut = (
	theme: Theme,
	{otherMoney, takenOut}: Compared,
	selected: BookView,
	width: number,
): string | null => {
	if (otherMoney.length + takenOut.length === 0) return null;
	const list = (why: string, books: readonly BookView[], hasMarket: boolean): readonly Part[] =>
		books.length === 0 ? [] : [['muted', `${why}: `], ...nameParts(books, selected, hasMarket)];
	const line = (why: string, hasMarket: boolean): readonly Part[] => {
		const other = list(why, otherMoney, hasMarket);
		const taken = list('taken out', takenOut, false);
		const dot: Part = ['faint', ` ${glyphs.dot} `];
		return [
			['text', ' '],
			...other,
			...(other.length > 0 && taken.length > 0 ? [dot] : []),
			...taken,
		];
	};
	const choices = [
		line('left out, as other money is not compared', true),
		line('other money', true),
		line('other money', false),
	];
	return fitCells(paintParts(theme, firstFitting(choices, width - 1)), width);
};

const paintWords = (
	theme: Theme,
	title: string,
	words: readonly string[],
	{width, height, frozenSince = null}: Pick<PaneInput, 'width' | 'height' | 'frozenSince'>,
): readonly string[] => {
	const room = Math.max(0, height - 2);
	const above = Math.max(0, Math.floor((room - words.length) / 2));
	const body = Array.from({length: room}, (_, row) =>
		centred(theme, 'muted', words[row - above] ?? '', width - 2),
	);
	const heading = marketTitle(title, {view: {books: []}, width, frozenSince});
	return framed(theme, true, heading, body, {width, height});
};

/** Why there is nothing to compare, in lines; null where there is something. */
const absence = (compared: Compared): readonly string[] | null => {
	const {isAlone, view, otherMoney} = compared;
	if (isAlone)
		return [
			'the exchanges show different markets:',
			...[...view.books, ...otherMoney].map(book => `${nameOf(book)} ${marketText(book)}`),
			'',
			'their prices are not compared',
		];
	const money = moneyOf(compared);
	const words =
		money === ''
			? 'all exchanges are taken out'
			: `all exchanges with ${cleanText(money, 24)} are taken out`;
	return view.books.length === 0 ? [words] : null;
};

/**
 * A pane about all books that are compared: those of one money that were not taken out. The others are named below it
 * with the reason; where there is nothing to compare, it says so.
 */
export const ofCompared = (title: string, pane: Pane): Pane => ({
	...pane,
	createPainter(theme) {
		const paint = pane.createPainter(theme);
		return (input, now) => {
			const {width, book: selected} = input;
			const compared = comparedOf(input.view, input.ui);
			const {view} = compared;
			const note = paintLeftOut(theme, compared, selected, width);
			const words = absence(compared);
			const hasNote = note !== null && !compared.isAlone;
			const height = input.height - (hasNote ? 1 : 0);
			const lower = hasNote ? [note] : [];
			const [first] = view.books;
			if (words || !first)
				return {
					lines: [...paintWords(theme, title, words ?? [], {...input, height}), ...lower],
					repaintAt: null,
				};
			const money = moneyOf(compared);
			const book = view.books.includes(selected) ? selected : first;
			const inner = {...input, view, book, selected: selected.key, money, height};
			const painting = paint(inner, now);
			if (!hasNote) return painting;
			return {lines: [...painting.lines, ...lower], repaintAt: painting.repaintAt};
		};
	},
	extentOf(view, selected, ui, height, width) {
		const compared = comparedOf(view, ui);
		const [first] = compared.view.books;
		if (!first || compared.isAlone) return {asks: 0, bids: 0, rows: 1};
		const book = compared.view.books.includes(selected) ? selected : first;
		const isWhole = compared.view === view;
		return pane.extentOf(compared.view, book, ui, isWhole ? height : height - 1, width);
	},
});
