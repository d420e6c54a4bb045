import {keepChange} from '../../book/order-book.js';
import type {FeedFault} from '../../faults.js';
import {createAskedBook} from '../asked-book.js';
import {createClientOf} from '../client-of.js';
import type {
	ClientOutput,
	ExchangeClient,
	Market,
	MessageData,
	SnapshotRequest,
} from '../exchange.js';
import type {Increment, Snapshot} from '../increment.js';
import {createNewest} from '../newest.js';
import {createPushedBook} from '../pushed-book.js';
import {createSubscription, type Subscription} from '../subscription.js';
import {createLinks} from './links.js';
import {parseMessage, parseSnapshot, type OkxMessage} from './messages.js';

type Outputs = readonly ClientOutput[];

const maxLevels = 400;

const send = (
	op: 'subscribe' | 'unsubscribe',
	channel: string,
	{symbol}: Market,
): ClientOutput => ({
	type: 'send',
	// The id tells later which request was refused.
	data: JSON.stringify({id: channel, op, args: [{channel, instId: symbol}]}),
});

const requestOf =
	({symbol}: Market) =>
	(): SnapshotRequest => ({
		type: 'http',
		path: `/api/v5/market/books?instId=${encodeURIComponent(symbol)}&sz=${maxLevels}`,
		weight: 1,
	});

type Rules = {
	readonly market: Market;
	readonly subscription: Subscription;
	readonly follows: ReturnType<typeof createLinks>['follows'];
};

/**
 * The snapshot comes on the socket, and may come at any time. If the first message after the reply is an update, none
 * comes, as was announced in February 2026: then updates are laid on a book of the REST interface.
 */
const createBook = ({market, subscription, follows}: Rules) => {
	const common = {follows, maxLevels, subscription, request: requestOf(market)};
	const pushed = createPushedBook({
		...common,
		resubscribe: () => [send('unsubscribe', 'books', market), send('subscribe', 'books', market)],
	});
	let byRest: ReturnType<typeof createAskedBook> | null = null;
	let isFirst = false;
	/** It came before the first update: in a recording that begins in mid-session. */
	let early: Snapshot | null = null;
	const newest = createNewest();
	const current = () => byRest ?? pushed;

	/** Lays updates on a book of the REST interface, from this one on. */
	const beginByRest = (first: Increment): Outputs => {
		byRest = createAskedBook(common);
		const asked = byRest.onIncrement(first);
		return early ? byRest.onReply(early) : asked;
	};

	return {
		isInSync: () => current().isInSync(),
		subscribed() {
			subscription.acknowledged();
			isFirst = true;
			early = null;
		},
		onSnapshot(book: Snapshot): Outputs {
			const old = byRest && newest.faultOf(book);
			if (old) return current().resync(old);
			byRest = null;
			isFirst = false;
			return pushed.onSnapshot(book);
		},
		onIncrement(increment: Increment): Outputs {
			newest.passed(increment);
			const isBeginning = isFirst && !current().isInSync();
			isFirst = false;
			return isBeginning ? beginByRest(increment) : current().onIncrement(increment);
		},
		onReply(book: Snapshot): Outputs {
			if (isFirst) early = keepChange(book);
			return current().onReply(book);
		},
		unsubscribed: (): Outputs => current().unsubscribed(),
		refused: (fault: FeedFault): Outputs => current().refused(fault),
		waited: (): Outputs => current().waited(),
		resync: (fault: FeedFault): Outputs => current().resync(fault),
		audit: (): Outputs => current().audit(),
		auditLate: (): Outputs => current().auditLate(),
		forget: (): Outputs => current().forget(),
	};
};

/** `60018`: the channel or instrument does not exist. */
const toFault = (code: string, detail: string): FeedFault => {
	if (code === '60014') return {code: 'rate-limited', detail};
	return {code: code === '60018' ? 'no-channel' : 'refused-request', detail};
};

/**
 * "Order book channel": https://www.okx.com/docs-v5/en/#order-book-trading-market-data-ws-order-book-channel
 * 1. the snapshot has `prevSeqId` -1, and its `seqId` is the book's id; 2. an update must have that id as `prevSeqId`;
 * 3. with equal ids nothing changed; 4. `seqId` < `prevSeqId`: ids begin anew, and go on from the lower one; 5. no
 * link: messages were lost. Unsubscribe, subscribe, and wait for the snapshot.
 */
export const createOkxClient = (market: Market): ExchangeClient => {
	const subscription = createSubscription();
	const links = createLinks();
	const book = createBook({market, subscription, follows: links.follows});

	const onRefused = ({code, message, id}: OkxMessage & {readonly type: 'refused'}): Outputs => {
		// Without its trades a book is a book; what does not say what it is about cannot be of one that is fed.
		const isOfBook = id === null ? !book.isInSync() : id.startsWith('books');
		return isOfBook ? book.refused(toFault(code, message)) : [];
	};

	const onMessage = ({data}: MessageData): Outputs => {
		const message = parseMessage(data.toString(), market.symbol);
		switch (message.type) {
			case 'increment':
				return links.made(book.onIncrement(message.increment));
			case 'book':
				return links.made(book.onSnapshot(message.book));
			case 'trades':
				return [message];
			case 'subscribed':
				book.subscribed();
				return [];
			case 'unsubscribed':
				return book.unsubscribed();
			case 'refused':
				return onRefused(message);
			case 'notice':
				return [{type: 'renew', fault: {code: 'closed', detail: message.message}}];
			case 'other':
				return [];
		}
	};

	return createClientOf({
		open: () => [send('subscribe', 'books', market), send('subscribe', 'trades', market)],
		message: onMessage,
		response(body) {
			const snapshot = parseSnapshot(body);
			links.asked({id: snapshot.to, time: snapshot.time});
			return links.made(book.onReply(snapshot));
		},
		subscription,
		book,
	});
};
