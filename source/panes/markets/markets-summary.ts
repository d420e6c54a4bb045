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

/** The line whose net is best, of proven books where there are any. */
const bestOf = (rows: readonly RankedLine[]): RankedLine | null => {
	let best: {row: RankedLine; share: number; isProven: boolean} | null = null;
	for (const row of rows) {
		const way = row.edges().best;
		if (!way) continue;
		const found = {row, share: way.netShare, isProven: way.edge !== null};
		const isBetter =
			!best || (found.isProven !== best.isProven ? found.isProven : found.share > best.share);
		if (isBetter) best = found;
	}
	return best?.row ?? null;
};

/** What the header tells of many markets, in fewer words where there is less room. */
export const marketsSummary = (rows: readonly RankedLine[]): readonly (readonly Part[])[] => {
	const live = liveText(rows);
	const counted: readonly Part[] = live === '' ? [] : [['muted', live]];
	const best = bestOf(rows);
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
