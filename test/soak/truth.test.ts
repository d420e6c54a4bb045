import assert from 'node:assert/strict';
import {test} from 'node:test';
import {OrderBook} from '../../source/book/order-book.js';
import type {PrintedLevel} from '../../source/simulator/level-printer.js';
import type {TrueBooks} from '../../source/simulator/true-books.js';
import {toFirstView} from '../../source/store/first-view.js';
import type {BookView} from '../../source/store/market-view.js';
import {columns} from '../helpers/columns.js';
import {findDifference} from './truth.js';

type Levels = readonly PrintedLevel[];

const bids: Levels = Array.from({length: 20}, (_, rank) => [String(100 - rank), '5'] as const);
const asks: Levels = Array.from({length: 20}, (_, rank) => [String(101 + rank), '5'] as const);

const simulator: TrueBooks = {
	book: () => ({sequence: 7, bids, asks}),
	bookAt: () => ({sequence: 7, bids, asks}),
	bookAtTime: () => ({sequence: 7, bids, asks}),
	sequence: () => 7,
};

/** A live book of these bids; `seenLevels`: of which the best are vouched for, all where nothing is said. */
const viewOf = (exchange: string, own: Levels, seenLevels?: number): BookView => {
	const book = new OrderBook();
	book.apply({
		type: 'snapshot',
		bids: columns(...own),
		asks: columns(...asks),
		sequence: 7,
		exchangeTime: 7,
		...(seenLevels === undefined ? {} : {seenLevels}),
	});
	const facts = {key: `${exchange}:A/B`, exchange, title: exchange, market: 'A/B'};
	return {
		...toFirstView({...facts, tickSize: null, sizeStep: null}),
		...{status: 'live', sequence: 7, exchangeTime: 7, vouched: book.shownRange()},
		...{bids: book.bids.view(), asks: book.asks.view()},
	};
};

/** The true bids with another size at a rank. */
const resized = (rank: number): Levels =>
	bids.map((level, index) => (index === rank ? [level[0], '6'] : level));

const without = (rank: number): Levels => bids.filter((_, index) => index !== rank);

const moved = (rank: number): Levels =>
	bids.map((level, index) => (index === rank ? [`${level[0]}.5`, '5'] : level));

for (const {name, own, isMiss} of [
	{name: 'the true book', own: bids, isMiss: false},
	{name: 'a wrong size within', own: resized(9), isMiss: true},
	{name: 'a wrong size beyond', own: resized(10), isMiss: false},
	{name: 'a lost level within', own: without(4), isMiss: true},
	{name: 'a lost level beyond', own: without(15), isMiss: false},
	{name: 'a level too many within', own: moved(3), isMiss: true},
	{name: 'a level too many beyond', own: moved(12), isMiss: false},
	{name: 'all lost beyond', own: bids.slice(0, 10), isMiss: false},
])
	test(`${name} what Kraken vouches for is ${isMiss ? 'a miss' : 'none'}`, () => {
		const difference = findDifference(simulator, viewOf('kraken', own, 10), true);
		assert.equal(difference !== null, isMiss, difference ?? 'none');
	});

test('a difference that is not marked is a miss', () => {
	const difference = findDifference(simulator, viewOf('kraken', resized(15)), true);
	assert.equal(difference, 'bids vouch for 85 × 6, which is × 5');
});

test('a book that vouches for less than a loss shows in is a miss', () => {
	assert.match(
		findDifference(simulator, viewOf('kraken', bids, 9), true) ?? '',
		/only 9 bids are vouched for/,
	);
});

test('before a message can be lost all levels have to be right', () => {
	assert.equal(
		findDifference(simulator, viewOf('kraken', resized(15), 10)),
		'bids 15 is not 85 × 5',
	);
});

test('no mark excuses an exchange whose every loss is seen', () => {
	assert.equal(
		findDifference(simulator, viewOf('okx', resized(15), 10), true),
		'bids 15 is not 85 × 5',
	);
});
