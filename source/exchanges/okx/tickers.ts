import {parseName} from '../parse.js';
import {readTickers, toTicker, type Tickers} from '../ticker.js';

/** Of all markets, or of one. https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-tickers */
export const okxTickers: Tickers = {
	questions: [
		{
			path: ([symbol]) =>
				symbol === undefined
					? '/api/v5/market/tickers?instType=SPOT'
					: `/api/v5/market/ticker?instId=${encodeURIComponent(symbol)}`,
			weight: () => 1,
			everyMs: 3000,
			parse: body =>
				readTickers('OKX', body, {
					field: 'data',
					isList: ({code}) => code === '0',
					read: entry =>
						toTicker(parseName(entry['instId']), {
							bid: entry['bidPx'],
							ask: entry['askPx'],
							last: entry['last'],
							open: entry['open24h'],
							high: entry['high24h'],
							low: entry['low24h'],
							volume: entry['vol24h'],
						}),
				}),
		},
	],
};
