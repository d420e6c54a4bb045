/** Is told what comes in of one book, for whoever counts it. */
export type FeedObserver = {
	/** A message of that many bytes came. */
	message(bytes: number): void;
	/** So many milliseconds after the exchange made it, a change came. */
	latency(ms: number): void;
};

/** Gives each book's feed whom it is to tell: `binance`, `STEEM/USDT`. */
export type ObserveFeed = (exchange: string, market: string) => FeedObserver;
