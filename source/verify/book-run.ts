import type {OrderBook} from '../book/order-book.js';
import type {ClientInput, ExchangeClient} from '../exchanges/exchange.js';
import {minTrustedLevels} from '../feed/due.js';
import {createAhead} from './ahead.js';
import type {BookEvent, BookMemory} from './book-events.js';
import type {StreamWatch} from './book-watch.js';
import {createClientBook} from './client-book.js';
import {tryAnew} from './trial.js';

export type BookRun = {
	readonly book: OrderBook;
	/** Whether it follows the exchange's, as far as the capture shows. */
	isInSync(): boolean;
	/** Whether it is in sync, and the market within what the last snapshot vouches for. */
	isProven(): boolean;
	/** Whether it is out of sync since a message that could not be read. */
	isUnread(): boolean;
	/** What no snapshot was found for, empty where none came; null where it is in sync, or its loss was told. */
	lack(): string | null;
	/**
	 * `isSnapshot`: whether it was asked for, over the socket or by HTTP. Returns whether its client, which is another one
	 * then, gave the connection up. @default by HTTP
	 */
	give(input: ClientInput, isSnapshot?: boolean): boolean;
};

/**
 * Follows one book of one connection with the exchange's own client, and tells what would have
 * happened live. Every further snapshot is taken for an audit. `createClient` is called again where
 * the client would have connected anew, which a capture cannot. `canAudit`: whether an audit leaves the book in use.
 */
export const createBookRun = (
	createClient: () => ExchangeClient,
	tell: (event: BookEvent) => void,
	memory?: BookMemory,
	canAudit = true,
	watch?: StreamWatch,
): BookRun => {
	const followed = createClientBook({
		...{createClient, tell, memory, watch},
		onAudit: () => ahead.compared(),
	});
	const {isInSync, sequence} = followed;
	const ahead = createAhead(createClient, sequence);

	/**
	 * Begins anew with a snapshot that is newer than the one taken on trust: of what lies between the two
	 * nothing was heard, as at the start of a capture, where the recorder asks until one links.
	 */
	const takeNewer = (input: ClientInput): boolean => {
		const found = tryAnew(createClient, [input]);
		if (found?.sequence == null) return false;
		const before = sequence();
		if (found.sequence <= before) {
			tell({type: 'repeated'});
			return false;
		}
		tell({type: 'outdated', detail: `${before} before ${found.sequence}`});
		followed.outOfSync();
		followed.goOn(found);
		return true;
	};

	return {
		get book() {
			return followed.get();
		},
		isInSync,
		isProven: () => isInSync() && followed.get().vouchedLevels() >= minTrustedLevels,
		...{lack: followed.lack, isUnread: followed.isUnread},
		give(input, isSnapshot = input.type === 'response') {
			ahead.begin();
			const isAnew = followed.isOnTrust() && takeNewer(input);
			const wasInSync = !isAnew && isInSync();
			// Where one waits for the book already, this one takes its place.
			if (isSnapshot && wasInSync && canAudit && !ahead.isThere()) followed.give({type: 'audit'});
			const isLeft = !isAnew && followed.give(input);
			if (!isInSync()) {
				// After a gap, it goes on with the snapshot that came before it, where what came after links to that.
				const found = wasInSync ? ahead.tryBefore(input) : null;
				if (found) followed.goOn(found);
				ahead.drop();
			} else if (isSnapshot && wasInSync) ahead.note(input);
			return isLeft && !isInSync();
		},
	};
};
