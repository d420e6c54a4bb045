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

/** The same JSON with each number as a text, as it was sent. */
export const toExactNumbers = (text: string): string =>
	text.replace(stringOrNumber, token => (token.startsWith('"') ? token : `"${token}"`));

/** Parses JSON with each number kept as the text it was sent as, since a double may not hold it. */
export const parseExactJson = (text: string): unknown => {
	checkMessage(text);
	return JSON.parse(toExactNumbers(text));
};

/** A whole number that identifies something: given as a number or as its digits. */
export const parseId = (value: unknown): number => {
	const id = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
	if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0)
		throw new RangeError(`not an id: ${String(value).slice(0, 40)}`);
	return id;
};

/** From so many on, a time is in microseconds, or in nanoseconds: as milliseconds, it would be in the year 5138. */
const microseconds = 1e14;
const nanoseconds = 1e17;

/** Digits of a time, which may have a fraction. */
const timeDigits = /^(\d{1,19})(?:\.\d*)?$/;

/** `2026-08-16T23:37:04.849274Z`, or with another offset than `Z`. */
const dateAndTime = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(\.\d{1,3})?\d*(Z|z|[+-]\d\d:\d\d)$/;

const parseDate = (text: string): number | null => {
	const [, seconds, fraction = '', offset] = dateAndTime.exec(text) ?? [];
	if (seconds === undefined || offset === undefined) return null;
	const time = Date.parse(seconds + fraction + offset);
	return time > 0 ? time : null;
};

/**
 * Epoch milliseconds of a time in milliseconds, microseconds or nanoseconds, as a number or its digits, or of one
 * written out by RFC 3339; null where there is none. What is finer than a millisecond is cut.
 */
export const parseTime = (value: unknown): number | null => {
	if (typeof value === 'number') {
		const isTime = value > 0 && value <= Number.MAX_SAFE_INTEGER;
		return isTime ? Math.floor(value < microseconds ? value : value / 1000) || null : null;
	}
	if (typeof value !== 'string') return null;
	const digits = timeDigits.exec(value)?.[1];
	if (digits === undefined) return parseDate(value);
	const time = Number(digits);
	const finer = time < microseconds ? 0 : time < nanoseconds ? 3 : 6;
	return Number(digits.slice(0, digits.length - finer)) || null;
};

/** Epoch milliseconds of the first `timestamp` in a text, without reading more of it; null where it has none. */
export const timestampIn = (text: string): number | null =>
	parseTime(/"timestamp"\s*:\s*"([^"]{1,40})"/.exec(text)?.[1]);

/** Epoch milliseconds of a time in seconds, which may have a fraction, as a number or its digits; null where there is none. */
export const parseSeconds = (value: unknown): number | null => {
	const [, seconds, fraction = ''] = /^(\d{1,11})(?:\.(\d*))?$/.exec(String(value)) ?? [];
	if (seconds === undefined) return null;
	return Number(seconds) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3)) || null;
};

/** Epoch milliseconds of an HTTP `Date` header, in whole seconds: where an exchange tells its time in no other way. */
export const parseDateHeader = (date: string | undefined): number => {
	const time = Date.parse(date ?? '');
	if (Number.isNaN(time)) throw new RangeError('no time');
	return time + 500;
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

/** An id of a fill: a whole number, one that was sent as its digits however long, or letters and digits. */
const parseTradeId = (value: unknown): string => {
	if (typeof value === 'number') return String(parseId(value));
	if (typeof value !== 'string' || !/^[\w-]{1,64}$/.test(value)) throw new RangeError('not an id');
	return /^\d+$/.test(value) ? value.replace(/^0+(?=.)/, '') : value;
};

/** Decimals that a number was written with: exchanges that print checksums of numbers keep to them. */
export const decimalsOf = (text: string): number => {
	const point = text.indexOf('.');
	return point < 0 ? 0 : text.length - point - 1;
};

/** A step of prices or sizes that is told by its decimals; null where it is not. */
export const parseStep = (decimals: unknown): Decimal | null => {
	const count = decimals === null || decimals === '' ? NaN : Number(decimals);
	return Number.isInteger(count) && count >= 0 && count <= 30 ? {units: 1, decimals: count} : null;
};

/** A step of prices or sizes that is told as such; null where it is not, or is 0, which is no rule. */
export const parseStepSize = (value: unknown): Decimal | null => {
	const step = typeof value === 'string' && value !== '' ? parseDecimal(value) : null;
	return step && step.units > 0 ? step : null;
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
		id: parseTradeId(id),
		price: parsePositive(price),
		size: parsePositive(size),
		side,
		time: at,
	};
};

/** Levels a side that one message may hold: Coinbase's snapshot of BTC-USD has 27,236. */
export const maxLevels = 50_000;

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
