import type {Theme} from '../screen/theme.js';
import type {BookView, MarketView} from '../store/market-view.js';
import {isSameMarket, nameOf} from './market-title.js';
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
 * A pane about all books of one market: those of another one, as captures of two exchanges may hold
 * them, are left out of it; where none remains beside the first, it says so.
 */
export const ofOneMarket = (title: string, pane: Pane): Pane => {
	const isAlone = (view: MarketView, own: MarketView) =>
		own.books.length < 2 && view.books.length > 1;
	return {
		...pane,
		createPainter(theme) {
			const paint = pane.createPainter(theme);
			return (input, now) => {
				const view = ofMarket(input.view, input.book);
				if (isAlone(input.view, view))
					return {lines: paintDifferent(theme, title, input), repaintAt: null};
				return paint({...input, view}, now);
			};
		},
		extentOf(view, book, ui, height) {
			const own = ofMarket(view, book);
			if (isAlone(view, own)) return {asks: 0, bids: 0, rows: 1};
			return pane.extentOf(own, book, ui, height);
		},
	};
};
