import type {Pair} from '../capture/changed-market.js';
import type {Exchange} from '../exchanges/exchange.js';
import {toWord, type WantedMarket} from '../market-name.js';

/** Currencies that prices are named in, for symbols that come without a list of markets. */
const quotes =
	'USDT USDC BUSD TUSD FDUSD HUSD USDD USDP DAI BTC ETH BNB TRX HT XRP DOGE EUR GBP TRY RUB UAH BRL AUD JPY KRW USD'.split(
		' ',
	);

const parts = /[/_-]/;

/** An exchange's name of a market, in capitals as captures are read. */
export const symbolOf = (exchange: Pick<Exchange, 'toSymbol'>, {base, quote}: Pair): string =>
	exchange.toSymbol(base, quote).toUpperCase();

const split = (word: string, among: readonly string[]): Pair | null => {
	const [quote] = among
		.filter(one => word.endsWith(one) && word.length > one.length)
		.sort((a, b) => b.length - a.length);
	return quote === undefined ? null : {type: 'pair', base: word.slice(0, -quote.length), quote};
};

/** `STEEMETH` → STEEM/ETH; null where no known currency ends it. `own`: those of the exchange, which come first. */
export const splitWord = (word: string, own: readonly string[] = []): Pair | null =>
	split(word, own) ?? split(word, quotes);

/** What an exchange's name says of a market, in whatever order it has its parts; null where it does not. */
export const pairOf = (
	exchange: Pick<Exchange, 'toSymbol' | 'wire'>,
	symbol: string,
): Pair | null => {
	const [first = '', second, ...rest] = symbol.split(parts);
	if (second === undefined || rest.length > 0) return splitWord(symbol, exchange.wire?.quotes);
	const pairs: readonly Pair[] = [
		{type: 'pair', base: first, quote: second},
		{type: 'pair', base: second, quote: first},
	];
	return pairs.find(pair => symbolOf(exchange, pair) === symbol) ?? null;
};

/** Whether a market is among the symbols of some exchange, whichever of its parts comes first there. */
export const mayHold = (symbols: ReadonlySet<string>, wanted: WantedMarket): boolean => {
	const word = toWord(wanted);
	const turned = wanted.type === 'pair' ? wanted.quote + wanted.base : word;
	return [...symbols].some(symbol => {
		const letters = symbol.split(parts).join('');
		return letters === word || (letters !== symbol && letters === turned);
	});
};
