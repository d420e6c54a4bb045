import {crc32} from 'node:zlib';
import {formatDecimal, type Decimal} from '../../book/fixed-point.js';
import {toLevels, type LevelColumns} from '../../book/level-columns.js';
import type {BookTops} from '../../book/order-book.js';

/** Levels a side that a checksum is made of. */
export const seenLevels = 10;

/** Decimals that a market's prices and sizes are written with. */
export type Digits = {readonly price: number; readonly size: number};

/** As it is written, without the point, and then without the zeros in front. */
const digitsOf = (value: Decimal, decimals: number): string =>
	formatDecimal(value, Math.max(decimals, value.decimals)).replace('.', '').replace(/^0+/, '');

const textOf = (side: LevelColumns, {price: priceDecimals, size: sizeDecimals}: Digits): string =>
	toLevels(side)
		.map(({price, size}) => digitsOf(price, priceDecimals) + digitsOf(size, sizeDecimals))
		.join('');

/**
 * Compares a book with the checksum that the exchange sent of it: of the ten best asks, lowest first, then the ten best
 * bids, highest first; of each level the price, then the size. https://docs.kraken.com/api/docs/guides/spot-ws-book-v2
 */
export const createCheck =
	(checksum: number, digits: Digits) =>
	({bids, asks}: BookTops): string | null => {
		const [lowest, highest] = [asks.top(seenLevels), bids.top(seenLevels)];
		const own = crc32(textOf(lowest, digits) + textOf(highest, digits));
		return own === checksum ? null : `${own} where the exchange has ${checksum}`;
	};
