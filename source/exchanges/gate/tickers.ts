import {parseName} from '../parse.js';
import {readTickers, toTicker, type Tickers} from '../ticker.js';

/** Of all markets, or of one. https://www.gate.io/docs/developers/apiv4/#get-currency-pair-ticker-information */
export const gateTickers: Tickers = {
	questions: [
		{
			path: ([symbol]) =>
				symbol === undefined
					? '/api/v4/spot/tickers'
					: `/api/v4/spot/tickers?currency_pair=${encodeURIComponent(symbol)}`,
			weight: () => 1,
			everyMs: 4000,
			parse: body =>
				readTickers('Gate', body, {
					field: null,
					read: entry =>
						toTicker(parseName(entry['currency_pair']), {
							bid: entry['highest_bid'],
							ask: entry['lowest_ask'],
							last: entry['last'],
							change: entry['change_percentage'],
							high: entry['high_24h'],
							low: entry['low_24h'],
							volume: entry['base_volume'],
						}),
				}),
		},
	],
};
