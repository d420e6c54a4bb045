import assert from 'node:assert/strict';
import {test} from 'node:test';
import {calmMs, createAlerts, restMs} from '../../source/alerts/alerts.js';
import {parseAlertRule} from '../../source/alerts/parse-rule.js';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {exchanges} from '../../source/exchanges/index.js';
import type {FeedStatus} from '../../source/faults.js';
import {initialHealth, type BookHealth} from '../../source/store/market-view.js';
import {columns} from '../helpers/columns.js';
import {binance, createMarket, huobi, setLevel, startTime} from '../helpers/market.js';
import {goLive} from '../helpers/statuses.js';

type Levels = readonly (readonly [string, string])[];

/** Rules over two books that are set by hand, on a clock that is. */
const start = (...rules: readonly string[]) => {
	const store = createMarket();
	let now = startTime;
	let sequence = 0;
	const alerts = createAlerts({
		rules: rules.map(parseAlertRule(exchanges)),
		feeOf: () => parseDecimal('0.1'),
		clock: {now: () => now, wall: (at = now) => at},
	});
	return {
		store,
		pass(ms: number) {
			now += ms;
		},
		book(key: string, bids: Levels, asks: Levels, rest: {limit?: number} = {}) {
			const sides = {bids: columns(...bids), asks: columns(...asks)};
			sequence++;
			store.apply(key, {type: 'snapshot', ...sides, sequence, exchangeTime: null, ...rest}, now);
			goLive(store, key, now);
		},
		set(key: string, status: FeedStatus) {
			store.setStatus(key, {status, reason: null, retryAt: null}, now);
		},
		health(key: string, health: Partial<BookHealth>) {
			store.setHealth(key, {...initialHealth, ...health});
		},
		/** What goes off now. */
		look() {
			store.publish();
			const told = alerts.look(store.getView().books);
			return told.map(({rule, exchange, value}) => `${rule} | ${exchange} | ${value}`);
		},
		on: alerts.on,
	};
};

test('goes off once when it becomes true', () => {
	const {book, look, pass, on} = start('price > 0.2 binance');
	book(binance, [['0.1', '5']], [['0.2', '5']]);
	assert.deepEqual(look(), []);
	book(binance, [['0.2', '5']], [['0.202', '5']]);
	assert.deepEqual(look(), ['price > 0.2 binance | binance | 0.201']);
	assert.deepEqual(on(), ['price > 0.2 binance']);
	pass(10 * restMs);
	assert.deepEqual(look(), []);
});

/** A rule of a price that is set above its limit, and below it. */
const startSwinging = () => {
	const started = start('price > 0.2 binance');
	return {
		...started,
		high() {
			started.book(binance, [['0.2', '5']], [['0.202', '5']]);
		},
		low() {
			started.book(binance, [['0.1', '5']], [['0.2', '5']]);
		},
	};
};

test('goes off again only after it was false for a while', () => {
	const {high, low, look, pass} = startSwinging();
	high();
	assert.equal(look().length, 1);
	pass(restMs);
	low();
	look();
	pass(calmMs - 1);
	high();
	assert.deepEqual(look(), []);
	low();
	look();
	pass(calmMs);
	look();
	high();
	assert.equal(look().length, 1);
});

test('while its book is not live, it is not false for a while', () => {
	const {high, low, set, look, pass} = startSwinging();
	high();
	look();
	pass(restMs);
	low();
	look();
	set(binance, 'resyncing');
	pass(calmMs);
	look();
	low();
	look();
	pass(calmMs - 1);
	look();
	high();
	assert.deepEqual(look(), []);
	low();
	look();
	pass(calmMs);
	look();
	high();
	assert.equal(look().length, 1);
});

test('goes off of one book at a time, of the other once its rest is over', () => {
	const {book, look, pass} = start('price > 0.2');
	book(binance, [['0.3', '5']], [['0.302', '5']]);
	book(huobi, [['0.4', '5']], [['0.402', '5']]);
	assert.deepEqual(look(), ['price > 0.2 | binance | 0.301']);
	pass(restMs - 1);
	assert.deepEqual(look(), []);
	pass(1);
	assert.deepEqual(look(), ['price > 0.2 | huobi | 0.401']);
});

test('what is over before its turn is not told', () => {
	const {book, look, pass} = start('price > 0.2');
	book(binance, [['0.3', '5']], [['0.302', '5']]);
	book(huobi, [['0.4', '5']], [['0.402', '5']]);
	look();
	book(huobi, [['0.1', '5']], [['0.102', '5']]);
	pass(restMs);
	assert.deepEqual(look(), []);
});

test('judges no book that is not live', () => {
	const {book, set, look, pass} = start('price < 0.2 binance', 'spread > 1bps binance');
	book(binance, [['0.3', '5']], [['0.30001', '5']]);
	look();
	set(binance, 'resyncing');
	book(binance, [['0.1', '5']], [['0.15', '5']]);
	set(binance, 'stale');
	pass(restMs);
	assert.deepEqual(look(), []);
	book(binance, [['0.1', '5']], [['0.15', '5']]);
	assert.equal(look().length, 2);
});

test('a book that is lost does not make a rule false', () => {
	const {book, set, look, pass} = start('price > 0.2 binance');
	book(binance, [['0.3', '5']], [['0.302', '5']]);
	look();
	set(binance, 'stale');
	look();
	pass(restMs + calmMs);
	look();
	book(binance, [['0.3', '5']], [['0.302', '5']]);
	assert.deepEqual(look(), []);
});

test('an edge is net of both fees, for all of the size', () => {
	const {book, look} = start('edge > 0.2% 10', 'edge > 0.001 20');
	book(binance, [['0.99', '50']], [['1', '10']]);
	book(huobi, [['1.004', '10']], [['1.01', '50']]);
	// 0.4 % before fees: 1.004 × 0.999 − 1.001 = 0.1996 % of what is paid.
	assert.deepEqual(look(), []);
	book(huobi, [['1.0041', '10']], [['1.01', '50']]);
	assert.deepEqual(look(), ['edge > 0.2% 10 | binance,huobi | 0.2096%']);
});

test('an edge is over once its size is not there, where all of both books is known', () => {
	for (const [limit, again] of [
		[undefined, 1],
		[1, 0],
	] as const) {
		const {book, look, pass} = start('edge > 0% 10 binance huobi');
		const asks = (size: string) =>
			book(binance, [['90', '9']], [['100', size]], limit === undefined ? {} : {limit});
		book(huobi, [['101', '20']], [['110', '9']]);
		asks('20');
		assert.equal(look().length, 1);
		asks('3');
		look();
		pass(restMs);
		look();
		asks('20');
		assert.equal(look().length, again);
	}
});

test('an edge of named exchanges is from the first to the second', () => {
	const {book, look} = start('edge > 0% 10 huobi binance', 'edge > 0% 10 huobi');
	book(binance, [['0.99', '50']], [['1', '10']]);
	book(huobi, [['1.1', '10']], [['1.2', '50']]);
	assert.deepEqual(
		look().map(text => text.split(' | ').slice(0, 2)),
		[['edge > 0% 10 huobi', 'binance,huobi']],
	);
});

test('a size counts what is vouched for, and no more', () => {
	const {book, look} = start(
		'size > 10 within 100bps binance',
		'size < 10 within 100bps bids binance',
	);
	const bids = [
		['99.9', '4'],
		['99.8', '5'],
	] as const;
	book(binance, bids, [['100.1', '1']], {limit: 2});
	// Beyond the second bid there may be more: neither is known.
	assert.deepEqual(look(), []);
	book(
		binance,
		[
			['99.9', '4'],
			['99.8', '7'],
		],
		[['100.1', '1']],
		{limit: 2},
	);
	assert.deepEqual(look(), ['size > 10 within 100bps binance | binance | 11']);
	book(
		binance,
		[
			['99.9', '4'],
			['99.8', '5'],
			['90', '50'],
		],
		[['100.1', '1']],
	);
	assert.deepEqual(look(), ['size < 10 within 100bps bids binance | binance | 9']);
});

test('a size at a price is of that level', () => {
	const {book, look} = start('size >= 7 at 99.8 binance');
	book(
		binance,
		[
			['99.9', '9'],
			['99.8', '6.9'],
		],
		[['100', '9']],
	);
	assert.deepEqual(look(), []);
	book(
		binance,
		[
			['99.9', '9'],
			['99.8', '7'],
		],
		[['100', '9']],
	);
	assert.deepEqual(look(), ['size >= 7 at 99.8 binance | binance | 7']);
});

test('down counts from when the book was lost', () => {
	const {book, set, look, pass} = start('down > 30s binance');
	book(binance, [['1', '1']], [['2', '1']]);
	assert.deepEqual(look(), []);
	pass(60_000);
	set(binance, 'stale');
	assert.deepEqual(look(), []);
	pass(30_000);
	assert.deepEqual(look(), []);
	pass(1000);
	assert.deepEqual(look(), ['down > 30s binance | binance | 31s']);
});

test('a book that never came is down as well', () => {
	const {look, pass} = start('down > 30s huobi');
	look();
	pass(31_000);
	assert.deepEqual(look(), ['down > 30s huobi | huobi | 31s']);
});

test('gaps and lost links are told once each, together where they come fast', () => {
	const {health, look, pass} = start('gap binance', 'lost binance');
	health(binance, {gaps: 3, connectedSince: 1});
	look();
	health(binance, {gaps: 4, connectedSince: null});
	assert.deepEqual(look(), ['gap binance | binance | 1', 'lost binance | binance | 1']);
	health(binance, {gaps: 6, connectedSince: 5});
	assert.deepEqual(look(), []);
	health(binance, {gaps: 6, connectedSince: 9});
	pass(restMs);
	assert.deepEqual(look(), ['gap binance | binance | 2', 'lost binance | binance | 1']);
	pass(restMs);
	assert.deepEqual(look(), []);
});

test('a size at a price is that of the side it is on', () => {
	const {book, look, pass} = start('size < 10 at 0.1', 'size < 10 at 0.12');
	const asks: Levels = [
		['0.11', '5'],
		['0.12', '20'],
	];
	book(binance, [['0.1', '20']], asks);
	assert.deepEqual(look(), []);
	book(binance, [['0.1', '8']], asks);
	assert.deepEqual(look(), ['size < 10 at 0.1 | binance | 8']);
	pass(restMs);
	book(binance, [['0.1', '8']], [['0.11', '5']]);
	assert.deepEqual(look(), ['size < 10 at 0.12 | binance | 0']);
});

test('more than is known may be there between levels that nothing vouches for', () => {
	const {book, store, look} = start(
		'size < 10 at 0.08 bids',
		'size < 100 within 2000bps bids',
		'size > 30 within 2000bps bids',
	);
	const bids: Levels = [
		['0.1', '20'],
		['0.09', '20'],
	];
	book(binance, bids, [['0.11', '5']], {limit: 2});
	setLevel(store, binance, 'bids', ['0.07', '1'], startTime);
	assert.deepEqual(look(), ['size > 30 within 2000bps bids | binance | 40']);
});

test('a relay that takes over, and a clock measured anew, are no lost links', () => {
	const {health, look} = start('gap binance', 'lost binance');
	const relay = {owner: 'desk-1', epoch: 1, wordAt: null, latenessMs: null, rejoins: 0};
	const told = {relay: {...relay, differences: 0, countsOf: 1}, gaps: 1, connectedSince: startTime};
	health(binance, told);
	look();
	health(binance, {...told, connectedSince: startTime + 0.4});
	assert.deepEqual(look(), []);
	const other = {...told.relay, owner: 'desk-2', epoch: 2, countsOf: 2};
	health(binance, {...told, relay: {...other, countsOf: 1}});
	health(binance, {relay: other, gaps: 7, connectedSince: startTime - 60_000});
	assert.deepEqual(look(), []);
	health(binance, {relay: other, gaps: 8, connectedSince: null});
	assert.deepEqual(look(), ['gap binance | binance | 1', 'lost binance | binance | 1']);
});
