import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {
	addDecimals,
	compareDecimals,
	divideDecimals,
	formatDecimal,
	fromUnits,
	halveDecimal,
	multiplyDecimals,
	parseDecimal,
	ratio,
	roundDecimal,
	roundToStep,
	subtractDecimals,
	zero,
	type Decimal,
} from '../../source/book/fixed-point.js';
import {maxDecimalBytes, writeDecimal} from '../../source/book/write-decimal.js';

const seed = 20210417;

const good: {text: string; plain: string}[] = [
	{text: '0', plain: '0'},
	{text: '0.0', plain: '0'},
	{text: '0.00000000', plain: '0'},
	{text: '0E-10', plain: '0'},
	{text: '0e400', plain: '0'},
	{text: '1', plain: '1'},
	{text: '10', plain: '10'},
	{text: '710.0', plain: '710'},
	{text: '00.10', plain: '0.1'},
	{text: '0.00050100', plain: '0.000501'},
	{text: '0.16420000', plain: '0.1642'},
	{text: '33581495.08000000', plain: '33581495.08'},
	{text: '9.12E-7', plain: '0.000000912'},
	{text: '9.493E-11', plain: '0.00000000009493'},
	{text: '3.358149508E7', plain: '33581495.08'},
	{text: '1.0E-4', plain: '0.0001'},
	{text: '10e-1', plain: '1'},
	{text: '1e+2', plain: '100'},
	{text: '1e-11', plain: '0.00000000001'},
	{text: '1e13', plain: '10000000000000'},
	{text: '4049.005510062893', plain: '4049.005510062893'},
	{text: '10049.005510062893', plain: '10049.005510062893'},
	{text: '9007199254740991', plain: '9007199254740991'},
	{text: '9007199254740992', plain: '9007199254740992'},
	{text: '9007199254740993', plain: '9007199254740993'},
	{text: '0.90071992547409930', plain: '0.9007199254740993'},
	{text: '92233720368.54775807', plain: '92233720368.54775807'},
	{text: `1.${'0'.repeat(30)}`, plain: '1'},
	{text: `645.14${'0'.repeat(50)}`, plain: '645.14'},
	{text: '9'.repeat(40), plain: '9'.repeat(40)},
	{text: '1e39', plain: `1${'0'.repeat(39)}`},
	{text: '1e-40', plain: `0.${'0'.repeat(39)}1`},
	{text: `${'9'.repeat(40)}.${'9'.repeat(40)}`, plain: `${'9'.repeat(40)}.${'9'.repeat(40)}`},
];
for (const {text, plain} of good) {
	test(`reads ${text}`, () => {
		assert.equal(formatDecimal(parseDecimal(text)), plain);
		assert.deepEqual(parseDecimal(text), parseDecimal(plain));
	});
}

const bad = [
	...['', ' ', '-', '-1', '-0', '+1', 'NaN', 'Infinity', '-Infinity', 'null', '0x10', ' 1', '1 '],
	...['1.', '.5', '.', '1..2', '1.2.3', '1e', '1e+', '1E-', 'e5', '1.e5', '1e5.0', '1e 5', '1e5e5'],
	...['1,0', '1_0', '1n', '٣', '1\n', '1e400', '1e-400', '1e99999', '1e40', '1e-41'],
	...['1'.repeat(41), '1'.repeat(100), `0.${'0'.repeat(40)}1`, `0.${'0'.repeat(100_000)}1`],
];
for (const text of bad) {
	test(`refuses ${JSON.stringify(text.slice(0, 50))}`, () => {
		assert.throws(() => parseDecimal(text), RangeError);
	});
}

test('quotes only the start of long nonsense', () => {
	assert.throws(
		() => parseDecimal('x'.repeat(10_000)),
		(error: Error) => error.message.length < 100,
	);
});

/** Digits and a place for the point, and the same value written in several ways. */
const decimal = fc.record({
	units: fc.oneof(
		fc.bigInt({min: 0n, max: 10n ** 17n}),
		fc.bigInt({min: 2n ** 53n - 20n, max: 2n ** 53n + 20n}),
		fc.bigInt({min: 0n, max: 999n}),
	),
	decimals: fc.nat({max: 20}),
});

type Exact = {units: bigint; decimals: number};

const plainText = ({units, decimals}: Exact) => {
	const digits = units.toString().padStart(decimals + 1, '0');
	return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

const withExponent = (value: Exact, shift: number) => {
	const {units, decimals} = value;
	return shift <= decimals
		? `${plainText({units, decimals: decimals - shift})}E-${shift}`
		: `${units}e${-decimals}`;
};

/** Digits at 60 decimals, enough for all values here. */
const toBig = ({units, decimals}: {units: number | bigint; decimals: number}) =>
	BigInt(units) * 10n ** BigInt(60 - decimals);

const isNormal = ({units, decimals}: Decimal) =>
	(typeof units === 'number') === BigInt(units) ** 2n < 2n ** 106n &&
	(decimals === 0 || BigInt(units) % 10n !== 0n) &&
	decimals >= 0 &&
	!Object.is(units, -0);

test('reads one value from all its spellings', () => {
	fc.assert(
		fc.property(decimal, fc.nat({max: 12}), fc.nat({max: 6}), (value, shift, padding) => {
			const plain = plainText(value);
			const padded = (plain.includes('.') ? plain : `${plain}.0`) + '0'.repeat(padding);
			for (const text of [plain, padded, withExponent(value, shift)]) {
				const parsed = parseDecimal(text);
				assert.equal(toBig(parsed), toBig(value), text);
				assert.ok(isNormal(parsed), text);
			}
		}),
		{seed, numRuns: 2000},
	);
});

test('reads back what it writes', () => {
	fc.assert(
		fc.property(decimal, value => {
			const parsed = parseDecimal(plainText(value));
			assert.deepEqual(parseDecimal(formatDecimal(parsed)), parsed);
			assert.deepEqual(parseDecimal(formatDecimal(parsed, 25)), parsed);
		}),
		{seed, numRuns: 1000},
	);
});

test('reads every double the way Java and JavaScript print it', () => {
	fc.assert(
		fc.property(fc.double({min: 1e-11, max: 1e13, noNaN: true}), value => {
			const parsed = parseDecimal(String(value));
			assert.equal(Number(formatDecimal(parsed)), value);
			assert.deepEqual(parseDecimal(value.toExponential().replace('e+', 'E')), parsed);
		}),
		{seed, numRuns: 1000},
	);
});

test('takes any text without losing its head', () => {
	const characters = fc.constantFrom(...'0123456789.eE+- xn'.split(''));
	fc.assert(
		fc.property(fc.array(characters, {maxLength: 12}), list => {
			const text = list.join('');
			const isNumber = /^\d+(\.\d+)?([eE][+-]?\d{1,4})?$/.test(text);
			let parsed: Decimal;
			try {
				parsed = parseDecimal(text);
			} catch (error) {
				assert.ok(error instanceof RangeError);
				const value = Number(text);
				assert.ok(!isNumber || value >= 1e40 || value < 1e-27, text);
				return;
			}
			assert.ok(isNumber, text);
			assert.ok(isNormal(parsed));
			assert.equal(Number(formatDecimal(parsed)), Number(text));
		}),
		{seed, numRuns: 5000},
	);
});

test('calculates like bigints', () => {
	fc.assert(
		fc.property(decimal, decimal, (left, right) => {
			const a = fromUnits(left.units, left.decimals);
			const b = fromUnits(right.units, right.decimals);
			const [bigA, bigB] = [toBig(a), toBig(b)];
			assert.equal(toBig(addDecimals(a, b)), bigA + bigB);
			assert.equal(toBig(subtractDecimals(a, b)), bigA - bigB);
			assert.equal(toBig(multiplyDecimals(a, b)) * 10n ** 60n, bigA * bigB);
			assert.equal(toBig(halveDecimal(a)) * 2n, bigA);
			assert.equal(Math.sign(compareDecimals(a, b)), bigA < bigB ? -1 : bigA > bigB ? 1 : 0);
			for (const value of [
				a,
				addDecimals(a, b),
				subtractDecimals(a, b),
				multiplyDecimals(a, b),
				halveDecimal(a),
			])
				assert.ok(
					isNormal(value),
					JSON.stringify(value, (_, item) => String(item)),
				);
		}),
		{seed, numRuns: 2000},
	);
});

test('rounds to a multiple of the step', () => {
	fc.assert(
		fc.property(decimal, fc.constantFrom('0.0001', '0.002', '0.5', '1', '20'), (value, text) => {
			const a = fromUnits(value.units, value.decimals);
			const step = toBig(parseDecimal(text));
			const down = toBig(roundToStep(a, parseDecimal(text), 'down'));
			const up = toBig(roundToStep(a, parseDecimal(text), 'up'));
			assert.equal(down, toBig(a) - (toBig(a) % step));
			assert.equal(up, down === toBig(a) ? down : down + step);
		}),
		{seed, numRuns: 500},
	);
});

test('divides exactly, or says that digits are left', () => {
	fc.assert(
		fc.property(decimal, decimal, fc.integer({min: 0, max: 12}), (first, second, decimals) => {
			const a = fromUnits(first.units, first.decimals);
			const b = fromUnits(second.units, second.decimals);
			fc.pre(b.units !== 0);
			const quotient = divideDecimals(a, b, decimals);
			const product = multiplyDecimals(quotient, b);
			if (quotient.decimals <= decimals) return assert.deepEqual(product, a);
			if (compareDecimals(product, a) === 0) return;
			// What is left is less than one of the last digit, which the mark may have put up by one.
			assert.equal(quotient.decimals, decimals + 2);
			const last = multiplyDecimals({units: 1, decimals: decimals + 2}, b);
			const off =
				compareDecimals(product, a) > 0
					? subtractDecimals(product, a)
					: subtractDecimals(a, product);
			assert.ok(compareDecimals(off, last) < 0);
		}),
		{seed, numRuns: 500},
	);
});

test('rounds half of the last decimal away from zero', () => {
	fc.assert(
		fc.property(
			decimal,
			fc.integer({min: 0, max: 12}),
			fc.boolean(),
			(value, decimals, isBelow) => {
				const positive = fromUnits(value.units, value.decimals);
				const a = isBelow ? subtractDecimals(zero, positive) : positive;
				const rounded = roundDecimal(a, decimals);
				assert.ok(rounded.decimals <= Math.max(decimals, 0));
				const twice = toBig(subtractDecimals(positive, roundDecimal(positive, decimals))) * 2n;
				const last = toBig({units: 1, decimals});
				assert.ok(twice <= last - 1n && twice >= -last, String(twice));
				assert.equal(
					toBig(rounded),
					(isBelow ? -1n : 1n) * toBig(roundDecimal(positive, decimals)),
				);
			},
		),
		{seed, numRuns: 500},
	);
});

const formats: {text: string; decimals: number; plain: string}[] = [
	{text: '0', decimals: 4, plain: '0.0000'},
	{text: '0.1642', decimals: 8, plain: '0.16420000'},
	{text: '0.1649', decimals: 3, plain: '0.164'},
	{text: '0.1649', decimals: 0, plain: '0'},
	{text: '1649.9', decimals: 0, plain: '1649'},
	{text: '92233720368.54775807', decimals: 2, plain: '92233720368.54'},
	{text: '92233720368.54775807', decimals: 10, plain: '92233720368.5477580700'},
];
for (const {text, decimals, plain} of formats) {
	test(`writes ${text} with ${decimals} decimals`, () => {
		assert.equal(formatDecimal(parseDecimal(text), decimals), plain);
	});
}

test('writes what is below zero', () => {
	const value = subtractDecimals(parseDecimal('0.05'), parseDecimal('1.1'));
	assert.equal(formatDecimal(value), '-1.05');
	assert.equal(formatDecimal(value, 1), '-1.0');
	assert.equal(formatDecimal(value, 3), '-1.050');
	assert.equal(formatDecimal(subtractDecimals(zero, parseDecimal('0.004')), 2), '0.00');
	assert.equal(formatDecimal(subtractDecimals(zero, parseDecimal('1e20'))), `-1${'0'.repeat(20)}`);
});

test('gives ratios for showing', () => {
	assert.equal(ratio(parseDecimal('1'), parseDecimal('4')), 0.25);
	assert.equal(ratio(parseDecimal('1'), zero), 0);
	assert.ok(Math.abs(ratio(parseDecimal('1e-20'), parseDecimal('3e20')) * 3e40 - 1) < 1e-9);
});

test('writes to bytes what it formats', () => {
	const bytes = Buffer.alloc(2 * maxDecimalBytes);
	const written = (value: Decimal) => {
		const end = writeDecimal(bytes.fill('#'), 3, value);
		assert.equal(bytes[end], '#'.charCodeAt(0));
		return bytes.toString('latin1', 3, end);
	};
	const units = fc.oneof(
		fc.maxSafeNat(),
		fc.constantFrom(0, 9, 10, 10 ** 15 - 1, 10 ** 15, Number.MAX_SAFE_INTEGER, -5),
		fc.integer({min: 0, max: 900}).map(cut => Number.MAX_SAFE_INTEGER - cut),
		fc.bigInt({min: 2n ** 53n, max: 10n ** 78n}),
	);
	fc.assert(
		fc.property(units, fc.nat(40), (some, decimals) => {
			const value = fromUnits(some, decimals);
			assert.equal(written(value), formatDecimal(value));
		}),
		{seed, numRuns: 2000},
	);
	const longest = {units: 10n ** 80n - 1n, decimals: 40};
	assert.ok(written(longest).length <= maxDecimalBytes);
	assert.equal(written(longest), formatDecimal(longest));
});
