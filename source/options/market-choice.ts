import {formatPair, type WantedMarket} from '../market-name.js';
import {parseMarket, UsageError} from './options.js';

/** All markets whose names are like this one. */
export type MarketPattern = {
	readonly type: 'pattern';
	/** As it was written, in capitals. */
	readonly text: string;
};

/** What is to be recorded. */
export type MarketChoice = WantedMarket | MarketPattern;

const isPattern = (text: string): boolean => /[*?]/.test(text);

/** Reads a market, or a pattern such as `STEEM/*`: `*` is any letters, `?` any one. */
export const parseMarketChoice = (text: string): MarketChoice => {
	if (!isPattern(text)) return parseMarket(text);
	if (!/^[\p{L}\p{N}*?]{1,40}([/_-][\p{L}\p{N}*?]{1,40})?$/u.test(text))
		throw new UsageError(`${JSON.stringify(text)} is not a pattern of markets: write 'STEEM/*'`);
	return {type: 'pattern', text: text.toUpperCase().replace(/[_-]/, '/')};
};

/** Whether a market is meant by a pattern; one without a slash is of both parts in one word. */
export const matches = (
	{text}: MarketPattern,
	pair: {readonly base: string; readonly quote: string},
): boolean => {
	const name = text.includes('/') ? formatPair(pair) : pair.base + pair.quote;
	const expression = text.replaceAll('*', '[^/]*').replaceAll('?', '[^/]');
	return new RegExp(`^${expression}$`, 'u').test(name);
};

/** Reads a file of markets and patterns: one a line, `#` begins a comment. `path` is for the complaint. */
export const parseMarketFile = (text: string, path: string): readonly MarketChoice[] => {
	const choices = text.split(/\r?\n/).flatMap((line, index) => {
		const [words = ''] = line.split('#');
		if (words.trim() === '') return [];
		try {
			return [parseMarketChoice(words.trim())];
		} catch (error) {
			if (!(error instanceof UsageError)) throw error;
			throw new UsageError(`${path}, line ${index + 1}: ${error.message}`);
		}
	});
	if (choices.length === 0) throw new UsageError(`${path} names no markets: write one a line`);
	return choices;
};
