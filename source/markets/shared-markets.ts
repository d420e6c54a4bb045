import type {Market} from '../exchanges/exchange.js';
import {formatPair} from '../market-name.js';

/** An exchange's own name of a market. */
export type Listed = Pick<Market, 'symbol' | 'tickSize'> & {readonly market: string};

/** The markets that trade on at least two of several exchanges, by what each lists; each exchange's in its place. */
export const sharedMarkets = (
	lists: readonly (readonly Market[])[],
): readonly (readonly Listed[])[] => {
	const traded = lists.map(list => {
		const markets = new Map<string, Listed>();
		for (const {state, base, quote, symbol, tickSize} of list)
			if (state.type === 'trading') {
				const market = formatPair({base, quote});
				markets.set(market, {market, symbol, tickSize});
			}
		return markets;
	});
	const counts = new Map<string, number>();
	for (const markets of traded)
		for (const market of markets.keys()) counts.set(market, (counts.get(market) ?? 0) + 1);
	return traded.map(markets =>
		[...markets.values()].filter(({market}) => (counts.get(market) ?? 0) > 1),
	);
};
