import {createHuobiDepth, type HuobiDepth} from './depth.js';
import {createHuobiMbp, type HuobiMbp} from './mbp.js';
import {createHuobiTrades} from './trades.js';
import {isSilent, type Listing} from '../market-list.js';
import type {MarketRunner} from '../market-runner.js';
import type {TakeSnapshot} from '../market-snapshots.js';

/** Depth and trades are served on `/ws`, MBP topics on `/feed`. */
export type HuobiPath = 'ws' | 'feed';

export type HuobiReply = {readonly data: string; readonly delayMs: number};

/** A topic that can be subscribed to. */
export type HuobiTopic = {
	/** Returns the way to leave. */
	subscribe(listener: (text: string) => void): () => void;
	/** The `data` of a `rep` and the time until it leaves, null where none ever comes. */
	request(): HuobiReply | null;
};

export type TopicResult =
	| {readonly type: 'topic'; readonly topic: HuobiTopic}
	| {readonly type: 'error'; readonly message: string};

export type HuobiTopics = {
	/** What a topic's name stands for on a path, or why it is refused. */
	find(path: HuobiPath, name: string): TopicResult;
	/** The whole-book feed of a market. */
	depth(listing: Listing): HuobiDepth;
};

const silentTopic: HuobiTopic = {subscribe: () => () => {}, request: () => null};

const served: Readonly<Record<HuobiPath, readonly string[]>> = {
	ws: ['depth.step0', 'trade.detail'],
	feed: ['mbp.150'],
};

export type HuobiTopicsOptions = {
	readonly runner: MarketRunner;
	readonly takeSnapshot: TakeSnapshot;
	/** What is listed, by symbol. */
	readonly symbols: ReadonlyMap<string, Listing>;
};

export const createHuobiTopics = (options: HuobiTopicsOptions): HuobiTopics => {
	const {runner, symbols, takeSnapshot} = options;
	const depths = new Map<Listing, HuobiDepth>();
	const mbps = new Map<Listing, HuobiMbp>();
	const trades = new Map<Listing, HuobiTopic>();

	const depth = (listing: Listing): HuobiDepth => {
		const market = runner.use(listing);
		const feed = depths.get(listing) ?? createHuobiDepth(market);
		depths.set(listing, feed);
		return feed;
	};

	const mbp = (listing: Listing): HuobiMbp => {
		const market = runner.use(listing);
		const feed = mbps.get(listing) ?? createHuobiMbp(market, takeSnapshot);
		mbps.set(listing, feed);
		return feed;
	};

	const tape = (listing: Listing): HuobiTopic => {
		const market = runner.use(listing);
		const feed = trades.get(listing) ?? createHuobiTrades(market);
		trades.set(listing, feed);
		return feed;
	};

	const topicOf = (kind: string, listing: Listing): HuobiTopic => {
		if (isSilent('huobi', listing)) return silentTopic;
		if (kind === 'trade.detail') return tape(listing);
		if (kind === 'depth.step0') {
			const feed = depth(listing);
			return {subscribe: feed.subscribe, request: () => ({data: feed.latest(), delayMs: 0})};
		}
		const feed = mbp(listing);
		return {subscribe: feed.subscribe, request: feed.refresh};
	};

	/** Why a topic is refused, in the words of Huobi's list of errors; null if it is not. */
	const refusal = (path: HuobiPath, name: string, symbol: string, kind: string) => {
		if (!served[path].includes(kind)) return `invalid topic ${name}`;
		const listing = symbols.get(symbol);
		if (!listing || (path === 'feed' && listing.special === 'no mbp on huobi'))
			return path === 'feed' ? `invalid ${kind}.symbol ${symbol}` : `invalid symbol ${symbol}`;
		return listing.special === 'suspended on huobi' ? 'symbol trade not open now' : null;
	};

	return {
		find(path, name) {
			const [, symbol = '', kind = ''] = /^market\.([^.]+)\.(.+)$/.exec(name) ?? [];
			const message = refusal(path, name, symbol, kind);
			const listing = symbols.get(symbol);
			if (message !== null || !listing)
				return {type: 'error', message: message ?? `invalid symbol ${symbol}`};
			return {type: 'topic', topic: topicOf(kind, listing)};
		},
		depth,
	};
};
