import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noLevels} from '../../source/book/level-columns.js';
import {OrderBook} from '../../source/book/order-book.js';
import {formatDecimal} from '../../source/book/fixed-point.js';
import type {ClientOutput} from '../../source/exchanges/exchange.js';
import {followsExactly, type Increment} from '../../source/exchanges/increment.js';
import {createPushedBook, type PushedBookRules} from '../../source/exchanges/pushed-book.js';
import {createSubscription} from '../../source/exchanges/subscription.js';
import {columns} from '../helpers/columns.js';

const snapshot = (to: number, bid = '10') => ({
	...{to, time: null},
	...{bids: columns([bid, '1']), asks: columns(['11', '1'])},
});
const increment = (from: number, to = from + 1, size = String(to)): Increment => ({
	...{from, to, time: null},
	...{bids: columns(['10', size]), asks: noLevels},
});

const resubscribe = (): readonly ClientOutput[] => [
	{type: 'send', data: 'unsubscribe'},
	{type: 'send', data: 'subscribe'},
];

const brief = (output: ClientOutput): string => {
	switch (output.type) {
		case 'send':
			return output.data;
		case 'book':
			return `${output.change.type} ${output.change.sequence} by ${output.proof.by}`;
		case 'syncing':
		case 'doubt':
			return [output.type, output.fault?.code].filter(Boolean).join(' ');
		case 'unserved':
		case 'reconnect':
		case 'unaudited':
		case 'renew':
			return `${output.type} ${output.fault.code}`;
		case 'audit':
			return `audit ${output.changes.map(({type, sequence}) => `${type} ${sequence}`).join(', ')}`;
		case 'request':
		case 'told':
		case 'trades':
			return output.type;
	}
};

const start = (more: Partial<PushedBookRules> = {}) => {
	const subscription = createSubscription();
	const book = createPushedBook({follows: followsExactly, subscription, resubscribe, ...more});
	const applied = new OrderBook();
	const told = (outputs: readonly ClientOutput[]) => {
		for (const output of outputs) if (output.type === 'book') applied.apply(output.change);
		return outputs.map(brief);
	};
	return {book, subscription, applied, told};
};

const startLive = (more: Partial<PushedBookRules> = {}) => {
	const run = start(more);
	run.told(run.book.onSnapshot(snapshot(100)));
	return run;
};

test('a snapshot that comes unasked starts the book', () => {
	const {book, told} = start();
	assert.deepEqual(told(book.onIncrement(increment(99))), []);
	assert.deepEqual(told(book.onSnapshot(snapshot(100))), ['snapshot 100 by push']);
	assert.deepEqual(told(book.onIncrement(increment(100))), ['update 101 by push']);
});

test('a snapshot replaces the book at any time, also with lower ids', () => {
	const {book, applied, told} = startLive();
	assert.deepEqual(told(book.onSnapshot(snapshot(1, '9'))), ['snapshot 1 by push']);
	assert.deepEqual(
		[applied.bids.length, formatDecimal(applied.bids.price(0))],
		[1, '9'],
		'nothing is left of the one before',
	);
	assert.deepEqual(told(book.onIncrement(increment(1))), ['update 2 by push']);
});

test('a snapshot of before is no book, however it comes: by its id and its time', () => {
	const run = start();
	const [first, next] = [
		{...snapshot(100), time: 5000},
		{...increment(100), time: 6000},
	];
	const begin = () => {
		run.told(run.book.onSnapshot(first));
		run.told(run.book.onIncrement(next));
	};
	begin();
	assert.deepEqual(run.told(run.book.onSnapshot(first)), [
		'syncing old-snapshot',
		'unsubscribe',
		'subscribe',
	]);
	assert.ok(!run.book.isInSync());
	// What nothing is known of, or speaks for, does take the place.
	for (const later of [
		{...snapshot(1), time: 6000},
		{...snapshot(1), time: null},
		{...snapshot(101), time: 5000},
	]) {
		begin();
		assert.deepEqual(run.told(run.book.onSnapshot(later)), [`snapshot ${later.to} by push`]);
	}
	// And what comes next is compared with that one.
	begin();
	run.told(run.book.onSnapshot({...snapshot(50), time: null}));
	const other = {...snapshot(49), time: 5500};
	assert.deepEqual(run.told(run.book.onSnapshot(other)), ['snapshot 49 by push']);
});

test('after a loss, a snapshot of before is no book, unless no other comes', () => {
	const {book, told} = start();
	const first = {...snapshot(100), time: 5000};
	told(book.onSnapshot(first));
	told(book.onIncrement({...increment(100), time: 6000}));
	told(book.lose({code: 'gap'}));
	assert.deepEqual(told(book.onSnapshot(first)), [], 'it was sent again');
	assert.ok(!book.isInSync());
	assert.deepEqual(told(book.onSnapshot({...snapshot(110), time: 7000})), ['snapshot 110 by push']);
	told(book.lose({code: 'gap'}));
	// Ids began anew, and the clock was set back.
	const anew = {...snapshot(1), time: 4000};
	assert.deepEqual(
		[anew, anew].map(one => told(book.onSnapshot(one))),
		[[], []],
	);
	assert.deepEqual([book.waited(), book.waited()].map(told), [[], ['unsubscribe', 'subscribe']]);
	assert.deepEqual(told(book.onSnapshot(anew)), ['snapshot 1 by push']);
});

test('where messages have no ids, their time alone tells that a snapshot is of before', () => {
	const lost = (more: Partial<PushedBookRules>) => {
		const {book, told} = start(more);
		told(book.onSnapshot({...snapshot(1), time: 6000}));
		told(book.lose({code: 'gap'}));
		return told(book.onSnapshot({...snapshot(1), time: 5000}));
	};
	assert.deepEqual(lost({isByTime: true}), []);
	assert.deepEqual(lost({}), ['snapshot 1 by push']);
});

test('a loss is answered by a new subscription', () => {
	const {book, told} = startLive();
	assert.deepEqual(told(book.onIncrement(increment(101))), [
		'syncing gap',
		'unsubscribe',
		'subscribe',
	]);
	assert.ok(!book.isInSync());
	assert.deepEqual(
		told(book.onIncrement(increment(102))),
		[],
		'until the snapshot, nothing counts',
	);
	assert.deepEqual(told(book.unsubscribed()), []);
	assert.deepEqual(told(book.onSnapshot(snapshot(110))), ['snapshot 110 by push']);
	assert.deepEqual(told(book.onIncrement(increment(110))), ['update 111 by push']);
});

test('a snapshot from before the end of the subscription is not followed', () => {
	const {book, told} = startLive();
	told(book.onIncrement(increment(105)));
	assert.deepEqual(told(book.onSnapshot(snapshot(107))), ['snapshot 107 by push']);
	assert.deepEqual(told(book.unsubscribed()), ['syncing'], 'nothing tells of changes from here on');
	assert.ok(!book.isInSync());
	assert.deepEqual(told(book.onSnapshot(snapshot(110))), ['snapshot 110 by push']);
});

test('a subscription that the exchange ended is no live book', () => {
	const {book, subscription, told} = startLive();
	assert.deepEqual(told(book.unsubscribed()), ['syncing closed']);
	assert.equal(subscription.proof(), null);
	assert.deepEqual([book.waited(), book.waited()].map(told), [[], ['unsubscribe', 'subscribe']]);
});

test('a refused subscription is no live book', () => {
	const {book, subscription, told} = startLive();
	const fault = {code: 'refused-request'} as const;
	assert.deepEqual(told(book.refused(fault)), ['reconnect refused-request']);
	assert.deepEqual([book.isInSync(), subscription.proof()], [false, null]);
	assert.deepEqual(told(start().book.refused({code: 'no-channel'})), ['unserved no-channel']);
});

test('losses that follow each other soon end the connection', () => {
	const {book, told} = startLive();
	const lose = () => {
		const [first] = told(book.lose({code: 'gap'}));
		told(book.onSnapshot(snapshot(100)));
		return first;
	};
	assert.deepEqual([lose(), lose(), lose()], Array(3).fill('syncing gap'));
	assert.equal(lose(), 'reconnect gap');
	for (let id = 100; id < 150; id++) told(book.onIncrement(increment(id)));
	assert.equal(lose(), 'syncing gap', 'fifty increments on, it counts anew');
});

test('ids that fall although they link are followed', () => {
	// As OKX documents it: only the link counts.
	const follows: PushedBookRules['follows'] = (id, {from, to}) =>
		from === id ? (to === id ? 'idle' : 'next') : 'lost';
	const {book, told} = startLive({follows});
	assert.deepEqual(told(book.onIncrement(increment(100, 100))), []);
	assert.deepEqual(told(book.onIncrement(increment(100, 7))), ['update 7 by push']);
	assert.deepEqual(told(book.onIncrement(increment(7, 20))), ['update 20 by push']);
	assert.deepEqual(told(book.onIncrement(increment(21, 22)))[0], 'syncing gap');
});

test('ids that began anew without a snapshot are found out', () => {
	const {book, told} = startLive();
	const first = Array.from({length: 60}, (_, id) => told(book.onIncrement(increment(id)))[0]);
	assert.equal(
		first.findIndex(told => told === 'syncing gap'),
		49,
	);
	assert.ok(!book.isInSync());
});

test('an audit without requests is a new subscription', () => {
	const {book, told} = startLive();
	assert.deepEqual(told(book.audit()), ['syncing asked', 'unsubscribe', 'subscribe']);
	assert.deepEqual(told(book.unsubscribed()), []);
	assert.deepEqual(told(book.onSnapshot(snapshot(130))), ['snapshot 130 by push']);
	assert.deepEqual(told(start().book.audit()), [], 'none while there is no book');
});

test('an audit by request waits for the book to come as far', () => {
	const request = () => ({type: 'http', path: '/book', weight: 1}) as const;
	const {book, told} = startLive({request});
	assert.deepEqual(told(book.audit()), ['request']);
	assert.deepEqual(told(book.onReply(snapshot(102))), []);
	assert.deepEqual(told(book.onIncrement(increment(100))), ['update 101 by push']);
	assert.deepEqual(told(book.onIncrement(increment(101))), [
		'update 102 by push',
		'audit snapshot 102',
	]);
});

test('the check of a message comes with its change', () => {
	const {book} = start({maxLevels: 25});
	const check = () => 'wrong';
	const [output] = book.onSnapshot({...snapshot(1), check});
	assert.ok(output?.type === 'book');
	assert.deepEqual(
		[output.change.check?.(new OrderBook()), output.change.maxLevels],
		['wrong', 25],
	);
});

test('a snapshot that does not come is asked for, and given up', () => {
	const {book, told} = start();
	const waits = Array.from({length: 5}, () => told(book.waited())[0]);
	assert.deepEqual(waits, [
		undefined,
		'unsubscribe',
		'syncing no-data',
		'syncing no-data',
		'unserved no-data',
	]);
});

test('what a reply was cut at limits the reply alone', () => {
	const request = () => ({type: 'http', path: '/book', weight: 1}) as const;
	const {book} = start({request, limitOf: levels => levels});
	const [live] = book.onSnapshot(snapshot(100));
	assert.ok(live?.type === 'book');
	assert.equal(live.change.limit, undefined, 'the stream has what is beyond');
	book.audit();
	const [audit] = book.onReply(snapshot(100));
	assert.ok(audit?.type === 'audit');
	assert.equal(audit.changes[0]?.limit, 1);
});
