import type {BookChange} from '../book/order-book.js';
import type {Trade} from '../book/trade.js';
import type {FeedProof} from '../exchanges/subscription.js';
import type {FeedFault} from '../faults.js';

/** What a connection tells its feed. Nothing is told after `onLost`. */
export type ConnectionListener = {
	/**
	 * Once, before anything but signs of life came of the socket. `since`: where it is shared and was open already, since
	 * when, in milliseconds by our clock; else null.
	 */
	onOpen(since: number | null): void;
	/**
	 * Any sign of life, with the bytes of data it carried: null for the frames of the socket itself; `pong`: what a pong
	 * carried; `heardAt`: as of an event of the socket.
	 */
	onSign(bytes: number | null, pong: string | null, heardAt: number | undefined): void;
	/** What comes next is older than what is known by its ids: it was told before, on a connection that was given up, or they began anew. */
	onAgain(): void;
	/** The book after all of these equals the exchange's. Returns what is wrong with it, if anything is. */
	onBook(
		changes: readonly BookChange[],
		proof: FeedProof,
		note: FeedFault | undefined,
	): FeedFault | null;
	/** Out of sync; `retryAt` where the next snapshot waits for its time. */
	onSyncing(fault: FeedFault | undefined, retryAt: number | null): void;
	/** Fills, oldest first; some may have come before. */
	onTrades(trades: readonly Trade[]): void;
	/**
	 * A fresh snapshot and the updates since: the book as it should be now. `lag`: why the connection is of
	 * no use if it differs.
	 */
	onAudit(changes: readonly BookChange[], lag: FeedFault | undefined): void;
	/** Something speaks against the book in sync: without a `fault`, no more than that it should be looked at. */
	onDoubt(fault: FeedFault | undefined): void;
	/** The audit could not be made. */
	onUnaudited(fault: FeedFault): void;
	/** The exchange will end the connection soon. */
	onRenew(fault: FeedFault): void;
	/** `isUnserved`: another channel of the exchange may do better; `elsewhere`: this host may, at once. */
	onLost(fault: FeedFault, isUnserved: boolean, elsewhere: string | null): void;
};
