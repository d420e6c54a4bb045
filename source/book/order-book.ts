import {BookSide, type Level} from './book-side.js';
import {compareDecimals} from './fixed-point.js';

/**
 * What one message changes. Levels hold absolute sizes, best price first in a snapshot, in any
 * order in an update; zero removes. The whole change is applied as a unit.
 */
export type BookChange = {
	/** A snapshot replaces the book, an update changes single levels. */
	readonly type: 'snapshot' | 'update';
	readonly bids: readonly Level[];
	readonly asks: readonly Level[];
	/** The exchange's own id of the newest change in the book. */
	readonly sequence: number;
	/** Epoch milliseconds by the exchange's clock, null where it gives none. */
	readonly exchangeTime: number | null;
	/** Levels a side the exchange keeps this feed current for; worse ones are cut. */
	readonly maxLevels?: number;
};

/** Both sides of one market on one exchange. */
export class OrderBook {
	readonly bids = new BookSide('bids');
	readonly asks = new BookSide('asks');
	/** Null until the first snapshot. */
	sequence: number | null = null;
	/** Epoch milliseconds of the newest change that carried a time. */
	exchangeTime: number | null = null;

	apply(change: BookChange): void {
		if (change.type === 'snapshot') {
			this.bids.replace(change.bids);
			this.asks.replace(change.asks);
		} else {
			for (const level of change.bids) this.bids.set(level);
			for (const level of change.asks) this.asks.set(level);
		}
		if (change.maxLevels !== undefined) {
			this.bids.cutTo(change.maxLevels);
			this.asks.cutTo(change.maxLevels);
		}
		this.sequence = change.sequence;
		if (change.exchangeTime !== null) this.exchangeTime = change.exchangeTime;
	}

	/** Whether the best bid is at or above the best ask, which no exchange's book ever is. */
	isCrossed(): boolean {
		return (
			this.bids.length > 0 &&
			this.asks.length > 0 &&
			compareDecimals(this.bids.price(0), this.asks.price(0)) >= 0
		);
	}
}
