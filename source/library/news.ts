import {formatDecimal} from '../book/fixed-point.js';
import type {Trade as Fill} from '../book/trade.js';
import type {BookStore} from '../store/book-store.js';
import {isSameStatus, type BookKey, type BookStatus, type BookView} from '../store/market-view.js';
import type {LostBook, StatusChange, Trade} from './feed-types.js';
import {toLost} from './to-book.js';
import {createTopic, throwLater} from './topic.js';

/** What became of a book: what is proven of it, or that nothing is. */
export type BookNews = {
	readonly key: BookKey;
	readonly view: BookView | null;
	readonly lost: LostBook | null;
};

type Told = BookStatus & Pick<BookView, 'exchange' | 'market' | 'wallAhead'>;

const hasNewLevels = (before: BookView | null, now: BookView): boolean =>
	before?.sequence !== now.sequence || before.bids !== now.bids || before.asks !== now.asks;

const toTrade = (book: Omit<Told, keyof BookStatus>, fill: Fill, at: number): Trade => ({
	...{exchange: book.exchange, market: book.market},
	...{id: fill.id, price: formatDecimal(fill.price), size: formatDecimal(fill.size)},
	...{side: fill.side, time: fill.time, receivedAt: Math.round(at + book.wallAhead), missed: 0},
});

const toChange = (book: Told, at: number): StatusChange => ({
	...{exchange: book.exchange, market: book.market, status: book.status, reason: book.reason},
	code: book.code ?? null,
	retryAt: book.retryAt === null ? null : Math.round(book.retryAt + book.wallAhead),
	time: Math.round(at + book.wallAhead),
	missed: 0,
});

/** Of a book that is not followed any more. */
const gone: BookStatus = {
	...{status: 'failed', reason: 'it is not followed any more'},
	...{code: null, retryAt: null},
};

type Followed = Pick<
	BookStore,
	'publish' | 'getView' | 'subscribe' | 'followStatus' | 'followTrades'
>;

/** What is told of books, and where each stands. */
const createTelling = (onThrown: (error: unknown) => void) => {
	const books = createTopic<BookNews>(onThrown);
	const trades = createTopic<Trade>(onThrown);
	const statuses = createTopic<StatusChange>(onThrown);
	const current = new Map<BookKey, BookNews>();
	const standing = new Map<BookKey, Told>();

	const tellBook = (news: BookNews) => {
		current.set(news.key, news);
		books.tell(news);
	};

	const stand = (key: BookKey, told: Told, at: number) => {
		const before = standing.get(key);
		if (before && isSameStatus(before, told)) return;
		standing.set(key, told);
		statuses.tell(toChange(told, at));
		const lost = toLost(told);
		if (lost) tellBook({key, view: null, lost});
	};

	return {
		...{books, trades, statuses, current, stand},
		look(view: BookView, at: number) {
			const {key, status} = view;
			stand(key, view, at);
			if (status !== 'live' || !hasNewLevels(current.get(key)?.view ?? null, view)) return;
			tellBook({key, view, lost: null});
		},
		forget(key: BookKey, at: number) {
			const told = standing.get(key);
			if (told) stand(key, {...told, ...gone}, at);
			standing.delete(key);
			current.delete(key);
		},
	};
};

/**
 * What happens in stores, told as it happens: that a book is lost at once, and new levels with the next view,
 * each once.
 */
export const createNews = (onThrown = throwLater) => {
	const {books, trades, statuses, current, stand, look, forget} = createTelling(onThrown);
	return {
		...{books, trades, statuses},
		/** Where each book stands, in the order in which they were first told of. */
		current: (): readonly BookNews[] => [...current.values()],
		/** Tells of a store from here on, beginning with where its books stand; `now` is of its clock. Returns stop. */
		follow(store: Followed, now: () => number) {
			let keys = new Set<BookKey>();
			const lookAll = () => {
				const views = store.getView().books;
				const there = new Set(views.map(({key}) => key));
				for (const key of keys) if (!there.has(key)) forget(key, now());
				keys = there;
				for (const view of views) look(view, now());
			};
			// The view that is there may be of before a book was lost.
			store.publish();
			lookAll();
			const stops = [
				store.subscribe(lookAll),
				store.followStatus((book, at) => {
					stand(book.key, book, at);
				}),
				store.followTrades((book, fills, at) => {
					for (const fill of fills) trades.tell(toTrade(book, fill, at));
				}),
			];
			return () => {
				for (const stop of stops) stop();
			};
		},
	};
};

export type News = ReturnType<typeof createNews>;
