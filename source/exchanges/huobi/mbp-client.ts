import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {createIncrementalBook} from '../incremental-book.js';
import {parseMessage} from './messages.js';
import {createPatience} from './patience.js';
import {createRequests} from './requests.js';

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
	const book = createIncrementalBook({
		allowsOverlap: false,
		maxLevels: levels,
		request: requests.snapshot,
	});
	const patience = createPatience();

	const onMessage = (data: string | Buffer): readonly ClientOutput[] => {
		const message = parseMessage(data, topic);
		switch (message.type) {
			case 'ping':
				return [{type: 'send', data: message.pong}];
			case 'subscribed':
				return [];
			case 'increment':
				return book.onIncrement(message.increment);
			case 'book': {
				const {sequence, ...rest} = message.book;
				return book.onSnapshot({to: sequence, ...rest});
			}
			case 'error':
				return onError(message.message);
			case 'changes':
			case 'trades':
			case 'other':
				return [];
		}
	};

	const onError = (message: string): readonly ClientOutput[] => {
		if (!book.isInSync()) return patience.refused(message);
		book.forgetAudit();
		return [];
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
			case 'waited':
				return onWait();
			case 'resync':
				return book.resync(input.fault);
			case 'audit':
				return book.audit();
			case 'response':
				return [];
		}
	};
};
