import {exchanges as registry} from '../exchanges/index.js';
import {parseExchanges, suggest, UsageError, type ChosenExchange} from '../options/options.js';
import type {ReadOptions} from './capture-types.js';
import {FeedError} from './feed-error.js';

/** What was given, as a text: some objects cannot be made one. */
export const show = (
	value: unknown,
	toText: (value: unknown) => string | undefined = String,
): string => {
	try {
		return toText(value) ?? String(value);
	} catch {
		return Object.prototype.toString.call(value);
	}
};

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

/** Returns what was given; refuses what is no object with options. */
export const toObject = (what: string, given: unknown): object =>
	typeof given === 'object' && given !== null && !Array.isArray(given)
		? given
		: fail(`${what} was given ${show(given)}: an object with options was meant`);

/** Refuses options that are none, and one that nobody knows: who wrote it meant another. */
export const checkNames = (what: string, given: unknown, known: readonly string[]): void => {
	const wrong = Object.keys(toObject(what, given)).find(name => !known.includes(name));
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
		Number.isFinite(value) &&
		value >= least &&
		value <= most &&
		(!isWhole || Number.isSafeInteger(value));
	if (isRight) return value;
	const kind = isWhole ? 'a whole number' : 'a number';
	const upTo = most === Infinity ? 'up' : `to ${most}`;
	return fail(`${name} is ${show(value)}: it is ${kind} from ${least} ${upTo}`);
};

/** Refuses what is no share of a whole. */
export const checkShare = (name: string, value: unknown): number =>
	typeof value === 'number' && value > 0 && value <= 1
		? value
		: fail(`${name} is ${show(value)}: it is a number above 0, up to 1`);

/** Refuses what is neither true nor false. */
export const checkFlag = (name: string, value: unknown): void => {
	if (typeof value !== 'boolean') fail(`${name} is ${show(value)}: true or false was meant`);
};

/** Refuses what nobody can be told by. */
export const checkFunction = (name: string, value: unknown): void => {
	if (value !== undefined && typeof value !== 'function')
		fail(`${name} is ${show(value)}: a function was meant`);
};

/** Refuses a signal that is none. */
export const checkSignal = (signal: unknown): void => {
	const {throwIfAborted} = (signal ?? {}) as Partial<AbortSignal>;
	if (signal !== undefined && typeof throwIfAborted !== 'function')
		fail(`signal is ${show(signal)}: an AbortSignal was meant`);
};

/** Returns the options of who reads a capture; refuses what is none of them. */
export const checkReadOptions = (what: string, options: ReadOptions): ReadOptions => {
	checkNames(what, options, ['signal']);
	checkSignal(options.signal);
	return options;
};

/** One text, not an empty one. */
export const readText = (name: string, value: unknown): string =>
	typeof value === 'string' && value !== ''
		? value
		: fail(`${name} is ${show(value, JSON.stringify)}: a text was meant`);

/** One text or several, none of them empty; or none at all. */
export const readAnyTexts = (name: string, value: unknown): readonly string[] => {
	const texts: readonly unknown[] = [value].flat();
	return texts.map(text =>
		typeof text === 'string' && text !== ''
			? text
			: fail(`${name} holds ${show(text)}: a text was meant`),
	);
};

/** One text or several, none of them empty. */
export const readTexts = (name: string, value: unknown): readonly string[] => {
	const texts = readAnyTexts(name, value);
	return texts.length > 0 ? texts : fail(`${name} is empty`);
};

/** Ids and names of exchanges, as the command line has them. */
export const readExchanges = (exchanges: unknown): readonly ChosenExchange[] =>
	parseExchanges(registry)(readTexts('exchanges', exchanges).join(','));
