import type {FeedFault} from '../../faults.js';
import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {createSubscription, type FeedProof} from '../subscription.js';
import {parseMessage, type WholeBook} from './messages.js';
import {createPatience} from './patience.js';
import {createRequests} from './requests.js';

const maxLevels = 150;

/** Books in a row with a lower version that mean the exchange counts anew; each comes a second apart. */
const maxOld = 5;

const toChange = ({sequence, time, bids, asks}: WholeBook) =>
	({type: 'snapshot', sequence, exchangeTime: time, bids, asks, maxLevels}) as const;

/**
 * "Market Depth" without aggregation, on `/ws`: the whole book about once a second, when it changed.
 * Each push replaces the book; one whose `version` is not larger than the last is dropped.
 * https://www.htx.com/en-us/opend/newApiPages/ (WebSocket market data)
 */
export const createDepthClient = (market: Market): ExchangeClient => {
	const topic = `market.${market.symbol}.depth.step0`;
	const requests = createRequests(topic);
	const subscription = createSubscription();
	let version = 0;
	/** Books in a row whose version is lower. */
	let old = 0;
	let isInSync = false;
	/** What an audit asked for: null until it came, `none` while there is no audit. */
	let audited: WholeBook | null | 'none' = 'none';
	const patience = createPatience();

	/** Compares the book with the one asked for once it is as far; a newer one waits for its push. */
	const finishAudit = (): readonly ClientOutput[] => {
		if (audited === 'none' || audited === null || audited.sequence > version) return [];
		const isSame = audited.sequence === version;
		const changes = [toChange(audited)];
		audited = isSame ? 'none' : null;
		// Older than what was pushed meanwhile: the next one may be in time.
		return isSame ? [{type: 'audit', changes}] : [ask()];
	};

	const take = (book: WholeBook, proof: FeedProof): readonly ClientOutput[] => {
		const {sequence} = book;
		// The same once more, as asked for.
		if (isInSync && sequence === version && audited === null) {
			audited = book;
			return finishAudit();
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
		return [{type: 'book', change: toChange(book), proof}, ...finishAudit()];
	};

	const onReply = (book: WholeBook): readonly ClientOutput[] => {
		if (isInSync) {
			if (audited === 'none') return [];
			audited = book;
			return finishAudit();
		}
		const proof = subscription.proof();
		// Nothing shows that what changes from here on would be told. It will be asked for again.
		return proof ? take(book, proof) : [];
	};

	const onError = (message: string, id: string | null): readonly ClientOutput[] => {
		const isOfSubscription = requests.isOfSubscription(id, subscription.proof());
		if (isOfSubscription) subscription.refused();
		if (isOfSubscription || !isInSync) return patience.refused(message, isOfSubscription);
		// What it is about is not said: it may be the end of the subscription.
		return [...giveUpAudit(message), ...(id === null ? [{type: 'doubt'} as const] : [])];
	};

	const giveUpAudit = (detail: string): readonly ClientOutput[] => {
		if (audited === 'none') return [];
		audited = 'none';
		return [{type: 'unaudited', fault: {code: 'no-audit', detail}}];
	};

	/** An audit was begun long ago: what it asked for is compared as it is. */
	const onAuditLate = (): readonly ClientOutput[] => {
		if (audited === 'none' || audited === null) return giveUpAudit('no snapshot came');
		const detail = `updates ended at ${version}, a snapshot is at ${audited.sequence}`;
		const lag: FeedFault = {code: 'stopped', detail};
		version = audited.sequence;
		const changes = [toChange(audited)];
		audited = 'none';
		return [{type: 'audit', changes, lag}];
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
				subscription.acknowledged();
				return [];
			case 'unsubscribed': {
				subscription.refused();
				const detail = 'the exchange ended the subscription';
				return [{type: 'reconnect', fault: {code: 'refused-request', detail}}];
			}
			case 'book':
				return take(message.book, subscription.pushed());
			case 'changes':
				return onChanges();
			case 'reply':
				return requests.isAsked(message.id) ? onReply(message.book) : [];
			case 'no-reply':
				return isInSync && audited === 'none' ? [] : [ask()];
			case 'error':
				return onError(message.message, message.id);
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

	const onResync = (fault: FeedFault): readonly ClientOutput[] => {
		isInSync = false;
		audited = 'none';
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
				if (!isInSync) return [];
				audited = null;
				return [ask()];
			case 'audit-late':
				return onAuditLate();
			case 'woke':
				requests.forget();
				audited = 'none';
				return [];
			case 'response':
				return [];
		}
	};
};
