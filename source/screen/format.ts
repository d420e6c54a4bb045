import {fromUnits, type Decimal} from '../book/fixed-point.js';
import {belowSign, cutSign, digitsOf, groupDigits} from './digits.js';
import {glyphs} from './theme.js';

/**
 * A value, which must not be negative, filled up to so many decimals. Where it has more, the sign says
 * that they were cut: `12.34…`. What is there is never shown as nothing: `<0.01`.
 */
export const formatNumber = (value: Decimal, decimals: number): string => {
	const {whole, fraction} = digitsOf(value);
	const shown = fraction.slice(0, decimals).padEnd(decimals, '0');
	const isCut = fraction.length > decimals;
	if (isCut && whole === '0' && !/[1-9]/.test(shown))
		return belowSign + (decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`);
	return groupDigits(whole) + (shown === '' ? '' : `.${shown}`) + (isCut ? cutSign : '');
};

/** `+3.05`, `−3.05…`, `0`; `<0.01` and `>−0.01` where it is too small for the digits. */
export const formatSigned = (value: Decimal, decimals: number): string => {
	if (value.units === 0) return '0';
	const isBelow = value.units < 0;
	const text = formatNumber(isBelow ? fromUnits(-value.units, value.decimals) : value, decimals);
	if (text.startsWith(belowSign)) return isBelow ? `>${glyphs.minus}${text.slice(1)}` : text;
	return (isBelow ? glyphs.minus : '+') + text;
};

/** Milliseconds as people say them: `<0.1 s`, `0.2 s`, `14 s`, `3 min`, `2 h`. */
export const formatDuration = (ms: number): string => {
	if (ms < 50) return '<0.1 s';
	if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
	if (ms < 99_500) return `${Math.round(ms / 1000)} s`;
	if (ms < 5_940_000) return `${Math.round(ms / 60_000)} min`;
	return `${Math.round(ms / 3_600_000)} h`;
};

/** What usually takes milliseconds: `34 ms`; from a second on as `formatDuration`, in no more cells. */
export const formatLatency = (ms: number): string => {
	const rounded = Math.round(ms);
	return rounded < 1000 ? `${rounded} ms` : formatDuration(ms);
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

/** `12.3 kB`, `1.05 GB`: bytes for people, in powers of 1000. */
export const toBytes = (bytes: number): string => {
	if (bytes < 1000) return `${bytes} B`;
	if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
	return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
};
