/** The lowest and the highest of values. */
export type Range = {readonly low: number; readonly high: number};

/** A value that changes with time, kept for a while. What a moment had no news of is as it was before. */
export type History = {
	/** Epoch milliseconds of the oldest value kept, null before the first. */
	readonly since: number | null;
	/**
	 * The last `count` spans of `cellMs`, the last one holding `now`. They begin at multiples of
	 * `cellMs`, so that they stand still.
	 */
	chart(count: number, cellMs: number, now: number): Chart;
};

export type Chart = {
	/** The highest value of each span, of the last one what it is now; null where there was none. */
	readonly cells: readonly (number | null)[];
	/** Of all values of these spans, so that none was outside; null where there was none. */
	readonly range: Range | null;
};

export type RunningHistory = History & {
	/** A time a little before the newest one counts as that; one far before it begins anew. */
	add(value: number | null, at: number): void;
	/**
	 * Goes on at another moment, `to`, in a past or a future that is told from `from` on: what is kept of
	 * before stays, what is told of it once more is left out, what comes after it is forgotten, and what
	 * lies between is not known.
	 */
	jump(from: number, to: number): void;
	/** As it is now, for a screen that stands still. */
	copy(): History;
};

/** One bucket: the values between which it moved, and the last one. */
type Bucket = {readonly index: number; range: Range | null; last: number | null};

const widen = (range: Range | null, by: Range | null): Range | null =>
	range && by
		? {low: Math.min(range.low, by.low), high: Math.max(range.high, by.high)}
		: (range ?? by);

const isWithin = (range: Range | null, value: number | null): boolean =>
	value === null || (range !== null && value >= range.low && value <= range.high);

const pointOf = (value: number | null): Range | null =>
	value === null ? null : {low: value, high: value};

const toChart = (
	buckets: readonly Bucket[],
	bucketMs: number,
	count: number,
	cellMs: number,
	now: number,
): Chart => {
	const end = (Math.floor(now / cellMs) + 1) * cellMs;
	let at = 0;
	let last: number | null = null;
	let whole: Range | null = null;
	const cells = Array.from({length: count}, (_, cell) => {
		const to = end - (count - 1 - cell) * cellMs;
		const from = to - cellMs;
		let range: Range | null = null;
		for (let bucket = buckets[at]; bucket && bucket.index * bucketMs < to; bucket = buckets[++at]) {
			// What held before this span began counts for it only as far as it went on into it.
			if (bucket.index * bucketMs >= from) range = widen(range, bucket.range);
			last = bucket.last;
		}
		if (from > now) return null;
		range ??= pointOf(last);
		whole = widen(whole, range);
		return to === end ? last : (range?.high ?? null);
	});
	return {cells, range: whole};
};

/** How far a clock may be set back without losing what is kept. */
const tolerance = 10;

/** Keeps `spanMs` of values in buckets of `bucketMs`: bounded, however often something is added. */
export const createHistory = (spanMs: number, bucketMs: number): RunningHistory => {
	const capacity = Math.ceil(spanMs / bucketMs);
	let buckets: Bucket[] = [];
	/** Index of the bucket before which nothing is added: it is known. */
	let knownTo = -Infinity;

	const toHistory = (kept: readonly Bucket[]): History => ({
		since: kept[0] ? kept[0].index * bucketMs : null,
		chart: (count, cellMs, now) => toChart(kept, bucketMs, count, cellMs, now),
	});

	return {
		get since() {
			return toHistory(buckets).since;
		},
		chart: (count, cellMs, now) => toChart(buckets, bucketMs, count, cellMs, now),
		add(value, at) {
			const newest = buckets.at(-1);
			const wanted = Math.floor(at / bucketMs);
			if (wanted < knownTo) return;
			const isFarBack = newest !== undefined && wanted < newest.index - tolerance;
			if (isFarBack) buckets = [];
			const index = newest && !isFarBack ? Math.max(wanted, newest.index) : wanted;
			if (newest && newest.index === index) {
				if (!isWithin(newest.range, value)) newest.range = widen(newest.range, pointOf(value));
				newest.last = value;
				return;
			}
			buckets.push({index, range: pointOf(value), last: value});
			while (buckets.length > capacity || (buckets[1]?.index ?? Infinity) <= index - capacity)
				buckets.shift();
		},
		jump(from, to) {
			buckets = buckets.filter(({index}) => index * bucketMs <= to);
			const newest = buckets.at(-1)?.index ?? -Infinity;
			knownTo = newest;
			if (newest === -Infinity || newest + 1 >= Math.floor(from / bucketMs)) return;
			buckets.push({index: newest + 1, range: null, last: null});
		},
		copy: () => toHistory(buckets.map(bucket => ({...bucket}))),
	};
};
