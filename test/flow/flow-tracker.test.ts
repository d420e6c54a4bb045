import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {formatDecimal, parseDecimal, type Decimal} from '../../source/book/fixed-point.js';
import {noLevels} from '../../source/book/level-columns.js';
import type {FlowReader} from '../../source/flow/flow-reader.js';
import {createFlowTracker} from '../../source/flow/flow-tracker.js';
import {cutOf, windowMs, type LevelPast} from '../../source/flow/level-past.js';
import {createBookStore} from '../../source/store/book-store.js';
import {columns} from '../helpers/columns.js';
import {goLive} from '../helpers/statuses.js';

const key = 'binance:STEEM/USDT';
const start = Date.UTC(2026, 0, 2, 12, 4);

type Levels = readonly (readonly [price: string, size: string])[];
const asks: Levels = [
	['0.1643', '10'],
	['0.1644', '20'],
	['0.1650', '5'],
];

const text = (value: Decimal | null | undefined) => (value ? formatDecimal(value) : null);

/** A book in sync that a tracker sees from `start` on, each step 100 ms later. */
const startTracking = (first: Levels = asks, more: object = {}) => {
	const store = createBookStore();
	const tracker = createFlowTracker();
	let now = start;
	let ids = 0;
	store.add({key, exchange: 'b', title: 'B', market: 'STEEM/USDT', tickSize: null});
	const bids = columns(['0.1642', '10']);
	const common = {sequence: 1, exchangeTime: null};
	const setBook = (levels: Levels, others: object = {}) =>
		store.apply(key, {type: 'snapshot', bids, asks: columns(...levels), ...common, ...others}, now);
	const see = () => {
		store.publish();
		tracker.sample(store.getView(), now);
	};
	setBook(first, more);
	goLive(store, key, now);
	see();
	const pastOf = (price: string, step: string | null = null, reader: FlowReader = tracker) =>
		reader.pastOf(
			key,
			{side: 'asks', step: step === null ? null : parseDecimal(step)},
			parseDecimal(price),
		);
	return {
		...{store, tracker, setBook, see, pastOf},
		now: () => now,
		wait(ms: number) {
			now += ms;
		},
		set(...levels: Levels) {
			now += 100;
			store.apply(key, {type: 'update', bids: noLevels, asks: columns(...levels), ...common}, now);
			see();
		},
		trade(price: string, size: string, side: 'buy' | 'sell' | null = 'buy') {
			store.addTrades(
				key,
				[
					{
						id: String(++ids),
						price: parseDecimal(price),
						size: parseDecimal(size),
						side,
						time: now,
					},
				],
				now,
			);
			see();
		},
	};
};

const sums = (past: LevelPast | null) =>
	past && [past.added, past.removed, past.traded].map(value => formatDecimal(value)).join(' ');

test('what is added, taken away and traded at a price is summed', () => {
	const {set, trade, pastOf} = startTracking();
	assert.equal(sums(pastOf('0.1643')), '0 0 0');
	set(['0.1643', '12.5']);
	set(['0.1643', '4']);
	trade('0.1643', '6');
	const past = pastOf('0.1643');
	assert.equal(sums(past), '2.5 8.5 6');
	assert.ok(past);
	assert.equal(formatDecimal(cutOf(past)), '2.5');
	assert.deepEqual(
		past.changes.map(({type, by}) => `${type} ${formatDecimal(by)}`),
		['added 2.5', 'removed 8.5', 'traded 6'],
	);
	assert.equal(past.since, start);
});

test('of a level it is known since when it stands, and how much of it', () => {
	const {set, pastOf} = startTracking();
	set(['0.1644', '30'], ['0.1645', '8']);
	set(['0.1644', '15'], ['0.1645', '9']);
	assert.deepEqual(pastOf('0.1650')?.standing, {
		...{since: start, isOlder: true},
		least: parseDecimal('5'),
	});
	assert.equal(text(pastOf('0.1644')?.standing?.least), '15');
	assert.deepEqual(pastOf('0.1645')?.standing, {
		...{since: start + 100, isOlder: false},
		least: parseDecimal('8'),
	});
	set(['0.1645', '0']);
	assert.equal(pastOf('0.1645')?.standing, null);
	assert.equal(sums(pastOf('0.1645')), '9 9 0');
	assert.equal(pastOf('0.1646'), null);
});

test('nothing is known from before the book was proven again', () => {
	const {set, store, tracker, pastOf, see, now, setBook} = startTracking();
	set(['0.1643', '12']);
	store.setStatus(key, {status: 'resyncing', reason: null, retryAt: null}, now());
	set(['0.1643', '99']);
	assert.equal(tracker.sinceOf(key), null);
	assert.equal(pastOf('0.1643'), null);
	setBook(asks);
	goLive(store, key, now());
	see();
	assert.equal(tracker.sinceOf(key), now());
	assert.equal(sums(pastOf('0.1643')), '0 0 0');
	assert.equal(pastOf('0.1643')?.since, now());
});

test('a book that was lost and is back between two views begins anew', () => {
	const {store, pastOf, set, wait, now} = startTracking();
	store.setStatus(key, {status: 'resyncing', reason: null, retryAt: null}, now());
	wait(50);
	goLive(store, key, now());
	set(['0.1643', '99']);
	assert.equal(sums(pastOf('0.1643')), '0 0 0');
});

const many = (count: number): Levels =>
	Array.from({length: count}, (_, rank) => [(0.2 + rank / 10_000).toFixed(4), '1']);

test('what leaves the watched levels was not taken away', () => {
	const {set, pastOf} = startTracking(many(400));
	set(['0.2299', '7']);
	assert.equal(sums(pastOf('0.2299')), '6 0 0');
	assert.equal(pastOf('0.2300'), null, 'beyond the watched levels');
	set(['0.1999', '3']);
	assert.equal(pastOf('0.2299'), null);
	set(['0.1999', '0']);
	const back = pastOf('0.2299');
	assert.equal(sums(back), '0 0 0', 'what happened meanwhile is not known');
	assert.equal(back?.since, start + 300);
	assert.equal(sums(pastOf('0.1999')), '3 3 0');
});

test('levels that nobody vouches for are not watched', () => {
	const {set, pastOf} = startTracking(asks, {limit: 3});
	set(['0.1660', '7'], ['0.1650', '9']);
	set(['0.1660', '8']);
	assert.equal(pastOf('0.1660'), null);
	assert.equal(sums(pastOf('0.1650')), '4 0 0');
});

test('a group tells of all prices in it', () => {
	const {set, trade, tracker, pastOf, now} = startTracking();
	set(['0.1643', '12'], ['0.1644', '15']);
	set(['0.1646', '4'], ['0.1651', '1']);
	trade('0.1644', '2');
	assert.equal(sums(pastOf('0.165', '0.001')), '6 5 2');
	const rows = {side: 'asks', step: parseDecimal('0.001'), mid: null} as const;
	assert.equal(text(tracker.netOf(key, rows, now())(parseDecimal('0.165'))), '1');
	assert.equal(text(tracker.tradedOf(key, rows, now())(parseDecimal('0.165'))), '2');
	assert.equal(tracker.netOf(key, rows, now())(parseDecimal('0.17')), null);
});

test('the columns tell of the last minutes alone', () => {
	const {set, trade, tracker, wait, now} = startTracking();
	const rows = {side: 'asks', step: null, mid: null} as const;
	const price = parseDecimal('0.1643');
	const shown = () =>
		[tracker.netOf(key, rows, now())(price), tracker.tradedOf(key, rows, now())(price)].map(text);
	set(['0.1643', '30']);
	trade('0.1643', '4');
	trade('0.1643', '1', 'sell');
	assert.deepEqual(shown(), ['20', '5']);
	wait(windowMs);
	set(['0.1643', '29']);
	assert.deepEqual(shown(), ['-1', null]);
	assert.equal(sums(tracker.pastOf(key, rows, price)), '20 1 4');
});

test('sizes are exact however many digits they have, and prices of other steps', () => {
	const wide = '33581495.080000000001';
	const {set, pastOf} = startTracking([['0.2', wide]]);
	set(['0.2', '33581495.080000000003']);
	assert.equal(sums(pastOf('0.2')), '0.000000000002 0 0');
	set(['0.21', '1'], ['0.20000001', '2']);
	set(['0.2', '0']);
	assert.equal(sums(pastOf('0.2')), '0.000000000002 33581495.080000000003 0');
	assert.equal(sums(pastOf('0.20000001')), '2 0 0');
});

test('a screen that stands still knows what it knew', () => {
	const {set, trade, tracker, pastOf, now} = startTracking();
	const rows = {side: 'asks', step: null, mid: null} as const;
	set(['0.1643', '12']);
	const frozen = tracker.freeze();
	set(['0.1643', '0'], ['0.1642', '1']);
	trade('0.1643', '4');
	assert.equal(sums(pastOf('0.1643', null, frozen)), '2 0 0');
	assert.equal(pastOf('0.1642', null, frozen), null);
	assert.equal(frozen.tradedOf(key, rows, now())(parseDecimal('0.1643')), null);
});

test('what is kept of a book is bounded', () => {
	const {set, tracker} = startTracking();
	for (let price = 0; price < 3000; price += 100) {
		const levels = Array.from(
			{length: 100},
			(_, at) => `0.1${String(price + at).padStart(4, '0')}`,
		);
		set(...levels.map(each => [each, '1'] as const));
		set(...levels.map(each => [each, '0'] as const));
	}
	const rows = {side: 'asks', step: parseDecimal('1')} as const;
	const past = tracker.pastOf(key, rows, parseDecimal('1'));
	assert.equal(past && formatDecimal(past.added), '300');
});

test('what was there, with what came and without what went, is what is there', () => {
	const change = fc.tuple(fc.integer({min: 1640, max: 1680}), fc.integer({min: 0, max: 50}));
	fc.assert(
		fc.property(fc.array(fc.array(change, {maxLength: 6}), {maxLength: 12}), steps => {
			const {set, pastOf} = startTracking();
			const sizes = new Map(asks.map(([price, size]) => [price, Number(size)]));
			for (const step of steps) {
				const levels = new Map(step.map(([price, size]) => [`0.${price}`, String(size)]));
				set(...levels);
				for (const [price, size] of levels) sizes.set(price, Number(size));
			}
			for (const [price, size] of sizes) {
				const past = pastOf(price);
				const first = Number(asks.find(([other]) => other === price)?.[1] ?? 0);
				if (past)
					assert.equal(
						first + Number(formatDecimal(past.added)) - Number(formatDecimal(past.removed)),
						size,
					);
				else assert.equal(size, 0);
			}
		}),
		{numRuns: 50},
	);
});

test('sums go beyond what a number holds', () => {
	const large = '9007199254740991';
	const {set, pastOf} = startTracking([['0.2', '1']]);
	for (let round = 0; round < 3; round++) {
		set(['0.2', large]);
		set(['0.2', '1']);
	}
	assert.equal(sums(pastOf('0.2')), '27021597764222970 27021597764222970 0');
});

test('it is the same however often it is asked for', () => {
	const change = fc.tuple(fc.integer({min: 1640, max: 1660}), fc.integer({min: 0, max: 50}));
	const step = fc.tuple(fc.array(change, {maxLength: 6}), fc.boolean());
	fc.assert(
		fc.property(fc.array(step, {minLength: 8, maxLength: 30}), steps => {
			const [seldom, often] = [startTracking(), startTracking()];
			const all = ({pastOf}: typeof seldom) =>
				Array.from({length: 21}, (_, tick) => pastOf(`0.16${40 + tick}`));
			for (const [changes, isTraded] of steps) {
				for (const {set, trade} of [seldom, often]) {
					set(...changes.map(([price, size]) => [`0.${price}`, String(size)] as const));
					if (isTraded) trade('0.1644', '1');
				}
				all(often);
			}
			assert.deepEqual(all(seldom), all(often));
		}),
		{numRuns: 40},
	);
});
