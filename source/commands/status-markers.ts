import type {FeedStatus} from '../faults.js';
import type {BookStore} from '../store/book-store.js';
import type {BookFacts, BookStatus} from '../store/market-view.js';

/** Worth finding again in a recording. */
const marked: readonly FeedStatus[] = ['resyncing', 'reconnecting', 'failed'];

const toLabel = ({title, market, status, reason}: BookFacts & BookStatus) =>
	`${title} ${market} ${status}${reason === null ? '' : `: ${reason}`}`;

/** Puts a marker where a book is lost or found again, from now on. Returns stop. */
export const markStatus = (
	store: Pick<BookStore, 'getView' | 'followStatus'>,
	marker: (label: string) => void,
): (() => void) => {
	const before = new Map(store.getView().books.map(({key, status}) => [key, status]));
	return store.followStatus(book => {
		const last = before.get(book.key);
		before.set(book.key, book.status);
		if (last === undefined || last === book.status) return;
		const isBack = book.status === 'live' && marked.includes(last);
		if (isBack || marked.includes(book.status)) marker(toLabel(book));
	});
};
