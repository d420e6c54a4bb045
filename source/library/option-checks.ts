import {exchanges as registry} from '../exchanges/index.js';
import {parseExchanges, suggest, UsageError, type ChosenExchange} from '../options/options.js';
import {FeedError} from './feed-error.js';

/** Refuses how it was called. */
export const fail = (message: string): never => {
	throw new FeedError('bad-option', message);
};

/** Throws `FeedError` for what a parser of the command line's words refuses. */
export const asOption = <T>(parse: () => T): T => {
	try {
		return parse();
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		throw new FeedError('bad-option', error.message, {cause: error});
	}
};

/** Refuses an option that nobody knows: who wrote it meant another. */
export const checkNames = (what: string, given: object, known: readonly string[]): void => {
	const wrong = Object.keys(given).find(name => !known.includes(name));
	if (wrong !== undefined) fail(`${what} has no option "${wrong}"${suggest(wrong, known)}`);
};

/** Refuses a number that is none, or outside of its bounds. */
export const checkNumber = (
	name: string,
	value: unknown,
	{least, most = Infinity, isWhole = false}: {least: number; most?: number; isWhole?: boolean},
): number => {
	const isRight =
		typeof value === 'number' &&
		value >= least &&
		value <= most &&
		(!isWhole || value === Infinity || Number.isSafeInteger(value));
	if (isRight) return value;
	const kind = isWhole ? 'a whole number' : 'a number';
	const upTo = most === Infinity ? 'up' : `to ${most}`;
	return fail(`${name} is ${String(value)}: it is ${kind} from ${least} ${upTo}`);
};

/** One text or several, none of them empty. */
export const readTexts = (name: string, value: unknown): readonly string[] => {
	const texts: readonly unknown[] = [value].flat();
	if (texts.length === 0) fail(`${name} is empty`);
	return texts.map(text =>
		typeof text === 'string' && text !== ''
			? text
			: fail(`${name} holds ${String(text)}: a text was meant`),
	);
};

/** Ids and names of exchanges, as the command line has them. */
export const readExchanges = (exchanges: unknown): readonly ChosenExchange[] =>
	parseExchanges(registry)(readTexts('exchanges', exchanges).join(','));
