import {compareTradeIds, type Trade} from '../../book/trade.js';
import type {FeedFault} from '../../faults.js';
import {createClientOf} from '../client-of.js';
import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {followsOverlapping} from '../increment.js';
import {createIncrementalBook} from '../incremental-book.js';
import {createSubscription, type Subscription} from '../subscription.js';
import {parseSnapshot} from './messages.js';
import {createMessageReader} from './read-message.js';

/** What a snapshot of 1,000 levels a side costs of the 6,000 a minute that an address may use; of 500, half. */
export const snapshotWeight = 50;

/** Levels a side that snapshots are asked with, by anybody. */
const usualLimits = [100, 500, 1000, 5000];

/** A capture may hold snapshots of any limit: one that is as long as a limit may have been cut there. */
const limitOf = (levels: number): number => (usualLimits.includes(levels) ? levels : Infinity);

const depthStream = ({symbol}: Market): string => `${symbol.toLowerCase()}@depth@100ms`;

export const streamsOf = (market: Market): readonly string[] => [
	depthStream(market),
	`${market.symbol.toLowerCase()}@trade`,
];

/** The streams are named in the address, so there is nothing to subscribe to. */
export const streamPath = ({symbol}: Market): string => {
	const name = encodeURIComponent(symbol.toLowerCase());
	return `/stream?streams=${name}@depth@100ms/${name}@trade`;
};

/**
 * A stream named in the address is not acknowledged, and one that does not exist gives no error and no
 * data. So the server is asked which are on: on a market that does not move nothing else tells.
 */
const createListing = (market: Market, subscription: Subscription) => ({
	ask: (): ClientOutput => ({
		type: 'send',
		data: JSON.stringify({method: 'LIST_SUBSCRIPTIONS', id: 1}),
	}),
	answered(streams: readonly string[]): readonly ClientOutput[] {
		if (streams.some(stream => stream.toLowerCase() === depthStream(market)))
			subscription.acknowledged();
		return [];
	},
});

const createBook = ({symbol}: Market, subscription: Subscription, isThrifty: boolean) => {
	const limit = isThrifty ? 500 : 1000;
	const weight = isThrifty ? snapshotWeight / 2 : snapshotWeight;
	const path = `/api/v3/depth?symbol=${encodeURIComponent(symbol)}&limit=${limit}`;
	return createIncrementalBook({
		follows: followsOverlapping,
		limitOf,
		request: () => ({type: 'http', path, weight}),
		subscription,
	});
};

/**
 * Each fill once, where captures of other programs hold single fills, merged ones (`aggTrade`) or both: merged
 * ones count until single ones come, and these where no merged one has told of them.
 */
const createTape = () => {
	let hasSingle = false;
	let mergedTo: string | null = null;
	return {
		take(trade: Trade, isSingle: boolean): readonly Trade[] {
			hasSingle ||= isSingle;
			if (isSingle)
				return mergedTo === null || compareTradeIds(trade.id, mergedTo) > 0 ? [trade] : [];
			if (hasSingle) return [];
			mergedTo = trade.id;
			return [trade];
		},
	};
};

const toSyncing = (fault: FeedFault): ClientOutput => ({type: 'syncing', fault});

const toRefusal = (detail: string): FeedFault => ({code: 'refused-request', detail});

const toTrades = (trades: readonly Trade[]): readonly ClientOutput[] =>
	trades.length === 0 ? [] : [{type: 'trades', trades}];

/**
 * "How to manage a local order book correctly", as corrected on 2025-11-12:
 * https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
 * 1. open the stream; 2. buffer its events; 3. get a snapshot; 4. if its `lastUpdateId` is below the
 * first event's `U`, get another; 5. drop events with `u` ≤ `lastUpdateId`; 6. take the snapshot as the
 * book; 7. apply the rest: old ones are ignored, `U` > id + 1 means events were missed.
 * The documented test of the first event (`lastUpdateId` within `[U;u]`) would refuse the ordinary case
 * `U` = `lastUpdateId` + 1, so it is `U` ≤ `lastUpdateId` + 1 ≤ `u` here.
 */
export const createBinanceClient = (market: Market, isThrifty = false): ExchangeClient => {
	const subscription = createSubscription();
	const listing = createListing(market, subscription);
	const book = createBook(market, subscription, isThrifty);
	const tape = createTape();
	const read = createMessageReader(market.symbol);

	/**
	 * A thin market may not change for minutes. If the stream has been on and silent for a while, nothing
	 * changed in that while, so a snapshot taken now is the book.
	 */
	const onWait = (): readonly ClientOutput[] => {
		if (book.isInSync() || book.isRequested()) return [];
		if (subscription.proof()) return [book.ask()];
		return [toSyncing({code: 'no-data'}), listing.ask()];
	};

	const onMessage = (data: string | Buffer): readonly ClientOutput[] => {
		const message = read(data);
		switch (message.type) {
			case 'depth':
				return book.onIncrement(message.increment);
			case 'trade':
			case 'merged-trade':
				return toTrades(tape.take(message.trade, message.type === 'trade'));
			case 'subscriptions':
				return listing.answered(message.streams);
			case 'shutdown':
				return [{type: 'renew', fault: {code: 'closed', detail: 'the server is shutting down'}}];
			case 'error':
				return book.isInSync() ? [] : [toSyncing(toRefusal(message.message))];
			case 'other':
				return [];
		}
	};

	return createClientOf({
		open: () => [listing.ask()],
		message: ({data}) => onMessage(data),
		response: body => book.onSnapshot(parseSnapshot(body)),
		subscription,
		book: {...book, waited: onWait},
	});
};
