import {crc32} from 'node:zlib';
import {formatDecimal, fromUnits} from './fixed-point.js';
import type {LevelColumns} from './level-columns.js';
import type {Level} from './side-view.js';

/** Levels a side that the sum is of. */
const summedLevels = 20;

type SummedSide = {readonly length: number; top(count: number): LevelColumns};

type Summed = Readonly<Record<'bids' | 'asks', SummedSide>>;

const textOfLevel = ({price, size}: Level): string =>
	`${formatDecimal(price)},${formatDecimal(size)}`;

/** The best levels of a side as text; a level that is what and where it was the last time is not written again. */
const createSideText = () => {
	const kept = new Float64Array(2 * summedLevels);
	let scale = '';
	let texts: string[] = [];
	let all = '';

	const update = ({length, pairs, priceDecimals, sizeDecimals}: LevelColumns) => {
		const now = `${priceDecimals} ${sizeDecimals}`;
		let isSame = now === scale && length === texts.length;
		if (now !== scale) texts = [];
		scale = now;
		texts.length = Math.min(texts.length, length);
		for (let level = 0; level < length; level++) {
			const [price = 0, size = 0] = [pairs[2 * level], pairs[2 * level + 1]];
			if (level < texts.length && kept[2 * level] === price && kept[2 * level + 1] === size)
				continue;
			isSame = false;
			[kept[2 * level], kept[2 * level + 1]] = [price, size];
			texts[level] = textOfLevel({
				price: fromUnits(price, priceDecimals),
				size: fromUnits(size, sizeDecimals),
			});
		}
		if (!isSame) all = texts.join(';');
	};

	return (side: SummedSide): string => {
		const top = side.top(summedLevels);
		if (top.wide) {
			[scale, texts] = ['', []];
			all = top.wide.map(textOfLevel).join(';');
		} else update(top);
		return `${side.length}:${all}`;
	};
};

/**
 * CRC-32 of how many levels both sides of a book have, and of the best 20 of each: that two books are the same. For
 * one book that changes: most of it is what it was the last time.
 */
export const createBookSum = () => {
	const [bidsText, asksText] = [createSideText(), createSideText()];
	let of = '';
	let sum = 0;
	return ({bids, asks}: Summed): number => {
		const text = `${bidsText(bids)}|${asksText(asks)}`;
		if (text !== of) [of, sum] = [text, crc32(text)];
		return sum;
	};
};

/** The same of a book by itself. */
export const bookSum = (book: Summed): number => createBookSum()(book);
