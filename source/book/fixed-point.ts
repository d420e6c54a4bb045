/**
 * An exact decimal: `units` × 10^-`decimals`. In normal form, as every function here returns it:
 * no trailing zero digit behind the point, and `units` is a bigint only beyond 2^53.
 * Equal values therefore have equal fields.
 */
export type Decimal = {readonly units: number | bigint; readonly decimals: number};

export const zero: Decimal = {units: 0, decimals: 0};

/** Digits before or behind the point that a price or a size may have; more is taken for nonsense. */
const maxDigits = 40;

/** 10 ^ so many, exact; beyond those, there are none. */
export const powers: readonly number[] = Array.from({length: 16}, (_, exponent) =>
	Number(`1e${exponent}`),
);
const bigPowers = Array.from({length: 2 * maxDigits + 1}, (_, exponent) => 10n ** BigInt(exponent));
const bigPower = (exponent: number) => bigPowers[exponent] ?? 10n ** BigInt(exponent);

const narrow = (units: bigint): number | bigint =>
	units <= BigInt(Number.MAX_SAFE_INTEGER) && units >= -BigInt(Number.MAX_SAFE_INTEGER)
		? Number(units)
		: units;

/** The same value in normal form. */
const normalise = (units: number | bigint, decimals: number): Decimal => {
	if (typeof units === 'bigint') {
		units = narrow(units);
		while (typeof units === 'bigint' && decimals > 0 && units % 10n === 0n) {
			units = narrow(units / 10n);
			decimals--;
		}
		if (typeof units === 'bigint') return {units, decimals};
	}
	// Eight places of padding are usual. A quotient that was cut, times the divisor, is never `units` again.
	for (; decimals >= 4; decimals -= 4) {
		const quotient = Math.floor(units / 10_000);
		if (quotient * 10_000 !== units) break;
		units = quotient;
	}
	for (; decimals > 0; decimals--) {
		const quotient = Math.floor(units / 10);
		if (quotient * 10 !== units) break;
		units = quotient;
	}
	return {units, decimals};
};

const pointDigit = -2;
const smallEDigit = 53;
const bigEDigit = 21;

/** The exponent that starts at `from`, NaN where there is none of at most four digits. */
const readExponent = (text: string, from: number): number => {
	const sign = text[from];
	const start = sign === '-' || sign === '+' ? from + 1 : from;
	if (start === text.length || text.length - start > 4) return Number.NaN;
	let exponent = 0;
	for (let index = start; index < text.length; index++) {
		const digit = text.charCodeAt(index) - 48;
		if (digit < 0 || digit > 9) return Number.NaN;
		exponent = exponent * 10 + digit;
	}
	return sign === '-' ? -exponent : exponent;
};

/**
 * Reads an unsigned JSON number or decimal text: `0.00050100`, `9.493E-11`, `3.358149508E7`.
 * Throws a RangeError for anything else: signs, `NaN`, empty text, more than 40 digits a side.
 */
export const parseDecimal = (text: string): Decimal => {
	// One pass in plain numbers over what all exchanges send; the rest goes to `parseLong`.
	const {length} = text;
	if (length === 0 || length > maxDigits) return parseLong(text);
	let units = 0;
	let decimals = 0;
	let zeros = 0; // behind the point and not counted yet: padding, unless another digit follows
	let point = length;
	let exponent = 0;
	for (let index = 0; index < length; index++) {
		const digit = text.charCodeAt(index) - 48;
		if (digit === 0 && index > point) {
			zeros++;
		} else if (digit >= 0 && digit <= 9) {
			if (index > point) {
				units = units * (powers[zeros + 1] ?? Infinity) + digit;
				decimals += zeros + 1;
				zeros = 0;
			} else {
				units = units * 10 + digit;
			}
		} else if (digit === pointDigit && point === length && index > 0 && index < length - 1) {
			point = index;
		} else if ((digit === bigEDigit || digit === smallEDigit) && index > 0 && index !== point + 1) {
			exponent = readExponent(text, index + 1);
			break;
		} else {
			return parseLong(text);
		}
	}
	if (exponent !== 0) {
		decimals -= exponent;
		if (decimals < 0) units *= powers[-decimals] ?? Infinity;
		decimals = Math.max(decimals, 0);
	}
	// Past 2^53 a step was rounded; up to there every one was exact. Not so for NaN either.
	if (!(units <= Number.MAX_SAFE_INTEGER && decimals <= maxDigits)) return parseLong(text);
	return exponent === 0 && units !== 0 ? {units, decimals} : normalise(units, decimals);
};

const parseLong = (text: string): Decimal => {
	const match = /^(\d{1,80})(?:\.(\d{1,80}))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
	if (!match) throw new RangeError(`not a price or size: "${text.slice(0, 60)}"`);
	const [, whole = '', fraction = '', exponent = '0'] = match;
	const decimals = fraction.length - Number(exponent);
	const units = BigInt(whole + fraction);
	if (units === 0n) return zero;
	if (Math.abs(decimals) <= 2 * maxDigits) {
		const value = normalise(
			decimals < 0 ? units * bigPower(-decimals) : units,
			Math.max(decimals, 0),
		);
		const isSmall = BigInt(value.units) < bigPower(maxDigits + value.decimals);
		if (isSmall && value.decimals <= maxDigits) return value;
	}
	throw new RangeError(`out of range: "${text.slice(0, 60)}"`);
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
	const {units} = value;
	const digits = String(units < 0 ? -units : units).padStart(value.decimals + 1, '0');
	const point = digits.length - value.decimals;
	const whole = digits.slice(0, point);
	const rest = digits.slice(point, point + decimals);
	const text = decimals === 0 ? whole : `${whole}.${rest.padEnd(decimals, '0')}`;
	// Of what is cut off nothing may be left.
	return units < 0 && /[1-9]/.test(text) ? `-${text}` : text;
};

/** Negative, zero or positive, as for `Array.sort`. */
export const compareDecimals = (a: Decimal, b: Decimal): number => {
	const decimals = Math.max(a.decimals, b.decimals);
	const left = a.decimals === decimals ? a.units : unitsAt(a, decimals);
	const right = b.decimals === decimals ? b.units : unitsAt(b, decimals);
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

export const multiplyDecimals = (a: Decimal, b: Decimal): Decimal => {
	if (typeof a.units === 'number' && typeof b.units === 'number') {
		const units = a.units * b.units;
		if (Number.isSafeInteger(units)) return normalise(units, a.decimals + b.decimals);
	}
	return normalise(BigInt(a.units) * BigInt(b.units), a.decimals + b.decimals);
};

const half: Decimal = {units: 5, decimals: 1};

/** Half of a value, exact: one decimal more where it is needed. */
export const halveDecimal = (value: Decimal): Decimal => multiplyDecimals(value, half);

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

/** The value as a floating-point number: for lengths of bars, nothing else. */
export const toNumber = ({units, decimals}: Decimal): number =>
	Number(units) / (powers[decimals] ?? 10 ** decimals);

/**
 * `a` ÷ `b`, both positive, to at least so many decimals. Where it goes on, it is cut two digits later,
 * the last of which is not zero then: with `decimals` of them shown, it is seen that some are not.
 */
export const divideDecimals = (a: Decimal, b: Decimal, decimals: number): Decimal => {
	const exponent = decimals + 2 + b.decimals - a.decimals;
	const top = BigInt(a.units) * bigPower(Math.max(0, exponent));
	const bottom = BigInt(b.units) * bigPower(Math.max(0, -exponent));
	const units = top / bottom;
	const isCut = top % bottom !== 0n;
	return normalise(isCut && units % 10n === 0n ? units + 1n : units, decimals + 2);
};

/** The nearest value with so many decimals, half of the last one away from zero. */
export const roundDecimal = (value: Decimal, decimals: number): Decimal => {
	if (value.decimals <= decimals) return value;
	const divisor = powers[value.decimals - decimals];
	if (typeof value.units === 'number' && divisor !== undefined) {
		const size = Math.abs(value.units);
		// A remainder of whole numbers is exact, and so is what is left without it.
		const rest = size % divisor;
		const rounded = (size - rest) / divisor + (2 * rest >= divisor ? 1 : 0);
		return normalise(value.units < 0 && rounded > 0 ? -rounded : rounded, decimals);
	}
	const power = bigPower(value.decimals - decimals);
	const units = BigInt(value.units);
	const half = units < 0n ? -power : power;
	return normalise((2n * units + half) / (2n * power), decimals);
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
