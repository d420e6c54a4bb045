import type {FeedFault} from '../../faults.js';
import {createClientOf} from '../client-of.js';
import type {ClientOutput, ExchangeClient, Market, MessageData} from '../exchange.js';
import {createPatience} from '../patience.js';
import {createSubscription} from '../subscription.js';
import {createWholeBook} from '../whole-book.js';
import {parseBooks, parseMessage, type UpbitMessage} from './messages.js';
import {bookLevels} from './topics.js';

type Outputs = readonly ClientOutput[];

/**
 * All that the connection is to carry, in one: a new request takes the place of the one before. There is no
 * answer but the first message, and no end of it but that of the connection.
 */
const requestFor = ({symbol}: Market): ClientOutput => ({
	type: 'send',
	data: JSON.stringify([
		{ticket: 'steem-tui'},
		{type: 'orderbook', codes: [`${symbol}.${bookLevels}`]},
		{type: 'trade', codes: [symbol], is_only_realtime: true},
		{format: 'DEFAULT'},
	]),
});

const toFault = (name: string, message: string): FeedFault => ({
	code: name === 'NO_CODES' ? 'no-channel' : 'refused-request',
	detail: `${name}: ${message}`,
});

const doubt: Outputs = [{type: 'doubt'}];

/**
 * Each message is the whole book of thirty levels a side, with its time: it takes the place of the one before, unless
 * it is older. https://docs.upbit.com/kr/reference/websocket-orderbook
 * The first one answers the request, and shows by itself only that it was taken. What is lost is healed by the next;
 * where none comes, the book is compared with that of the REST interface at the same time.
 */
export const createUpbitClient = (market: Market): ExchangeClient => {
	const {symbol} = market;
	const subscription = createSubscription();
	const patience = createPatience({asksAt: 2, most: 4});
	const path = `/v1/orderbook?markets=${encodeURIComponent(symbol)}&count=${bookLevels}`;

	/** Nothing that came before shows that the new request was taken. */
	const subscribe = (): Outputs => {
		subscription.refused();
		return [requestFor(market)];
	};

	const book = createWholeBook({
		...{maxLevels: bookLevels, isByTime: true},
		ask: () => [{type: 'request', request: {type: 'http', path, weight: 1}}],
		resubscribe: subscribe,
	});

	const made = (outputs: Outputs) => patience.made(outputs, book.isInSync());

	const take = (message: UpbitMessage & {readonly type: 'book'}): Outputs => {
		if (message.isFirst) subscription.acknowledged();
		else subscription.pushed();
		const proof = subscription.proof();
		const outputs = proof ? made(book.take(message.book, proof)) : [];
		return message.isSummed ? outputs : [...outputs, ...doubt];
	};

	const onMessage = ({data}: MessageData): Outputs => {
		const message = parseMessage(data.toString(), symbol);
		switch (message.type) {
			case 'book':
				return take(message);
			case 'trade':
				return [{type: 'trades', trades: [message.trade]}];
			case 'error':
				subscription.refused();
				book.outOfSync();
				return patience.refused(toFault(message.name, message.message), true);
			case 'other':
				return [];
		}
	};

	return createClientOf({
		open: subscribe,
		message: onMessage,
		response: body => made(book.onReply(parseBooks(body, symbol), subscription.proof())),
		subscription,
		book: {
			...book,
			waited: () => (book.isInSync() ? [] : patience.waited(subscribe)),
		},
	});
};
