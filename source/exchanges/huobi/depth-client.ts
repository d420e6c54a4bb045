import type {FeedFault} from '../../faults.js';
import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {parseMessage, type WholeBook} from './messages.js';
import {createRequests, toFault} from './requests.js';

const maxLevels = 150;

/** Books in a row with a lower version that mean the exchange counts anew; each comes a second apart. */
const maxOld = 5;

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
	/** Books in a row whose version is lower. */
	let old = 0;
	let isInSync = false;
	/** Whether the book at the same version is to come once more, to be compared. */
	let isAuditing = false;
	/** Why the exchange refused what was asked last, where it did. */
	let refusal: FeedFault | null = null;
	let waits = 0;

	const onBook = ({sequence, time, bids, asks}: WholeBook): readonly ClientOutput[] => {
		const change = {type: 'snapshot', sequence, exchangeTime: time, bids, asks, maxLevels} as const;
		if (isAuditing && isInSync && sequence === version) {
			isAuditing = false;
			return [{type: 'audit', changes: [change]}];
		}
		if (sequence < version || (isInSync && sequence === version)) {
			old = sequence < version ? old + 1 : 0;
			if (old < maxOld) return [];
			const detail = `versions fell to ${sequence} from ${version}`;
			return [{type: 'reconnect', fault: {code: 'gap', detail}}];
		}
		old = 0;
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
				return [];
			case 'book':
				return onBook(message.book);
			case 'error': {
				const fault = toFault(message.message);
				if (isInSync) return [];
				refusal = fault;
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
			refusal = null;
			return [];
		}
		waits++;
		const fault = refusal ?? {code: 'no-data'};
		if (waits > maxWaits) return [{type: 'unserved', fault}];
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
