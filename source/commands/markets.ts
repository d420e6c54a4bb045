import type {Decimal} from '../book/fixed-point.js';
import {formatDecimal} from '../book/fixed-point.js';
import type {Exchange, Market} from '../exchanges/exchange.js';
import {faultText} from '../faults.js';
import {isList} from '../feed/find-market.js';
import {formatPair} from '../market-name.js';
import {padEndCells, widthOf} from '../screen/cells.js';
import {exitCodes, type Console} from '../output/console.js';
import type {MarketList} from '../session/running.js';

export type MarketsOptions = {
	/** Letters that a market's name must hold, in any case; all markets where it is missing. */
	readonly query: string | undefined;
	readonly isJson: boolean;
	/** What to say where nothing at all is listed, in a sentence. @default that nothing matches */
	readonly none?: string | undefined;
	/** Told the names of all that is listed. */
	readonly keep?: ((names: Iterable<string>) => Promise<void>) | undefined;
};

type Listing = {readonly exchange: Pick<Exchange, 'id' | 'title'>; readonly market: Market};

const statusOf = ({state}: Market) => (state.type === 'trading' ? 'trading' : state.word);

const stepOf = (step: Decimal | null) => (step ? formatDecimal(step) : null);

/** `steem`, `steem/usdt` and `steemusdt` all match STEEM/USDT. */
const matches = ({base, quote}: Market, query: string): boolean => {
	const letters = query.toUpperCase().replace(/[\s_-]/g, '');
	return `${base}/${quote}`.includes(letters) || `${base}${quote}`.includes(letters);
};

const toJson = (name: string, listings: readonly Listing[]): string =>
	JSON.stringify({
		market: name,
		exchanges: Object.fromEntries(
			listings.map(({exchange, market}) => [
				exchange.id,
				{
					symbol: market.symbol,
					status: statusOf(market),
					tickSize: stepOf(market.tickSize),
					sizeStep: stepOf(market.sizeStep),
				},
			]),
		),
	});

const toLine = (name: string, listings: readonly Listing[], width: number): string => {
	const cells = listings.map(
		({exchange, market}) =>
			`${exchange.title} ${statusOf(market)}, tick ${stepOf(market.tickSize) ?? 'unknown'}`,
	);
	return `${padEndCells(name, width)}  ${cells.join('  ·  ')}`;
};

/** Most names fit; longer ones move the column. */
const leastNameCells = 14;

/** Prints the markets of all exchanges, one a line, by name. Returns the exit code. */
export const printMarkets = async (
	lists: readonly MarketList[],
	console: Console,
	{query, isJson, none, keep}: MarketsOptions,
): Promise<number> => {
	const byName = new Map<string, Listing[]>();
	const answers = await Promise.all(
		lists.map(async list => ({exchange: list.exchange, answer: await list.list()})),
	);
	const names = new Set<string>();
	let readable = 0;
	for (const {exchange, answer} of answers) {
		if (!isList(answer)) {
			console.complain(`${exchange.title}: ${faultText(answer)}`);
			continue;
		}
		readable++;
		for (const market of answer) {
			const name = formatPair(market);
			names.add(name);
			if (query !== undefined && !matches(market, query)) continue;
			const listings = byName.get(name) ?? [];
			listings.push({exchange, market});
			byName.set(name, listings);
		}
	}
	const width = Math.max(leastNameCells, ...Array.from(byName.keys(), widthOf));
	const lines = [...byName]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, listings]) => (isJson ? toJson(name, listings) : toLine(name, listings, width)));
	if (lines.length > 0) console.write(`${lines.join('\n')}\n`);
	await keep?.(names);
	if (lines.length > 0) return exitCodes.done;
	const unmatched = `no market matches ${JSON.stringify(query ?? '')}`;
	if (readable > 0) console.complain(names.size === 0 ? (none ?? unmatched) : unmatched);
	return exitCodes.failed;
};
