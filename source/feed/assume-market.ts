import type {Exchange, Market} from '../exchanges/exchange.js';

/** A market as far as its name in two parts tells: without the list, that still tells the symbol. */
export const assumeMarket = (
	{toSymbol}: Pick<Exchange, 'toSymbol'>,
	{base, quote}: Pick<Market, 'base' | 'quote'>,
): Market => ({
	base,
	quote,
	symbol: toSymbol(base, quote),
	tickSize: null,
	sizeStep: null,
	state: {type: 'trading'},
});
