import type {FeedFault} from '../faults.js';
import type {ClientOutput} from './exchange.js';
import type {Increment, Snapshot} from './increment.js';
import {createIncrementalBook} from './incremental-book.js';
import type {BookRules} from './linked-book.js';
import {createPatience} from './patience.js';

/** A book kept by increments and a snapshot that is asked for over HTTP, as `createClientOf` wants it. */
export const createAskedBook = (rules: BookRules) => {
	const patience = createPatience();
	const book = createIncrementalBook(rules);
	const refused = (fault: FeedFault): readonly ClientOutput[] => {
		rules.subscription.refused();
		return [{type: 'reconnect', fault}];
	};
	const made = (outputs: readonly ClientOutput[]) => patience.made(outputs, book.isInSync());
	const onSnapshot = (snapshot: Snapshot) => made(book.onSnapshot(snapshot));
	return {
		...book,
		onIncrement: (increment: Increment) => made(book.onIncrement(increment)),
		onSnapshot,
		/** The answer to a request. */
		onReply: onSnapshot,
		/** The exchange refused the subscription. */
		refused,
		/** The exchange ended the subscription. */
		unsubscribed: () => refused({code: 'closed', detail: 'the exchange ended the subscription'}),
		waited: (): readonly ClientOutput[] =>
			book.isInSync() ? [] : patience.waited(() => [book.ask()]),
	};
};
