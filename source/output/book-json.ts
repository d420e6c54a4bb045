import type {SideView} from '../book/side-view.js';
import {formatDecimal} from '../book/fixed-point.js';
import type {BookView} from '../store/market-view.js';

const toPairs = (side: SideView, count: number): [price: string, size: string][] =>
	Array.from({length: Math.min(count, side.length)}, (_, rank) => [
		formatDecimal(side.price(rank)),
		formatDecimal(side.size(rank)),
	]);

/**
 * A book as `watch` and `book` print it: prices and sizes are exactly the exchange's values in plain
 * decimals, best first, `count` a side; `reason` only where there is one.
 */
export const toBookJson = (book: BookView, count: number): string =>
	JSON.stringify({
		exchange: book.exchange,
		market: book.market,
		status: book.status,
		sequence: book.sequence,
		exchangeTime: book.exchangeTime,
		receivedAt: book.receivedAt === null ? null : Math.round(book.receivedAt + book.wallAhead),
		bids: toPairs(book.bids, count),
		asks: toPairs(book.asks, count),
		levels: {bids: book.bids.length, asks: book.asks.length},
		...(book.reason === null ? {} : {reason: book.reason}),
	});
