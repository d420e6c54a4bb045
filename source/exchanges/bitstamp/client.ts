import type {FeedFault} from '../../faults.js';
import {createClientOf} from '../client-of.js';
import type {ClientOutput, ExchangeClient, Market, MessageData} from '../exchange.js';
import {createPatience} from '../patience.js';
import {createSubscription} from '../subscription.js';
import {createWholeBook} from '../whole-book.js';
import {parseMessage, parseSnapshot} from './messages.js';
import {bookLevels, bookTopic, tradesTopic} from './topics.js';

type Outputs = readonly ClientOutput[];

const toSend = (event: 'subscribe' | 'unsubscribe', channel: string): ClientOutput => ({
	type: 'send',
	data: JSON.stringify({event: `bts:${event}`, data: {channel}}),
});

const renewal: FeedFault = {code: 'closed', detail: 'the exchange asks for a new connection'};
const ended: FeedFault = {code: 'closed', detail: 'the exchange ended the subscription'};

/** The topic of a book: on, off, and on again. */
const createTopic = (topic: string) => {
	const subscription = createSubscription();
	/** Ends of it that were asked for, and not told yet. */
	let leaving = 0;
	return {
		subscription,
		begin: (): Outputs => [toSend('subscribe', topic)],
		renew(): Outputs {
			// It has begun, and nothing came of it yet: what comes next is whole.
			if (subscription.proof()?.by === 'acknowledgement') return [];
			subscription.refused();
			leaving++;
			return [toSend('unsubscribe', topic), toSend('subscribe', topic)];
		},
		/** Whether what comes is still of the one that was to end. */
		isLeaving: () => leaving > 0,
		/** Returns whether it was ended unasked. */
		isLost(): boolean {
			if (leaving === 0) return true;
			leaving--;
			return false;
		},
	};
};

/**
 * "Live order book": each message is the whole book of a hundred levels a side, with its time, and takes the place of
 * the one before, unless it is older. https://www.bitstamp.net/websocket/v2/
 * Not "live full order book", whose messages hold what changed: nothing tells that one of them is missing.
 */
export const createBitstampClient = (market: Market): ExchangeClient => {
	const topics = {book: bookTopic(market), trades: tradesTopic(market)};
	const topic = createTopic(topics.book);
	const {subscription} = topic;
	const patience = createPatience({asksAt: 2, most: 5});
	const path = `/api/v2/order_book/${encodeURIComponent(market.symbol)}/`;

	const book = createWholeBook({
		...{maxLevels: bookLevels, isByTime: true},
		ask: () => [{type: 'request', request: {type: 'http', path, weight: 1}}],
		resubscribe: topic.renew,
	});

	const lose = (fault: FeedFault): Outputs => {
		subscription.refused();
		book.outOfSync();
		return patience.refused(fault, true);
	};

	/**
	 * If the subscription has been on and silent for a while, nothing changed in that while, so the book of the REST
	 * interface, which is a second behind, is the book.
	 */
	const waited = (): Outputs =>
		book.isInSync() ? [] : patience.waited(subscription.proof() ? book.ask : topic.renew);

	const made = (outputs: Outputs) => patience.made(outputs, book.isInSync());

	const onMessage = ({data}: MessageData): Outputs => {
		const message = parseMessage(data.toString(), topics);
		switch (message.type) {
			case 'book':
				return topic.isLeaving() ? [] : made(book.take(message.book, subscription.pushed()));
			case 'trade':
				return [{type: 'trades', trades: [message.trade]}];
			case 'subscribed':
				// Answers come in order: this one is of a subscription that is to end, and of that nothing is taken.
				if (!topic.isLeaving()) subscription.acknowledged();
				return [];
			case 'unsubscribed':
				return topic.isLost() ? lose(ended) : [];
			case 'refused':
				return lose({code: 'refused-request', detail: message.message});
			case 'ending':
				return [{type: 'renew', fault: renewal}];
			case 'other':
				return [];
		}
	};

	return createClientOf({
		open: () => [...topic.begin(), toSend('subscribe', topics.trades)],
		message: onMessage,
		response: body => made(book.onReply(parseSnapshot(body), subscription.proof())),
		subscription,
		book: {...book, waited},
	});
};
