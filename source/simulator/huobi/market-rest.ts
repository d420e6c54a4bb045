import {huobiIntervals} from '../intervals.js';
import {toSymbol, type Listing} from '../market-list.js';
import type {MarketRunner, RunningMarket} from '../market-runner.js';
import type {Fill} from '../tape.js';
import {klinesOf} from './klines.js';
import {detailFields, tickerFields} from './statistics.js';
import {objectText} from './text.js';
import {parseDepthStep, type HuobiTopics} from './topics.js';
import {touchOf} from './touch-topics.js';
import {fillText} from './trades.js';

export type MarketRestOptions = {
	/** Epoch milliseconds. */
	time(): number;
	readonly runner: MarketRunner;
	readonly topics: HuobiTopics;
	/** What is listed, by symbol. */
	readonly symbols: ReadonlyMap<string, Listing>;
};

/** Why a request is refused. */
export class RefusedError extends Error {}

const mostTrades = 2000;
const mostLines = 2000;

const parseSize = (query: URLSearchParams, usual: number, most: number): number => {
	const text = query.get('size') ?? String(usual);
	const size = Number(text);
	if (!/^\d+$/.test(text) || size < 1 || size > most)
		throw new RefusedError(`invalid size, valid range: [1,${String(most)}]`);
	return size;
};

const tradesTick = (market: RunningMarket, fills: readonly Fill[]): string => {
	const ts = fills.at(-1)?.time ?? market.books.huobi.time;
	const data = fills.map(fill => fillText(market, fill, 'trade-id'));
	return `{"id":${String(market.books.huobi.sequence)},"ts":${String(ts)},"data":[${data.join(',')}]}`;
};

type Answerer = (options: MarketRestOptions, query: URLSearchParams) => string;

const listingOf = ({symbols}: MarketRestOptions, query: URLSearchParams): Listing => {
	const listing = symbols.get(query.get('symbol') ?? '');
	if (!listing) throw new RefusedError('invalid symbol');
	return listing;
};

const answer = (
	{time}: MarketRestOptions,
	query: URLSearchParams,
	kind: string,
	name: 'tick' | 'data',
	value: string,
) =>
	`{"ch":"market.${query.get('symbol') ?? ''}.${kind}","status":"ok","ts":${String(time())},"${name}":${value}}`;

const marketOf = (options: MarketRestOptions, query: URLSearchParams) =>
	options.runner.use(listingOf(options, query));

const depthText: Answerer = (options, query) => {
	const listing = listingOf(options, query);
	const merging = parseDepthStep(query.get('type') ?? '');
	if (merging === null) throw new RefusedError('invalid type');
	const levels = query.get('depth');
	if (levels !== null && !['5', '10', '20'].includes(levels))
		throw new RefusedError('invalid depth');
	const feed = options.topics.depth(listing, merging);
	const tick = feed.latest(levels === null ? undefined : Number(levels));
	return answer(options, query, `depth.step${String(merging)}`, 'tick', tick);
};

const mergedText: Answerer = (options, query) => {
	const market = marketOf(options, query);
	const {bid, bidSize, ask, askSize} = touchOf(market);
	const touch = {bid: `[${bid},${bidSize}]`, ask: `[${ask},${askSize}]`};
	const tick = objectText({...detailFields(market, options.time()), ...touch});
	return answer(options, query, 'detail.merged', 'tick', tick);
};

const detailText: Answerer = (options, query) =>
	answer(
		options,
		query,
		'detail',
		'tick',
		objectText(detailFields(marketOf(options, query), options.time())),
	);

const tradeText: Answerer = (options, query) => {
	const market = marketOf(options, query);
	const fills = market.tapes.huobi.fills();
	const last = fills.filter(({time: at}) => at === fills.at(-1)?.time);
	return answer(options, query, 'trade.detail', 'tick', tradesTick(market, last));
};

/** Newest first, as lists are here. */
const tradesText: Answerer = (options, query) => {
	const market = marketOf(options, query);
	const newest = market.newest('huobi', parseSize(query, 1, mostTrades)).toReversed();
	const ticks = newest.map(fill => tradesTick(market, [fill]));
	return answer(options, query, 'trade.detail', 'data', `[${ticks.join(',')}]`);
};

const klinesText: Answerer = (options, query) => {
	const market = marketOf(options, query);
	const period = query.get('period') ?? '';
	const interval = huobiIntervals.get(period);
	if (!interval) throw new RefusedError('invalid period');
	const lines = klinesOf(market, interval)
		.slice(-parseSize(query, 150, mostLines))
		.reverse();
	const data = `[${lines.map(({text}) => text).join(',')}]`;
	return answer(options, query, `kline.${period}`, 'data', data);
};

const tickersText: Answerer = ({time, symbols, runner}) => {
	const data = [...symbols.values()].map(listing => {
		const fields = tickerFields(runner.use(listing), time());
		return objectText({symbol: `"${toSymbol('huobi', listing)}"`, ...fields});
	});
	return `{"status":"ok","ts":${String(time())},"data":[${data.join(',')}]}`;
};

const paths: ReadonlyMap<string, Answerer> = new Map([
	['/market/depth', depthText],
	['/market/detail/merged', mergedText],
	['/market/detail', detailText],
	['/market/trade', tradeText],
	['/market/history/trade', tradesText],
	['/market/history/kline', klinesText],
	['/market/tickers', tickersText],
]);

/** Answers what is below `/market`. Texts are written by hand for Java's numbers; null for no such path. */
export const createMarketRest =
	(options: MarketRestOptions) =>
	({pathname, searchParams}: URL): string | null =>
		paths.get(pathname)?.(options, searchParams) ?? null;
