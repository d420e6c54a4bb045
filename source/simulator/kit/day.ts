import {formatDecimal, fromUnits} from '../../book/fixed-point.js';
import type {SimulatedId} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {levelText, lotsText} from '../number-text.js';

const dayMs = 24 * 3_600_000;

/**
 * What an exchange tells of a market's best prices and its last 24 hours, in the texts that it prints. Where nothing was
 * traded yet, it is as if the best bid had just been paid for nothing.
 */
export const dayTexts = (exchange: SimulatedId, market: RunningMarket, now: number) => {
	const {bids, asks, scale} = market.books[exchange];
	const [bid, ask] = [bids.at(0), asks.at(0)];
	const traded = market.tapes[exchange].since(now - dayMs);
	const {open, close, high, low, lots} = traded ?? {
		...{open: bid[0], close: bid[0], high: bid[0], low: bid[0]},
		lots: 0n,
	};
	const price = (tick: number) => lotsText(exchange, scale, [tick, 0]).price.wire;
	const [bidText, askText] = [levelText(exchange, scale, bid), levelText(exchange, scale, ask)];
	return {
		bid: bidText.price.wire,
		bidSize: bidText.size.wire,
		ask: askText.price.wire,
		askSize: askText.size.wire,
		last: price(close),
		lastSize: lotsText(exchange, scale, [close, traded?.lastLots ?? 0]).size.wire,
		open: price(open),
		high: price(high),
		low: price(low),
		volume: formatDecimal(fromUnits(lots, scale.sizeDecimals)),
		/** From `open` to `last`, signed, with two decimals. */
		changePercent: open === 0 ? '0.00' : ((close / open - 1) * 100).toFixed(2),
	};
};
