import {compareDecimals, divideDecimals, ratio, type Decimal} from './fixed-point.js';

/** A size by the steps 1-2-5 that it is away from where its market began, or, where it was typed, itself. */
export type SizeChoice = number | Decimal;

const smallestStep = -24;
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

/** The smallest step that is no less than `size`. */
export const stepAbove = (size: Decimal): number => {
	const below = stepBelow(size);
	return compareDecimals(sizeAt(below), size) < 0 ? below + 1 : below;
};

/** The step nearest to `size`, by how many times one is the other. */
export const stepNear = (size: Decimal): number => {
	const below = stepBelow(size);
	const isUpper = ratio(size, sizeAt(below)) * ratio(size, sizeAt(below + 1)) >= 1;
	return isUpper ? Math.min(largestStep, below + 1) : below;
};

/** What about a hundred dollars are: of the currencies that are worth much less or much more. */
const hundreds: Readonly<Record<string, Decimal>> = {
	BTC: {units: 1, decimals: 3},
	ETH: {units: 5, decimals: 2},
	BNB: {units: 2, decimals: 1},
	HT: {units: 50, decimals: 0},
	TRX: {units: 500, decimals: 0},
	DOGE: {units: 500, decimals: 0},
	BRL: {units: 500, decimals: 0},
	ZAR: {units: 2000, decimals: 0},
	MXN: {units: 2000, decimals: 0},
	TRY: {units: 5000, decimals: 0},
	UAH: {units: 5000, decimals: 0},
	RUB: {units: 10_000, decimals: 0},
	JPY: {units: 10_000, decimals: 0},
	KRW: {units: 100_000, decimals: 0},
	ARS: {units: 100_000, decimals: 0},
	NGN: {units: 100_000, decimals: 0},
	IDR: {units: 2_000_000, decimals: 0},
	VND: {units: 2_000_000, decimals: 0},
};

const hundred: Decimal = {units: 100, decimals: 0};

/** About a hundred dollars in a currency; a hundred of those that are not known. */
export const hundredIn = (quote: string): Decimal => hundreds[quote.toUpperCase()] ?? hundred;

/** A size to start with, whatever the market: what about a hundred dollars buy. Tells nothing of the books' depth. */
export const startStep = (price: Decimal, quote: string): number =>
	stepNear(divideDecimals(hundredIn(quote), price, 12));
