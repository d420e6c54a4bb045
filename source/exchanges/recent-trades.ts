import {byTime, type Trade} from '../book/trade.js';
import {isObject, parseExactJson, reading, type JsonObject} from './parse.js';

/** How the newest fills of a market are asked for by REST. */
export type RecentTrades = {
	/** Path and query. */
	path(symbol: string): string;
	/** What it costs of the exchange's allowance. */
	readonly weight: number;
	/** The market that an address asks for, as its path names it; null where it asks for something else. */
	symbolOf(url: URL): string | null;
	/**
	 * Oldest first, none twice, none missing between two of them. Throws on an answer it cannot read: a fill left out of
	 * it would be a gap that nobody sees.
	 */
	parse(body: string, symbol: string): readonly Trade[];
};

/** Fills of an answer that are asked for and kept, the newest: no tape shows more. */
export const mostRecent = 500;

/** Fills that an answer may hold: Bitstamp sends those of an hour, however many. */
const mostFills = 50_000;

type Shape = {
	/** Finds the list of fills in an answer. */
	listOf(answer: unknown): unknown;
	/** Which way the list runs. @default false */
	readonly isNewestFirst?: boolean;
} & (
	| {read(fill: JsonObject): Trade}
	/** Where a fill is a list of values. */
	| {readList(fill: readonly unknown[]): Trade}
);

const readFill = (fill: unknown, shape: Shape): Trade => {
	if ('read' in shape) {
		if (isObject(fill)) return shape.read(fill);
	} else if (Array.isArray(fill)) return shape.readList(fill);
	throw new RangeError('a fill of another shape');
};

/** Reads an answer, each number as the text it was sent as. */
export const readRecent = (exchange: string, body: string, shape: Shape): readonly Trade[] =>
	reading(exchange, body, () => {
		const list = shape.listOf(parseExactJson(body));
		if (!Array.isArray(list)) throw new RangeError('no list of fills');
		if (list.length > mostFills) throw new RangeError(`more than ${mostFills} fills`);
		const fills = list.map(fill => readFill(fill, shape));
		if (shape.isNewestFirst) fills.reverse();
		const each = new Map(fills.map(trade => [trade.id, trade]));
		return [...each.values()].sort(byTime).slice(-mostRecent);
	});

/** A field of an answer that is an object; undefined of any other. */
export const fieldOf = (answer: unknown, field: string): unknown =>
	isObject(answer) ? answer[field] : undefined;

/** The side that a word stands for. Throws where it stands for none. */
export const sideOf = (
	word: unknown,
	{buy, sell}: Readonly<Record<'buy' | 'sell', string>>,
): 'buy' | 'sell' => {
	if (word === buy) return 'buy';
	if (word === sell) return 'sell';
	throw new RangeError('no side');
};
