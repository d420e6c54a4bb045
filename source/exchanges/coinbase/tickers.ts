import type {Ticker} from '../../book/ticker.js';
import type {Steps} from '../list-entries.js';
import {isObject, parseExactJson, parseSymbol, reading, type JsonObject} from '../parse.js';
import {readTickers, toTicker, type Tickers} from '../ticker.js';

const path = '/api/v3/brokerage/market/products';

const toCoinbaseTicker = (entry: JsonObject): Ticker =>
	toTicker(parseSymbol(entry['product_id']), {
		last: entry['price'],
		change: entry['price_percentage_change_24h'],
		volume: entry['volume_24h'],
	});

const parseOne = (body: string): readonly Ticker[] =>
	reading('Coinbase', body, () => {
		const entry = parseExactJson(body);
		if (!isObject(entry)) throw new RangeError('no ticker');
		return [toCoinbaseTicker(entry)];
	});

function* parse(body: string, symbols: readonly string[]): Steps<readonly Ticker[]> {
	if (symbols.length === 1) return parseOne(body);
	return yield* readTickers('Coinbase', body, {field: 'products', read: toCoinbaseTicker});
}

/** One is not asked for by a list of one: that would be the same question as the one for the market itself. */
const pathTo = (symbols: readonly string[]): string => {
	const names = symbols.map(symbol => encodeURIComponent(symbol));
	if (names.length === 1) return `${path}/${names.join('')}`;
	return names.length === 0 ? path : `${path}?product_ids=${names.join('&product_ids=')}`;
};

/**
 * The list of markets tells their last prices, and no best ones: those are asked for market by market.
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/products/list-public-products
 */
export const coinbaseTickers: Tickers = {
	questions: [{path: pathTo, weight: () => 1, mostNamed: 50, everyMs: 10_000, parse}],
};
