import type {FeedFault} from '../../faults.js';
import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {createSubscription} from '../subscription.js';
import {createDepthBook} from './depth-book.js';
import {parseMessage, type WholeBook} from './messages.js';
import {createPatience} from './patience.js';
import {createRequests} from './requests.js';

/**
 * "Market Depth" without aggregation, on `/ws`: the whole book about once a second, when it changed.
 * Each push replaces the book; one whose `version` is not larger than the last is dropped.
 * https://www.htx.com/en-us/opend/newApiPages/ (WebSocket market data)
 */
export const createDepthClient = (market: Market): ExchangeClient => {
	const topic = `market.${market.symbol}.depth.step0`;
	const requests = createRequests(topic);
	const subscription = createSubscription();
	const patience = createPatience();

	const ask = (): ClientOutput => ({type: 'request', request: requests.snapshot()});
	const book = createDepthBook(ask);
	const {audit} = book;

	const onReply = (asked: WholeBook): readonly ClientOutput[] => {
		if (book.isInSync()) return audit.take(asked);
		const proof = subscription.proof();
		// Nothing shows that what changes from here on would be told. It will be asked for again.
		return proof ? book.take(asked, proof) : [];
	};

	const onError = (message: string, id: string | null): readonly ClientOutput[] => {
		const isOfSubscription = requests.isOfSubscription(id, subscription.proof());
		if (isOfSubscription) subscription.refused();
		if (isOfSubscription || !book.isInSync()) return patience.refused(message, isOfSubscription);
		// What it is about is not said: it may be the end of the subscription.
		return [...audit.giveUp(message), ...(id === null ? [{type: 'doubt'} as const] : [])];
	};

	/** The exchange itself never sends any: nothing would tell that one of them is missing. */
	const onChanges = (): readonly ClientOutput[] => {
		book.outOfSync();
		patience.calm();
		return [{type: 'syncing', fault: {code: 'changes-alone'}}];
	};

	const onMessage = (data: string | Buffer): readonly ClientOutput[] => {
		const message = parseMessage(data, topic);
		switch (message.type) {
			case 'ping':
				return [{type: 'send', data: message.pong}];
			case 'subscribed':
				subscription.acknowledged();
				return [];
			case 'unsubscribed': {
				subscription.refused();
				const detail = 'the exchange ended the subscription';
				return [{type: 'reconnect', fault: {code: 'refused-request', detail}}];
			}
			case 'book':
				return book.take(message.book, subscription.pushed());
			case 'changes':
				return onChanges();
			case 'reply':
				return requests.isAsked(message.id) ? onReply(message.book) : [];
			case 'no-reply':
				return book.isInSync() && !audit.isUnderWay() ? [] : [ask()];
			case 'error':
				return onError(message.message, message.id);
			case 'increment':
			case 'trades':
			case 'other':
				return [];
		}
	};

	const onWait = (): readonly ClientOutput[] => {
		if (!book.isInSync()) return patience.waited(ask());
		patience.calm();
		return [];
	};

	const onResync = (fault: FeedFault): readonly ClientOutput[] => {
		book.outOfSync();
		audit.end();
		return [{type: 'syncing', fault}, ask()];
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
				return onResync(input.fault);
			case 'audit':
				return book.isInSync() ? [audit.begin()] : [];
			case 'audit-late':
				return book.auditLate();
			case 'woke':
				requests.forget();
				audit.end();
				return [];
			case 'response':
				return [];
		}
	};
};
