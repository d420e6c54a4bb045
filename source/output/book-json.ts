import {topOf} from '../book/block-view.js';
import {fromUnits, type Decimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import {isBeyond} from '../book/order-book.js';
import type {SideName} from '../book/side-view.js';
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

/** The price and the size of a level, each with its quotes: digits need no escapes. Returns where they end. */
const putNumbers = (from: number, levels: LevelColumns, rank: number): number => {
	const {pairs, priceDecimals, sizeDecimals, wide} = levels;
	const exact = wide?.[rank];
	let at = from;
	bytes[at++] = quote;
	at = exact
		? writeDecimal(bytes, at, exact.price)
		: writeUnits(bytes, at, pairs[2 * rank] ?? 0, priceDecimals);
	bytes[at++] = quote;
	bytes[at++] = comma;
	bytes[at++] = quote;
	at = exact
		? writeDecimal(bytes, at, exact.size)
		: writeUnits(bytes, at, pairs[2 * rank + 1] ?? 0, sizeDecimals);
	bytes[at++] = quote;
	return at;
};

/** `[["0.1642","677.3"],…]` */
const toPairs = (levels: LevelColumns): string => {
	let text = '';
	let at = 0;
	for (let rank = 0; rank < levels.length; rank++) {
		if (at + maxLevelBytes > bytes.length) {
			text += bytes.toString('latin1', 0, at);
			at = 0;
		}
		bytes[at] = rank === 0 ? openBracket : comma;
		bytes[at + 1] = openBracket;
		at = putNumbers(at + 2, levels, rank);
		bytes[at++] = closeBracket;
	}
	return `${levels.length === 0 ? '[' : text + bytes.toString('latin1', 0, at)}]`;
};

const priceAt = ({pairs, priceDecimals, wide}: LevelColumns, rank: number): Decimal =>
	wide?.[rank]?.price ?? fromUnits(pairs[2 * rank] ?? 0, priceDecimals);

/** Levels of those that are told up to where the side is known whole. */
const countVouched = (levels: LevelColumns, name: SideName, {vouched}: BookView): number => {
	let {length} = levels;
	if (vouched[name] === null) return length;
	while (length > 0 && isBeyond(vouched, name, priceAt(levels, length - 1))) length--;
	return length;
};

/** What is told of a side: its best levels, how many those are, and how many of them are known to be the exchange's. */
const toSide = (book: BookView, name: SideName, count: number) => {
	const levels = topOf(book[name], count, pairsOfSide);
	return {
		pairs: toPairs(levels),
		told: levels.length,
		known: countVouched(levels, name, book),
	};
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
