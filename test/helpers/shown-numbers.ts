import assert from 'node:assert/strict';
import {
	addDecimals,
	compareDecimals,
	multiplyDecimals,
	parseDecimal,
	type Decimal,
} from '../../source/book/fixed-point.js';

const powers: Readonly<Record<string, string>> = {k: '1e3', M: '1e6', B: '1e9', T: '1e12'};

/** One of the last digit that is written, in the unit it is written in. */
const stepOf = (digits: string, unit: string): Decimal => {
	const decimals = /\.(\d+)/.exec(digits)?.[1]?.length ?? 0;
	return multiplyDecimals(parseDecimal(unit), {units: 1, decimals});
};

/** What a cell of a table says: exactly a value, that it is one and goes on, or that it is less than one. */
export const readCell = (cell: string) => {
	const text = cell.trim();
	const match = /^(<)?(\d+(?: \d+)*(?:\.\d+)?)(?:(…)| ?([kMBT])|(e\d+))?$/.exec(text);
	assert.ok(match, `no number: "${cell}"`);
	const [, below, digits = '', cut, unit, exponent] = match;
	const thousands = digits.replace(/\..*/, '');
	assert.match(thousands, /^\d{1,3}( \d{3})*$/, `thousands have no spaces: "${cell}"`);
	const scale = unit === undefined ? `1${exponent ?? ''}` : (powers[unit] ?? '');
	const shown = multiplyDecimals(parseDecimal(digits.replaceAll(' ', '')), parseDecimal(scale));
	const isExact = (below ?? cut ?? unit ?? exponent) === undefined;
	return {
		text,
		isExact,
		/** Whether what is said is true of a value. */
		assertTells(value: Decimal) {
			const order = compareDecimals(shown, value);
			if (isExact) return assert.equal(order, 0, cell);
			if (below !== undefined) return assert.ok(order > 0 && value.units > 0, cell);
			// Cut toward zero: less than one of the last digit is missing.
			assert.ok(order <= 0, cell);
			if (cut !== undefined) assert.ok(order < 0, `nothing was cut: ${cell}`);
			const next = addDecimals(shown, stepOf(digits, scale));
			assert.ok(compareDecimals(value, next) < 0, cell);
		},
	};
};
