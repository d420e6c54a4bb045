import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {parseMessage, type WholeBook} from './messages.js';
import {createPatience} from './patience.js';
import {createRequests} from './requests.js';

const maxLevels = 150;

/** Books in a row with a lower version that mean the exchange counts anew; each comes a second apart. */
const maxOld = 5;

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
	const patience = createPatience();

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

	/** The exchange itself never sends any: nothing would tell that one of them is missing. */
	const onChanges = (): readonly ClientOutput[] => {
		isInSync = false;
		patience.calm();
		return [{type: 'syncing', fault: {code: 'changes-alone'}}];
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
			case 'changes':
				return onChanges();
			case 'error':
				return isInSync ? [] : patience.refused(message.message);
			case 'increment':
			case 'trades':
			case 'other':
				return [];
		}
	};

	const ask = (): ClientOutput => ({type: 'request', request: requests.snapshot()});

	const onWait = (): readonly ClientOutput[] => {
		if (!isInSync) return patience.waited(ask());
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
				isInSync = false;
				return [{type: 'syncing', fault: input.fault}, ask()];
			case 'audit':
				isAuditing = isInSync;
				return isInSync ? [ask()] : [];
			case 'response':
				return [];
		}
	};
};
