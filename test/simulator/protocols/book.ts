/** One side of a reader's book: sizes by prices, as texts or numbers that compare as numbers. */
export type Side = Map<number, string>;

/** A book as a reader makes it from what the exchange says, and nothing else. */
export type ReadBook = {
	readonly bids: Side;
	readonly asks: Side;
	/** Epoch milliseconds of the newest change; null before there is a book. */
	time: number | null;
	isLost: boolean;
};

export const createBook = (): ReadBook => ({
	bids: new Map(),
	asks: new Map(),
	time: null,
	isLost: false,
});

export const put = (side: Side, levels: readonly (readonly [price: string, size: string])[]) => {
	for (const [price, size] of levels) {
		if (Number(size) === 0) side.delete(Number(price));
		else side.set(Number(price), size);
	}
};

export const replace = (
	{bids, asks}: ReadBook,
	levels: {
		readonly bids: readonly (readonly [string, string])[];
		readonly asks: readonly (readonly [string, string])[];
	},
) => {
	bids.clear();
	asks.clear();
	put(bids, levels.bids);
	put(asks, levels.asks);
};

/** Best first. */
export const sorted = (side: Side, name: 'bids' | 'asks'): [number, number][] =>
	[...side]
		.map(([price, size]): [number, number] => [price, Number(size)])
		.sort(([a], [b]) => (name === 'bids' ? b - a : a - b));

/** Leaves only so many of the best levels. */
export const cut = (side: Side, name: 'bids' | 'asks', levels: number) => {
	for (const [price] of sorted(side, name).slice(levels)) side.delete(price);
};
