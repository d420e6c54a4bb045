import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {createPatience} from '../patience.js';
import {createSubscription} from '../subscription.js';
import {createWholeBook} from '../whole-book.js';
import {createBookClient, type BookMessage} from './book-client.js';
import {createRequests} from './requests.js';

const maxLevels = 150;

export const depthTopic = ({symbol}: Market): string => `market.${symbol}.depth.step0`;

/**
 * "Market Depth" without aggregation, on `/ws`: the whole book about once a second, when it changed.
 * Each push replaces the book; one whose `version` is not larger than the last is dropped.
 * https://www.htx.com/en-us/opend/newApiPages/ (WebSocket market data)
 */
export const createDepthClient = (market: Market): ExchangeClient => {
	const topic = depthTopic(market);
	const requests = createRequests(topic);
	const subscription = createSubscription();
	const patience = createPatience();
	const ask = (): ClientOutput => ({type: 'request', request: requests.snapshot()});
	const book = createWholeBook({maxLevels, ask: () => [ask()]});

	/** The exchange itself never sends any: nothing would tell that one of them is missing. */
	const onChanges = (): readonly ClientOutput[] => {
		book.outOfSync();
		patience.calm();
		return [{type: 'syncing', fault: {code: 'changes-alone'}}];
	};

	const take = (message: BookMessage): readonly ClientOutput[] => {
		switch (message.type) {
			case 'book':
				return book.take(message.book, subscription.pushed());
			case 'changes':
				return onChanges();
			case 'reply':
				return book.onReply(message.book, subscription.proof());
			case 'no-reply':
				return book.onNoReply();
			case 'increment':
				return [];
		}
	};

	return createBookClient({topic, requests, subscription, patience, book, take});
};
