import {parseName} from '../parse.js';
import {readTickers, toTicker, type TickerQuestion, type Tickers} from '../ticker.js';

/** `["STEEMUSDT","STEEMBTC"]`: a list is answered by a list, also of one. */
const pathTo =
	(path: string): TickerQuestion['path'] =>
	symbols =>
		symbols.length === 0 ? path : `${path}?symbols=${encodeURIComponent(JSON.stringify(symbols))}`;

const parse: TickerQuestion['parse'] = body =>
	readTickers('Binance', body, {
		field: null,
		read: entry =>
			toTicker(parseName(entry['symbol']), {
				bid: entry['bidPrice'],
				ask: entry['askPrice'],
				last: entry['lastPrice'],
				open: entry['openPrice'],
				high: entry['highPrice'],
				low: entry['lowPrice'],
				volume: entry['volume'],
			}),
	});

/**
 * The day of all markets is dear, their best prices are cheap.
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
 */
export const binanceTickers: Tickers = {
	questions: [
		{
			path: pathTo('/api/v3/ticker/24hr'),
			weight: count => (count === 0 || count > 100 ? 80 : count <= 20 ? 2 : 40),
			mostNamed: 100,
			everyMs: 20_000,
			parse,
		},
		{
			path: pathTo('/api/v3/ticker/bookTicker'),
			weight: () => 4,
			mostNamed: 100,
			everyMs: 3000,
			parse,
		},
	],
};
