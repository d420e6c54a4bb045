import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {followsExactly} from '../increment.js';
import {createIncrementalBook} from '../incremental-book.js';
import {createPatience} from '../patience.js';
import {createSubscription} from '../subscription.js';
import {createBookClient, type BookMessage} from './book-client.js';
import {createRequests} from './requests.js';

const levels = 150;

export const mbpTopic = ({symbol}: Market): string => `market.${symbol}.mbp.${levels}`;

/**
 * "Market By Price (incremental update)", on `/feed`:
 * https://www.htx.com/en-us/opend/newApiPages/ (WebSocket market data)
 * 1. `sub`, and buffer from the first increment; 2. `req` the book; 3. drop increments with `seqNum` at or
 * below the reply's; the next must have `prevSeqNum` equal to it. The reply is often older than what
 * already came: then ask again. 4. An increment that does not link means lost messages: ask again.
 * Increments are differences of two books, so one that begins before the reply does not do.
 */
export const createMbpClient = (market: Market): ExchangeClient => {
	const topic = mbpTopic(market);
	const requests = createRequests(topic);
	const subscription = createSubscription();
	const book = createIncrementalBook({
		follows: followsExactly,
		maxLevels: levels,
		request: requests.snapshot,
		subscription,
	});

	const take = (message: BookMessage): readonly ClientOutput[] => {
		switch (message.type) {
			case 'increment':
				return book.onIncrement(message.increment);
			case 'reply':
				return book.onSnapshot(message.book);
			case 'no-reply':
				return book.onNoSnapshot();
			// No book is pushed on this topic.
			case 'book':
			case 'changes':
				return [];
		}
	};

	const patience = createPatience();
	const ask = () => [book.ask()];
	const asking = {...book, ask};
	return createBookClient({topic, requests, subscription, patience, book: asking, take});
};
