import {formatDecimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';

/** `units` × 10^-`decimals` as plain text without padding zeros; `units`: a whole number from 0 to 2^53. */
const unitsText = (units: number, decimals: number): string => {
	if (units === 0) return '0';
	while (decimals > 0 && units % 10 === 0) {
		units /= 10;
		decimals--;
	}
	const digits = String(units);
	if (decimals === 0) return digits;
	const point = digits.length - decimals;
	if (point > 0) return `${digits.slice(0, point)}.${digits.slice(point)}`;
	return `0.${'0'.repeat(-point)}${digits}`;
};

/** Gives each level as plain decimals. */
export const eachLevelText = (
	{length, pairs, priceDecimals, sizeDecimals, wide}: LevelColumns,
	take: (price: string, size: string) => void,
): void => {
	if (wide) for (const {price, size} of wide) take(formatDecimal(price), formatDecimal(size));
	else
		for (let at = 0; at < 2 * length; at += 2)
			take(unitsText(pairs[at] ?? 0, priceDecimals), unitsText(pairs[at + 1] ?? 0, sizeDecimals));
};
