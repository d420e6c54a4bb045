import type {Exchange} from '../exchanges/exchange.js';
import {
	formatPair,
	formatWanted,
	parseWantedMarket,
	toWord,
	type WantedMarket,
} from '../market-name.js';
import {CaptureError} from '../capture/capture-item.js';
import type {Pair} from '../capture/changed-market.js';
import type {CaptureFacts} from './inspect-capture.js';
import {pairOf, splitWord, symbolOf} from './symbol-of.js';

/** One market on one or several exchanges: what one session follows. */
export type ReplayGroup = {
	readonly wanted: Pair;
	readonly exchanges: readonly Exchange[];
};

const isPair = (wanted: WantedMarket | null): wanted is Pair => wanted?.type === 'pair';

/** The app may have been started with one word: `steemusdt`. */
const toPair = (wanted: WantedMarket | null): Pair | null =>
	wanted?.type === 'word' ? splitWord(wanted.word) : wanted;

/** The markets of one exchange: the header's, as far as its connections do not tell another. */
const marketsOf = (
	{header, symbols}: CaptureFacts,
	exchange: Exchange,
	asked: WantedMarket | null,
) => {
	const known = symbols.get(exchange.id) ?? new Set<string>();
	const inHeader = (header.markets ?? [header.market]).map(parseWantedMarket).map(toPair);
	const named = [...inHeader, asked].filter(isPair);
	const isHeld = (pair: Pair) => known.has(symbolOf(exchange, pair));
	if (known.size === 0) return named.filter(pair => pair !== asked);
	const split = [...known]
		.filter(symbol => !named.some(pair => symbolOf(exchange, pair) === symbol))
		.flatMap(symbol => pairOf(exchange, symbol) ?? []);
	// One that is asked for may be in the header too: two feeds of one book would take it from each other.
	const all = [...named.filter(isHeld), ...split];
	return [...new Map(all.map(pair => [formatPair(pair), pair])).values()];
};

/** The exchanges chosen that the capture has something of. */
export const heldExchanges = (
	{header, symbols}: CaptureFacts,
	chosen: readonly Exchange[],
): readonly Exchange[] => chosen.filter(({id}) => symbols.has(id) || header.exchanges.includes(id));

const join = (words: readonly string[]) => words.join(', ') || 'no market we know';

/** Markets that are followed at once at the most: each is run through when the capture is read. */
const mostMarkets = 32;

export type ReplayPlan = {
	/** Null for the capture's own. */
	readonly asked: WantedMarket | null;
	readonly chosen: readonly Exchange[];
	/** Whether all markets of the capture are wanted, where none is asked for. @default the first of each exchange */
	readonly isAll?: boolean;
};

/** What to follow of a capture: the market asked for, all, or the first of each exchange. Throws `CaptureError`. */
export const planReplay = (
	facts: CaptureFacts,
	files: string,
	{asked, chosen, isAll = false}: ReplayPlan,
): readonly ReplayGroup[] => {
	const held = heldExchanges(facts, chosen);
	// What went over from one market to another is one after the other, as it was shown.
	const isEvery = isAll && facts.changes.length === 0;
	if (held.length === 0)
		throw new CaptureError(`${files} holds nothing of ${join(chosen.map(({title}) => title))}`);
	const groups = new Map<string, {wanted: Pair; exchanges: Exchange[]}>();
	const others = new Set(facts.changes.map(formatPair));
	for (const exchange of held) {
		const markets = marketsOf(facts, exchange, asked);
		for (const pair of markets) others.add(formatPair(pair));
		const own = asked
			? markets.filter(pair => toWord(pair) === toWord(asked)).slice(0, 1)
			: markets.slice(0, isEvery ? mostMarkets : 1);
		for (const wanted of own) {
			const group = groups.get(formatWanted(wanted)) ?? {wanted, exchanges: []};
			group.exchanges.push(exchange);
			groups.set(formatWanted(wanted), group);
		}
	}
	if (groups.size > 0) return [...groups.values()];
	if (asked)
		throw new CaptureError(
			`${files} does not hold ${formatWanted(asked)}, but ${join([...others])}`,
		);
	const symbols = held.flatMap(({id}) => [...(facts.symbols.get(id) ?? [])]);
	throw new CaptureError(
		`${files} holds ${join(symbols)}: name the market in two parts, such as STEEM/BTC`,
	);
};
