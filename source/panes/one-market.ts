import type {Theme} from '../screen/theme.js';
import type {BookView, MarketView} from '../store/market-view.js';
import {isSameMarket, nameOf} from './market-title.js';
import {clip, fitCells} from '../screen/cells.js';
import {cleanText} from '../screen/clean-text.js';
import type {Pane, PaneInput} from './pane.js';
import {centred, framed} from './pane-frame.js';

const narrowed = new WeakMap<MarketView, Map<string, MarketView>>();

/** The view of the books that can be compared with one; the same object for the same view. */
const ofMarket = (view: MarketView, book: BookView): MarketView => {
	const books = view.books.filter(other => isSameMarket(book, other));
	if (books.length === view.books.length) return view;
	const known = narrowed.get(view) ?? new Map<string, MarketView>();
	narrowed.set(view, known);
	const own = known.get(book.market) ?? {...view, books};
	known.set(book.market, own);
	return own;
};

/** The view of a book's market where others have it too, else of the one that most books have. */
const chooseMarket = (view: MarketView, book: BookView): MarketView => {
	const own = ofMarket(view, book);
	if (own.books.length > 1) return own;
	return view.books
		.map(other => ofMarket(view, other))
		.reduce((most, next) => (next.books.length > most.books.length ? next : most), own);
};

/** Which books are not in it, and why; empty where all are. */
const describeLeftOut = (view: MarketView, own: MarketView): string => {
	const out = view.books.filter(book => !own.books.includes(book));
	if (out.length === 0) return '';
	const names = out.map(book => `${nameOf(book)} ${cleanText(book.market, 24)}`).join(', ');
	return `left out, as other money is not compared: ${names}`;
};

const paintDifferent = (theme: Theme, title: string, input: PaneInput): readonly string[] => {
	const {view, width, height} = input;
	const inner = width - 2;
	const books = view.books.map(book => `${nameOf(book)} ${cleanText(book.market, 24)}`);
	const lines = [
		'the exchanges show different markets:',
		...books,
		'',
		'their prices are not compared',
	];
	const room = Math.max(0, height - 2);
	const above = Math.max(0, Math.floor((room - lines.length) / 2));
	const body = Array.from({length: room}, (_, row) =>
		centred(theme, 'muted', lines[row - above] ?? '', inner),
	);
	return framed(theme, true, [['focusTitle', title]], body, input);
};

/**
 * A pane about all books of one market, that of the book in focus or else the one that most have: those of another
 * one, as of other money, are left out of it and named below; where none remains beside the first, it says so.
 */
export const ofOneMarket = (title: string, pane: Pane): Pane => {
	const isAlone = (view: MarketView, own: MarketView) =>
		own.books.length < 2 && view.books.length > 1;
	return {
		...pane,
		createPainter(theme) {
			const paint = pane.createPainter(theme);
			return (input, now) => {
				const view = chooseMarket(input.view, input.book);
				if (isAlone(input.view, view))
					return {lines: paintDifferent(theme, title, input), repaintAt: null};
				const leftOut = describeLeftOut(input.view, view);
				if (leftOut === '') return paint({...input, view}, now);
				const [first = input.book] = view.books;
				const book = view.books.includes(input.book) ? input.book : first;
				const painting = paint({...input, view, book, height: input.height - 1}, now);
				const note = fitCells(
					` ${theme.paint('muted', clip(leftOut, input.width - 2))}`,
					input.width,
				);
				return {...painting, lines: [...painting.lines, note]};
			};
		},
		extentOf(view, book, ui, height) {
			const own = chooseMarket(view, book);
			if (isAlone(view, own)) return {asks: 0, bids: 0, rows: 1};
			const [first = book] = own.books;
			const room = own === view ? height : height - 1;
			return pane.extentOf(own, own.books.includes(book) ? book : first, ui, room);
		},
	};
};
