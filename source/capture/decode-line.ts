import {checkJson, parseBounded} from '../json-bounds.js';
import type {CaptureEvent, CaptureHeader, Encoding, RawLine} from './capture-format.js';
import {CaptureLineError} from './capture-line-error.js';
import {decodeHole} from './decode-hole.js';
import {lineBounds} from './read-lines.js';

export type DecodedLine =
	| {readonly type: 'header'; readonly header: CaptureHeader}
	| {readonly type: 'event'; readonly event: CaptureEvent}
	| {readonly type: 'raw'; readonly line: RawLine};

/** Milliseconds: years are longer than any capture, and both together are still a date. */
export const maxTime = 10 * 366 * 86_400_000;
const maxStart = 8.64e15 - maxTime;

/**
 * Characters of a text that is kept, all but what was sent and received: an address of Binance names up to 1,024
 * streams of some 25 letters, and nothing else that is ever recorded is as long.
 */
const maxText = 40_000;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that should have been another, as much of it as helps. */
const show = (value: unknown): string => {
	const text = JSON.stringify(value) ?? 'undefined';
	return text.length > 60 ? `${text.slice(0, 40)}…` : text;
};

const isText = (value: unknown): value is string => typeof value === 'string';

const isRecord = (value: unknown): value is Readonly<Record<string, string>> =>
	isFields(value) && Object.values(value).every(isText);

const lengthOf = (values: readonly string[]): number =>
	values.reduce((sum, {length}) => sum + length, 0);

/** Reads fields of one line, each of the type that is asked for. */
const createReader = (fields: Fields, fail: (what: string) => never) => {
	const text = (name: string): string => {
		const value = fields[name];
		return isText(value) ? value : fail(`"${name}" is not a text`);
	};
	const within = (name: string, length: number): void => {
		if (length > maxText) fail(`"${name}" is longer than ${maxText} characters: ${length}`);
	};
	/** One that may be kept. */
	const short = (name: string): string => {
		const value = text(name);
		within(name, value.length);
		return value;
	};
	const number = (name: string): number => {
		const value = fields[name];
		const isNumber = typeof value === 'number' && value >= 0 && Number.isFinite(value);
		return isNumber ? value : fail(`"${name}" is not a number`);
	};
	const atMost = (name: string, most: number): number => {
		const value = number(name);
		return value <= most ? value : fail(`"${name}" is too large: ${value}`);
	};
	const time = () => atMost('t', maxTime);
	const texts = (name: string): readonly string[] => {
		const value = fields[name];
		if (!Array.isArray(value) || !value.every(isText))
			return fail(`"${name}" is not a list of texts`);
		within(name, lengthOf(value));
		return value;
	};
	/** The named fields that are there. */
	const optional = <Name extends string, T>(name: Name, read: (name: string) => T) =>
		(fields[name] === undefined ? {} : {[name]: read(name)}) as {readonly [Key in Name]?: T};
	const encoding = (name: string): Encoding => {
		const value = fields[name];
		if (value === 'gzip+base64' || value === 'base64') return value;
		return fail(`"${name}" is unknown: ${show(value)}`);
	};
	const record = (name: string): Readonly<Record<string, string>> => {
		const value = fields[name];
		if (!isRecord(value)) return fail(`"${name}" is not texts`);
		within(name, lengthOf(Object.entries(value).flat()));
		return value;
	};
	/** A text that is not worth the line where it is none. */
	const lenient = <Name extends string>(name: Name) => {
		const value = fields[name];
		return (isText(value) && value.length <= maxText ? {[name]: value} : {}) as {
			readonly [Key in Name]?: string;
		};
	};
	const hole = () => decodeHole(fields['hole']);
	const isTrue = (name: string): boolean => fields[name] === true;
	const numbers = {number, atMost, time};
	return {...numbers, text, short, texts, optional, lenient, encoding, record, hole, isTrue};
};

type Reader = ReturnType<typeof createReader>;

const readHeader = (fields: Fields, read: Reader, fail: (what: string) => never): CaptureHeader => {
	if (fields['format'] !== 'steem-tui-capture') fail(`a capture of another program`);
	if (fields['version'] !== 1)
		fail(`a capture of version ${show(fields['version'])}; this program reads version 1`);
	return {
		format: 'steem-tui-capture',
		version: 1,
		startedAt: read.atMost('startedAt', maxStart),
		market: read.short('market'),
		...read.optional('markets', read.texts),
		exchanges: read.texts('exchanges'),
		...read.optional('begunBy', read.number),
		...read.optional('after', read.number),
		app: read.short('app'),
	};
};

const readEvent = (
	kind: CaptureEvent['kind'],
	{text, short, number, time, optional, lenient, encoding, record, hole, isTrue}: Reader,
): CaptureEvent => {
	const t = time();
	switch (kind) {
		case 'open':
			return {
				...{t, kind, url: short('url'), connection: number('connection')},
				...lenient('exchange'),
			};
		case 'sent':
			return {t, kind, connection: number('connection'), data: text('data')};
		case 'ws':
			return {
				t,
				kind,
				connection: number('connection'),
				...optional('encoding', encoding),
				data: text('data'),
			};
		case 'ping':
			return {
				t,
				kind,
				connection: number('connection'),
				...(isTrue('pong') ? {pong: true} : {}),
			};
		case 'close':
			return {
				t,
				kind,
				connection: number('connection'),
				reason: short('reason'),
				...optional('url', short),
				...lenient('exchange'),
				...optional('code', number),
				...optional('status', number),
				...optional('headers', record),
				...optional('data', text),
				...optional('errorCode', short),
			};
		case 'http':
			return {
				t,
				kind,
				url: short('url'),
				status: number('status'),
				data: text('data'),
				...optional('headers', record),
				...optional('errorCode', short),
			};
		case 'marker':
			return {t, kind, label: short('label'), ...lenient('market'), ...hole()};
	}
};

const kinds: readonly unknown[] = ['open', 'sent', 'ws', 'ping', 'close', 'http', 'marker'];

const isKind = (kind: unknown): kind is CaptureEvent['kind'] => kinds.includes(kind);

/** Whether it is a line of a file without a header; those of `*.sent.jsonl` have no kind. */
const rawKind = (fields: Fields): RawLine['kind'] | null => {
	if (fields['url'] === undefined || fields['connection'] !== undefined) return null;
	const {kind, status} = fields;
	if (kind === 'ws' || (kind === 'http' && status === undefined)) return kind;
	return kind === undefined ? 'sent' : null;
};

/** Up to so many characters a line cannot hold too many values, unless they are in lists. */
const shortLine = 32 * 1024;

const isFlat = (value: unknown): boolean =>
	isFields(value) && Object.values(value).every(field => typeof field !== 'object');

/** `JSON.parse` within the bounds of a line: most are seen to be within them by what was made of them. */
const parseLine = (text: string): unknown => {
	if (text.length > shortLine) return parseBounded(text, lineBounds);
	let fields: unknown;
	try {
		fields = JSON.parse(text);
	} catch (error) {
		checkJson(text, lineBounds);
		throw error;
	}
	if (!isFlat(fields)) checkJson(text, lineBounds);
	return fields;
};

/** What nearly all lines are, a message received or sent; null where anything of it is not as it should be. */
const readMessage = ({t, kind, connection, encoding, data}: Fields): CaptureEvent | null => {
	if ((kind !== 'ws' && kind !== 'sent') || typeof data !== 'string') return null;
	if (typeof t !== 'number' || !(t >= 0 && t <= maxTime)) return null;
	if (typeof connection !== 'number' || !(connection >= 0 && connection < Infinity)) return null;
	if (kind === 'sent') return {t, kind, connection, data};
	if (encoding === undefined) return {t, kind, connection, data};
	return encoding === 'gzip+base64' ? {t, kind, connection, encoding, data} : null;
};

/** Reads one line, or says which one cannot be read and why. */
export const decodeLine = (text: string, line: number): DecodedLine => {
	const fail = (what: string): never => {
		throw new CaptureLineError(line, what);
	};
	let fields: unknown;
	try {
		fields = parseLine(text);
	} catch (error) {
		return fail(error instanceof RangeError ? error.message : 'not JSON');
	}
	if (!isFields(fields)) return fail('not an object');
	const message = 'format' in fields ? null : readMessage(fields);
	if (message) return {type: 'event', event: message};
	const read = createReader(fields, fail);
	if ('format' in fields) return {type: 'header', header: readHeader(fields, read, fail)};
	const raw = rawKind(fields);
	if (raw !== null) {
		const data = {...read.optional('encoding', read.encoding), data: read.text('data')};
		return {type: 'raw', line: {t: read.time(), kind: raw, url: read.short('url'), ...data}};
	}
	const {kind} = fields;
	if (!isKind(kind)) return fail(`unknown kind ${show(kind)}`);
	return {type: 'event', event: readEvent(kind, read)};
};
