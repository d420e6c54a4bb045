import {crc32} from 'node:zlib';
import {formatDecimal} from './fixed-point.js';
import {toLevels, type LevelColumns} from './level-columns.js';

/** Levels a side that the sum is of. */
const summedLevels = 20;

type SummedSide = {readonly length: number; top(count: number): LevelColumns};

const textOf = (side: SummedSide): string => {
	const best = toLevels(side.top(summedLevels));
	const texts = best.map(({price, size}) => `${formatDecimal(price)},${formatDecimal(size)}`);
	return `${side.length}:${texts.join(';')}`;
};

/** CRC-32 of how many levels both sides of a book have, and of the best 20 of each: that two books are the same. */
export const bookSum = ({bids, asks}: Readonly<Record<'bids' | 'asks', SummedSide>>): number =>
	crc32(`${textOf(bids)}|${textOf(asks)}`);
