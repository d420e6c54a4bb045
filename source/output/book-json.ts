import {narrowTopOf} from '../book/block-view.js';
import {fromUnits, type Decimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import {isBeyond} from '../book/order-book.js';
import type {SideName, SideView} from '../book/side-view.js';
import {maxDecimalBytes, writeDecimal, writeUnits} from '../book/write-decimal.js';
import type {BookView} from '../store/market-view.js';

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Where levels are written before they are made a text: once for many of them. */
const bytes = Buffer.alloc(16 * 1024);
/** What a level takes at the most: two decimals, their quotes, three commas and brackets. */
const maxLevelBytes = 2 * (maxDecimalBytes + 2) + 4;

/** Where as many levels as are usually told are read into. */
const pairsOfSide = new Float64Array(256);

/** Levels of a side, as numbers where all of them are. */
type Told = {
	readonly side: SideView;
	readonly length: number;
	readonly columns: LevelColumns | null;
};

/** The price and the size of a level, each with its quotes: digits need no escapes. Returns where they end. */
const putNumbers = (from: number, {side, columns}: Told, rank: number): number => {
	let at = from;
	bytes[at++] = quote;
	at = columns
		? writeUnits(bytes, at, columns.pairs[2 * rank] ?? 0, columns.priceDecimals)
		: writeDecimal(bytes, at, side.price(rank));
	bytes[at++] = quote;
	bytes[at++] = comma;
	bytes[at++] = quote;
	at = columns
		? writeUnits(bytes, at, columns.pairs[2 * rank + 1] ?? 0, columns.sizeDecimals)
		: writeDecimal(bytes, at, side.size(rank));
	bytes[at++] = quote;
	return at;
};

/** `[["0.1642","677.3"],…]` */
const toPairs = (told: Told): string => {
	let text = '';
	let at = 0;
	for (let rank = 0; rank < told.length; rank++) {
		if (at + maxLevelBytes > bytes.length) {
			text += bytes.toString('latin1', 0, at);
			at = 0;
		}
		bytes[at] = rank === 0 ? openBracket : comma;
		bytes[at + 1] = openBracket;
		at = putNumbers(at + 2, told, rank);
		bytes[at++] = closeBracket;
	}
	return `${told.length === 0 ? '[' : text + bytes.toString('latin1', 0, at)}]`;
};

const priceAt = ({side, columns}: Told, rank: number): Decimal =>
	columns ? fromUnits(columns.pairs[2 * rank] ?? 0, columns.priceDecimals) : side.price(rank);

/** Levels of those that are told up to where the side is known whole. */
const countVouched = (told: Told, name: SideName, {vouched}: BookView): number => {
	let {length} = told;
	if (vouched[name] === null) return length;
	while (length > 0 && isBeyond(vouched, name, priceAt(told, length - 1))) length--;
	return length;
};

/** What is told of a side: its best levels, how many those are, and how many of them are known to be the exchange's. */
const toSide = (book: BookView, name: SideName, count: number) => {
	const side = book[name];
	const length = Math.min(count, side.length);
	const told = {side, length, columns: narrowTopOf(side, length, pairsOfSide)};
	return {pairs: toPairs(told), told: length, known: countVouched(told, name, book)};
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
	const [bids, asks] = [toSide(book, 'bids', count), toSide(book, 'asks', count)];
	const levels = `{"bids":${book.bids.length},"asks":${book.asks.length}}`;
	const isWhole = bids.known === bids.told && asks.known === asks.told;
	const vouched = isWhole ? '' : `,"vouched":{"bids":${bids.known},"asks":${asks.known}}`;
	const reason = book.reason === null ? '' : `,"reason":${JSON.stringify(book.reason)}`;
	const code = book.code ? `,"code":${JSON.stringify(book.code)}` : '';
	const start = facts.slice(0, -1);
	return `${start},"bids":${bids.pairs},"asks":${asks.pairs},"levels":${levels}${vouched}${reason}${code}}`;
};
