import {compareDecimals, ratio, subtractDecimals} from '../book/fixed-point.js';
import type {Sorting} from '../screen/sortings.js';
import {isProven, touchOf, type Line, type Quote} from './line.js';
import type {LineEdges} from './line-edges.js';

/** A line with the edges of the size that is set. */
export type Ranked = {readonly line: Line; readonly edges: () => LineEdges};

/** Of the middle; null where one side has none. */
export const spreadShareOf = (quote: Quote): number | null => {
	const {bid, ask} = touchOf(quote);
	if (!bid || !ask || compareDecimals(bid, ask) > 0) return null;
	const spread = ratio(subtractDecimals(ask, bid), bid);
	return spread / (1 + spread / 2);
};

/** From a day ago to the last trade, in percent; null where it is not known. */
export const changeOf = ({book, told}: Quote): number | null => {
	const open = told?.ticker.open;
	const last = book?.trades.at(-1)?.price;
	return open && last ? (ratio(last, open) - 1) * 100 : (told?.ticker.changePercent ?? null);
};

const firstKnown = ({quotes}: Line, valueOf: (quote: Quote) => number | null): number | null => {
	for (const quote of quotes) {
		const value = valueOf(quote);
		if (value !== null) return value;
	}
	return null;
};

const mostOf = ({quotes}: Line, valueOf: (quote: Quote) => number | null): number | null =>
	quotes.reduce<number | null>((most, quote) => {
		const value = valueOf(quote);
		return value === null ? most : Math.max(most ?? -Infinity, value);
	}, null);

/** Books that are followed and not in sync; where none is followed, exchanges that tell nothing. */
const missingIn = ({quotes}: Line): number =>
	quotes.filter(quote => (quote.book ? !isProven(quote) : quote.told === null)).length;

/** What the lines are sorted by, the largest first; null comes last, whichever way it is sorted. */
const keys: Readonly<Record<Exclude<Sorting, 'name'>, (ranked: Ranked) => number | null>> = {
	net: ({edges}) => edges().best?.netShare ?? null,
	spread: ({line}) => mostOf(line, spreadShareOf),
	'24 h': ({line}) => firstKnown(line, changeOf),
	state: ({line}) => missingIn(line),
};

const byName = (a: Ranked, b: Ranked): number =>
	a.line.market < b.line.market ? -1 : a.line.market > b.line.market ? 1 : 0;

/** The lines in order: by what was chosen, then by name. */
export const sortLines = <Row extends Ranked>(
	lines: readonly Row[],
	sorting: Sorting,
	isReversed: boolean,
): readonly Row[] => {
	const sign = isReversed ? -1 : 1;
	if (sorting === 'name') return lines.toSorted((a, b) => sign * byName(a, b));
	const keyOf = keys[sorting];
	const keyed = lines.map(ranked => ({ranked, key: keyOf(ranked)}));
	return keyed
		.toSorted((a, b) => {
			if (a.key === null || b.key === null)
				return Number(a.key === null) - Number(b.key === null) || byName(a.ranked, b.ranked);
			return sign * (b.key - a.key) || byName(a.ranked, b.ranked);
		})
		.map(({ranked}) => ranked);
};
