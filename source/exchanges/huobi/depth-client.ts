import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {parseMessage, type WholeBook} from './messages.js';
import {createRequests, toFault} from './requests.js';

const maxLevels = 150;

/** Waits without any answer after which the channel is taken for dead. */
const maxWaits = 2;

/**
 * "Market Depth" without aggregation, on `/ws`: the whole book about once a second, when it changed.
 * Each push replaces the book; one whose `version` is not larger than the last is dropped.
 * https://www.htx.com/en-us/opend/newApiPages/ (WebSocket market data)
 */
export const createDepthClient = (market: Market): ExchangeClient => {
	const topic = `market.${market.symbol}.depth.step0`;
	const requests = createRequests(topic);
	let version = 0;
	let isInSync = false;
	/** Whether the book at the same version is to come once more, to be compared. */
	let isAuditing = false;
	let hasAnswered = false;
	let waits = 0;

	const onBook = ({sequence, time, bids, asks}: WholeBook): readonly ClientOutput[] => {
		const change = {type: 'snapshot', sequence, exchangeTime: time, bids, asks, maxLevels} as const;
		if (isAuditing && isInSync && sequence === version) {
			isAuditing = false;
			return [{type: 'audit', changes: [change]}];
		}
		if (sequence < version || (isInSync && sequence === version)) return [];
		version = sequence;
		isInSync = true;
		return [{type: 'book', change}];
	};

	const onMessage = (data: string | Buffer): readonly ClientOutput[] => {
		const message = parseMessage(data, topic);
		switch (message.type) {
			case 'ping':
				return [{type: 'send', data: message.pong}];
			case 'subscribed':
				hasAnswered = true;
				return [];
			case 'book':
				hasAnswered = true;
				return onBook(message.book);
			case 'error': {
				const fault = toFault(message.message);
				if (isInSync) return [];
				return [{type: fault.code === 'no-channel' ? 'unserved' : 'syncing', fault}];
			}
			case 'increment':
			case 'trades':
			case 'other':
				return [];
		}
	};

	const onWait = (): readonly ClientOutput[] => {
		if (isInSync) {
			waits = 0;
			return [];
		}
		waits++;
		const fault = {code: 'no-data'} as const;
		if (!hasAnswered || waits > maxWaits) return [{type: 'unserved', fault}];
		return [
			{type: 'syncing', fault},
			{type: 'request', request: requests.snapshot()},
		];
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
				isInSync = false;
				return [
					{type: 'syncing', fault: input.fault},
					{type: 'request', request: requests.snapshot()},
				];
			case 'audit':
				isAuditing = isInSync;
				return isInSync ? [{type: 'request', request: requests.snapshot()}] : [];
			case 'response':
				return [];
		}
	};
};
