import {compareDecimals} from '../book/fixed-point.js';
import {keepOnly} from '../book/keep-only.js';
import type {SideName} from '../book/side-view.js';
import type {Trade} from '../book/trade.js';
import type {BookKey, BookView, MarketView} from '../store/market-view.js';
import {toFlowReader, type BookPast, type FlowReader} from './flow-reader.js';
import {createSideWatch} from './side-watch.js';
import {createTradeWindow} from './trade-window.js';

export type FlowTracker = FlowReader & {
	/** Told of each new view. Books that are not in it are forgotten. */
	sample(view: MarketView, now: number): void;
	/** Begins anew, as after a jump in time. */
	forget(): void;
	/** As it is now, for a screen that stands still. */
	freeze(): FlowReader;
};

/** The side whose levels a fill took. */
const sideOf = ({side, price}: Trade, {asks}: BookView): SideName => {
	if (side) return side === 'buy' ? 'asks' : 'bids';
	return asks.length > 0 && compareDecimals(price, asks.price(0)) >= 0 ? 'asks' : 'bids';
};

/** The fills of a book, each once. */
const createNews = () => {
	let last: readonly Trade[] = [];
	return ({trades}: BookView): readonly Trade[] => {
		if (trades === last) return [];
		const known = new Set(last);
		last = trades;
		return trades.filter(trade => !known.has(trade));
	};
};

/** Both sides of a book, from a moment on at which it was proven. */
const createSides = (now: number) => ({
	since: now,
	bids: createSideWatch('bids'),
	asks: createSideWatch('asks'),
});

/** Follows one book from view to view. What was before it was in sync again is forgotten. */
const createBookWatch = () => {
	const newsOf = createNews();
	const window = createTradeWindow();
	let sides = createSides(0);
	/** Null while the book is not proven. */
	let liveSince: number | null = null;
	let resyncs = 0;

	const isSame = (book: BookView) =>
		liveSince === book.liveSince && resyncs === book.health.resyncs;

	const past = (of: 'copy' | 'pasts'): Pick<BookPast, 'bids' | 'asks'> =>
		of === 'copy'
			? {bids: sides.bids.copy(), asks: sides.asks.copy()}
			: {bids: sides.bids.pasts, asks: sides.asks.pasts};

	return {
		update(book: BookView, now: number) {
			const news = newsOf(book);
			const offset = book.health.clockOffsetMs ?? 0;
			for (const trade of news) window.add(trade, trade.time - offset, now);
			if (book.status !== 'live') {
				liveSince = null;
				return;
			}
			const isOn = isSame(book);
			if (!isOn) {
				sides = createSides(now);
				({liveSince} = book);
				({resyncs} = book.health);
			}
			for (const name of ['bids', 'asks'] as const)
				sides[name].update(book[name], book.vouched[name], now);
			// Those of before it was watched say nothing of what is seen now.
			if (isOn)
				for (const {price, size, ...trade} of news)
					sides[sideOf({...trade, price, size}, book)].trade(price, size, now);
		},
		read: (of: 'copy' | 'pasts'): BookPast => ({
			since: liveSince === null ? null : sides.since,
			...past(of),
			traded: of === 'copy' ? window.copy() : window,
		}),
	};
};

type Followed = {readonly watch: ReturnType<typeof createBookWatch>; book: BookView | null};

/** Notes what comes and goes at each price, as the views tell it: what came and went within one is not seen. */
export const createFlowTracker = (): FlowTracker => {
	const followed = new Map<BookKey, Followed>();
	return {
		...toFlowReader(key => followed.get(key)?.watch.read('pasts')),
		sample(view, now) {
			for (const book of view.books) {
				const known = followed.get(book.key) ?? {watch: createBookWatch(), book: null};
				if (known.book !== book) known.watch.update(book, now);
				known.book = book;
				followed.set(book.key, known);
			}
			keepOnly(followed, view.books);
		},
		forget: () => followed.clear(),
		freeze() {
			const copies = new Map(
				Array.from(followed, ([key, {watch}]) => [key, watch.read('copy')] as const),
			);
			return toFlowReader(key => copies.get(key));
		},
	};
};
