import {withCode} from '../faults.js';
import type {Clock} from '../clock.js';
import type {WatchedMarkets} from '../session/market-sessions.js';
import type {WatchedStore} from '../session/joined-sessions.js';
import type {BookView} from '../store/market-view.js';
import {toBookJson} from '../output/book-json.js';
import {toBookTable} from '../output/book-text.js';
import {exitCodes, type Console} from '../output/console.js';

export type BookOptions = {
	readonly isJson: boolean;
	/** A side, from 1. */
	readonly levels: number;
	/** How long books are waited for. */
	readonly timeoutMs: number;
};

/** Resolves once every book is live, or none of the others can become so, or the time is up. */
const untilInSync = (
	{store}: Pick<WatchedMarkets, 'store'>,
	clock: Clock,
	timeoutMs: number,
): Promise<void> =>
	new Promise(resolve => {
		const isSettled = ({status, retryAt}: BookView) =>
			status === 'live' || (status === 'failed' && retryAt === null);
		const look = () => {
			if (!store.getView().books.every(isSettled)) return;
			unsubscribe();
			cancel();
			resolve();
		};
		const unsubscribe = store.subscribe(look);
		const cancel = clock.after(timeoutMs, () => {
			unsubscribe();
			resolve();
		});
		look();
	});

/** Prints the books in sync as they are now, and says why the others are not. Returns the exit code. */
export const printBooksNow = (
	store: Pick<WatchedStore, 'publish' | 'getView'>,
	console: Console,
	{isJson, levels}: Omit<BookOptions, 'timeoutMs'>,
): number => {
	store.publish();
	const {books} = store.getView();
	const live = books.filter(({status}) => status === 'live');
	const texts = live.map(book => (isJson ? toBookJson(book, levels) : toBookTable(book, levels)));
	if (texts.length > 0) console.write(`${texts.join(isJson ? '\n' : '\n\n')}\n`);
	for (const book of books) {
		if (book.status === 'live') continue;
		const why = book.reason === null ? '' : `: ${book.reason}`;
		const text = `${book.title} ${book.market} is not in sync (${book.status}${why})`;
		console.complain(withCode(text, book.code));
	}
	return live.length === books.length ? exitCodes.done : exitCodes.notInSync;
};

/** Waits for the books and prints those in sync once. Returns the exit code. */
export const printBooks = async (
	session: Pick<WatchedMarkets, 'store'>,
	console: Console,
	clock: Clock,
	{timeoutMs, ...options}: BookOptions,
): Promise<number> => {
	await untilInSync(session, clock, timeoutMs);
	return printBooksNow(session.store, console, options);
};
