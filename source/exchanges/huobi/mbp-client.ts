import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {createIncrementalBook} from '../incremental-book.js';
import {parseMessage} from './messages.js';
import {createPatience} from './patience.js';
import {createRequests} from './requests.js';
import {createSubscription} from '../subscription.js';

const levels = 150;

/**
 * "Market By Price (incremental update)", on `/feed`:
 * https://www.htx.com/en-us/opend/newApiPages/ (WebSocket market data)
 * 1. `sub`, and buffer from the first increment; 2. `req` the book; 3. drop increments with `seqNum` at or
 * below the reply's; the next must have `prevSeqNum` equal to it. The reply is often older than what
 * already came: then ask again. 4. An increment that does not link means lost messages: ask again.
 * Increments are differences of two books, so one that begins before the reply does not do.
 */
export const createMbpClient = (market: Market): ExchangeClient => {
	const topic = `market.${market.symbol}.mbp.${levels}`;
	const requests = createRequests(topic);
	const subscription = createSubscription();
	const book = createIncrementalBook({
		allowsOverlap: false,
		maxLevels: levels,
		request: requests.snapshot,
		subscription,
	});
	const patience = createPatience();

	const onMessage = (data: string | Buffer): readonly ClientOutput[] => {
		const message = parseMessage(data, topic);
		switch (message.type) {
			case 'ping':
				return [{type: 'send', data: message.pong}];
			case 'subscribed':
				subscription.acknowledged();
				return [];
			case 'unsubscribed':
				return onUnsubscribed('the exchange ended the subscription');
			case 'increment':
				return book.onIncrement(message.increment);
			case 'reply': {
				if (!requests.isAsked(message.id)) return [];
				const {sequence, ...rest} = message.book;
				return book.onSnapshot({to: sequence, ...rest});
			}
			case 'no-reply':
				return book.onNoSnapshot();
			case 'error':
				return onError(message);
			// No book is pushed on this topic.
			case 'book':
			case 'changes':
			case 'trades':
			case 'other':
				return [];
		}
	};

	const onUnsubscribed = (detail: string): readonly ClientOutput[] => {
		subscription.refused();
		return [{type: 'reconnect', fault: {code: 'refused-request', detail}}];
	};

	const onError = ({message, id}: {message: string; id: string | null}) => {
		const isOfSubscription = requests.isOfSubscription(id, subscription.proof());
		if (isOfSubscription) subscription.refused();
		if (isOfSubscription || !book.isInSync()) return patience.refused(message, isOfSubscription);
		// What it is about is not said: it may be the end of the subscription.
		return [...book.refuseAudit(message), ...(id === null ? [{type: 'doubt'} as const] : [])];
	};

	const onWait = (): readonly ClientOutput[] => {
		if (!book.isInSync()) return patience.waited(book.ask());
		patience.calm();
		return [];
	};

	return input => {
		switch (input.type) {
			case 'open':
				return [requests.subscribe()];
			case 'message':
				return onMessage(input.data);
			case 'subscribed':
				subscription.acknowledged();
				return [];
			case 'waited':
				return onWait();
			case 'resync':
				return book.resync(input.fault);
			case 'audit':
				return book.audit();
			case 'audit-late':
				return book.auditLate();
			case 'woke':
				requests.forget();
				return book.woke();
			case 'response':
				return [];
		}
	};
};
