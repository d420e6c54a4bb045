const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A stretch of time that candles are made of, by the calendar. */
export type Interval = {
	/** When the stretch began that a time is in, in epoch milliseconds. */
	openOf(time: number): number;
	/** When the next one begins. */
	nextOf(time: number): number;
};

/** Of fixed length; `from` is when one of them began. */
const every = (ms: number, from = 0): Interval => {
	const openOf = (time: number) => Math.floor((time - from) / ms) * ms + from;
	return {openOf, nextOf: time => openOf(time) + ms};
};

/** So many months from January on, in UTC moved by an offset. */
const months = (count: number, offsetMs: number): Interval => {
	const at = (time: number, more: number) => {
		const date = new Date(time + offsetMs);
		const month = Math.floor(date.getUTCMonth() / count) * count + more;
		return Date.UTC(date.getUTCFullYear(), month) - offsetMs;
	};
	return {openOf: time => at(time, 0), nextOf: time => at(time, count)};
};

/** A Monday. */
const monday = 4 * dayMs;

/** By the names of Binance's klines. */
export const binanceIntervals: ReadonlyMap<string, Interval> = new Map([
	['1s', every(secondMs)],
	...[1, 3, 5, 15, 30].map((count): [string, Interval] => [
		`${String(count)}m`,
		every(count * minuteMs),
	]),
	...[1, 2, 4, 6, 8, 12].map((count): [string, Interval] => [
		`${String(count)}h`,
		every(count * hourMs),
	]),
	['1d', every(dayMs)],
	['3d', every(3 * dayMs)],
	['1w', every(7 * dayMs, monday)],
	['1M', months(1, 0)],
]);

/** Huobi's days begin with those of Singapore. */
const singaporeMs = 8 * hourMs;

/** By the names of Huobi's klines. */
export const huobiIntervals: ReadonlyMap<string, Interval> = new Map([
	...[1, 5, 15, 30, 60].map((count): [string, Interval] => [
		`${String(count)}min`,
		every(count * minuteMs),
	]),
	['4hour', every(4 * hourMs)],
	['1day', every(dayMs, -singaporeMs)],
	['1week', every(7 * dayMs, monday - singaporeMs)],
	['1mon', months(1, singaporeMs)],
	['1year', months(12, singaporeMs)],
]);
