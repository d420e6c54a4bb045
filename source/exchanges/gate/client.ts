import {keepChange} from '../../book/order-book.js';
import type {FeedFault} from '../../faults.js';
import {createAskedBook} from '../asked-book.js';
import {createClientOf} from '../client-of.js';
import type {ClientOutput, ExchangeClient, Market, MessageData} from '../exchange.js';
import {followsExactly, followsOverlapping, type Increment, type Snapshot} from '../increment.js';
import type {BookRules} from '../linked-book.js';
import {createNewest} from '../newest.js';
import {createPushedBook} from '../pushed-book.js';
import {createSubscription, type Subscription} from '../subscription.js';
import {parseMessage, parseSnapshot} from './messages.js';
import {createRequests, snapshotRequest} from './requests.js';
import {
	obuTopic,
	pushedLevels,
	tradesTopic,
	updatedLevels,
	updatesTopic,
	type Topic,
} from './topics.js';

type Outputs = readonly ClientOutput[];

/** A book as its topic's messages make it. */
type Book = Parameters<typeof createClientOf>[0]['book'] & {
	onIncrement(increment: Increment): Outputs;
	onFull(book: Snapshot): Outputs;
	onReply(book: Snapshot): Outputs;
	unsubscribed(): Outputs;
	refused(fault: FeedFault): Outputs;
};

const createClient = (
	market: Market,
	topic: Topic,
	createBook: (subscription: Subscription, requests: ReturnType<typeof createRequests>) => Book,
): ExchangeClient => {
	const requests = createRequests();
	const subscription = createSubscription();
	const book = createBook(subscription, requests);

	const onMessage = ({data}: MessageData): Outputs => {
		const message = parseMessage(data.toString(), topic, market.symbol);
		requests.tell(message.time);
		switch (message.type) {
			case 'increment':
				return book.onIncrement(message.increment);
			case 'book':
				return book.onFull(message.book);
			case 'trade':
				return [{type: 'trades', trades: [message.trade]}];
			case 'subscribed':
				subscription.acknowledged();
				return [];
			case 'unsubscribed':
				return book.unsubscribed();
			case 'refused':
				if (requests.wasOff()) return [requests.subscribe(topic)];
				return book.refused({code: 'refused-request', detail: message.message});
			case 'other':
				return [];
		}
	};

	return createClientOf({
		open(now) {
			requests.tell(now);
			return [requests.subscribe(topic), requests.subscribe(tradesTopic(market))];
		},
		message: onMessage,
		response: body => book.onReply(parseSnapshot(body)),
		subscription,
		book,
	});
};

type Laid = ReturnType<typeof createAskedBook>;

/**
 * The pushed book, and one in place of it where updates come and none was pushed, as in a recording that begins in
 * mid-session: they are laid on an answer of the REST interface, where that comes.
 */
const withLaid = (pushed: ReturnType<typeof createPushedBook>, rules: BookRules): Book => {
	let isPushed = false;
	let laid: Laid | null = null;
	/** It came before the first update. */
	let early: Snapshot | null = null;
	const newest = createNewest();
	const current = () => laid ?? pushed;
	/** Where there is no book, one is pushed as soon as the subscription begins anew. */
	const subscribed = () => (laid?.isInSync() ? laid : pushed);

	const lay = (increment: Increment): Outputs => {
		laid ??= createAskedBook(rules);
		newest.passed(increment);
		const outputs = [...laid.onIncrement(increment), ...(early ? laid.onReply(early) : [])];
		early = null;
		// The book is about to be pushed.
		return outputs.filter(({type}) => type !== 'request');
	};

	return {
		onFull(full) {
			const old = laid && newest.faultOf(full);
			if (old) return current().resync(old);
			[isPushed, laid, early] = [true, null, null];
			return pushed.onSnapshot(full);
		},
		onIncrement: increment => (isPushed ? pushed.onIncrement(increment) : lay(increment)),
		onReply(book) {
			if (isPushed || laid) return current().onReply(book);
			early = keepChange(book);
			return [];
		},
		// So is what is on already: a book that is fed is looked at.
		refused: fault => (current().isInSync() ? [{type: 'doubt'}] : subscribed().refused(fault)),
		unsubscribed: () => subscribed().unsubscribed(),
		waited: () => subscribed().waited(),
		resync(fault) {
			const outputs = current().resync(fault);
			if (isPushed || laid || fault.code !== 'asked') return outputs;
			return [...outputs, {type: 'request', request: rules.request()}];
		},
		audit: () => current().audit(),
		auditLate: () => current().auditLate(),
		forget: () => current().forget(),
	};
};

/**
 * "Order Book V2": https://www.gate.com/docs/developers/apiv4/ws/en/
 * 1. subscribe; 2. a message with `full` is the book, whenever it comes; 3. of the others `U` must be the book's id
 * + 1, then the id is `u`; what ends at or below the id is ignored; 4. else messages were lost: unsubscribe,
 * subscribe, and wait for the full book.
 */
export const createObuClient = (market: Market): ExchangeClient => {
	const topic = obuTopic(market);
	return createClient(market, topic, (subscription, requests) => {
		const rules = {
			follows: followsExactly,
			maxLevels: pushedLevels,
			// The answer of the REST interface has fewer.
			limitOf: (levels: number) => (levels >= updatedLevels ? levels : Infinity),
			subscription,
			request: () => snapshotRequest(market.symbol),
		};
		const pushed = createPushedBook({
			...rules,
			resubscribe: () => [requests.unsubscribe(topic), requests.subscribe(topic)],
		});
		return withLaid(pushed, rules);
	});
};

/**
 * "Changed order book levels", on the same page: 1. subscribe, and buffer; 2. get the book by REST; 3. drop what ends
 * at or below its id; the first to stay must have `U` ≤ id + 1 ≤ `u`; 4. then `U` must be the last `u` + 1, else start
 * over from 2. A message with `full` is the whole book, unless it is of before.
 */
export const createUpdatesClient = (market: Market): ExchangeClient =>
	createClient(market, updatesTopic(market), subscription => {
		const book = createAskedBook({
			follows: followsOverlapping,
			maxLevels: updatedLevels,
			request: () => snapshotRequest(market.symbol),
			subscription,
		});
		const newest = createNewest();
		return {
			...book,
			onIncrement(increment) {
				newest.passed(increment);
				return book.onIncrement(increment);
			},
			onFull(full) {
				const old = newest.faultOf(full);
				if (old) return book.resync(old);
				newest.passed(full);
				subscription.pushed();
				const restart = book.restart({code: 'asked', detail: 'a whole book came'});
				return [...restart, ...book.onSnapshot(full)];
			},
		};
	});
