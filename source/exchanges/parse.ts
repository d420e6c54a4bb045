import {checkJson, type JsonBounds} from '../json-bounds.js';
import {parseDecimal, type Decimal} from '../book/fixed-point.js';
import {toColumns, type LevelColumns} from '../book/level-columns.js';
import type {Level} from '../book/side-view.js';
import type {Trade} from '../book/trade.js';

/** A message that is not what the exchange documents. Shows the exchange and the message's beginning. */
export class MessageError extends Error {
	constructor(exchange: string, problem: string, text: string) {
		super(`${exchange}: ${problem} in ${text.slice(0, 120)}`);
		this.name = 'MessageError';
	}
}

export const toMessageError = (exchange: string, text: string, error: unknown): MessageError =>
	new MessageError(exchange, error instanceof Error ? error.message : 'nonsense', text);

/** Runs a reader of some text; what it throws says whose text it was, and how that begins. */
export const reading = <T>(exchange: string, text: string, read: () => T): T => {
	try {
		return read();
	} catch (error) {
		throw toMessageError(exchange, text, error);
	}
};

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Characters of a message, unpacked. The longest is Coinbase's snapshot of BTC-USD, 5.1 MB; ours are below 1 MB. */
export const maxMessageLength = 6_000_000;

/**
 * What a message may hold. That snapshot has 46,000 levels of five values and four names of fields each; one of
 * Binance's, of 5,000 levels a side, 30,000 values in all. What is within these bounds is built in a fraction of a
 * second. The exchanges' own messages are nested six deep at the most.
 */
const messageBounds: JsonBounds = {depth: 32, values: 750_000, keys: 250_000};

/** Up to this many characters nothing can be in it that matters. */
const shortText = 64 * 1024;

const checkMessage = (text: string): void => {
	if (text.length > maxMessageLength)
		throw new RangeError(`longer than ${maxMessageLength} characters`);
	if (text.length > shortText) checkJson(text, messageBounds);
};

/** `JSON.parse` of what is no more than a message may be. */
export const parseJson = (text: string): unknown => {
	checkMessage(text);
	return JSON.parse(text);
};

// A string without an end takes the rest of the text, in one pass: parsing refuses it then.
const stringOrNumber = /"[^"\\]*(?:\\[^][^"\\]*)*"?|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON with each number kept as the text it was sent as, since a double may not hold it. */
export const parseExactJson = (text: string): unknown => {
	checkMessage(text);
	return JSON.parse(
		text.replace(stringOrNumber, token => (token.startsWith('"') ? token : `"${token}"`)),
	);
};

/** A whole number that identifies something: given as a number or as its digits. */
export const parseId = (value: unknown): number => {
	const id = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
	if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0)
		throw new RangeError(`not an id: ${String(value).slice(0, 40)}`);
	return id;
};

/** From so many on, a time is in microseconds: as milliseconds, they would be in the year 5138. */
const microseconds = 1e14;

/** Epoch milliseconds of a time in milliseconds or microseconds, as a number or its digits; null where there is none. */
export const parseTime = (value: unknown): number | null => {
	const time = Number(value);
	if (!Number.isSafeInteger(time) || time <= 0) return null;
	return time < microseconds ? time : Math.floor(time / 1000);
};

/** A field of an answer that must hold epoch milliseconds. */
export const parseTimeField = (body: string, field: string): number => {
	const answer = parseJson(body);
	const time = isObject(answer) ? parseTime(answer[field]) : null;
	if (time === null) throw new RangeError('no time');
	return time;
};

/** A price or size as text; zero is no price or size. */
const parsePositive = (value: unknown): Decimal => {
	if (typeof value !== 'string') throw new RangeError('a price or size is not a number');
	const decimal = parseDecimal(value);
	if (decimal.units === 0) throw new RangeError('a price or size is zero');
	return decimal;
};

/** A fill, from the values an exchange gives as texts and numbers. */
export const parseTrade = (
	id: unknown,
	price: unknown,
	size: unknown,
	side: Trade['side'],
	time: unknown,
): Trade => {
	const at = parseTime(time);
	if (at === null) throw new RangeError('no time');
	return {
		id: parseId(id),
		price: parsePositive(price),
		size: parsePositive(size),
		side,
		time: at,
	};
};

/** Levels a side that one message may hold; the longest snapshot there is has 5,000. */
export const maxLevels = 20_000;

/** Letters of a currency's name, as many as can be asked for: four times what those have that are listed. */
const maxNameLength = 40;

/** Control characters, and more marks upon a letter than any script has. */
const notInNames = /\p{C}|\p{M}{5}/u;

/** A name from a list, with nothing in it that no name has. */
export const parseName = (value: unknown, maxLength = maxNameLength): string => {
	if (
		typeof value !== 'string' ||
		value === '' ||
		value.length > maxLength ||
		notInNames.test(value)
	)
		throw new RangeError('not a name');
	return value;
};

/** An exchange's own name of a market: those of two currencies. */
export const parseSymbol = (value: unknown): string => parseName(value, 2 * maxNameLength);

/** Reads the entries of a list, leaving out those that cannot be read. */
export const parseEntries = <T>(entries: readonly unknown[], read: (entry: JsonObject) => T): T[] =>
	entries.flatMap(entry => {
		if (!isObject(entry)) return [];
		try {
			return [read(entry)];
		} catch {
			return [];
		}
	});

const parseLevel = (level: unknown): Level => {
	if (!Array.isArray(level)) throw new RangeError('a level is not a pair');
	const [price, size] = level as readonly unknown[];
	if (typeof price !== 'string' || typeof size !== 'string')
		throw new RangeError('a price or size is not a number');
	const parsed = {price: parseDecimal(price), size: parseDecimal(size)};
	if (parsed.price.units === 0) throw new RangeError('a price is zero');
	return parsed;
};

/** Levels as both exchanges write them: `[["0.1642","677.3"], …]`, texts that hold the exact numbers. */
export const parseLevels = (value: unknown): LevelColumns => {
	if (!Array.isArray(value)) throw new RangeError('levels are missing');
	if (value.length > maxLevels) throw new RangeError(`more than ${maxLevels} levels`);
	return toColumns(value.map(parseLevel));
};
