import {compareDecimals, parseDecimal, ratio, type Decimal} from '../book/fixed-point.js';
import type {Ticker} from '../book/ticker.js';
import {readList, type ListShape, type Steps} from './list-entries.js';
import type {JsonObject} from './parse.js';

/** One question to an exchange's REST interface that is answered with tickers, or with a part of each. */
export type TickerQuestion = {
	/** Path and query. `symbols`: of the markets asked about; none for all. */
	path(symbols: readonly string[]): string;
	/** What it costs of the exchange's allowance; `count` as for the path, 0 for all. */
	weight(count: number): number;
	/** Markets that may be named at once. @default 1 */
	readonly mostNamed?: number;
	/** Whether it cannot be asked about all. @default false */
	readonly isNamedOnly?: boolean;
	/** How often it may be asked about all, in milliseconds: what the exchange allows is shared with the books. */
	readonly everyMs: number;
	/** Reads the answer in steps; throws on one it cannot read. `symbols` as for the path. */
	parse(body: string, symbols: readonly string[]): Steps<readonly Ticker[]>;
};

export type Tickers = {
	/** Those that tell all there is, together. The first tells of the last 24 hours. */
	readonly questions: readonly [TickerQuestion, ...TickerQuestion[]];
	/** How its answers call a market. @default as its symbol */
	nameOf?(symbol: string): string;
};

/** Numbers as texts; undefined, null, empty or zero where the exchange has none to tell. */
type TickerTexts = Partial<
	Record<Exclude<keyof Ticker, 'name' | 'changePercent' | 'isSinceMidnight'>, unknown>
> & {
	/** Signed, of percent; where there is no `open`. */
	readonly change?: unknown;
	/** See `Ticker`. */
	readonly isSinceMidnight?: true;
};

const toNumber = (value: unknown): Decimal | null => {
	if (value === undefined || value === null || value === '') return null;
	if (typeof value !== 'string') throw new RangeError('not a number');
	const decimal = parseDecimal(value);
	return decimal.units === 0 ? null : decimal;
};

const toPercent = (value: unknown): number | null => {
	if (typeof value !== 'string' || !/^[+-]?\d{1,12}(\.\d{1,40})?([eE][+-]?\d{1,3})?$/.test(value))
		return null;
	const percent = Number(value);
	return Number.isFinite(percent) ? percent : null;
};

/** A ticker of texts as the exchange sent them. Throws on what cannot be: then all of that market is left out. */
export const toTicker = (
	name: string,
	{change, isSinceMidnight, ...texts}: TickerTexts,
): Ticker => {
	const [bid, ask] = [toNumber(texts.bid), toNumber(texts.ask)];
	if (bid && ask && compareDecimals(bid, ask) > 0) throw new RangeError('crossed');
	const [last, open] = [toNumber(texts.last), toNumber(texts.open)];
	return {
		...{name, bid, ask, last, open},
		high: toNumber(texts.high),
		low: toNumber(texts.low),
		volume: toNumber(texts.volume),
		...(isSinceMidnight && {isSinceMidnight}),
		changePercent: last && open ? (ratio(last, open) - 1) * 100 : toPercent(change),
	};
};

/** Reads a list of tickers, each number as the text it was sent as. What is no ticker is left out. */
export const readTickers = (
	exchange: string,
	body: string,
	shape: Omit<ListShape<Ticker>, 'isExact' | 'read'> & {
		read(entry: JsonObject, name: string): Ticker;
	},
): Steps<readonly Ticker[]> => readList(exchange, body, {...shape, isExact: true});
