import type {Clock} from '../clock.js';
import {spreadOf} from '../book/depth.js';
import {formatDecimal} from '../book/fixed-point.js';
import {withCode, type FeedStatus} from '../faults.js';
import {lackText} from '../book/lack.js';
import type {WatchedMarkets} from '../session/market-sessions.js';
import type {BookView} from '../store/market-view.js';
import type {Console} from './console.js';

/** Between two sentences about the prices of one book: a screen reader needs its time. */
const pauseMs = 5000;

const words: Readonly<Record<FeedStatus, string>> = {
	connecting: 'connecting',
	syncing: 'waiting for the first book',
	live: 'in sync',
	stale: 'the book may be old',
	resyncing: 'out of sync; a new book is on its way',
	reconnecting: 'no connection; connecting again',
	failed: 'no book',
};

/** Where a book stands, in a sentence. */
const statusSentence = ({title, market, status, reason, code}: BookView): string => {
	const why = reason === null ? '' : `, because ${withCode(reason, code)}`;
	return `${title}, ${market}: ${words[status]}${why}.`;
};

/** The best prices and their distance in a sentence, without signs that are spelled out; else what the book lacks. */
export const priceSentence = (book: BookView): string => {
	const spread = spreadOf(book);
	if (!spread) {
		const {bids, asks} = book;
		const bid = bids.length > 0 ? `, bid ${formatDecimal(bids.price(0))}` : '';
		const ask = asks.length > 0 ? `, ask ${formatDecimal(asks.price(0))}` : '';
		return `${book.title}: ${lackText(book)}${bid}${ask}.`;
	}
	const distance =
		spread.absolute.units < 0 ? 'crossed' : `spread ${spread.bps.toFixed(1)} basis points`;
	return `${book.title}: bid ${formatDecimal(spread.bid)}, ask ${formatDecimal(spread.ask)}, ${distance}.`;
};

/** What is said first, before there is anything to tell. */
export const greeting = (market: string): string =>
	`${market} in sentences, as they come. Ctrl-C ends it.\n`;

/**
 * Tells the books in plain sentences for a screen reader: where each stands as soon as that changes,
 * its best prices every few seconds if they did. Returns stop.
 */
export const narrate = (
	session: Pick<WatchedMarkets, 'store'>,
	console: Console,
	clock: Clock,
): (() => void) => {
	const said = new Map<string, string>();

	const say = (topic: string, sentence: string) => {
		if (said.get(topic) === sentence) return;
		said.set(topic, sentence);
		console.write(`${sentence}\n`);
	};
	const sayStatus = () => {
		for (const book of session.store.getView().books) {
			const wasLive =
				said.get(book.key) === statusSentence({...book, status: 'live', reason: null, code: null});
			say(book.key, statusSentence(book));
			// The first prices follow at once, the others at their pace.
			if (book.status === 'live' && !wasLive) sayPrice(book);
		}
	};
	const sayPrice = (book: BookView) => {
		if (book.status === 'live') say(`${book.key} price`, priceSentence(book));
	};

	sayStatus();
	const unsubscribe = session.store.subscribe(sayStatus);
	const cancel = clock.every(pauseMs, () => {
		session.store.getView().books.forEach(sayPrice);
	});
	return () => {
		unsubscribe();
		cancel();
	};
};
