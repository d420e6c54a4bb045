import {
	formatDecimal,
	roundDecimal,
	subtractDecimals,
	zero,
	type Decimal,
} from '../book/fixed-point.js';
import {glyphs} from './theme.js';

/** `41220.5` → `41 220.5`: a space between thousands, before the point only. */
export const groupDigits = (text: string): string => {
	const point = text.indexOf('.');
	const end = point < 0 ? text.length : point;
	if (end <= 3) return text;
	let whole = text.slice(0, end % 3);
	for (let at = end % 3; at < end; at += 3)
		whole += (whole === '' ? '' : ' ') + text.slice(at, at + 3);
	return whole + text.slice(end);
};

/**
 * A value with so many digits behind the point, cut toward zero. What is there is never shown as
 * nothing: a value too small for the digits reads `<0.01`.
 */
export const formatNumber = (value: Decimal, decimals: number, isGrouped = true): string => {
	const text = formatDecimal(value, decimals);
	if (value.units !== 0 && value.decimals > decimals && !/[1-9]/.test(text))
		return `<${formatDecimal({units: 1, decimals}, decimals)}`;
	return isGrouped ? groupDigits(text) : text;
};

/** Money with so many digits behind the point, rounded: cut, a loss would look smaller than it is. */
export const formatMoney = (value: Decimal, decimals: number, isGrouped = true): string => {
	const rounded = roundDecimal(value, decimals);
	return formatNumber(rounded.units === 0 ? value : rounded, decimals, isGrouped);
};

/** `+3.05`, `−3.05`, `0`; `<0.01` and `>−0.01` where it is too small for the digits. */
export const formatSignedMoney = (value: Decimal, decimals: number): string => {
	if (value.units === 0) return '0';
	const isBelow = value.units < 0;
	const text = formatMoney(isBelow ? subtractDecimals(zero, value) : value, decimals);
	if (text.startsWith('<')) return isBelow ? `>${glyphs.minus}${text.slice(1)}` : text;
	return (isBelow ? glyphs.minus : '+') + text;
};

/** Digits before the point; of a value below 0.1, less one for each zero behind the point. */
const scaleOf = ({units, decimals}: Decimal): number =>
	BigInt(units).toString().replace('-', '').length - decimals;

/** More decimals than these are of no use for money, whatever it is counted in. */
const mostDecimals = 8;

/** Decimals with which a value is told in so many digits that count: eight at the most. */
export const decimalsFor = (value: Decimal, digits: number): number =>
	Math.max(0, Math.min(mostDecimals, digits - scaleOf(value)));

/** How many decimals a value shows with about `digits` digits in all: `least` if it has them, and four digits that count. */
const shortDecimals = (value: Decimal, digits: number, least: number): number => {
	const all = Math.max(least, digits - Math.max(1, scaleOf(value)));
	const small = scaleOf(value) < 1 ? decimalsFor(value, 4) : 0;
	return Math.min(value.decimals, Math.max(all, small));
};

/** A value with as many digits as are of use to a reader. */
export const formatShort = (value: Decimal, digits = 7, least = 2): string =>
	formatNumber(value, shortDecimals(value, digits, least));

/** The same of money. */
export const formatShortMoney = (value: Decimal, digits = 7, least = 2): string =>
	formatMoney(value, shortDecimals(value, digits, least));

/** Milliseconds as people say them: `<0.1 s`, `0.2 s`, `14 s`, `3 min`, `2 h`. */
export const formatDuration = (ms: number): string => {
	if (ms < 50) return '<0.1 s';
	if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
	if (ms < 99_500) return `${Math.round(ms / 1000)} s`;
	if (ms < 5_940_000) return `${Math.round(ms / 60_000)} min`;
	return `${Math.round(ms / 3_600_000)} h`;
};

/** As `formatDuration`, in whole seconds: for what changes too often for tenths to be read. */
export const formatAge = (ms: number): string =>
	ms < 1000 ? '<1 s' : ms < 9950 ? `${Math.floor(ms / 1000)} s` : formatDuration(ms);

/** `12:04`, from an hour on `1:02:04`; with hours where `longest` has them, so that nothing moves. */
export const formatElapsed = (ms: number, longest = ms): string => {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const pad = (value: number) => String(value).padStart(2, '0');
	const short = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
	return longest >= 3_600_000 ? `${Math.floor(seconds / 3600)}:${short}` : short;
};

/** Messages a second: `10`, `2.5`, `0.1`. */
export const formatRate = (rate: number): string => {
	if (rate >= 9.95) return String(Math.round(rate));
	return rate > 0 && rate < 0.1 ? '<0.1' : rate.toFixed(1).replace(/\.0$/, '');
};

/** Basis points: `0.04`, `6.1`, `120`; enough digits to tell it from zero. */
export const formatBps = (bps: number): string => {
	const size = Math.abs(bps);
	if (size > 0 && size < 0.005) return bps < 0 ? `>${glyphs.minus}0.01` : '<0.01';
	const text = size >= 99.95 ? size.toFixed(0) : size >= 0.095 ? size.toFixed(1) : size.toFixed(2);
	return (bps < 0 ? glyphs.minus : '') + groupDigits(text);
};

/** `12:04:31`, local time. */
export const formatTime = (epochMs: number): string => {
	const date = new Date(epochMs);
	return [date.getHours(), date.getMinutes(), date.getSeconds()]
		.map(part => String(part).padStart(2, '0'))
		.join(':');
};

/** `12:04`, local time. */
export const formatMinute = (epochMs: number): string => formatTime(epochMs).slice(0, 5);

/** `12:04:31.2`, local time. */
export const formatTenth = (epochMs: number): string =>
	`${formatTime(epochMs)}.${Math.floor((epochMs % 1000) / 100)}`;

/** A share as percent of so many decimals, with its sign: `+0.12 %`, `−0.08 %`. */
export const formatSignedPercent = (share: number, decimals = 2): string => {
	const text = Math.abs(share * 100).toFixed(decimals);
	const isZero = !/[1-9]/.test(text);
	return `${isZero ? '' : share > 0 ? '+' : glyphs.minus}${text} %`;
};

/** Bytes as people say them: `999 B`, `1.2 kB`, `3.4 MB`. */
export const formatBytes = (bytes: number): string => {
	if (bytes < 999.5) return `${Math.round(bytes)} B`;
	return bytes < 999_500 ? `${formatRate(bytes / 1000)} kB` : `${formatRate(bytes / 1e6)} MB`;
};

/** A share of 0 to 1 as whole percent. Only all is 100 and only nothing is 0. */
export const formatPercent = (share: number): string => {
	const percent = Math.round(share * 100);
	if (percent === 100 && share < 1) return '99 %';
	return percent === 0 && share > 0 ? '1 %' : `${percent} %`;
};
