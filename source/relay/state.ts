import {topOf} from '../book/block-view.js';
import type {BookImage, BookRange, VouchedRange} from '../book/order-book.js';
import type {Trade} from '../book/trade.js';
import type {BookStatus, BookView} from '../store/market-view.js';
import {packDecimal, packLevels, readDecimal, readLevels} from './decimals.js';
import {orNull, readCount, readFields, readList, readNumber, readTime} from './reading.js';
import {
	packFacts,
	packStatus,
	packTrade,
	readFacts,
	readStatus,
	readTrade,
	type MarketFacts,
} from './writes.js';

/** Fills in a state: the newest. */
const keptTrades = 50;

/** A whole book, as it was at one position of its log, and where it stood. */
export type BookState = {
	readonly facts: MarketFacts;
	readonly status: BookStatus;
	readonly image: BookImage;
	/** Milliseconds by the relay's clock of the newest change, null before the first. */
	readonly receivedAt: number | null;
	/** Oldest first. */
	readonly trades: readonly Trade[];
};

/** Of a view, and what the store says of the book beside it. */
export const toState = (view: BookView, range: BookRange): BookState => ({
	facts: {market: view.market, tickSize: view.tickSize, sizeStep: view.sizeStep ?? null},
	status: packStatus(view),
	image: {
		sequence: view.sequence,
		exchangeTime: view.exchangeTime,
		bids: topOf(view.bids, view.bids.length),
		asks: topOf(view.asks, view.asks.length),
		...range,
	},
	receivedAt: view.receivedAt,
	trades: view.trades.slice(-keptTrades),
});

const packRange = ({bids, asks}: VouchedRange) => ({
	bids: packDecimal(bids),
	asks: packDecimal(asks),
});

const readRange = (value: unknown): VouchedRange => {
	const fields = readFields(value);
	return {bids: orNull(fields['bids'], readDecimal), asks: orNull(fields['asks'], readDecimal)};
};

export const packState = ({facts, status, image, receivedAt, trades}: BookState) => ({
	...packFacts(facts),
	...packStatus(status),
	sequence: image.sequence,
	exchangeTime: image.exchangeTime,
	receivedAt,
	vouched: packRange(image.vouched),
	seenLevels: image.seenLevels === Infinity ? null : image.seenLevels,
	bids: packLevels(image.bids),
	asks: packLevels(image.asks),
	trades: trades.map(packTrade),
});

/** Throws a `PayloadError` for what is none. */
export const readState = (value: unknown): BookState => {
	const fields = readFields(value);
	return {
		facts: readFacts(fields),
		status: readStatus(fields),
		image: {
			sequence: orNull(fields['sequence'], readNumber),
			exchangeTime: orNull(fields['exchangeTime'], readTime),
			vouched: readRange(fields['vouched']),
			seenLevels: orNull(fields['seenLevels'], readCount) ?? Infinity,
			bids: readLevels(fields['bids']),
			asks: readLevels(fields['asks']),
		},
		receivedAt: orNull(fields['receivedAt'], readTime),
		trades: readList(fields['trades'], 10 * keptTrades, readTrade),
	};
};
