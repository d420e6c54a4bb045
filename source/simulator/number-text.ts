import {formatDecimal, fromUnits} from '../book/fixed-point.js';
import type {SimulatedId} from './market-list.js';
import type {MarketScale} from './market-scale.js';
import type {Rung} from './ladder.js';

/** A price or a size: as the exchange prints it, and as plain decimal text of the same value. */
export type NumberText = {readonly wire: string; readonly plain: string};

/** The shortest digits that name a double, and the power of ten of the first. */
const digitsOf = (value: number): {digits: string; exponent: number} => {
	const [mantissa = '', exponent = ''] = value.toExponential().split('e');
	return {digits: mantissa.replace('.', ''), exponent: Number(exponent)};
};

const placePoint = (digits: string, exponent: number): string => {
	if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
	const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
	const fraction = digits.slice(exponent + 1);
	return fraction === '' ? whole : `${whole}.${fraction}`;
};

/** As Java's `Double.toString` prints it: `710.0`, `1.58E-4`, `3.358149508E7`. */
export const javaText = (value: number): string => {
	if (value === 0) return '0.0';
	const {digits, exponent} = digitsOf(value);
	if (exponent < -3 || exponent >= 7)
		return `${digits.slice(0, 1)}.${digits.slice(1) || '0'}E${String(exponent)}`;
	const text = placePoint(digits, exponent);
	return text.includes('.') ? text : `${text}.0`;
};

/** The same digits without an exponent. */
export const plainText = (value: number): string => {
	if (value === 0) return '0';
	const {digits, exponent} = digitsOf(value);
	return placePoint(digits, exponent);
};

/**
 * Huobi's sizes are sums of doubles, and now and then one shows it: `4049.005510062893`. Which
 * ones depends on the level alone, so that a level that did not change prints the same.
 */
const huobiSize = ([tick, lots]: Rung, decimals: number): number => {
	const size = Number(`${String(lots)}e-${String(decimals)}`);
	const isSum = lots > 0 && (lots * 31 + tick * 17) % 13 === 0;
	return isSum ? size + ((1 + (tick % 5)) / 7) * 10 ** -decimals : size;
};

const huobiNumber = (value: number): NumberText => ({
	wire: javaText(value),
	plain: plainText(value),
});

const binanceNumber = (units: number, decimals: number): NumberText => {
	const value = fromUnits(units, decimals);
	return {wire: formatDecimal(value, 8), plain: formatDecimal(value)};
};

/** As Java's `BigDecimal` prints it: `127.0`, `0.000017`, `9.9E-7`. */
export const bigDecimalText = (plain: string): string => {
	if (!plain.includes('.')) return `${plain}.0`;
	const {digits, exponent} = digitsOf(Number(plain));
	if (Number(plain) === 0 || exponent >= -6) return plain;
	return `${digits.slice(0, 1)}.${digits.slice(1) || '0'}E${String(exponent)}`;
};

/** Without padding, and with the digits of the market alone. */
const plainNumber = (units: number, decimals: number, isPadded: boolean): NumberText => {
	const value = fromUnits(units, decimals);
	const plain = formatDecimal(value);
	return {wire: isPadded ? formatDecimal(value, decimals) : plain, plain};
};

export type LevelText = {readonly price: NumberText; readonly size: NumberText};

/** Both numbers of a whole number of lots at a price. */
export const lotsText = (exchange: SimulatedId, scale: MarketScale, rung: Rung): LevelText => {
	const {priceDecimals, sizeDecimals} = scale;
	const [tick, lots] = rung;
	if (exchange === 'binance')
		return {price: binanceNumber(tick, priceDecimals), size: binanceNumber(lots, sizeDecimals)};
	if (exchange === 'huobi')
		return {
			price: huobiNumber(Number(`${String(tick)}e-${String(priceDecimals)}`)),
			size: huobiNumber(Number(`${String(lots)}e-${String(sizeDecimals)}`)),
		};
	const isPadded = exchange === 'kraken' || exchange === 'bitstamp';
	const price = plainNumber(tick, priceDecimals, isPadded);
	const size = plainNumber(lots, sizeDecimals, isPadded);
	if (exchange !== 'upbit') return {price, size};
	return {
		price: {...price, wire: bigDecimalText(price.plain)},
		size: {...size, wire: bigDecimalText(size.plain)},
	};
};

/** Both numbers of a level. What is printed is the truth; a client that reads it exactly is right. */
export const levelText = (exchange: SimulatedId, scale: MarketScale, rung: Rung): LevelText => {
	const text = lotsText(exchange, scale, rung);
	return exchange === 'huobi'
		? {...text, size: huobiNumber(huobiSize(rung, scale.sizeDecimals))}
		: text;
};
