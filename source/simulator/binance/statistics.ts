import {scaleOf} from '../market-scale.js';
import {toSymbol, type Listing} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {createPrinter, percentText} from './print.js';

/** A market as statistics see it; null where nothing ever happens. */
export type Subject = {readonly listing: Listing; readonly market: RunningMarket | null};

/** What was traded from `openTime` to `closeTime` and what rests at the touch, in the words of REST. */
export const statisticsOf = ({listing, market}: Subject, openTime: number, closeTime: number) => {
	const print = createPrinter(scaleOf('binance', listing));
	const traded = market?.tapes.binance.since(openTime) ?? null;
	const book = market?.books.binance;
	const nothing: [string, string] = [print.price(0), print.size(0)];
	const [bidPrice, bidQty] = book ? print.level(book.bids.at(0)) : nothing;
	const [askPrice, askQty] = book ? print.level(book.asks.at(0)) : nothing;
	// Where nothing was traded yet, it is as if the best bid had just been paid for nothing.
	const resting = book?.bids.at(0)[0] ?? 0;
	const {open = resting, close = resting, quote = 0n, lots = 0n} = traded ?? {};
	return {
		symbol: toSymbol('binance', listing),
		priceChange: print.price(close - open),
		priceChangePercent: percentText(open, close),
		weightedAvgPrice: print.mean(quote, lots),
		prevClosePrice: print.price(open),
		lastPrice: print.price(close),
		lastQty: print.size(traded?.lastLots ?? 0),
		bidPrice,
		bidQty,
		askPrice,
		askQty,
		openPrice: print.price(open),
		highPrice: print.price(traded?.high ?? resting),
		lowPrice: print.price(traded?.low ?? resting),
		volume: print.size(lots),
		quoteVolume: print.quote(quote),
		openTime,
		closeTime,
		firstId: traded?.firstId ?? -1,
		lastId: traded?.lastId ?? -1,
		count: traded ? traded.lastId - traded.firstId + 1 : 0,
	};
};

export type Statistics = ReturnType<typeof statisticsOf>;

const without = <T extends object, K extends keyof T>(value: T, names: readonly K[]): Omit<T, K> =>
	Object.fromEntries(
		Object.entries(value).filter(([name]) => !(names as readonly string[]).includes(name)),
	) as Omit<T, K>;

/** Without the touch and the trade before, as a window of any length has them. */
export const toWindow = (all: Statistics) =>
	without(all, [
		...(['prevClosePrice', 'lastQty'] as const),
		...(['bidPrice', 'bidQty', 'askPrice', 'askQty'] as const),
	]);

/** Without changes and means. */
export const toMini = (all: Statistics) =>
	without(toWindow(all), ['priceChange', 'priceChangePercent', 'weightedAvgPrice']);

/** The prices and what was traded, in the letters of the streams. */
const shortMini = (all: Statistics) => ({
	s: all.symbol,
	c: all.lastPrice,
	o: all.openPrice,
	h: all.highPrice,
	l: all.lowPrice,
	v: all.volume,
	q: all.quoteVolume,
});

const shortWindow = (all: Statistics) => ({
	s: all.symbol,
	p: all.priceChange,
	P: all.priceChangePercent,
	o: all.openPrice,
	h: all.highPrice,
	l: all.lowPrice,
	c: all.lastPrice,
	w: all.weightedAvgPrice,
	v: all.volume,
	q: all.quoteVolume,
	O: all.openTime,
	C: all.closeTime,
	F: all.firstId,
	L: all.lastId,
	n: all.count,
});

export const toMiniEvent = (all: Statistics) => ({
	e: '24hrMiniTicker',
	E: all.closeTime,
	...shortMini(all),
});

/** `window` is `1h`, `4h` or `1d`. */
export const toWindowEvent = (all: Statistics, window: string) => ({
	e: `${window}Ticker`,
	E: all.closeTime,
	...shortWindow(all),
});

export const toDayEvent = (all: Statistics) => ({
	e: '24hrTicker',
	E: all.closeTime,
	...shortWindow(all),
	x: all.prevClosePrice,
	Q: all.lastQty,
	b: all.bidPrice,
	B: all.bidQty,
	a: all.askPrice,
	A: all.askQty,
});
