import type {Interval} from '../intervals.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import type {Candle} from '../tape.js';
import {createPrinter} from './print.js';

type Bar = {readonly open: number; readonly candle: Candle};

/** A candle of a stretch in which nothing was traded. */
const emptyAfter = ({lastId, close, lastLots}: Candle, time: number): Candle => ({
	time,
	firstId: lastId + 1,
	lastId,
	open: close,
	high: close,
	low: close,
	close,
	lastLots,
	lots: 0n,
	quote: 0n,
	boughtLots: 0n,
	boughtQuote: 0n,
});

/** The newest bars up to a time, oldest first, none left out between them. */
export const barsOf = (
	market: RunningMarket,
	{openOf, nextOf}: Interval,
	now: number,
	most: number,
): readonly Bar[] => {
	const bars: Bar[] = [];
	const fillTo = (end: number) => {
		for (let last = bars.at(-1); last && nextOf(last.open) < end; last = bars.at(-1)) {
			const open = nextOf(last.open);
			bars.push({open, candle: emptyAfter(last.candle, open)});
		}
	};
	for (const candle of market.tapes.binance.candles(openOf)) {
		fillTo(openOf(candle.time));
		bars.push({open: openOf(candle.time), candle});
	}
	fillTo(nextOf(now));
	return bars.slice(-most);
};

const numbersOf = (market: RunningMarket, {candle}: Bar) => {
	const print = createPrinter(market.books.binance.scale);
	return {
		open: print.price(candle.open),
		high: print.price(candle.high),
		low: print.price(candle.low),
		close: print.price(candle.close),
		volume: print.size(candle.lots),
		quote: print.quote(candle.quote),
		count: candle.lots === 0n ? 0 : candle.lastId - candle.firstId + 1,
		bought: print.size(candle.boughtLots),
		boughtQuote: print.quote(candle.boughtQuote),
	};
};

/** A line of `GET /api/v3/klines`. */
export const toKlineRow = (market: RunningMarket, interval: Interval, bar: Bar) => {
	const {open, high, low, close, volume, quote, count, bought, boughtQuote} = numbersOf(
		market,
		bar,
	);
	const closeTime = interval.nextOf(bar.open) - 1;
	return [
		bar.open,
		open,
		high,
		low,
		close,
		volume,
		closeTime,
		quote,
		count,
		bought,
		boughtQuote,
		'0',
	];
};

/** The event of a `kline` stream; `isClosed` once the bar is complete. */
export const toKlineEvent = (
	market: RunningMarket,
	name: string,
	interval: Interval,
	bar: Bar,
	time: number,
): object => {
	const numbers = numbersOf(market, bar);
	const symbol = toSymbol('binance', market.listing);
	return {
		e: 'kline',
		E: time,
		s: symbol,
		k: {
			t: bar.open,
			T: interval.nextOf(bar.open) - 1,
			s: symbol,
			i: name,
			f: numbers.count === 0 ? -1 : bar.candle.firstId,
			L: numbers.count === 0 ? -1 : bar.candle.lastId,
			o: numbers.open,
			c: numbers.close,
			h: numbers.high,
			l: numbers.low,
			v: numbers.volume,
			n: numbers.count,
			x: time >= interval.nextOf(bar.open),
			q: numbers.quote,
			V: numbers.bought,
			Q: numbers.boughtQuote,
			B: '0',
		},
	};
};
