import {parseName, type JsonObject} from '../parse.js';
import {readTickers, toTicker, type Tickers} from '../ticker.js';
import {oldNames} from './old-names.js';

/** Names as v2 writes them, by those of the list and of v1. */
const newNames = new Map(Object.entries(oldNames).map(([name, old]) => [old, name]));

const withNew = (name: string): string => {
	for (const [old, now] of newNames) {
		if (name.startsWith(old)) return now + name.slice(old.length);
		if (name.endsWith(old)) return name.slice(0, -old.length) + now;
	}
	return name;
};

/**
 * Answers call a market by the id that it has in the list, without what parts the currencies: `XXBTZUSD` where both
 * are old, each with a letter before it, else `SOLUSD` or `XBTUSDT`. In v2 they are `BTC/USD`, `SOL/USD`, `BTC/USDT`.
 */
const toName = (id: string): string => {
	const [, base, quote] = /^X([A-Z]{3})[XZ]([A-Z]{3})$/.exec(id) ?? [];
	return base === undefined || quote === undefined
		? withNew(withNew(id))
		: withNew(base) + withNew(quote);
};

/** Values of a day are told twice, of which the first are since midnight, as the first price is. */
const at = (entry: JsonObject, field: string): unknown => {
	const values = entry[field];
	return Array.isArray(values) ? (values as readonly unknown[])[0] : undefined;
};

/** Of all markets, or of one. The day begins at midnight in UTC. https://docs.kraken.com/api/docs/rest-api/get-ticker-information */
export const krakenTickers: Tickers = {
	nameOf: symbol => symbol.replace('/', ''),
	questions: [
		{
			path([symbol]) {
				if (symbol === undefined) return '/0/public/Ticker';
				const names = symbol.split('/').map(name => oldNames[name] ?? name);
				return `/0/public/Ticker?pair=${encodeURIComponent(names.join(''))}`;
			},
			weight: () => 1,
			everyMs: 5000,
			parse: body =>
				readTickers('Kraken', body, {
					field: 'result',
					isMap: true,
					read: (entry, id) =>
						toTicker(toName(parseName(id)), {
							bid: at(entry, 'b'),
							ask: at(entry, 'a'),
							last: at(entry, 'c'),
							open: entry['o'],
							high: at(entry, 'h'),
							low: at(entry, 'l'),
							volume: at(entry, 'v'),
							isSinceMidnight: true,
						}),
				}),
		},
	],
};
