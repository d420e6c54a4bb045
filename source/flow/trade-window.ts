import {addDecimals, formatDecimal, zero, type Decimal} from '../book/fixed-point.js';
import type {Trade} from '../book/trade.js';
import {bucketOf, firstBucket} from './level-past.js';

type Bucket = {readonly bucket: number; readonly size: Decimal};

/** What was traded at a price. */
type Traded = {
	readonly price: Decimal;
	/** By the time of the trades, oldest first. */
	readonly buckets: readonly Bucket[];
};

/** Prices of one book that are kept. */
const mostPrices = 1000;

const withTrade = (buckets: readonly Bucket[], bucket: number, size: Decimal) => {
	const at = buckets.findIndex(other => other.bucket >= bucket);
	const same = buckets[at];
	if (same?.bucket === bucket)
		return buckets.with(at, {bucket, size: addDecimals(same.size, size)});
	return at < 0 ? [...buckets, {bucket, size}] : buckets.toSpliced(at, 0, {bucket, size});
};

type Sums = readonly (readonly [price: Decimal, size: Decimal])[];

/** What was traded at each price within the window, by the trades that were told. */
export type TradedPrices = {
	/** Each price once; the same list as long as nothing has changed. */
	at(now: number): Sums;
};

/** Since the beginning of a bucket. */
const sumPrices = (prices: ReadonlyMap<string, Traded>, from: number): Sums =>
	Array.from(prices.values()).flatMap(({price, buckets}) => {
		const sum = buckets.reduce(
			(all, {bucket, size}) => (bucket < from ? all : addDecimals(all, size)),
			zero,
		);
		return sum.units === 0 ? [] : [[price, sum] as const];
	});

/** Adds up what is traded at each price of a book. */
export const createTradeWindow = (prices = new Map<string, Traded>()) => {
	/** As it was asked for last, until something comes. */
	let last: {readonly from: number; readonly sums: Sums} | null = null;
	return {
		/** Each fill once. `time`: epoch milliseconds by our clock. */
		add({price, size}: Trade, time: number, now: number) {
			const from = firstBucket(now);
			const bucket = Math.min(bucketOf(time), bucketOf(now));
			if (bucket < from) return;
			last = null;
			const name = formatDecimal(price);
			const recent = (prices.get(name)?.buckets ?? []).filter(other => other.bucket >= from);
			prices.delete(name);
			prices.set(name, {price, buckets: withTrade(recent, bucket, size)});
			const [oldest] = prices.keys();
			if (prices.size > mostPrices && oldest !== undefined) prices.delete(oldest);
		},
		at(now: number): Sums {
			const from = firstBucket(now);
			if (last?.from !== from) last = {from, sums: sumPrices(prices, from)};
			return last.sums;
		},
		/** As it is now. */
		copy: (): TradedPrices => createTradeWindow(new Map(prices)),
	};
};
