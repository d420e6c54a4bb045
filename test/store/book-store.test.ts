import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal, parseDecimal} from '../../source/book/fixed-point.js';
import {noLevels} from '../../source/book/level-columns.js';
import type {BookChange} from '../../source/book/order-book.js';
import type {Trade} from '../../source/book/trade.js';
import {toReason} from '../../source/faults.js';
import {createBookStore} from '../../source/store/book-store.js';
import {initialHealth, type BookFacts, type BookView} from '../../source/store/market-view.js';
import {columns} from '../helpers/columns.js';

const binance: BookFacts = {
	key: 'binance:STEEM/USDT',
	exchange: 'binance',
	title: 'Binance',
	market: 'STEEM/USDT',
	tickSize: null,
};
const huobi: BookFacts = {...binance, key: 'huobi:STEEM/USDT', exchange: 'huobi', title: 'Huobi'};

const change = (more: Partial<BookChange> = {}): BookChange => ({
	type: 'snapshot',
	bids: columns(['0.1642', '5']),
	asks: columns(['0.1643', '7']),
	sequence: 1,
	exchangeTime: 500,
	...more,
});

const createStore = () => {
	const store = createBookStore();
	store.add(binance);
	store.add(huobi);
	store.publish();
	const viewOf = (key: string): BookView => {
		const book = store.getView().books.find(view => view.key === key);
		assert.ok(book);
		return book;
	};
	return {...store, viewOf};
};

const bestBid = (book: BookView) =>
	book.bids.length === 0
		? 'none'
		: `${formatDecimal(book.bids.price(0))} ${formatDecimal(book.bids.size(0))}`;

test('shows no book before the first publish', () => {
	const store = createBookStore();
	store.add(binance);
	assert.deepEqual(store.getView(), {lastUpdate: 0, books: []});
});

test('shows added books as connecting and empty, in order', () => {
	const {getView, viewOf} = createStore();
	assert.deepEqual(
		getView().books.map(({key}) => key),
		[binance.key, huobi.key],
	);
	const {bids, asks, trades, tapeFacts, ...rest} = viewOf(binance.key);
	assert.deepEqual([trades, tapeFacts], [[], {runs: [], breaks: []}]);
	assert.equal(bids.length + asks.length, 0);
	assert.deepEqual(rest, {
		...binance,
		sizeStep: null,
		status: 'connecting',
		reason: null,
		code: null,
		retryAt: null,
		sequence: null,
		exchangeTime: null,
		receivedAt: null,
		liveSince: null,
		wallAhead: 0,
		messagesPerSecond: 0,
		health: initialHealth,
		vouched: {bids: null, asks: null},
		day: null,
	});
});

test('shows a change with the next publish, not before', () => {
	const {apply, publish, viewOf, getView} = createStore();
	apply(binance.key, change(), 1000);
	assert.equal(bestBid(viewOf(binance.key)), 'none');
	publish();
	const view = viewOf(binance.key);
	assert.equal(bestBid(view), '0.1642 5');
	assert.equal(view.sequence, 1);
	assert.equal(view.exchangeTime, 500);
	assert.equal(view.receivedAt, 1000);
	assert.equal(getView().lastUpdate, 1000);
});

test('keeps a view as it was when the book moves on', () => {
	const {apply, publish, viewOf} = createStore();
	apply(binance.key, change(), 1000);
	publish();
	const before = viewOf(binance.key);
	apply(binance.key, change({type: 'update', bids: columns(['0.1642', '9']), sequence: 2}), 1001);
	assert.equal(bestBid(before), '0.1642 5');
	publish();
	assert.equal(bestBid(before), '0.1642 5');
	assert.equal(before.sequence, 1);
	assert.equal(bestBid(viewOf(binance.key)), '0.1642 9');
});

test('keeps the identity of what was not written', () => {
	const {apply, publish, viewOf, getView} = createStore();
	apply(binance.key, change(), 1000);
	apply(huobi.key, change(), 1000);
	publish();
	const before = {all: getView(), binance: viewOf(binance.key), huobi: viewOf(huobi.key)};
	publish();
	assert.equal(getView(), before.all);
	apply(huobi.key, change({sequence: 2}), 1000);
	publish();
	assert.notEqual(getView(), before.all);
	assert.equal(viewOf(binance.key), before.binance);
	assert.notEqual(viewOf(huobi.key), before.huobi);
});

test('keeps the levels when only the status changed', () => {
	const {apply, setStatus, publish, viewOf} = createStore();
	apply(binance.key, change(), 1000);
	publish();
	const {bids, asks} = viewOf(binance.key);
	setStatus(binance.key, {status: 'stale', reason: 'silent', retryAt: null}, 2000);
	publish();
	assert.equal(viewOf(binance.key).bids, bids);
	assert.equal(viewOf(binance.key).asks, asks);
});

test('two changes in one millisecond are two changes', () => {
	const {apply, publish, viewOf} = createStore();
	apply(binance.key, change(), 1000);
	publish();
	apply(binance.key, change({bids: columns(['0.1', '1'])}), 1000);
	publish();
	assert.equal(bestBid(viewOf(binance.key)), '0.1 1');
});

test('tells whether a change crossed the book', () => {
	const {apply} = createStore();
	assert.equal(apply(binance.key, change(), 1000), null);
	const crossing = change({type: 'update', bids: columns(['0.1643', '1']), asks: noLevels});
	assert.deepEqual(apply(binance.key, crossing, 1001), {code: 'crossed'});
});

test('a book that fails its check is not live in any view', () => {
	const {apply, setStatus, publish, viewOf} = createStore();
	apply(binance.key, change(), 1000);
	for (const status of ['syncing', 'live'] as const)
		setStatus(binance.key, {status, reason: null, retryAt: null}, 1000);
	publish();
	assert.equal(viewOf(binance.key).status, 'live');
	const wrong = change({type: 'update', asks: noLevels, check: () => '1 in place of 2'});
	assert.deepEqual(apply(binance.key, wrong, 1001), {code: 'checksum', detail: '1 in place of 2'});
	// Nobody has said anything of it yet.
	publish();
	const {status, reason, liveSince} = viewOf(binance.key);
	assert.deepEqual(
		[status, reason, liveSince],
		['resyncing', 'a checksum did not match: 1 in place of 2', null],
	);
});

test('a check sees the book after the change and the cut', () => {
	const {apply} = createStore();
	const seen: unknown[] = [];
	const check: BookChange['check'] = ({bids, asks}) => {
		for (const side of [bids, asks]) {
			const {length, pairs, priceDecimals, sizeDecimals} = side.top(10);
			seen.push([priceDecimals, sizeDecimals, ...pairs.subarray(0, 2 * length)]);
		}
		return null;
	};
	apply(binance.key, change({bids: noLevels, asks: noLevels}), 1000);
	const bids = columns(['0.15', '1'], ['0.164', '2.5'], ['0.163', '3']);
	const asks = columns(['0.1650', '1']);
	assert.equal(
		apply(binance.key, change({type: 'update', bids, asks, maxLevels: 2, check}), 1001),
		null,
	);
	assert.deepEqual(seen, [
		[3, 1, 164, 25, 163, 30],
		[3, 0, 165, 1],
	]);
});

test('counts live time from the first live status', () => {
	const {setStatus, publish, viewOf} = createStore();
	const since = (status: 'syncing' | 'live' | 'stale', at: number) => {
		setStatus(binance.key, {status, reason: null, retryAt: null}, at);
		publish();
		return viewOf(binance.key).liveSince;
	};
	assert.equal(since('syncing', 500), null);
	assert.equal(since('live', 1000), 1000);
	assert.equal(since('live', 2000), 1000);
	assert.equal(since('stale', 3000), null);
	assert.equal(since('live', 4000), 4000);
});

test('shows status, reason and the next try', () => {
	const {setStatus, publish, viewOf, getView} = createStore();
	const status = {status: 'reconnecting', reason: 'closed', retryAt: 9000} as const;
	setStatus(binance.key, status, 5000);
	publish();
	const {reason, retryAt} = viewOf(binance.key);
	assert.deepEqual({status: viewOf(binance.key).status, reason, retryAt}, status);
	assert.equal(getView().lastUpdate, 5000);
});

test('tells the code of a fault until the next status', () => {
	const {apply, setStatus, publish, viewOf} = createStore();
	setStatus(binance.key, {...toReason({code: 'gap'}), status: 'resyncing', retryAt: null}, 1);
	publish();
	apply(binance.key, change(), 2);
	publish();
	assert.equal(viewOf(binance.key).code, 'gap');
	setStatus(binance.key, {status: 'syncing', reason: null, retryAt: null}, 3);
	publish();
	assert.equal(viewOf(binance.key).code, null);
});

test('shows facts that came in later', () => {
	const {setFacts, publish, viewOf} = createStore();
	setFacts(binance.key, {tickSize: parseDecimal('0.0001')});
	publish();
	assert.deepEqual(viewOf(binance.key).tickSize, parseDecimal('0.0001'));
	assert.equal(viewOf(binance.key).market, 'STEEM/USDT');
});

test('an unchanged rate is no write', () => {
	const {setRate, publish, viewOf, getView} = createStore();
	setRate(binance.key, 10);
	publish();
	assert.equal(viewOf(binance.key).messagesPerSecond, 10);
	const view = getView();
	setRate(binance.key, 10);
	publish();
	assert.equal(getView(), view);
});

test('publishing tells listeners only of something new', () => {
	const {apply, publish, subscribe} = createStore();
	let calls = 0;
	const unsubscribe = subscribe(() => calls++);
	publish();
	assert.equal(calls, 0);
	for (let index = 0; index < 100; index++) apply(binance.key, change(), 1000);
	assert.equal(calls, 0);
	publish();
	publish();
	assert.equal(calls, 1);
	unsubscribe();
	apply(binance.key, change(), 1001);
	publish();
	assert.equal(calls, 1);
});

test('listeners see the new view', () => {
	const {apply, publish, subscribe, getView} = createStore();
	const seen: number[] = [];
	subscribe(() => seen.push(getView().lastUpdate));
	apply(binance.key, change(), 1000);
	publish();
	assert.deepEqual(seen, [1000]);
});

test('a listener may unsubscribe itself and others meanwhile', () => {
	const {apply, publish, subscribe} = createStore();
	const calls: string[] = [];
	const unsubscribeFirst = subscribe(() => {
		calls.push('first');
		unsubscribeFirst();
		unsubscribeSecond();
	});
	const unsubscribeSecond = subscribe(() => calls.push('second'));
	subscribe(() => calls.push('third'));
	apply(binance.key, change(), 1000);
	publish();
	assert.deepEqual(calls, ['first', 'third']);
});

test('a listener may write and publish', () => {
	const {apply, publish, subscribe, getView} = createStore();
	subscribe(() => {
		if (getView().lastUpdate >= 1002) return;
		apply(binance.key, change(), getView().lastUpdate + 1);
		publish();
	});
	apply(binance.key, change(), 1000);
	publish();
	assert.equal(getView().lastUpdate, 1002);
});

/** A change that runs something while it is applied. */
const meddling = (action: () => void): BookChange => ({
	...change(),
	get bids() {
		action();
		return noLevels;
	},
});

const meddlers: {name: string; act: (store: ReturnType<typeof createStore>) => void}[] = [
	{name: 'an apply', act: store => store.apply(huobi.key, change(), 1)},
	{name: 'a status', act: store => store.setStatus(huobi.key, store.viewOf(huobi.key), 1)},
	{name: 'a rate', act: store => store.setRate(huobi.key, 5)},
	{name: 'a fact', act: store => store.setFacts(huobi.key, {tickSize: null})},
	{name: 'a removal', act: store => store.remove(huobi.key)},
	{name: 'an add', act: store => store.add({...huobi, key: 'other'})},
	{name: 'a publish', act: store => store.publish()},
];
for (const {name, act} of meddlers) {
	test(`${name} inside a write throws`, () => {
		const store = createStore();
		const bad = meddling(() => act(store));
		assert.throws(() => store.apply(binance.key, bad, 1000), /locked/);
	});
}

test('readers are not locked out', () => {
	const store = createStore();
	let books = 0;
	const reading = meddling(() => (books = store.getView().books.length));
	store.apply(binance.key, reading, 1000);
	assert.equal(books, 2);
});

test('lets go of the lock when a write throws', () => {
	const store = createStore();
	const failing = meddling(() => {
		throw new Error('unreadable');
	});
	assert.throws(() => store.apply(binance.key, failing, 1000), /unreadable/);
	store.apply(binance.key, change(), 1001);
	store.publish();
	assert.equal(bestBid(store.viewOf(binance.key)), '0.1642 5');
});

test('a write that threw changes nothing on screen', () => {
	const store = createStore();
	store.apply(binance.key, change(), 1000);
	store.publish();
	const before = store.getView();
	const failing = meddling(() => {
		throw new Error('unreadable');
	});
	assert.throws(() => store.apply(binance.key, failing, 1001), /unreadable/);
	store.publish();
	assert.equal(store.getView(), before);
});

test('knows only books that were added, and those once', () => {
	const {apply, setStatus, setRate, setFacts, add, remove} = createStore();
	const status = {status: 'live', reason: null, retryAt: null} as const;
	assert.throws(() => apply('other', change(), 1), /no book named other/);
	assert.throws(() => setStatus('other', status, 1), /no book named other/);
	assert.throws(() => setRate('other', 1), /no book named other/);
	assert.throws(() => setFacts('other', {}), /no book named other/);
	assert.throws(() => remove('other'), /no book named other/);
	assert.throws(() => add(binance), /added twice/);
});

test('a book that was removed is gone with the next view, and begins anew where it comes again', () => {
	const store = createStore();
	store.apply(binance.key, change(), 1000);
	store.publish();
	const before = store.getView();
	store.remove(binance.key);
	assert.equal(store.getView(), before);
	store.publish();
	assert.deepEqual(
		store.getView().books.map(({key}) => key),
		[huobi.key],
	);
	assert.throws(() => store.apply(binance.key, change(), 1001), /no book named/);
	store.add(binance);
	store.publish();
	assert.deepEqual(
		store.getView().books.map(({key}) => key),
		[huobi.key, binance.key],
	);
	const {status, sequence, bids} = store.viewOf(binance.key);
	assert.deepEqual([status, sequence, bids.length], ['connecting', null, 0]);
});

const trade = (id: number, time: number): Trade => ({
	id: String(id),
	time,
	price: parseDecimal('0.1642'),
	size: parseDecimal('3'),
	side: 'buy',
});

test('keeps each trade once and in the order of its time', () => {
	const {addTrades, publish, viewOf} = createStore();
	addTrades(binance.key, [trade(12, 1200)], 1);
	addTrades(binance.key, [trade(10, 1000), trade(11, 1200), trade(12, 1200)], 2);
	publish();
	assert.deepEqual(
		viewOf(binance.key).trades.map(({id}) => id),
		['10', '11', '12'],
	);
});

test('an absurd trade id hides no trade that follows', () => {
	const {addTrades, publish, viewOf} = createStore();
	addTrades(binance.key, [trade(Number.MAX_SAFE_INTEGER, 1000)], 1);
	addTrades(binance.key, [trade(2, 2000)], 2);
	publish();
	assert.deepEqual(
		viewOf(binance.key).trades.map(({id}) => id),
		[String(Number.MAX_SAFE_INTEGER), '2'],
	);
});

test('keeps the newest 500 trades', () => {
	const {addTrades, publish, viewOf} = createStore();
	for (let id = 1; id <= 600; id++) addTrades(binance.key, [trade(id, id)], id);
	publish();
	const {trades} = viewOf(binance.key);
	assert.deepEqual([trades.length, trades[0]?.id, trades.at(-1)?.id], [500, '101', '600']);
});

test('an audit never leaves less of a book than there was', () => {
	const {apply, audit, publish, viewOf} = createStore();
	const bids = columns(['0.1642', '5'], ['0.1641', '6']);
	const asks = columns(['0.1643', '7'], ['0.1644', '8']);
	apply(binance.key, change({bids, asks}), 1000);
	const short = change({sequence: 2, limit: 1});
	assert.equal(audit(binance.key, [short]), 0);
	publish();
	const view = viewOf(binance.key);
	assert.deepEqual([view.sequence, view.bids.length, view.asks.length], [2, 2, 2]);
	assert.deepEqual(view.vouched, {bids: null, asks: null});
	apply(binance.key, change({bids, asks, limit: 2}), 1000);
	assert.equal(audit(binance.key, [change({bids, asks, sequence: 3})]), 0);
	publish();
	assert.deepEqual(viewOf(binance.key).vouched, {bids: null, asks: null}, 'it may leave more');
});

test('a restored book goes on as the one that it is of', () => {
	const from = createStore();
	from.apply(binance.key, change({limit: 1, seenLevels: 2}), 1);
	const to = createStore();
	to.apply(binance.key, change({bids: columns(['9', '9']), sequence: 77}), 1);
	from.publish();
	const {sequence, exchangeTime} = from.viewOf(binance.key);
	const levels = {bids: columns(['0.1642', '5']), asks: columns(['0.1643', '7'])};
	const image = {sequence, exchangeTime, ...levels, ...from.rangeOf(binance.key)};
	to.restore(binance.key, image, 2);
	const worse = columns(['0.1640', '1'], ['0.1641', '2']);
	for (const store of [from, to]) {
		store.apply(
			binance.key,
			change({type: 'update', bids: worse, sequence: 2, limit: 1, seenLevels: 2}),
			3,
		);
		store.publish();
	}
	const shown = [from, to].map(({viewOf}) => {
		const {bids, vouched, sequence: last} = viewOf(binance.key);
		return {best: bestBid(viewOf(binance.key)), levels: bids.length, vouched, last};
	});
	assert.deepEqual(shown[1], shown[0]);
	assert.equal(to.sumOf(binance.key), from.sumOf(binance.key));
});

test('the sum of a book tells sizes, prices and counts apart', () => {
	const sums = [
		change(),
		change({bids: columns(['0.1642', '6'])}),
		change({bids: columns(['0.16421', '5'])}),
		change({bids: columns(['0.1642', '5'], ['0.1641', '1'])}),
		change({bids: noLevels}),
	].map(one => {
		const store = createStore();
		store.apply(binance.key, one, 1);
		return store.sumOf(binance.key);
	});
	assert.equal(new Set(sums).size, sums.length);
});
