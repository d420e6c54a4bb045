import {formatDecimal} from '../book/fixed-point.js';
import {toLevels, type LevelColumns} from '../book/level-columns.js';
import type {OrderBook} from '../book/order-book.js';

/** Price and size as text. */
export type LevelText = readonly [price: string, size: string];

export type SideTexts = {readonly bids: readonly LevelText[]; readonly asks: readonly LevelText[]};

/** Decimals that prices and sizes are written with at least. */
export type Digits = {readonly price: number; readonly size: number};

const toTexts = (levels: LevelColumns, {price, size}: Digits): readonly LevelText[] =>
	toLevels(levels).map(level => [
		formatDecimal(level.price, Math.max(price, level.price.decimals)),
		formatDecimal(level.size, Math.max(size, level.size.decimals)),
	]);

/** The best levels of both sides, best first, without padding where no digits are named. */
export const textsOf = (
	{bids, asks}: OrderBook,
	most = Infinity,
	digits: Digits = {price: 0, size: 0},
): SideTexts => ({
	bids: toTexts(bids.top(Math.min(most, bids.length)), digits),
	asks: toTexts(asks.top(Math.min(most, asks.length)), digits),
});

/** `[[0.1642,677.3],…]`: numbers are written as they are. */
export const toNumberPairs = (levels: readonly LevelText[]): string =>
	`[${levels.map(([price, size]) => `[${price},${size}]`).join(',')}]`;
