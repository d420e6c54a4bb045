import {isProven} from '../../markets/line.js';
import type {RankedLine} from '../../markets/ranking.js';
import type {Part} from '../pane-frame.js';
import {marketName, netRole, netText, wayText} from './market-texts.js';

/** How many of the books are live, where any are followed. */
const liveText = (rows: readonly RankedLine[]): string => {
	const books = rows.flatMap(({line}) => line.quotes).filter(({book}) => book !== null);
	if (books.length === 0) return '';
	return `${books.filter(isProven).length} of ${books.length} books live`;
};

/** The market whose net is best, of proven books where there are any; null where nothing can be compared. */
const bestOf = (rows: readonly RankedLine[]): string | null => {
	let best: {market: string; share: number; isProven: boolean} | null = null;
	for (const {line, edges} of rows) {
		const way = edges().best;
		if (!way) continue;
		const found = {market: line.market, share: way.netShare, isProven: way.edge !== null};
		const isBetter =
			!best || (found.isProven !== best.isProven ? found.isProven : found.share > best.share);
		if (isBetter) best = found;
	}
	return best?.market ?? null;
};

/** By the order that it was found in: to work out all edges each time would take longer than to paint them. */
const known = new WeakMap<readonly RankedLine[], string | null>();

const bestIn = (ordered: readonly RankedLine[]): string | null => {
	const before = known.get(ordered);
	if (before !== undefined) return before;
	const best = bestOf(ordered);
	known.set(ordered, best);
	return best;
};

/** What the header tells of many markets, in fewer words where there is less room. `ordered`: as they were put in order. */
export const marketsSummary = (
	rows: readonly RankedLine[],
	ordered: readonly RankedLine[],
): readonly (readonly Part[])[] => {
	const live = liveText(rows);
	const counted: readonly Part[] = live === '' ? [] : [['muted', live]];
	const name = bestIn(ordered);
	const best = rows.find(({line}) => line.market === name);
	// As it is now: the best of a moment ago may not be live any more.
	const way = best?.edges().best ?? null;
	if (!best || !way) return [counted, []];
	const net: readonly Part[] = [
		['label', 'best '],
		['text', `${marketName(best.line.market)} `],
		[netRole(way), `${netText(way)} %`],
	];
	const gap: Part = ['text', '    '];
	const named: readonly Part[] = [...net, ['muted', ` ${wayText(way)}`]];
	return [...(counted.length > 0 ? [[...counted, gap, ...named]] : []), named, net, counted, []];
};
