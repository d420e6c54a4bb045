import type {Exchange} from '../exchanges/exchange.js';
import {exchanges} from '../exchanges/index.js';
import {toWord, type WantedMarket} from '../market-name.js';

/** Whether an exchange that names the quote first calls a market so whose name in one word this is. */
const isOfWord = (word: string, {toSymbol}: Exchange, symbol: string): boolean =>
	word.split('').some((_, at) => {
		const [base, quote] = [word.slice(0, at), word.slice(at)];
		return at > 0 && toSymbol(base, quote).toUpperCase() === symbol;
	});

/** Whether an exchange calls the wanted market so. */
export const isOfMarket = (wanted: WantedMarket, exchange: string, symbol: string): boolean => {
	const own = exchanges.find(({id}) => id === exchange);
	const named = symbol.toUpperCase();
	if (wanted.type === 'pair' && own)
		return own.toSymbol(wanted.base, wanted.quote).toUpperCase() === named;
	const word = toWord(wanted);
	if (word === named.replaceAll(/[^\p{L}\p{N}]/gu, '')) return true;
	return own !== undefined && isOfWord(word, own, named);
};
