import type {Ticker} from '../../book/ticker.js';
import type {Steps} from '../list-entries.js';
import {isObject, parseExactJson, parseSymbol, reading, type JsonObject} from '../parse.js';
import {readTickers, toTicker, type Tickers} from '../ticker.js';

const toBitstampTicker = (name: string, entry: JsonObject): Ticker =>
	toTicker(name, {
		bid: entry['bid'],
		ask: entry['ask'],
		last: entry['last'],
		open: entry['open_24'],
		change: entry['percent_change_24'],
		high: entry['high'],
		low: entry['low'],
		volume: entry['volume'],
	});

/** That of one market does not say which. */
const parseOne = (body: string, symbol: string): readonly Ticker[] =>
	reading('Bitstamp', body, () => {
		const entry = parseExactJson(body);
		if (!isObject(entry)) throw new RangeError('no ticker');
		return [toBitstampTicker(symbol, entry)];
	});

function* parse(body: string, [symbol]: readonly string[]): Steps<readonly Ticker[]> {
	if (symbol !== undefined) return parseOne(body, symbol);
	return yield* readTickers('Bitstamp', body, {
		field: null,
		read: entry =>
			toBitstampTicker(parseSymbol(entry['pair']).replace('/', '').toLowerCase(), entry),
	});
}

/** Of all markets, or of one. https://www.bitstamp.net/api/#tag/Tickers */
export const bitstampTickers: Tickers = {
	questions: [
		{
			path: ([symbol]) =>
				`/api/v2/ticker/${symbol === undefined ? '' : `${encodeURIComponent(symbol)}/`}`,
			weight: () => 1,
			everyMs: 5000,
			parse,
		},
	],
};
