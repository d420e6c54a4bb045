import {compareDecimals, ratio, type Decimal} from './fixed-point.js';
import type {Trade} from './trade.js';

/**
 * What an exchange's REST interface tells of a market: its best prices at some moment and its last 24 hours. Nothing
 * of it is proven: it is no book, and never live. What the exchange does not tell is null.
 */
export type Ticker = {
	/** What the exchange's answers call the market. */
	readonly name: string;
	readonly bid: Decimal | null;
	readonly ask: Decimal | null;
	/** Of the last trade. */
	readonly last: Decimal | null;
	/** When the day began. */
	readonly open: Decimal | null;
	readonly high: Decimal | null;
	readonly low: Decimal | null;
	/** In the base currency. */
	readonly volume: Decimal | null;
	/** From `open` to `last`, for showing only. */
	readonly changePercent: number | null;
	/** Whether the day began at midnight in UTC; else 24 hours ago. */
	readonly isSinceMidnight?: true;
};

/** What was told of a market, and when that came. */
export type ToldTicker = {
	readonly ticker: Ticker;
	/** Epoch milliseconds by our clock of the newest answer that told of it. */
	readonly at: number;
};

/** Whether it tells of the best prices alone. */
const isTouch = ({last, open, volume}: Ticker): boolean => !last && !open && !volume;

/** What two answers tell of one market, each of them its part: what the newer one tells counts. */
export const joinTickers = (older: Ticker, newer: Ticker): Ticker => {
	if (isTouch(newer)) return {...older, bid: newer.bid, ask: newer.ask};
	const touch = newer.bid || newer.ask ? newer : older;
	return {...newer, bid: touch.bid, ask: touch.ask};
};

const outer = (a: Decimal | null, b: Decimal, sign: 1 | -1): Decimal | null =>
	a && sign * compareDecimals(b, a) > 0 ? b : a;

/**
 * What was told of a day, and what was traded since: last price, low, high and change are those of now; the volume
 * stays. `trades`: oldest first; `since`: epoch milliseconds by the clock of their times.
 */
export const goOnWith = (ticker: Ticker, trades: readonly Trade[], since: number): Ticker => {
	let {low, high} = ticker;
	let newest: Trade | null = null;
	for (let at = trades.length - 1; at >= 0; at--) {
		const trade = trades[at];
		if (!trade || trade.time <= since) break;
		newest ??= trade;
		low = outer(low, trade.price, -1);
		high = outer(high, trade.price, 1);
	}
	if (!newest) return ticker;
	const {open, changePercent} = ticker;
	const {price: last} = newest;
	return {
		...{...ticker, low, high, last},
		changePercent: open ? (ratio(last, open) - 1) * 100 : changePercent,
	};
};
