import {describeSpan} from '../faults.js';
import type {HttpResponse} from '../transport/transport.js';

/** How long an answer asks to be left alone. */
export type Pause = {
	/** What is waited: a second at the least, a day at the most. */
	readonly ms: number;
	/** What it asked for, which may be more than a day, the most that is waited; null where it did not say. */
	readonly askedMs: number | null;
};

const dayMs = 24 * 3_600_000;

/** An end that has gone by, or none at all: a moment is waited all the same. */
const leastMs = 1000;

/** Pause after a 429 or 418 that does not say how long: the allowance is counted by the minute. */
const defaultMs = 60_000;

/** Numbers from here on are moments, not spans: as seconds they would be 31 years. */
const firstEpochSeconds = 1e9;
const firstEpochMs = 1e11;

/** Dates of HTTP are of Greenwich; one of their three forms does not say so. */
const parseDate = (text: string): number =>
	Date.parse(/(GMT|UTC|Z|[+-]\d\d:?\d\d)\s*$/i.test(text) ? text : `${text} GMT`);

/** The header's value as milliseconds from `now`, epoch milliseconds by the exchange's clock. */
const readHeader = (text: string, now: number): number | null => {
	const value = text.trim();
	if (!/^\d+(\.\d+)?$/.test(value)) {
		const end = /[a-z]/i.test(value) ? parseDate(value) : Number.NaN;
		return Number.isNaN(end) ? null : end - now;
	}
	const number = Number(value);
	if (number >= firstEpochMs) return number - now;
	return number >= firstEpochSeconds ? number * 1000 - now : number * 1000;
};

/** Binance's "IP banned until 1699999999999". */
const readBody = (body: string, now: number): number | null => {
	const [, end] = /\buntil\s+(\d{10}(?:\d{3})?)\b/i.exec(body) ?? [];
	if (end === undefined) return null;
	return Number(end) * (end.length === 10 ? 1000 : 1) - now;
};

/**
 * The pause that an answer of any status asks for, null where it asks for none. Moments are taken
 * from the answer's own date where it has one: our clock may be wrong. `wallNow` is that, in epoch
 * milliseconds.
 */
export const readPause = ({status, headers, body}: HttpResponse, wallNow: number): Pause | null => {
	const date = parseDate(headers['date'] ?? '');
	const now = Number.isNaN(date) ? wallNow : date;
	const inHeader = readHeader(headers['retry-after'] ?? '', now);
	// What a market's list says is no ban.
	const inBody = status === 200 ? null : readBody(body, now);
	const isLimited = status === 429 || status === 418;
	if (inHeader === null && inBody === null)
		return isLimited ? {ms: defaultMs, askedMs: null} : null;
	const askedMs = Math.max(inHeader ?? 0, inBody ?? 0);
	if (askedMs <= 0 && !isLimited) return null;
	return {ms: Math.min(dayMs, Math.max(leastMs, askedMs)), askedMs};
};

/** `it asks for a pause of 30 s`, with what is waited instead where that is less. */
export const describePause = ({ms, askedMs}: Pause): string => {
	if (askedMs === null) return `a pause of ${describeSpan(ms)}`;
	const capped = askedMs > ms ? '; a day is waited' : '';
	return `it asks for a pause of ${describeSpan(Math.max(ms, askedMs))}${capped}`;
};
