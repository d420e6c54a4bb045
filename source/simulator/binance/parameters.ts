import {binanceIntervals, type Interval} from '../intervals.js';
import {ApiError, illegal, missing} from './api-error.js';

const checkSymbol = (symbol: string): string => {
	// Letters of any script since December 2025; a lower-case one is none of a symbol.
	if (!/^[^\p{Ll}\s"]{1,20}$/u.test(symbol)) throw illegal('symbol', '^[A-Z0-9-_.]{1,20}$');
	return symbol;
};

export const parseSymbol = (query: URLSearchParams): string => {
	const symbol = query.get('symbol');
	if (!symbol) throw missing('symbol');
	return checkSymbol(symbol);
};

/** The symbols of `symbol` or `symbols`; null where neither was sent. */
export const parseSymbols = (query: URLSearchParams): readonly string[] | null => {
	const one = query.get('symbol');
	const some = query.get('symbols');
	if (one !== null && some !== null)
		throw new ApiError(-1128, 'Combination of optional parameters invalid.');
	if (one !== null) return [checkSymbol(one)];
	if (some === null) return null;
	const legal = '^\\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\\]$';
	if (!/^\[("[^"]+"(,"[^"]+")*)?\]$/.test(some)) throw illegal('symbols', legal);
	return (JSON.parse(some) as string[]).map(checkSymbol);
};

/** A whole number that may be left out. */
export const parseInteger = (query: URLSearchParams, name: string): number | null => {
	const text = query.get(name);
	if (text === null) return null;
	if (!/^[0-9]{1,20}$/.test(text)) throw illegal(name, '^[0-9]{1,20}$');
	return Number(text);
};

export const parseLimit = (query: URLSearchParams, usual: number, most: number): number => {
	const limit = parseInteger(query, 'limit') ?? usual;
	if (limit === 0) throw missing('limit');
	return Math.min(most, limit);
};

/** Milliseconds, also where microseconds were sent. */
export const parseTime = (query: URLSearchParams, name: string): number | null => {
	const time = parseInteger(query, name);
	return time !== null && time > 1e14 ? Math.floor(time / 1000) : time;
};

export const parseInterval = (query: URLSearchParams): Interval => {
	const name = query.get('interval');
	if (name === null) throw missing('interval');
	const interval = binanceIntervals.get(name);
	if (!interval) throw new ApiError(-1120, 'Invalid interval.');
	return interval;
};

type Unit = {readonly most: number; readonly ms: number};

const units: ReadonlyMap<string, Unit> = new Map([
	['m', {most: 59, ms: 60_000}],
	['h', {most: 23, ms: 3_600_000}],
	['d', {most: 7, ms: 86_400_000}],
]);

/** `1m`–`59m`, `1h`–`23h`, `1d`–`7d`, in milliseconds. */
export const parseWindow = (query: URLSearchParams): number => {
	const text = query.get('windowSize') ?? '1d';
	const [, count = '0', name = ''] = /^(\d{1,2})([mhd])$/.exec(text) ?? [];
	const unit = units.get(name);
	if (!unit || Number(count) < 1 || Number(count) > unit.most)
		throw illegal('windowSize', '^[1-9][0-9]{0,1}[mhd]$');
	return Number(count) * unit.ms;
};
