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

/** Answers what is below `/market`. Texts are written by hand for Java's numbers; null for no such path. */
export const createMarketRest = ({time, runner, topics, symbols}: MarketRestOptions) => {
	const listingOf = (query: URLSearchParams): Listing => {
		const listing = symbols.get(query.get('symbol') ?? '');
		if (!listing) throw new RefusedError('invalid symbol');
		return listing;
	};

	const answer = (query: URLSearchParams, kind: string, name: 'tick' | 'data', value: string) =>
		`{"ch":"market.${query.get('symbol') ?? ''}.${kind}","status":"ok","ts":${String(time())},"${name}":${value}}`;

	const marketOf = (query: URLSearchParams) => runner.use(listingOf(query));

	const depth = (query: URLSearchParams): string => {
		const listing = listingOf(query);
		const merging = parseDepthStep(query.get('type') ?? '');
		if (merging === null) throw new RefusedError('invalid type');
		const levels = query.get('depth');
		if (levels !== null && !['5', '10', '20'].includes(levels))
			throw new RefusedError('invalid depth');
		const feed = topics.depth(listing, merging);
		const tick = feed.latest(levels === null ? undefined : Number(levels));
		return answer(query, `depth.step${String(merging)}`, 'tick', tick);
	};

	const merged = (query: URLSearchParams): string => {
		const market = marketOf(query);
		const {bid, bidSize, ask, askSize} = touchOf(market);
		const touch = {bid: `[${bid},${bidSize}]`, ask: `[${ask},${askSize}]`};
		const tick = objectText({...detailFields(market, time()), ...touch});
		return answer(query, 'detail.merged', 'tick', tick);
	};

	const detail = (query: URLSearchParams): string =>
		answer(query, 'detail', 'tick', objectText(detailFields(marketOf(query), time())));

	const trade = (query: URLSearchParams): string => {
		const market = marketOf(query);
		const fills = market.tapes.huobi.fills();
		const last = fills.filter(({time: at}) => at === fills.at(-1)?.time);
		return answer(query, 'trade.detail', 'tick', tradesTick(market, last));
	};

	/** Newest first, as lists are here. */
	const trades = (query: URLSearchParams): string => {
		const market = marketOf(query);
		const newest = market.tapes.huobi
			.fills()
			.slice(-parseSize(query, 1, mostTrades))
			.reverse();
		const ticks = newest.map(fill => tradesTick(market, [fill]));
		return answer(query, 'trade.detail', 'data', `[${ticks.join(',')}]`);
	};

	const klines = (query: URLSearchParams): string => {
		const market = marketOf(query);
		const period = query.get('period') ?? '';
		const interval = huobiIntervals.get(period);
		if (!interval) throw new RefusedError('invalid period');
		const lines = klinesOf(market, interval)
			.slice(-parseSize(query, 150, mostLines))
			.reverse();
		const data = `[${lines.map(({text}) => text).join(',')}]`;
		return answer(query, `kline.${period}`, 'data', data);
	};

	const tickers = (): string => {
		const data = [...symbols.values()].map(listing => {
			const fields = tickerFields(runner.use(listing), time());
			return objectText({symbol: `"${toSymbol('huobi', listing)}"`, ...fields});
		});
		return `{"status":"ok","ts":${String(time())},"data":[${data.join(',')}]}`;
	};

	const paths: ReadonlyMap<string, (query: URLSearchParams) => string> = new Map([
		['/market/depth', depth],
		['/market/detail/merged', merged],
		['/market/detail', detail],
		['/market/trade', trade],
		['/market/history/trade', trades],
		['/market/history/kline', klines],
		['/market/tickers', tickers],
	]);

	return ({pathname, searchParams}: URL): string | null =>
		paths.get(pathname)?.(searchParams) ?? null;
};
