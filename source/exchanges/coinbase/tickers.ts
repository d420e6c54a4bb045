import {parseSymbol} from '../parse.js';
import {readTickers, toTicker, type Tickers} from '../ticker.js';

const path = '/api/v3/brokerage/market/products';

/**
 * The list of markets tells their last prices, and no best ones: those are asked for market by market.
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/products/list-public-products
 */
export const coinbaseTickers: Tickers = {
	questions: [
		{
			path: symbols =>
				symbols.length === 0
					? path
					: `${path}?${symbols.map(symbol => `product_ids=${encodeURIComponent(symbol)}`).join('&')}`,
			weight: () => 1,
			mostNamed: 50,
			everyMs: 10_000,
			parse: body =>
				readTickers('Coinbase', body, {
					field: 'products',
					read: entry =>
						toTicker(parseSymbol(entry['product_id']), {
							last: entry['price'],
							change: entry['price_percentage_change_24h'],
							volume: entry['volume_24h'],
						}),
				}),
		},
	],
};
