import type {Ticker} from '../../book/ticker.js';
import {parseExactJson, isObject, parseName, reading, type JsonObject} from '../parse.js';
import type {Steps} from '../list-entries.js';
import {readTickers, toTicker, type Tickers} from '../ticker.js';

/** Of one market each best price comes with its size. */
const priceOf = (touch: unknown): unknown =>
	Array.isArray(touch) ? (touch as readonly unknown[])[0] : touch;

/** `amount` is of the base, `vol` of the quote. */
const toHuobiTicker = (name: string, entry: JsonObject): Ticker =>
	toTicker(name, {
		bid: priceOf(entry['bid']),
		ask: priceOf(entry['ask']),
		last: entry['close'],
		open: entry['open'],
		high: entry['high'],
		low: entry['low'],
		volume: entry['amount'],
	});

const parseOne = (body: string, symbol: string): readonly Ticker[] =>
	reading('Huobi', body, () => {
		const answer = parseExactJson(body);
		const tick = isObject(answer) ? answer['tick'] : null;
		if (!isObject(tick)) throw new RangeError('no ticker');
		return [toHuobiTicker(symbol, tick)];
	});

function* parse(body: string, [symbol]: readonly string[]): Steps<readonly Ticker[]> {
	if (symbol !== undefined) return parseOne(body, symbol);
	return yield* readTickers('Huobi', body, {
		field: 'data',
		isList: ({status}) => status === 'ok',
		read: entry => toHuobiTicker(parseName(entry['symbol']), entry),
	});
}

/** Of all markets, or of one. https://huobiapi.github.io/docs/spot/v1/en/#get-latest-tickers-for-all-pairs */
export const huobiTickers: Tickers = {
	questions: [
		{
			path: ([symbol]) =>
				symbol === undefined
					? '/market/tickers'
					: `/market/detail/merged?symbol=${encodeURIComponent(symbol)}`,
			weight: () => 1,
			everyMs: 3000,
			parse,
		},
	],
};
