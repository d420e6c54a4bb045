import {createClientOf} from '../client-of.js';
import type {ClientOutput, ExchangeClient, Market} from '../exchange.js';
import {parseTime} from '../parse.js';
import {createPushedBook} from '../pushed-book.js';
import {createSubscription, type Subscription} from '../subscription.js';
import {createCheck, seenLevels, type Digits} from './checksum.js';
import {parseMessage, type BookPush, type KrakenMessage} from './messages.js';
import {depth, depthOf, requestOf, subscribe, unsubscribe} from './requests.js';

type Outputs = readonly ClientOutput[];

/** The book and its depth: its messages are counted, as they carry no number of their own. */
const createBook = (market: Market, subscription: Subscription) => {
	let count = 0;
	let newest = '';
	let digits: Digits = {price: 0, size: 0};
	/** As the reply tells; null where none came: a recording may lack it. */
	let told: number | null = null;
	let maxLevels = depth;
	const book = createPushedBook({
		// Nothing tells what a message follows: the checksum shows what the book is after it.
		follows: () => 'next',
		isByTime: true,
		subscription,
		resubscribe: () => [unsubscribe(market, maxLevels), subscribe('book', market)],
	});

	/** Levels that fall out of the depth are not taken away by any message. */
	const cut = (out: ClientOutput): ClientOutput =>
		out.type === 'book' ? {...out, change: {...out.change, maxLevels, seenLevels}} : out;

	return {
		...book,
		/** The exchange gives the depth that was asked for, or refuses; other programs asked for others. */
		setDepth(levels: number) {
			told = levels;
			maxLevels = levels;
		},
		take({isWhole, timestamp, bids, asks, checksum, digits: written}: BookPush): Outputs {
			digits = written ?? digits;
			if (book.isInSync() && timestamp < newest) {
				const detail = `a message of ${timestamp} came after one of ${newest}`;
				return book.lose({code: 'gap', detail});
			}
			newest = timestamp;
			count = isWhole ? 1 : count + 1;
			if (isWhole) maxLevels = told ?? depthOf(Math.max(bids.length, asks.length));
			const time = parseTime(`${timestamp}Z`);
			const change = {to: count, time, bids, asks, check: createCheck(checksum, digits)};
			if (isWhole) return book.onSnapshot(change).map(cut);
			return book.onIncrement({...change, from: count - 1}).map(cut);
		},
	};
};

/**
 * "How to maintain a valid book": https://docs.kraken.com/api/docs/guides/spot-ws-book-v2
 * 1. subscribe; a refusal is said once, and the connection goes on without a book; 2. a snapshot is the book,
 * whenever it comes; 3. of an update all levels are set, then both sides cut to the depth, then the checksum is
 * compared; 4. where it differs the book is wrong already: unsubscribe, subscribe, and wait for the snapshot.
 */
export const createKrakenClient = (market: Market): ExchangeClient => {
	const subscription = createSubscription();
	const book = createBook(market, subscription);

	const refused = (message: string, id: number | null): Outputs => {
		const of = requestOf(id);
		if (of === 'trade' || (of === null && book.isInSync())) return [];
		const isUnknown = /not supported|invalid/i.test(message);
		return book.refused({code: isUnknown ? 'no-channel' : 'refused-request', detail: message});
	};

	/** Of a connection that has a book: it will end. Of one that has none, it is why. */
	const announced = (system: string): Outputs => {
		if (system !== 'maintenance') return [];
		if (!book.isInSync()) return [{type: 'syncing', fault: {code: 'halted', detail: system}}];
		return [{type: 'renew', fault: {code: 'closed', detail: `Kraken tells of ${system}`}}];
	};

	const take = (message: KrakenMessage): Outputs => {
		switch (message.type) {
			case 'book':
				return message.pushes.flatMap(book.take);
			case 'trades':
				return message.trades.length === 0 ? [] : [message];
			case 'subscribed':
				subscription.acknowledged();
				book.setDepth(message.depth);
				return [];
			case 'unsubscribed':
				return book.unsubscribed();
			case 'refused':
				return refused(message.message, message.id);
			case 'status':
				return announced(message.system);
			case 'other':
				return [];
		}
	};

	return createClientOf({
		open: () => [subscribe('book', market), subscribe('trade', market)],
		message: ({data}) => take(parseMessage(data.toString(), market.symbol)),
		subscription,
		book,
	});
};
