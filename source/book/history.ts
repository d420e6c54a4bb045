/** A value that changes with time, kept for a while. What a moment had no news of is as it was before. */
export type History = {
	/** Epoch milliseconds of the oldest value kept, null before the first. */
	readonly since: number | null;
	/**
	 * The highest value of each of `count` spans of `cellMs`, the last one holding `now`; null where
	 * there was none. The spans begin at multiples of `cellMs`, so that they stand still.
	 */
	cells(count: number, cellMs: number, now: number): readonly (number | null)[];
};

export type RunningHistory = History & {
	/** A time a little before the newest one counts as that; one far before it begins anew. */
	add(value: number | null, at: number): void;
	/** As it is now, for a screen that stands still. */
	copy(): History;
};

/** One bucket: the highest value in it and the last one. */
type Bucket = {readonly index: number; high: number | null; last: number | null};

const higher = (a: number | null, b: number | null) =>
	a === null || b === null ? (a ?? b) : Math.max(a, b);

const toCells = (
	buckets: readonly Bucket[],
	bucketMs: number,
	count: number,
	cellMs: number,
	now: number,
): readonly (number | null)[] => {
	const end = (Math.floor(now / cellMs) + 1) * cellMs;
	let at = 0;
	let last: number | null = null;
	return Array.from({length: count}, (_, cell) => {
		const to = end - (count - 1 - cell) * cellMs;
		const from = to - cellMs;
		let high: number | null = null;
		for (let bucket = buckets[at]; bucket && bucket.index * bucketMs < to; bucket = buckets[++at]) {
			// What held before this span began counts for it only as far as it went on into it.
			if (bucket.index * bucketMs >= from) high = higher(high, bucket.high);
			last = bucket.last;
		}
		return from > now ? null : (high ?? last);
	});
};

/** How far a clock may be set back without losing what is kept. */
const tolerance = 10;

/** Keeps `spanMs` of values in buckets of `bucketMs`: bounded, however often something is added. */
export const createHistory = (spanMs: number, bucketMs: number): RunningHistory => {
	const capacity = Math.ceil(spanMs / bucketMs);
	let buckets: Bucket[] = [];

	const toHistory = (kept: readonly Bucket[]): History => ({
		since: kept[0] ? kept[0].index * bucketMs : null,
		cells: (count, cellMs, now) => toCells(kept, bucketMs, count, cellMs, now),
	});

	return {
		get since() {
			return toHistory(buckets).since;
		},
		cells: (count, cellMs, now) => toHistory(buckets).cells(count, cellMs, now),
		add(value, at) {
			const newest = buckets.at(-1);
			const wanted = Math.floor(at / bucketMs);
			const isFarBack = newest !== undefined && wanted < newest.index - tolerance;
			if (isFarBack) buckets = [];
			const index = newest && !isFarBack ? Math.max(wanted, newest.index) : wanted;
			if (newest && newest.index === index) {
				newest.high = higher(newest.high, value);
				newest.last = value;
				return;
			}
			buckets.push({index, high: value, last: value});
			while (buckets.length > capacity || (buckets[1]?.index ?? Infinity) <= index - capacity)
				buckets.shift();
		},
		copy: () => toHistory(buckets.map(bucket => ({...bucket}))),
	};
};
