import type {BookStep, Trade} from './running-book.js';

/** A fill and when it was, in epoch milliseconds. */
export type Fill = Trade & {readonly time: number};

/** What was traded in a time. Prices are in ticks, sizes in lots, `quote` in lots times ticks. */
export type Candle = {
	/** Epoch milliseconds of the first fill. */
	readonly time: number;
	readonly firstId: number;
	readonly lastId: number;
	readonly open: number;
	readonly high: number;
	readonly low: number;
	readonly close: number;
	/** Of the last fill. */
	readonly lastLots: number;
	readonly lots: bigint;
	readonly quote: bigint;
	/** Of these, what takers bought. */
	readonly boughtLots: bigint;
	readonly boughtQuote: bigint;
};

/** What was traded on one exchange, as far back as is kept. */
export type Tape = {
	/** In the order of time. */
	add(step: BookStep): void;
	/** Oldest first. */
	fills(): readonly Fill[];
	/** What was traded from a time on, each minute by itself; null where nothing was. */
	since(time: number): Candle | null;
	/** One for each stretch in which anything was traded, oldest first. */
	candles(stretchOf: (time: number) => number): readonly Candle[];
};

const fillsKept = 1000;
const minutesKept = 1500;
const minuteMs = 60_000;

const toCandle = ({id, time, side, tick, lots}: Fill): Candle => {
	const quote = BigInt(lots) * BigInt(tick);
	const isBought = side === 'asks';
	return {
		time,
		firstId: id,
		lastId: id,
		open: tick,
		high: tick,
		low: tick,
		close: tick,
		lastLots: lots,
		lots: BigInt(lots),
		quote,
		boughtLots: isBought ? BigInt(lots) : 0n,
		boughtQuote: isBought ? quote : 0n,
	};
};

const join = (before: Candle, after: Candle): Candle => ({
	...before,
	lastId: after.lastId,
	high: Math.max(before.high, after.high),
	low: Math.min(before.low, after.low),
	close: after.close,
	lastLots: after.lastLots,
	lots: before.lots + after.lots,
	quote: before.quote + after.quote,
	boughtLots: before.boughtLots + after.boughtLots,
	boughtQuote: before.boughtQuote + after.boughtQuote,
});

/** Joins neighbours that are in the same stretch. */
const gather = (candles: readonly Candle[], stretchOf: (time: number) => number): Candle[] => {
	const joined: Candle[] = [];
	for (const candle of candles) {
		const last = joined.at(-1);
		if (last && stretchOf(last.time) === stretchOf(candle.time))
			joined[joined.length - 1] = join(last, candle);
		else joined.push(candle);
	}
	return joined;
};

export const createTape = (): Tape => {
	let fills: Fill[] = [];
	let minutes: Candle[] = [];
	const minuteOf = (time: number) => Math.floor(time / minuteMs);
	return {
		add({time, trades}) {
			if (trades.length === 0) return;
			// Field by field: copies with a field more would each have a hidden class of their own, as large as the fill.
			const news = trades.map(({id, side, tick, lots}) => ({id, side, tick, lots, time}));
			fills = [...fills, ...news].slice(-fillsKept);
			const [last] = minutes.slice(-1);
			const joined = gather([...(last ? [last] : []), ...news.map(toCandle)], minuteOf);
			minutes = [...minutes.slice(0, -1), ...joined].slice(-minutesKept);
		},
		fills: () => fills,
		since(time) {
			const recent = minutes.filter(candle => candle.time >= time);
			return recent.length === 0 ? null : recent.reduce(join);
		},
		candles(stretchOf) {
			const isFine = stretchOf(0) !== stretchOf(minuteMs - 1);
			return gather(isFine ? fills.map(toCandle) : minutes, stretchOf);
		},
	};
};
