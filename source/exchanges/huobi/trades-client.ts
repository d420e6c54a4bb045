import {compareTradeIds, type Trade} from '../../book/trade.js';
import type {ClientOutput, ExchangeClient, Market, MessageData} from '../exchange.js';
import {createTradesReader} from './read-message.js';
import {createRequests, toFault, toTold} from './requests.js';

const byId = (one: Trade, other: Trade): number => compareTradeIds(one.id, other.id);

export const tradesTopic = ({symbol}: Market): string => `market.${symbol}.trade.detail`;

/**
 * "Trade Detail", on `/ws`: each message holds the fills of one moment, newest first.
 * https://www.htx.com/en-us/opend/newApiPages/ (WebSocket market data)
 */
export const createTradesClient = (market: Market): ExchangeClient => {
	const topic = tradesTopic(market);
	const requests = createRequests(topic);
	const read = createTradesReader(topic);

	const onMessage = (input: MessageData): readonly ClientOutput[] => {
		const message = read(input);
		switch (message.type) {
			case 'ping':
				return [{type: 'send', data: message.pong, beat: message.time}];
			case 'trades':
				return [{type: 'trades', trades: [...message.trades].sort(byId)}];
			case 'error':
				return [{type: 'unserved', fault: toFault(message.message)}];
			case 'unsubscribed': {
				const detail = 'the exchange ended the subscription';
				return [{type: 'unserved', fault: {code: 'refused-request', detail}}];
			}
			case 'subscribed':
				return toTold(message.time);
			case 'increment':
			case 'book':
			case 'changes':
			case 'reply':
			case 'no-reply':
			case 'other':
				return [];
		}
	};

	return input => {
		switch (input.type) {
			case 'open':
				return [requests.subscribe()];
			case 'message':
				return onMessage(input);
			case 'subscribed':
			case 'waited':
			case 'resync':
			case 'audit':
			case 'audit-late':
			case 'forget':
			case 'response':
				return [];
		}
	};
};
