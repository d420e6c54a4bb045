import type {BookChange} from '../book/order-book.js';
import type {Trade} from '../book/trade.js';
import {faultCodes, type FeedStatus} from '../faults.js';
import type {BookFacts, BookKey, BookStatus} from '../store/market-view.js';
import type {StoreWrite} from '../store/store-writes.js';
import {packDecimal, packLevels, readLevels, readPositive} from './decimals.js';
import {
	orMissing,
	orNull,
	PayloadError,
	readCount,
	readFields,
	readList,
	readNumber,
	readText,
	readTime,
	readWord,
} from './reading.js';

/** Writes in one message, fills in one write, and changes in one audit. */
export const maxWrites = 20_000;
const maxTrades = 10_000;
const maxChanges = 20_000;

const statuses: readonly FeedStatus[] = [
	...(['connecting', 'syncing', 'live', 'stale'] as const),
	...(['resyncing', 'reconnecting', 'failed'] as const),
];

/** What may be told of a book's market. */
export type MarketFacts = Partial<Pick<BookFacts, 'market' | 'tickSize' | 'sizeStep'>>;

const packChange = ({bids, asks, check: _check, ...change}: BookChange) => ({
	...change,
	bids: packLevels(bids),
	asks: packLevels(asks),
});

/** JSON has no infinity: it is told as null. */
const readMost = (value: unknown): number => orNull(value, readCount) ?? Infinity;

const changeTypes = ['snapshot', 'update'] as const;
const bounds = ['maxLevels', 'limit', 'seenLevels'] as const;

const readChange = (value: unknown): BookChange => {
	const fields = readFields(value);
	const change: BookChange = {
		type: readWord(fields['type'], changeTypes),
		bids: readLevels(fields['bids']),
		asks: readLevels(fields['asks']),
		sequence: readNumber(fields['sequence']),
		exchangeTime: orNull(fields['exchangeTime'], readTime),
	};
	// Few of them have any.
	return bounds.some(name => fields[name] !== undefined)
		? {
				...change,
				...orMissing(fields, 'maxLevels', readMost),
				...orMissing(fields, 'limit', readMost),
				...orMissing(fields, 'seenLevels', readMost),
			}
		: change;
};

export const packTrade = ({price, size, ...trade}: Trade) => ({
	...trade,
	price: packDecimal(price),
	size: packDecimal(size),
});

export const readTrade = (value: unknown): Trade => {
	const fields = readFields(value);
	return {
		id: readText(fields['id'], 80),
		price: readPositive(fields['price']),
		size: readPositive(fields['size']),
		side: orNull(fields['side'], side => readWord(side, ['buy', 'sell'])),
		time: readTime(fields['time']),
	};
};

export const packStatus = ({status, reason, retryAt, code}: BookStatus): BookStatus => ({
	...{status, reason, retryAt},
	...(code ? {code} : {}),
});

export const readStatus = (value: unknown): BookStatus => {
	const fields = readFields(value);
	return {
		status: readWord(fields['status'], statuses),
		reason: orNull(fields['reason'], readText),
		retryAt: orNull(fields['retryAt'], readTime),
		...orMissing(fields, 'code', code => faultCodes.find(known => known === code) ?? null),
	};
};

export const packFacts = ({market, tickSize, sizeStep}: MarketFacts) => ({
	...(market === undefined ? {} : {market}),
	...(tickSize === undefined ? {} : {tickSize: packDecimal(tickSize)}),
	...(sizeStep === undefined ? {} : {sizeStep: packDecimal(sizeStep)}),
});

export const readFacts = (value: unknown): MarketFacts => {
	const fields = readFields(value);
	const readStep = (step: unknown) => orNull(step, readPositive);
	return {
		...orMissing(fields, 'market', market => readText(market, 90)),
		...orMissing(fields, 'tickSize', readStep),
		...orMissing(fields, 'sizeStep', readStep),
	};
};

/** A write as it travels; null for one that is the relay's own affair. */
export const packWrite = (write: StoreWrite): readonly unknown[] | null => {
	switch (write.name) {
		case 'apply':
			return ['a', packChange(write.args[1]), write.args[2]];
		case 'addTrades':
			return ['t', write.args[1].map(packTrade), write.args[2]];
		case 'setStatus':
			return ['s', packStatus(write.args[1]), write.args[2]];
		case 'setFacts':
			return ['f', packFacts(write.args[1])];
		case 'audit':
			return ['u', write.args[1].map(packChange)];
		case 'add':
		case 'remove':
		case 'restore':
		case 'addRun':
		case 'breakTape':
		case 'setRate':
		case 'setHealth':
		case 'setDay':
		case 'setWallAhead':
			return null;
	}
};

/** A write to the book of this name. Throws a `PayloadError` for what is none. */
export const readWrite =
	(key: BookKey) =>
	(value: unknown): StoreWrite => {
		const [kind, what, at] = readList(value, 3, item => item);
		switch (kind) {
			case 'a':
				return {name: 'apply', args: [key, readChange(what), readTime(at)]};
			case 't':
				return {
					name: 'addTrades',
					args: [key, readList(what, maxTrades, readTrade), readTime(at)],
				};
			case 's':
				return {name: 'setStatus', args: [key, readStatus(what), readTime(at)]};
			case 'f':
				return {name: 'setFacts', args: [key, readFacts(what)]};
			case 'u':
				return {name: 'audit', args: [key, readList(what, maxChanges, readChange)]};
			default:
				throw new PayloadError('a write of a kind that is not known');
		}
	};

/** The same status by a clock that is so far ahead. */
export const movedStatus = (status: BookStatus, byMs: number): BookStatus => ({
	...status,
	retryAt: status.retryAt === null ? null : status.retryAt + byMs,
});

/** The same write by a clock that is so far ahead. What the exchange's clock tells stays. */
export const moveWrite = (write: StoreWrite, byMs: number): StoreWrite => {
	switch (write.name) {
		case 'apply': {
			const [key, change, at] = write.args;
			return {name: 'apply', args: [key, change, at + byMs]};
		}
		case 'restore': {
			const [key, image, at] = write.args;
			return {name: 'restore', args: [key, image, at + byMs]};
		}
		case 'addTrades': {
			const [key, trades, at] = write.args;
			return {name: 'addTrades', args: [key, trades, at + byMs]};
		}
		case 'addRun': {
			const [key, run, at] = write.args;
			return {name: 'addRun', args: [key, run, at + byMs]};
		}
		case 'setStatus': {
			const [key, status, at] = write.args;
			return {name: 'setStatus', args: [key, movedStatus(status, byMs), at + byMs]};
		}
		case 'setDay': {
			const [key, {ticker, at}] = write.args;
			return {name: 'setDay', args: [key, {ticker, at: at + byMs}]};
		}
		case 'add':
		case 'remove':
		case 'breakTape':
		case 'setFacts':
		case 'setRate':
		case 'setHealth':
		case 'setWallAhead':
		case 'audit':
			return write;
	}
};

/** When a write was made, by the clock of who made it; null for one that does not tell. */
export const timeOfWrite = (write: StoreWrite): number | null => {
	switch (write.name) {
		case 'apply':
		case 'restore':
		case 'addTrades':
		case 'addRun':
		case 'setStatus':
			return write.args[2];
		case 'setDay':
			return write.args[1].at;
		case 'add':
		case 'remove':
		case 'breakTape':
		case 'setFacts':
		case 'setRate':
		case 'setHealth':
		case 'setWallAhead':
		case 'audit':
			return null;
	}
};
