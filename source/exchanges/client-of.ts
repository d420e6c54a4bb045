import type {FeedFault} from '../faults.js';
import type {ClientOutput, ExchangeClient, MessageData} from './exchange.js';
import type {Subscription} from './subscription.js';

type Parts = {
	/** What is sent first; `now`: epoch milliseconds by our wall clock. */
	open(now: number): readonly ClientOutput[];
	message(input: MessageData): readonly ClientOutput[];
	/** See `ExchangeClient`. */
	readonly readAhead?: ExchangeClient['readAhead'];
	/** The answer to an HTTP request; without, none is made. */
	response?(body: string): readonly ClientOutput[];
	readonly subscription: Subscription;
	/** As `createPushedBook` makes it, or with what is the exchange's own in its place. */
	readonly book: {
		waited(): readonly ClientOutput[];
		resync(fault: FeedFault): readonly ClientOutput[];
		audit(): readonly ClientOutput[];
		auditLate(): readonly ClientOutput[];
		forget(): readonly ClientOutput[];
	};
};

/** The client of a book: what is sent and read is the exchange's, the rest the book's. */
export const createClientOf = (parts: Parts): ExchangeClient => {
	const {subscription, book, readAhead} = parts;
	const client: ExchangeClient = input => {
		switch (input.type) {
			case 'open':
				return parts.open(input.now ?? 0);
			case 'message':
				return parts.message(input);
			case 'response':
				return parts.response?.(input.body) ?? [];
			case 'subscribed':
				subscription.acknowledged();
				return [];
			case 'waited':
				return book.waited();
			case 'resync':
				return book.resync(input.fault);
			case 'audit':
				return book.audit();
			case 'audit-late':
				return book.auditLate();
			case 'forget':
				return book.forget();
		}
	};
	return readAhead ? Object.assign(client, {readAhead}) : client;
};
