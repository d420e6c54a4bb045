import {parseDecimal, type Decimal} from '../book/fixed-point.js';
import type {Level} from '../book/side-view.js';
import {Byte} from './byte.js';
import type {JsonScan} from './json-scan.js';
import {NumberScan} from './number-scan.js';
import {maxLevels} from './parse.js';

/** Characters of the longest number that is looked at. */
const maxLength = 100;
const numberAtStart = /^(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/;

const numbers = new NumberScan();
const value = new Float64Array(1);

/** Takes a number that no other way holds. */
const takeLong = (scan: JsonScan): Decimal | null => {
	const text = scan.bytes.toString('latin1', scan.at, scan.at + maxLength);
	const [number] = numberAtStart.exec(text) ?? [''];
	if (number === '' || number.length === maxLength) return null;
	try {
		const decimal = parseDecimal(number);
		scan.at += number.length;
		return decimal;
	} catch {
		// Out of range: whoever judges the message says so.
		return null;
	}
};

/** Takes an unsigned number with no more decimals than it needs. */
const takeDecimal = (scan: JsonScan): Decimal | null => {
	numbers.decimals = 0;
	const end = numbers.read(scan.bytes, scan.at, value, 0);
	if (end < 0) return takeLong(scan);
	scan.at = end;
	return {units: value[0] ?? 0, decimals: numbers.decimals};
};

const takeQuoted = (scan: JsonScan): Decimal | null => {
	const decimal = scan.take(Byte.quote) ? takeDecimal(scan) : null;
	return scan.take(Byte.quote) ? decimal : null;
};

/** Takes what `SideScan` takes, also where a value is beyond 2^53; null where it is anything else. */
export const takeWideLevels = (scan: JsonScan, isQuoted: boolean): readonly Level[] | null => {
	const takeNumber = isQuoted ? takeQuoted : takeDecimal;
	const levels: Level[] = [];
	if (!scan.take(Byte.openBracket)) return null;
	do {
		if (levels.length === maxLevels || !scan.take(Byte.openBracket)) return null;
		const price = takeNumber(scan);
		if (!price || price.units === 0 || !scan.take(Byte.comma)) return null;
		const size = takeNumber(scan);
		if (!size || !scan.take(Byte.closeBracket)) return null;
		levels.push({price, size});
	} while (scan.take(Byte.comma));
	return scan.take(Byte.closeBracket) ? levels : null;
};
