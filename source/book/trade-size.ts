import type {SideView} from './book-side.js';
import {bestSize} from './depth.js';
import {compareDecimals, type Decimal} from './fixed-point.js';

export const smallestStep = -24;
const largestStep = 30;

/** 1, 2, 5, 10, … for 0, 1, 2, 3, …; 0.5, 0.2, … below. Bounded both ways. */
export const sizeAt = (step: number): Decimal => {
	const bounded = Math.max(smallestStep, Math.min(largestStep, step));
	const exponent = Math.floor(bounded / 3);
	const digit = [1, 2, 5][bounded - 3 * exponent] ?? 1;
	return exponent < 0
		? {units: digit, decimals: -exponent}
		: {units: digit * 10 ** exponent, decimals: 0};
};

/** The largest step that is no more than `size`. */
export const stepBelow = (size: Decimal): number => {
	let step = smallestStep;
	while (step < largestStep && compareDecimals(sizeAt(step + 1), size) <= 0) step++;
	return step;
};

/**
 * A size to start with, whatever the market: the largest step that the best three levels of every side
 * hold. Null while a side is empty.
 */
export const startStep = (sides: readonly SideView[]): number | null => {
	if (sides.length === 0 || sides.some(({length}) => length === 0)) return null;
	const depths = sides.map(side => bestSize(side, 3));
	return stepBelow(depths.reduce((a, b) => (compareDecimals(b, a) < 0 ? b : a)));
};
