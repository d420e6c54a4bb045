import type {SideView} from '../book/side-view.js';
import {formatDecimal} from '../book/fixed-point.js';
import type {BookView} from '../store/market-view.js';

/** `[["0.1642","677.3"],…]`: digits need no escapes. */
const toPairs = (side: SideView, count: number): string => {
	const most = Math.min(count, side.length);
	let text = '';
	for (let rank = 0; rank < most; rank++)
		text += `${rank > 0 ? ',' : ''}["${formatDecimal(side.price(rank))}","${formatDecimal(side.size(rank))}"]`;
	return `[${text}]`;
};

/**
 * A book as `watch` and `book` print it: prices and sizes are exactly the exchange's values in plain
 * decimals, best first, `count` a side; `reason` only where there is one.
 */
export const toBookJson = (book: BookView, count: number): string => {
	const facts = JSON.stringify({
		exchange: book.exchange,
		market: book.market,
		status: book.status,
		sequence: book.sequence,
		exchangeTime: book.exchangeTime,
		receivedAt: book.receivedAt === null ? null : Math.round(book.receivedAt + book.wallAhead),
	});
	const rest = JSON.stringify({
		levels: {bids: book.bids.length, asks: book.asks.length},
		...(book.reason === null ? {} : {reason: book.reason}),
	});
	const {bids, asks} = book;
	const sides = `"bids":${toPairs(bids, count)},"asks":${toPairs(asks, count)}`;
	return `${facts.slice(0, -1)},${sides},${rest.slice(1)}`;
};
