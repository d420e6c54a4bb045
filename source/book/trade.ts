import type {Decimal} from './fixed-point.js';

/** One fill, as the exchange told it. */
export type Trade = {
	/** The exchange's own id, rising. */
	readonly id: number;
	readonly price: Decimal;
	readonly size: Decimal;
	/** What the taker did: `buy` lifted an ask, `sell` hit a bid; null where the exchange did not tell. */
	readonly side: 'buy' | 'sell' | null;
	/** Epoch milliseconds by the exchange's clock. */
	readonly time: number;
};
