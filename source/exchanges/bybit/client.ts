import {createClientOf} from '../client-of.js';
import type {
	ClientOutput,
	ExchangeClient,
	Market,
	MessageData,
	SnapshotRequest,
} from '../exchange.js';
import type {Follows, Increment} from '../increment.js';
import {createPushedBook} from '../pushed-book.js';
import {createSubscription} from '../subscription.js';
import {parseMessage, parseSnapshot, type News} from './messages.js';
import {createReplies} from './replies.js';
import {createSeqAudit} from './seq-audit.js';

type Outputs = readonly ClientOutput[];

const maxLevels = 200;

export const bookTopic = ({symbol}: Market): string => `orderbook.${maxLevels}.${symbol}`;

export const tradesTopic = ({symbol}: Market): string => `publicTrade.${symbol}`;

const send = (op: string, ...args: readonly string[]): ClientOutput => ({
	type: 'send',
	data: JSON.stringify({req_id: '1', op, args}),
});

const requestOf = ({symbol}: Market): SnapshotRequest => ({
	type: 'http',
	path: `/v5/market/orderbook?category=spot&symbol=${encodeURIComponent(symbol)}&limit=${maxLevels}`,
	weight: 1,
});

/**
 * The book by its topic. Ids begin at 1 again after a restart: one below the book's is of a message that was repeated
 * only where its `seq` is no newer either.
 */
const createBook = (market: Market, replies: ReturnType<typeof createReplies>) => {
	const topic = bookTopic(market);
	const subscription = createSubscription();
	const audit = createSeqAudit({maxLevels, request: requestOf(market)});
	let seq = 0;

	const follows = (id: number, {from, to}: Increment): Follows => {
		if (from === id) return 'next';
		return to <= id && seq <= audit.seq() ? 'old' : 'lost';
	};
	const pushed = createPushedBook({
		...{follows, maxLevels, subscription},
		resubscribe() {
			replies.renewed();
			return [send('unsubscribe', topic), send('subscribe', topic)];
		},
	});

	const told = (outputs: Outputs): Outputs => {
		if (!pushed.isInSync()) audit.lost();
		return outputs;
	};

	return {
		subscription,
		isInSync: pushed.isInSync,
		onSnapshot(news: News): Outputs {
			const outputs = told(pushed.onSnapshot(news));
			if (!pushed.isInSync()) return outputs;
			replies.began();
			audit.began(news);
			return outputs;
		},
		onDelta(news: News): Outputs {
			({seq} = news);
			const outputs = told(pushed.onIncrement({...news, from: news.to - 1}));
			return outputs.some(({type}) => type === 'book')
				? [...outputs, ...audit.passed(news)]
				: outputs;
		},
		onReply: audit.take,
		unsubscribed: () => (replies.unsubscribed() ? told(pushed.unsubscribed()) : []),
		refused: (detail: string) => told(pushed.refused({code: 'refused-request', detail})),
		waited: pushed.waited,
		resync: (...[fault]: Parameters<typeof pushed.resync>) => told(pushed.resync(fault)),
		audit: audit.begin,
		auditLate: audit.late,
		forget(): Outputs {
			audit.drop();
			return [];
		},
	};
};

/** A topic, where a refusal names one. */
const topicIn = /(?:orderbook\.\d+|publicTrade)\.[\w-]+/;

/**
 * "Orderbook": https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook
 * 1. subscribe, and wait for the snapshot; 2. the `u` of a delta must be the book's + 1; 3. a snapshot at any time
 * replaces the book: its `u` is 1 after a restart of the service; 4. another `u`: messages were lost. Unsubscribe,
 * subscribe, and wait for the snapshot.
 */
export const createBybitClient = (market: Market): ExchangeClient => {
	const topics = [bookTopic(market), tradesTopic(market)] as const;
	const replies = createReplies();
	const book = createBook(market, replies);

	/** It may be another's, where a socket is shared: none is of a book that is fed and did not ask. */
	const onReply = (op: string, refusal: string | null): Outputs => {
		if (op === 'unsubscribe') return book.unsubscribed();
		if (op !== 'subscribe') return [];
		const wasAsking = replies.subscribed();
		if (refusal === null) return [];
		const [named] = topicIn.exec(refusal) ?? [];
		const isOurs = named === undefined ? wasAsking || !book.isInSync() : topics.includes(named);
		return isOurs ? book.refused(refusal) : [];
	};

	const onMessage = ({data}: MessageData): Outputs => {
		const message = parseMessage(data.toString(), ...topics);
		switch (message.type) {
			case 'book':
				return book.onSnapshot(message.news);
			case 'delta':
				return book.onDelta(message.news);
			case 'trades':
				return [message];
			case 'reply':
				return onReply(message.op, message.refusal);
			case 'other':
				return [];
		}
	};

	return createClientOf({
		open() {
			replies.asked();
			return [send('subscribe', ...topics)];
		},
		message: onMessage,
		response: body => book.onReply(parseSnapshot(body)),
		subscription: book.subscription,
		book,
	});
};
