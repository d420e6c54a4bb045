import {distance} from 'fastest-levenshtein';

/** A market as somebody wrote it: in two parts, or as one word whose parts only a list can tell. */
export type WantedMarket =
	| {
			readonly type: 'pair';
			/** In capitals. */
			readonly base: string;
			/** In capitals. */
			readonly quote: string;
	  }
	| {
			readonly type: 'word';
			/** In capitals. */
			readonly word: string;
	  };

type Pair = {readonly base: string; readonly quote: string};

/** Reads `STEEM/USDT`, `steem-usdt`, `STEEM_USDT` or `steemusdt`; null where it is no name at all. */
export const parseWantedMarket = (text: string): WantedMarket | null => {
	const parts = text.toUpperCase().split(/[/_-]/u);
	if (parts.length > 2 || !parts.every(part => /^[\p{L}\p{N}]{1,40}$/u.test(part))) return null;
	const [first = '', quote] = parts;
	return quote === undefined ? {type: 'word', word: first} : {type: 'pair', base: first, quote};
};

/** As it is shown: `STEEM/USDT`, or the word as long as its parts are unknown. */
export const formatWanted = (wanted: WantedMarket): string =>
	wanted.type === 'pair' ? formatPair(wanted) : wanted.word;

/** In one word: `STEEMUSDT`. */
export const toWord = (wanted: WantedMarket): string =>
	wanted.type === 'pair' ? wanted.base + wanted.quote : wanted.word;

/** Each market once, in the order of the first time; in two parts where it was written so at all. */
export const withoutRepeats = (markets: readonly WantedMarket[]): readonly WantedMarket[] => {
	const known = new Map<string, WantedMarket>();
	for (const market of markets)
		if (market.type === 'pair' || !known.has(toWord(market))) known.set(toWord(market), market);
	return [...known.values()];
};

export const formatPair = ({base, quote}: Pair): string => `${base}/${quote}`;

export const isWanted = (wanted: WantedMarket, {base, quote}: Pair): boolean =>
	wanted.type === 'pair'
		? wanted.base === base && wanted.quote === quote
		: wanted.word === base + quote;

/** Currencies that stand for the same money: a market in one of them is what is meant by another. */
const sameMoney: readonly (readonly string[])[] = [
	'USD USDT USDC USDD USDP BUSD TUSD FDUSD HUSD PYUSD DAI'.split(' '),
	'EUR EURC EURI EURT'.split(' '),
];

/** Whether a market is the wanted one in the same money by another name: BTC/USD for BTC/USDT. */
export const isAlike = (wanted: WantedMarket, {base, quote}: Pair): boolean => {
	const word = toWord(wanted);
	const isOfBase = wanted.type === 'pair' ? wanted.base === base : word.startsWith(base);
	const other = isOfBase ? word.slice(base.length) : '';
	return other !== quote && sameMoney.some(all => all.includes(other) && all.includes(quote));
};

/** The pairs most like the wanted one: those alike first, then same base, then the fewest letters apart. */
export const nearest = <T extends Pair>(
	wanted: WantedMarket,
	pairs: readonly T[],
	count = 5,
): readonly T[] => {
	const word = toWord(wanted);
	const score = ({base, quote}: Pair) => {
		const isSameBase = wanted.type === 'pair' ? wanted.base === base : word.startsWith(base);
		const isFirst = isAlike(wanted, {base, quote});
		return distance(word, base + quote) - (isSameBase ? base.length : 0) - (isFirst ? 1000 : 0);
	};
	return pairs
		.map(pair => ({pair, score: score(pair)}))
		.filter(entry => entry.score <= Math.max(2, word.length / 3))
		.sort((a, b) => a.score - b.score)
		.slice(0, count)
		.map(({pair}) => pair);
};
