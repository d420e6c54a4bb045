import type {Decimal} from './fixed-point.js';

/** One fill, as the exchange told it. */
export type Trade = {
	/** The exchange's own id: of a market, none is there twice. */
	readonly id: string;
	readonly price: Decimal;
	readonly size: Decimal;
	/** What the taker did: `buy` lifted an ask, `sell` hit a bid; null where the exchange did not tell. */
	readonly side: 'buy' | 'sell' | null;
	/** Epoch milliseconds by the exchange's clock. */
	readonly time: number;
};

const isNumber = (id: string): boolean => /^\d+$/.test(id);

/** Ids that are numbers in their order, however many digits they have; of others the order is not known. */
export const compareTradeIds = (one: string, other: string): number => {
	if (!isNumber(one) || !isNumber(other)) return Number(isNumber(other)) - Number(isNumber(one));
	if (one.length !== other.length) return one.length - other.length;
	return one === other ? 0 : one < other ? -1 : 1;
};

/** Whether ids tell that one came before the other. */
export const isIdBefore = (one: string, other: string): boolean =>
	isNumber(one) && isNumber(other) && compareTradeIds(one, other) < 0;

/** In the order of time. Ids alone could not say it: they may begin anew, and one absurd id would hide all that follow. */
export const byTime = (one: Trade, other: Trade): number =>
	one.time - other.time || compareTradeIds(one.id, other.id);
