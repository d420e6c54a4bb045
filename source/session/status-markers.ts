import type {FeedStatus} from '../faults.js';
import type {BookStore} from '../store/book-store.js';
import {describeStatus} from './status-text.js';

/** Worth finding again in a recording. */
const marked: readonly FeedStatus[] = ['resyncing', 'reconnecting', 'failed'];

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
		if (isBack || marked.includes(book.status)) marker(describeStatus(book));
	});
};
