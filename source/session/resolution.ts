import type {Exchange} from '../exchanges/exchange.js';
import type {Lookup} from '../feed/find-market.js';
import {formatPair, type WantedMarket} from '../market-name.js';

/** What an exchange's list said of a market. */
export type Resolution = {
	readonly exchange: Exchange;
	readonly lookup: Lookup;
	/** Whether it is of a market that was named for this exchange alone: it says nothing of the others'. */
	readonly isOwn?: boolean;
};

/** The different pairs that the exchanges' lists made of one word. More than one is ambiguous. */
export const pairsOf = (resolutions: readonly Resolution[]) => {
	const pairs = new Map<string, {base: string; quote: string}>();
	for (const {lookup, isOwn} of resolutions) {
		if (lookup.type !== 'found' || isOwn) continue;
		const {base, quote} = lookup.market;
		pairs.set(formatPair({base, quote}), {base, quote});
	}
	return [...pairs.values()];
};

/** One word: what one exchange lists tells the parts to another that could not be asked. */
export const guessFrom = (
	wanted: WantedMarket,
	resolutions: readonly Resolution[],
): WantedMarket => {
	const [pair, ...others] = pairsOf(resolutions);
	return pair && others.length === 0 ? {type: 'pair', ...pair} : wanted;
};
