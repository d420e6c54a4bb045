import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../../source/book/fixed-point.js';
import {coinbase} from '../../../source/exchanges/coinbase/index.js';
import {createBookScan} from '../../../source/exchanges/coinbase/scan-book.js';
import type {ClientOutput} from '../../../source/exchanges/exchange.js';
import {readCapture, skipWithoutCaptures} from '../../helpers/captures.js';
import {digest, marketOf, runClient, toRows} from '../../helpers/client-run.js';

const symbol = 'ETH-USD';
const [channel] = coinbase.channels;

const say = (value: object) => ({type: 'message' as const, data: JSON.stringify(value)});

type Update = readonly [side: 'bid' | 'offer', price: string, size: string];

/** Time goes on with each frame unless it is told. */
const stampOf = (count: number) => `2026-08-09T21:05:48.${String(100 + count)}879425Z`;

const frame = (name: string, sequence: number, event: object, timestamp = stampOf(sequence)) =>
	say({channel: name, timestamp, sequence_num: sequence, events: [event]});

const book = (
	type: 'snapshot' | 'update',
	sequence: number,
	updates: readonly Update[],
	{product = symbol, timestamp = stampOf(sequence)} = {},
) => {
	const list = updates.map(([side, price, size]) => ({
		...{side, event_time: '2026-08-09T21:05:48.35161Z'},
		...{price_level: price, new_quantity: size},
	}));
	return frame('l2_data', sequence, {type, product_id: product, updates: list}, timestamp);
};

const whole: readonly Update[] = [
	...([
		['bid', '1919.44', '0.02858092'],
		['bid', '0.01', '3'],
	] as const),
	...([
		['offer', '1919.45', '1'],
		['offer', '138991023.41', '0.00000001'],
	] as const),
];
const snapshot = (sequence: number) => book('snapshot', sequence, whole);
const update = (sequence: number, more: {timestamp?: string} = {}) =>
	book('update', sequence, [['bid', '1919.43', `${sequence}`]], more);
const beat = (sequence: number) => frame('heartbeats', sequence, {heartbeat_counter: 41691});
const list = (sequence: number, level2: readonly string[] | null = [symbol]) =>
	frame('subscriptions', sequence, {
		subscriptions: {heartbeats: ['heartbeats'], ...(level2 ? {level2} : {})},
	});

const start = () => {
	const run = runClient(channel.createClient(marketOf(symbol)));
	return {...run, first: run.give({type: 'open', now: 0})};
};

const startLive = () => {
	const run = start();
	run.give(list(0));
	run.give(snapshot(1));
	assert.ok(run.isInSync(), 'live');
	return run;
};

const types = (outputs: readonly ClientOutput[]) => outputs.map(({type}) => type);
const sent = (outputs: readonly ClientOutput[]) =>
	outputs.flatMap(output => (output.type === 'send' ? [JSON.parse(output.data) as object] : []));
const resubscribed = [
	{type: 'unsubscribe', product_ids: [symbol], channel: 'level2'},
	{type: 'subscribe', product_ids: [symbol], channel: 'level2'},
];

test('Coinbase: subscribes to the book first, and to the heartbeat', () => {
	assert.deepEqual(sent(start().first), [
		{type: 'subscribe', product_ids: [symbol], channel: 'level2'},
		{type: 'subscribe', product_ids: [symbol], channel: 'market_trades'},
		{type: 'subscribe', channel: 'heartbeats'},
	]);
});

test('Coinbase: nothing but a snapshot makes a book', () => {
	const run = start();
	for (const message of [list(0), beat(1), update(2)]) assert.deepEqual(run.give(message), []);
	assert.deepEqual(types(run.give(snapshot(3))), ['book']);
	assert.deepEqual(types(run.give(update(4))), ['book']);
	assert.equal(run.book.sequence, 4);
	assert.deepEqual(toRows(run.book.bids), [
		...[
			['1919.44', '0.02858092'],
			['1919.43', '4'],
			['0.01', '3'],
		],
	]);
});

for (const [name, lost] of [
	['book', update],
	['heartbeat', beat],
	['reply', list],
	['fill', (at: number) => frame('market_trades', at, {type: 'update', trades: []})],
	['unknown channel', (at: number) => frame('status', at, {products: []})],
] as const)
	test(`Coinbase: a lost frame shows, also where the next is of a ${name}`, () => {
		const run = startLive();
		assert.ok(
			run.give(lost(2)).every(({type}) => type === 'book'),
			'in order',
		);
		const outputs = run.give(lost(4));
		assert.deepEqual(types(outputs), ['syncing', 'send', 'send']);
		assert.deepEqual(sent(outputs), resubscribed);
		assert.deepEqual(run.give(update(5)), [], 'until the snapshot');
		assert.deepEqual(run.give(list(6, null)), []);
		assert.deepEqual(run.give(list(7)), []);
		assert.equal(run.isInSync(), false);
		run.give(snapshot(8));
		assert.ok(run.isInSync());
	});

test('Coinbase: frames are lost once, however many', () => {
	const run = startLive();
	run.give(beat(5));
	assert.deepEqual(run.give(beat(9)), [], 'it is subscribed to anew already');
});

test('Coinbase: a snapshot behind a loss is a book', () => {
	const run = startLive();
	assert.deepEqual(types(run.give(snapshot(7))), ['syncing', 'send', 'send', 'book']);
	assert.ok(run.isInSync());
	assert.deepEqual(
		types(run.give(list(8, null))),
		['syncing'],
		'and ends as the subscription does',
	);
});

test('Coinbase: what is repeated is ignored', () => {
	const run = startLive();
	run.give(update(2));
	assert.deepEqual(run.give(update(2)), []);
	assert.deepEqual(run.give(snapshot(1)), []);
	assert.deepEqual(types(run.give(update(3))), ['book']);
});

test('Coinbase: two frames that change places are a loss', () => {
	const run = startLive();
	run.give(update(3));
	assert.equal(run.isInSync(), false);
	assert.deepEqual(run.give(update(2)), []);
	run.give(snapshot(4));
	assert.ok(run.isInSync());
});

test('Coinbase: a counter that falls while time goes on is a loss', () => {
	const run = startLive();
	for (let sequence = 2; sequence < 50; sequence++) run.give(update(sequence));
	const outputs = run.give(update(0, {timestamp: stampOf(60)}));
	assert.deepEqual(types(outputs), ['syncing', 'send', 'send']);
	assert.equal(run.isInSync(), false);
	run.give(book('snapshot', 1, whole, {timestamp: stampOf(61)}));
	assert.ok(run.isInSync());
	assert.equal(run.book.sequence, 1);
});

test('Coinbase: a refused subscription is never a book', () => {
	for (const [message, type] of [
		['failure to subscribe: NO-USD is not a valid product', 'unserved'],
		['rate limit exceeded', 'reconnect'],
	]) {
		const run = start();
		assert.deepEqual(types(run.give(say({type: 'error', message}))), [type]);
		assert.deepEqual(run.give(beat(0)), []);
		assert.equal(run.isInSync(), false);
	}
	assert.deepEqual(startLive().give(say({type: 'error', message: 'x'})), []);
});

test('Coinbase: a book whose subscription has ended is lost', () => {
	const run = startLive();
	assert.deepEqual(types(run.give(list(2, ['BTC-USD']))), ['syncing']);
	assert.equal(run.isInSync(), false);
	assert.deepEqual(run.give(update(3)), []);
	// A list from before the subscription does not tell of its end.
	const early = start();
	early.give(snapshot(0));
	assert.deepEqual(early.give(list(1, null)), []);
	assert.ok(early.isInSync());
});

test('Coinbase: a snapshot that comes unasked takes the place', () => {
	const run = startLive();
	run.give(book('snapshot', 2, [['bid', '5', '1']]));
	assert.deepEqual([run.book.bids.length, run.book.asks.length], [1, 0]);
});

test('Coinbase: levels not there may be removed, and later ones win', () => {
	const run = startLive();
	const updates: readonly Update[] = [
		...([
			['offer', '2000.5', '0'],
			['bid', '1919.4', '1'],
			['bid', '1919.4', '2'],
		] as const),
		['offer', '1919.45', '0'],
	];
	assert.deepEqual(types(run.give(book('update', 2, updates))), ['book']);
	assert.deepEqual(toRows(run.book.bids, 2), [
		['1919.44', '0.02858092'],
		['1919.4', '2'],
	]);
	assert.deepEqual(toRows(run.book.asks), [['138991023.41', '0.00000001']]);
});

test('Coinbase: what is of another product counts alone', () => {
	const run = startLive();
	assert.deepEqual(run.give(book('update', 2, [['bid', '1', '1']], {product: 'BTC-USD'})), []);
	assert.deepEqual(types(run.give(update(3))), ['book']);
	assert.equal(run.book.bids.length, 3);
});

test('Coinbase: the taker is on the other side of the maker', () => {
	const fill = (trade_id: string, side: string, more: object = {}) => ({
		...{product_id: symbol, trade_id, price: '65083.67', size: '0.01034361', side},
		...{time: '2026-08-09T21:05:48.167634Z', ...more},
	});
	const trades = [fill('12', 'BUY'), fill('9', 'SELL'), fill('8', 'SELL', {product_id: 'BTC-USD'})];
	const [output] = start().give(frame('market_trades', 0, {type: 'snapshot', trades}));
	assert.ok(output?.type === 'trades', 'fills');
	assert.deepEqual(
		output.trades.map(({id, side, size, time}) => [id, side, formatDecimal(size), time]),
		[
			['9', 'buy', '0.01034361', 1786309548167],
			['12', 'sell', '0.01034361', 1786309548167],
		],
	);
});

test('Coinbase: a frame is read from its bytes as from its text', () => {
	const messages = [snapshot(0), update(1), book('update', 2, [['offer', '1e3', '2.50E-3']])];
	const texts = start();
	const bytes = start();
	for (const {data} of messages) {
		texts.give({type: 'message', data: data.replaceAll(',"', ', "')});
		bytes.give({type: 'message', data: Buffer.from(data), isText: true});
	}
	assert.ok(texts.isInSync() && bytes.isInSync(), 'both are books');
	assert.equal(digest(bytes.book), digest(texts.book));
	assert.equal(bytes.book.exchangeTime, texts.book.exchangeTime);
});

for (const [name, damage] of [
	['without a number', (data: string) => data.replace(/"sequence_num":\d+,/, '')],
	['without a time', (data: string) => data.replace(/"timestamp":"[^"]+",/, '')],
	['with a level of no side', (data: string) => data.replace('"side":"bid"', '"side":"buy"')],
	['with a price of zero', (data: string) => data.replace('"0.01"', '"0"')],
	['with a size that is a number', (data: string) => data.replace('"3"', '3')],
	['of another kind', (data: string) => data.replace('"snapshot"', '"partial"')],
	['cut off', (data: string) => data.slice(0, -5)],
] as const)
	test(`Coinbase: refuses to read a book ${name}`, () => {
		const data = damage(snapshot(0).data);
		assert.throws(() => start().give({type: 'message', data}), /^MessageError: Coinbase/);
		assert.throws(
			() => start().give({type: 'message', data: Buffer.from(data), isText: true}),
			/^MessageError: Coinbase/,
		);
	});

test('Coinbase: each lost frame of a recording is noticed', {skip: skipWithoutCaptures}, () => {
	const lines = readCapture('derived-coinbase-nugbp-20210417.jsonl');
	const at = lines.findIndex(({data}) => data.includes('"snapshot","product_id"'));
	for (let lost = at + 1; lost < lines.length - 1; lost++) {
		const run = runClient(channel.createClient(marketOf('NU-GBP')));
		for (const [index, {data}] of lines.entries()) {
			if (index === lost) continue;
			run.give({type: 'message', data});
			if (index > at) assert.equal(run.isInSync(), index < lost, `at ${index} without ${lost}`);
		}
	}
});

/** A whole book of so many levels a side, as bytes, which is long. */
const longBook = (sequence: number, bids: number, asks: number, size = '1') => {
	const side = (name: Update[0], count: number, from: number, by: number): readonly Update[] =>
		Array.from({length: count}, (_, at) => [name, `${from + at * by}`, size]);
	const updates = [...side('bid', bids, 50_000, -1), ...side('offer', asks, 50_001, 1)];
	return Buffer.from(book('snapshot', sequence, updates).data);
};

/** Reads a message ahead; returns in how many steps, 0 where it is not long. */
const readAhead = (
	{readAhead: read}: Pick<ReturnType<typeof channel.createClient>, 'readAhead'>,
	data: Buffer,
) => {
	const steps = read?.({data});
	let count = 0;
	while (steps) {
		count++;
		if (steps.next().done) break;
	}
	return count;
};

test('Coinbase: a long message is read a few levels a step', () => {
	const client = channel.createClient(marketOf(symbol));
	const [bids, asks] = [18_764, 27_236];
	assert.equal(readAhead(client, longBook(1, bids, asks)), Math.ceil((bids + asks) / 2000));
	assert.equal(readAhead(client, longBook(1, 20, 20)), 0);
});

test('Coinbase: what was read ahead is what the message tells', () => {
	const client = channel.createClient(marketOf(symbol));
	const run = runClient(client);
	run.give({type: 'open', now: 0});
	for (const [sequence, size] of ['1', '2', '3'].entries()) {
		const data = longBook(sequence, 3000 - sequence, 2000 + sequence, size);
		assert.ok(readAhead(client, data) > 1);
		// Another copy of it has not been read; what was is of no use for what comes after.
		run.give({type: 'message', data: size === '2' ? Buffer.from(data) : data, isText: true});
		const plain = runClient(channel.createClient(marketOf(symbol)));
		plain.give({type: 'open', now: 0});
		plain.give({type: 'message', data, isText: true});
		assert.equal(digest(run.book), digest(plain.book));
		assert.equal(run.book.bids.length, 3000 - sequence);
	}
});

test('Coinbase: what was read ahead is not read again', () => {
	const scan = createBookScan(symbol);
	const data = longBook(1, 3000, 2000);
	const whole = structuredClone(scan.read(data));
	assert.ok(whole, 'it has the usual shape');
	assert.ok(readAhead({readAhead: ({data}) => scan.readAhead(data)}, data) > 1);
	// The levels that are there were read: those in the message are others by now.
	data.fill('x', 500, data.length - 500);
	assert.deepEqual(scan.read(data), whole);
});

test('Coinbase: what was read ahead is of no use for another message', () => {
	const client = channel.createClient(marketOf(symbol));
	const run = runClient(client);
	run.give({type: 'open', now: 0});
	assert.ok(readAhead(client, longBook(1, 3000, 2000)) > 1);
	run.give({type: 'message', data: longBook(1, 3000, 2000, '7'), isText: true});
	assert.deepEqual(toRows(run.book.bids, 1), [['50000', '7']]);
});

test('Coinbase: a long message that is broken is refused as ever', () => {
	for (const spoil of [
		(text: string) => text.replace('"price_level":"49000"', '"price_level":"x"'),
		(text: string) => text.slice(0, -60),
		(text: string) => text.replace('"side":"offer"', '"side":"other"'),
	]) {
		const client = channel.createClient(marketOf(symbol));
		const run = runClient(client);
		run.give({type: 'open', now: 0});
		const data = Buffer.from(spoil(longBook(1, 3000, 3000).toString()));
		readAhead(client, data);
		assert.throws(() => run.give({type: 'message', data, isText: true}));
		run.give(snapshot(2));
		assert.deepEqual(toRows(run.book.bids), [
			['1919.44', '0.02858092'],
			['0.01', '3'],
		]);
	}
});
