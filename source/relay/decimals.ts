import {formatDecimal, parseDecimal, type Decimal} from '../book/fixed-point.js';
import {toColumns, toLevels, type LevelColumns} from '../book/level-columns.js';
import type {Level} from '../book/side-view.js';
import {PayloadError, readList} from './reading.js';

/** Levels of one side that a payload may hold: as many as a book may have. */
const maxLevels = 50_000;

type Pair = readonly [price: string, size: string];

export const packDecimal = (value: Decimal | null): string | null => value && formatDecimal(value);

export const readDecimal = (value: unknown): Decimal => {
	if (typeof value !== 'string') throw new PayloadError('a price or size is no text');
	try {
		return parseDecimal(value);
	} catch (error) {
		throw new PayloadError(error instanceof Error ? error.message : 'no price or size');
	}
};

/** A size of what was traded, a price, or a step of either. */
export const readPositive = (value: unknown): Decimal => {
	const decimal = readDecimal(value);
	if (decimal.units === 0) throw new PayloadError('a price, a size or a step is zero');
	return decimal;
};

export const packLevels = (levels: LevelColumns): readonly Pair[] =>
	toLevels(levels).map(({price, size}) => [formatDecimal(price), formatDecimal(size)]);

const readLevel = (value: unknown): Level => {
	const [price, size] = readList(value, 2, readDecimal);
	if (!price || !size || price.units === 0) throw new PayloadError('a level is no pair');
	return {price, size};
};

export const readLevels = (value: unknown): LevelColumns =>
	toColumns(readList(value, maxLevels, readLevel));
