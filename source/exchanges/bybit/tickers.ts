import {parseName} from '../parse.js';
import {readTickers, toTicker, type Tickers} from '../ticker.js';

/** Of all markets, or of one. https://bybit-exchange.github.io/docs/v5/market/tickers */
export const bybitTickers: Tickers = {
	questions: [
		{
			path: ([symbol]) =>
				`/v5/market/tickers?category=spot${symbol === undefined ? '' : `&symbol=${encodeURIComponent(symbol)}`}`,
			weight: () => 1,
			everyMs: 3000,
			parse: body =>
				readTickers('Bybit', body, {
					field: 'result.list',
					read: entry =>
						toTicker(parseName(entry['symbol']), {
							bid: entry['bid1Price'],
							ask: entry['ask1Price'],
							last: entry['lastPrice'],
							open: entry['prevPrice24h'],
							high: entry['highPrice24h'],
							low: entry['lowPrice24h'],
							volume: entry['volume24h'],
						}),
				}),
		},
	],
};
