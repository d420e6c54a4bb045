import {huobiIntervals} from '../intervals.js';
import {isSilent, type Listing} from '../market-list.js';
import type {MarketRunner, RunningMarket} from '../market-runner.js';
import type {TakeSnapshot} from '../market-snapshots.js';
import {createHuobiDepth, type DepthStep, type HuobiDepth} from './depth.js';
import {createKline} from './klines.js';
import {createHuobiMbp, type MbpLevels} from './mbp.js';
import {createDetail, createTicker} from './statistics.js';
import {prompt, type HuobiTopic} from './topic.js';
import {createBbo, createRefresh} from './touch-topics.js';
import {createHuobiTrades} from './trades.js';

/** MBP topics are served on `/feed`, all others on `/ws`, and `mbp.refresh` on both. */
export type HuobiPath = 'ws' | 'feed';

export type TopicResult =
	| {readonly type: 'topic'; readonly topic: HuobiTopic}
	| {
			readonly type: 'error';
			/** In the exchange's own words. */
			readonly message: string;
	  };

export type HuobiTopics = {
	/** What a topic's name stands for on a path, or why it is refused. */
	find(path: HuobiPath, name: string): TopicResult;
	/** The whole-book feed of a market. */
	depth(listing: Listing, merging: DepthStep): HuobiDepth;
};

const silentTopic: HuobiTopic = {subscribe: () => () => {}, request: () => null};

export type HuobiTopicsOptions = {
	readonly runner: MarketRunner;
	readonly takeSnapshot: TakeSnapshot;
	/** What is listed, by symbol. */
	readonly symbols: ReadonlyMap<string, Listing>;
};

type Kind = {
	readonly paths: readonly HuobiPath[];
	create(market: RunningMarket): HuobiTopic;
};

/** `mbp.20` is there for large pairs alone. */
const large = new Set(['BTC', 'ETH', 'XRP', 'BCH', 'LTC', 'EOS', 'DOT', 'LINK', 'SOL', 'DOGE']);

const depthSteps: readonly DepthStep[] = [0, 1, 2, 3, 4, 5];
const mbpLevels: readonly MbpLevels[] = [5, 20, 150, 400];
const refreshLevels = [5, 10, 20];

/** `0` to `5` of a name such as `step3`; null for what is none. */
export const parseDepthStep = (text: string): DepthStep | null =>
	depthSteps.find(step => text === `step${String(step)}`) ?? null;

const onWs = (create: Kind['create']): Kind => ({paths: ['ws'], create});

const lacks = (listing: Listing, kind: string) =>
	/^mbp\.\d/.test(kind) &&
	(listing.special === 'no mbp on huobi' || (kind === 'mbp.20' && !large.has(listing.base)));

/** The whole-book feeds, one a market and merging. */
const createDepths = () => {
	const depths = new Map<string, HuobiDepth>();
	return (market: RunningMarket, merging: DepthStep): HuobiDepth => {
		const name = `${market.listing.market} ${String(merging)}`;
		const feed = depths.get(name) ?? createHuobiDepth(market, merging);
		depths.set(name, feed);
		return feed;
	};
};

/** What topics there are, by the end of their names. */
const createKinds = (
	depthOf: ReturnType<typeof createDepths>,
	takeSnapshot: TakeSnapshot,
	time: () => number,
): ReadonlyMap<string, Kind> =>
	new Map([
		...depthSteps.map((merging): [string, Kind] => [
			`depth.step${String(merging)}`,
			onWs(market => {
				const feed = depthOf(market, merging);
				return {subscribe: feed.subscribe, request: () => prompt(feed.latest())};
			}),
		]),
		...mbpLevels.map((levels): [string, Kind] => [
			`mbp.${String(levels)}`,
			{paths: ['feed'], create: market => createHuobiMbp(market, levels, takeSnapshot)},
		]),
		...refreshLevels.map((levels): [string, Kind] => [
			`mbp.refresh.${String(levels)}`,
			{paths: ['feed', 'ws'], create: market => createRefresh(market, levels)},
		]),
		...[...huobiIntervals].map(([name, interval]): [string, Kind] => [
			`kline.${name}`,
			onWs(market => createKline(market, name, interval)),
		]),
		['trade.detail', onWs(createHuobiTrades)],
		['bbo', onWs(createBbo)],
		['detail', onWs(market => createDetail(market, time))],
		['ticker', onWs(market => createTicker(market, time))],
	]);

export const createHuobiTopics = (options: HuobiTopicsOptions & {time(): number}): HuobiTopics => {
	const {runner, symbols, takeSnapshot, time} = options;
	const depthOf = createDepths();
	const kinds = createKinds(depthOf, takeSnapshot, time);
	const made = new Map<string, HuobiTopic>();

	/** Why a topic is refused, in the words that were seen; null if it is not. */
	const refusal = (path: HuobiPath, name: string, symbol: string, kind: string) => {
		if (!kinds.get(kind)?.paths.includes(path)) return `invalid topic ${name}`;
		const listing = symbols.get(symbol);
		if (!listing || lacks(listing, kind))
			return path === 'feed' ? `invalid ${kind}.symbol ${symbol}` : `invalid symbol ${symbol}`;
		// With a blank at its end.
		return listing.special === 'suspended on huobi' ? `symbol:${symbol} trade not open now ` : null;
	};

	const topicOf = (name: string, kind: string, listing: Listing): HuobiTopic => {
		if (isSilent('huobi', listing)) return silentTopic;
		const topic = made.get(name) ?? kinds.get(kind)?.create(runner.use(listing)) ?? silentTopic;
		made.set(name, topic);
		return topic;
	};

	return {
		find(path, name) {
			const [, symbol = '', kind = ''] = /^market\.([^.]+)\.(.+)$/.exec(name) ?? [];
			const message = refusal(path, name, symbol, kind);
			const listing = symbols.get(symbol);
			if (message !== null || !listing)
				return {type: 'error', message: message ?? `invalid symbol ${symbol}`};
			return {type: 'topic', topic: topicOf(name, kind, listing)};
		},
		depth: (listing, merging) => depthOf(runner.use(listing), merging),
	};
};
