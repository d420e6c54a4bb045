/** Milliseconds that a column stands for, by how far time is zoomed out; each is so many seconds. */
export const spans = [1000, 5000, 15_000, 60_000] as const;

/** Sizes of a column: so many bins of prices around the middle price. */
export const binsPerColumn = 384;

/** What was traded in one bin. */
export type HeatTrade = {
	readonly bin: number;
	/** In the base currency, by those who lifted asks. */
	readonly bought: number;
	/** In the base currency, by those who hit bids, or of whom it is not told. */
	readonly sold: number;
};

/** One stretch of time of one book: of 1 s the book at its end, of longer ones the mean over their proven seconds. */
export type HeatColumn = {
	/** Whether the book was proven all the time, some of it, or never: then there are no sizes. */
	readonly proof: 'proven' | 'broken' | 'unproven';
	/** The bin of the first size: bin n begins at the price n × the step of the series. */
	readonly first: number;
	/** In the base currency, by bin; bids and asks together. */
	readonly sizes: Float32Array;
	/** The first bin that is known whole. */
	readonly from: number;
	/** The bin behind the last one that is known whole. */
	readonly to: number;
	/** Between the best prices at the end; NaN where there is none. */
	readonly mid: number;
	readonly trades: readonly HeatTrade[];
};

export const noTrades: readonly HeatTrade[] = [];

const noSizes = new Float32Array(binsPerColumn);

/** A stretch in which nothing was proven. */
export const unproven = (trades = noTrades): HeatColumn => ({
	proof: 'unproven',
	first: 0,
	sizes: noSizes,
	from: 0,
	to: 0,
	mid: Number.NaN,
	trades,
});

/** Prices of one column at the most at which trades are kept; the largest stay. */
export const mostTraded = 12;

/** With another trade, or those of another column. */
export const addTrades = (
	trades: readonly HeatTrade[],
	more: readonly HeatTrade[],
): readonly HeatTrade[] => {
	if (more.length === 0) return trades;
	const sums = new Map(trades.map(trade => [trade.bin, trade]));
	for (const {bin, bought, sold} of more) {
		const sum = sums.get(bin);
		sums.set(bin, {
			bin,
			bought: bought + (sum?.bought ?? 0),
			sold: sold + (sum?.sold ?? 0),
		});
	}
	const all = [...sums.values()];
	if (all.length <= mostTraded) return all;
	return all.sort((a, b) => b.bought + b.sold - a.bought - a.sold).slice(0, mostTraded);
};
