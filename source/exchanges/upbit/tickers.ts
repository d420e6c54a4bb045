import {isObject, parseSymbol} from '../parse.js';
import {readTickers, toTicker, type Tickers} from '../ticker.js';

const list = (symbols: readonly string[]): string =>
	symbols.map(symbol => encodeURIComponent(symbol)).join(',');

/**
 * The first tells no best prices; books of one level of many markets do. Its day begins at midnight in UTC.
 * https://global-docs.upbit.com/reference/list-quote-tickers
 */
export const upbitTickers: Tickers = {
	questions: [
		{
			path: symbols =>
				symbols.length === 0
					? '/v1/ticker/all?quote_currencies=KRW,BTC,USDT'
					: `/v1/ticker?markets=${list(symbols)}`,
			weight: () => 1,
			mostNamed: 100,
			everyMs: 4000,
			parse: body =>
				readTickers('Upbit', body, {
					field: null,
					read: entry =>
						toTicker(parseSymbol(entry['market']), {
							last: entry['trade_price'],
							open: entry['prev_closing_price'],
							high: entry['high_price'],
							low: entry['low_price'],
							volume: entry['acc_trade_volume'],
							isSinceMidnight: true,
						}),
				}),
		},
		{
			path: symbols => `/v1/orderbook?markets=${list(symbols)}&count=1`,
			weight: () => 1,
			...{mostNamed: 100, isNamedOnly: true},
			everyMs: 4000,
			parse: body =>
				readTickers('Upbit', body, {
					field: null,
					read(entry) {
						const {orderbook_units: units} = entry;
						const [best] = Array.isArray(units) ? (units as readonly unknown[]) : [];
						if (!isObject(best)) throw new RangeError('no best prices');
						const {bid_price: bid, ask_price: ask} = best;
						return toTicker(parseSymbol(entry['market']), {bid, ask});
					},
				}),
		},
	],
};
