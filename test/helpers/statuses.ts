import type {FeedStatus} from '../../source/faults.js';
import type {BookStore} from '../../source/store/book-store.js';
import type {BookKey} from '../../source/store/market-view.js';

/** The way to live from where a book is; nothing is published yet of a new one. */
const wayFrom = (status: FeedStatus | undefined): readonly FeedStatus[] =>
	status === undefined || status === 'connecting' || status === 'reconnecting'
		? ['syncing', 'live']
		: ['live'];

/** Makes a book live, by the way that a feed goes from what was published of it. */
export const goLive = (
	store: Pick<BookStore, 'setStatus' | 'getView'>,
	key: BookKey,
	at: number,
): void => {
	const before = store.getView().books.find(book => book.key === key)?.status;
	for (const status of wayFrom(before))
		store.setStatus(key, {status, reason: null, retryAt: null}, at);
};
