import type {Decimal} from '../book/fixed-point.js';
import {isBeyond} from '../book/order-book.js';
import type {SideView} from '../book/side-view.js';
import {maxDecimalBytes, writeDecimal} from '../book/write-decimal.js';
import type {BookView} from '../store/market-view.js';

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Where levels are written before they are made a text: once for many of them. */
const bytes = Buffer.alloc(16 * 1024);
/** What a level takes at the most: two decimals, their quotes, three commas and brackets. */
const maxLevelBytes = 2 * (maxDecimalBytes + 2) + 4;

const putQuoted = (at: number, value: Decimal): number => {
	bytes[at] = quote;
	const end = writeDecimal(bytes, at + 1, value);
	bytes[end] = quote;
	return end + 1;
};

/** `,["0.1642","677.3"]`: digits need no escapes. Returns where it ends. */
const putLevel = (from: number, price: Decimal, size: Decimal): number => {
	bytes[from] = comma;
	bytes[from + 1] = openBracket;
	let at = putQuoted(from + 2, price);
	bytes[at++] = comma;
	at = putQuoted(at, size);
	bytes[at++] = closeBracket;
	return at;
};

/** `[["0.1642","677.3"],…]` */
const toPairs = (side: SideView, count: number): string => {
	const most = Math.min(count, side.length);
	let text = '';
	let at = 0;
	for (let rank = 0; rank < most; rank++) {
		if (at + maxLevelBytes > bytes.length) {
			text += bytes.toString('latin1', 0, at);
			at = 0;
		}
		at = putLevel(at, side.price(rank), side.size(rank));
	}
	text += bytes.toString('latin1', 0, at);
	// Each level was given a comma, and the first needs none.
	return `[${text.slice(1)}]`;
};

/** Levels of one side, of so many, up to where it is known whole; null where all of them are. */
const vouchedOf = ({vouched, ...sides}: BookView, name: 'bids' | 'asks', count: number) => {
	const side = sides[name];
	if (vouched[name] === null) return null;
	let rank = Math.min(count, side.length);
	const length = rank;
	while (rank > 0 && isBeyond(vouched, name, side.price(rank - 1))) rank--;
	return rank === length ? null : rank;
};

/** How many of the levels that are told are known to be the exchange's, where not all of them are. */
const toVouched = (book: BookView, count: number) => {
	const [bids, asks] = [vouchedOf(book, 'bids', count), vouchedOf(book, 'asks', count)];
	if (bids === null && asks === null) return {};
	const told = (side: SideView) => Math.min(count, side.length);
	return {vouched: {bids: bids ?? told(book.bids), asks: asks ?? told(book.asks)}};
};

/**
 * A book as `watch` and `book` print it: prices and sizes are exactly the exchange's values in plain
 * decimals, best first, `count` a side; `reason` and `code` only where there is one, `vouched` where not all levels are.
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
		...toVouched(book, count),
		...(book.reason === null ? {} : {reason: book.reason}),
		...(book.code ? {code: book.code} : {}),
	});
	const {bids, asks} = book;
	const sides = `"bids":${toPairs(bids, count)},"asks":${toPairs(asks, count)}`;
	return `${facts.slice(0, -1)},${sides},${rest.slice(1)}`;
};
