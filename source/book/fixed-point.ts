/**
 * An exact decimal: `units` × 10^-`decimals`. In normal form, as every function here returns it:
 * no trailing zero digit behind the point, and `units` is a bigint only beyond 2^53.
 * Equal values therefore have equal fields.
 */
export type Decimal = {readonly units: number | bigint; readonly decimals: number};

export const zero: Decimal = {units: 0, decimals: 0};

/** Digits before or behind the point that a price or a size may have; more is taken for nonsense. */
const maxDigits = 40;

const powers = Array.from({length: 16}, (_, exponent) => Number(`1e${exponent}`));
const bigPowers = Array.from({length: 2 * maxDigits + 1}, (_, exponent) => 10n ** BigInt(exponent));
const bigPower = (exponent: number) => bigPowers[exponent] ?? 10n ** BigInt(exponent);

const narrow = (units: bigint): number | bigint =>
	units <= BigInt(Number.MAX_SAFE_INTEGER) && units >= -BigInt(Number.MAX_SAFE_INTEGER)
		? Number(units)
		: units;

/** The same value in normal form. */
const normalise = (units: number | bigint, decimals: number): Decimal => {
	if (typeof units === 'bigint') {
		while (decimals > 0 && units % 10n === 0n) {
			units /= 10n;
			decimals--;
		}
		return {units: narrow(units), decimals};
	}
	while (decimals > 0 && units % 10 === 0) {
		units /= 10;
		decimals--;
	}
	return {units, decimals};
};

const zeroCode = 48;
const pointCode = 46;

/**
 * Reads an unsigned JSON number or decimal text: `0.00050100`, `9.493E-11`, `3.358149508E7`.
 * Throws a RangeError for anything else: signs, `NaN`, empty text, more than 40 digits a side.
 */
export const parseDecimal = (text: string): Decimal => {
	let units = 0;
	let point = text.length - 1;
	for (let index = 0; index < text.length; index++) {
		const digit = text.charCodeAt(index) - zeroCode;
		if (digit >= 0 && digit <= 9) {
			units = units * 10 + digit;
		} else if (digit === pointCode - zeroCode && point === text.length - 1 && index > 0) {
			point = index;
		} else {
			return parseLong(text);
		}
	}
	// Past 2^53 the sum was rounded; up to there every step of it was exact.
	if (units > Number.MAX_SAFE_INTEGER || text.length === 0 || text.endsWith('.'))
		return parseLong(text);
	return normalise(units, text.length - 1 - point);
};

const parseLong = (text: string): Decimal => {
	const match = /^(\d{1,80})(?:\.(\d{1,80}))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
	if (!match) throw new RangeError(`not a price or size: "${text.slice(0, 60)}"`);
	const [, whole = '', fraction = '', exponent = '0'] = match;
	const decimals = fraction.length - Number(exponent);
	const units = BigInt(whole + fraction);
	if (units === 0n) return zero;
	if (Math.abs(decimals) > 2 * maxDigits)
		throw new RangeError(`out of range: "${text.slice(0, 60)}"`);
	const value =
		decimals < 0 ? normalise(units * bigPower(-decimals), 0) : normalise(units, decimals);
	if (value.decimals > maxDigits || formatDecimal(value).indexOf('.') > maxDigits)
		throw new RangeError(`out of range: "${text.slice(0, 60)}"`);
	if (value.decimals === 0 && BigInt(value.units) >= bigPower(maxDigits))
		throw new RangeError(`out of range: "${text.slice(0, 60)}"`);
	return value;
};

/** Units at `decimals`, which must not be fewer than the value's own. */
export const unitsAt = (value: Decimal, decimals: number): number | bigint => {
	const by = decimals - value.decimals;
	if (by === 0) return value.units;
	if (typeof value.units === 'number') {
		const power = powers[by];
		if (power !== undefined) {
			const units = value.units * power;
			if (Number.isSafeInteger(units)) return units;
		}
	}
	return narrow(BigInt(value.units) * bigPower(by));
};

export const fromUnits = normalise;

/** Plain text: no exponent, no padding zeros. With `decimals`, padded or cut (toward zero) to so many. */
export const formatDecimal = (value: Decimal, decimals = value.decimals): string => {
	let units = BigInt(value.units);
	if (decimals > value.decimals) units *= bigPower(decimals - value.decimals);
	if (decimals < value.decimals) units /= bigPower(value.decimals - decimals);
	if (decimals === 0) return units.toString();
	const sign = units < 0n ? '-' : '';
	const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
	return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

/** Negative, zero or positive, as for `Array.sort`. */
export const compareDecimals = (a: Decimal, b: Decimal): number => {
	const decimals = Math.max(a.decimals, b.decimals);
	const left = unitsAt(a, decimals);
	const right = unitsAt(b, decimals);
	return left < right ? -1 : left > right ? 1 : 0;
};

const combine = (a: Decimal, b: Decimal, sign: 1 | -1): Decimal => {
	const decimals = Math.max(a.decimals, b.decimals);
	const left = unitsAt(a, decimals);
	const right = unitsAt(b, decimals);
	if (typeof left === 'number' && typeof right === 'number') {
		const units = left + sign * right;
		if (Number.isSafeInteger(units)) return normalise(units, decimals);
	}
	return normalise(BigInt(left) + BigInt(sign) * BigInt(right), decimals);
};

export const addDecimals = (a: Decimal, b: Decimal): Decimal => combine(a, b, 1);

export const subtractDecimals = (a: Decimal, b: Decimal): Decimal => combine(a, b, -1);

export const multiplyDecimals = (a: Decimal, b: Decimal): Decimal =>
	normalise(BigInt(a.units) * BigInt(b.units), a.decimals + b.decimals);

/** Half of a value, exact: one decimal more where it is needed. */
export const halveDecimal = (value: Decimal): Decimal =>
	normalise(BigInt(value.units) * 5n, value.decimals + 1);

/**
 * `a` ÷ `b` as a floating-point number with about nine digits: for bars, percentages and basis
 * points that are only shown. 0 where `b` is 0.
 */
export const ratio = (a: Decimal, b: Decimal): number => {
	if (b.units === 0) return 0;
	const decimals = Math.max(a.decimals, b.decimals);
	const left = unitsAt(a, decimals);
	const right = unitsAt(b, decimals);
	return Number(left) / Number(right);
};

/** Rounds a positive value to a multiple of `step`, `down` toward zero or `up` away from it. */
export const roundToStep = (value: Decimal, step: Decimal, direction: 'up' | 'down'): Decimal => {
	const decimals = Math.max(value.decimals, step.decimals);
	const units = BigInt(unitsAt(value, decimals));
	const size = BigInt(unitsAt(step, decimals));
	const rest = units % size;
	if (rest === 0n) return value;
	return normalise(units - rest + (direction === 'up' ? size : 0n), decimals);
};
