import {exchanges} from '../exchanges/index.js';
import {toWord, type WantedMarket} from '../market-name.js';

/** Whether an exchange calls the wanted market so. */
export const isOfMarket = (wanted: WantedMarket, exchange: string, symbol: string): boolean => {
	const own = exchanges.find(({id}) => id === exchange);
	if (wanted.type === 'pair' && own)
		return own.toSymbol(wanted.base, wanted.quote).toUpperCase() === symbol.toUpperCase();
	return toWord(wanted) === symbol.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
};
