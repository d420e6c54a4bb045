import type {FeedFault} from '../../faults.js';
import {createClientOf} from '../client-of.js';
import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {parseTime} from '../parse.js';
import {createPushedBook} from '../pushed-book.js';
import {createSubscription} from '../subscription.js';
import {parseMessage, type CoinbaseMessage, type News} from './messages.js';
import {createBookScan} from './scan-book.js';

type Outputs = readonly ClientOutput[];
type Frame = Extract<CoinbaseMessage, {readonly type: 'frame'}>;

const send = (type: 'subscribe' | 'unsubscribe', channel: string, market?: Market) => {
	const products = market ? {product_ids: [market.symbol]} : {};
	return {type: 'send', data: JSON.stringify({type, ...products, channel})} as const;
};

const toFault = (message: string): FeedFault => ({
	code: /not a valid|invalid|not found/i.test(message) ? 'no-channel' : 'refused-request',
	detail: message,
});

/** Whether a frame was sent after another: their times have as many digits as they need. */
const isLater = (one: string, other: string): boolean =>
	one.replace(/Z$/, '') > other.replace(/Z$/, '');

/** The counter of a connection: what a frame is to those that came. */
const createCounter = () => {
	let last: Pick<Frame, 'sequence' | 'timestamp'> | null = null;
	return (frame: Pick<Frame, 'sequence' | 'timestamp'>): 'next' | 'repeated' | FeedFault => {
		const before = last;
		const isOld = before !== null && frame.sequence <= before.sequence;
		// One that is no newer than what came is of before, and nothing new.
		if (isOld && !isLater(frame.timestamp, before.timestamp)) return 'repeated';
		last = {sequence: frame.sequence, timestamp: frame.timestamp};
		if (before === null || frame.sequence === before.sequence + 1) return 'next';
		return {code: 'gap', detail: `frame ${before.sequence} was followed by ${frame.sequence}`};
	};
};

/** Whole books are megabytes: one is on its way for longer than others. */
const patience = {asksAt: 5, most: 8};

/**
 * Advanced Trade, `level2`: https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-channels
 * 1. subscribe, to `heartbeats` too; 2. a snapshot is the book, whenever it comes, an update sets levels; 3. each frame
 * of the connection has the next `sequence_num`, those of all channels and replies: else frames were lost, and the book
 * is subscribed to anew; 4. on a new connection the numbers begin again. Removals of levels that are not there are usual.
 */
export const createCoinbaseClient = (market: Market): ExchangeClient => {
	const subscription = createSubscription();
	const judge = createCounter();
	const scan = createBookScan(market.symbol);
	/** Whether a list of subscriptions had the book's: replies to what was asked before it need not. */
	let wasListed = false;
	const book = createPushedBook({
		// The counter of the frames has told already.
		follows: () => 'next',
		subscription,
		resubscribe: () => [send('unsubscribe', 'level2', market), send('subscribe', 'level2', market)],
		patience,
	});

	const listed = (isOn: boolean): Outputs => {
		const hasEnded = wasListed && !isOn;
		wasListed = isOn;
		if (isOn) subscription.acknowledged();
		return hasEnded ? book.unsubscribed() : [];
	};

	const take = (news: News, {sequence: to, timestamp}: Frame): Outputs => {
		switch (news.type) {
			case 'book': {
				const change = {to, time: parseTime(timestamp), bids: news.bids, asks: news.asks};
				return news.isWhole ? book.onSnapshot(change) : book.onIncrement({...change, from: to - 1});
			}
			case 'trades':
				return news.trades.length === 0 ? [] : [news];
			case 'subscriptions':
				return listed(news.isOn);
		}
	};

	const onMessage = (data: string | Buffer): Outputs => {
		const message = scan.read(data) ?? parseMessage(data.toString(), market.symbol);
		if (message.type === 'error')
			// What it refuses is not said: not the book where that is there.
			return book.isInSync() ? [] : book.refused(toFault(message.message));
		const place = judge(message);
		if (place === 'repeated') return [];
		const lost = place === 'next' ? [] : book.lose(place);
		return [...lost, ...message.news.flatMap(news => take(news, message))];
	};

	return createClientOf({
		open: () => [
			send('subscribe', 'level2', market),
			send('subscribe', 'market_trades', market),
			send('subscribe', 'heartbeats'),
		],
		message: ({data}) => onMessage(data),
		readAhead: ({data}) => scan.readAhead(data),
		subscription,
		book,
	});
};
