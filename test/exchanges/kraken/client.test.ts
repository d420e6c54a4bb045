import assert from 'node:assert/strict';
import {test} from 'node:test';
import {crc32} from 'node:zlib';
import {formatDecimal} from '../../../source/book/fixed-point.js';
import type {ClientOutput} from '../../../source/exchanges/exchange.js';
import {kraken} from '../../../source/exchanges/kraken/index.js';
import {readCapture, skipWithoutCaptures} from '../../helpers/captures.js';
import {digest, marketOf, runClient, toRows} from '../../helpers/client-run.js';

type Text = readonly [price: string, qty: string];
type Sides = {readonly bids: readonly Text[]; readonly asks: readonly Text[]};

const symbol = 'MINA/GBP';
const [channel] = kraken.channels;

/** As the exchange prints it: the ten best asks and bids, without points and the zeros in front. */
const sumOf = ({bids, asks}: Sides): number =>
	crc32(
		[...asks.slice(0, 10), ...bids.slice(0, 10)]
			.flat()
			.map(text => text.replace('.', '').replace(/^0+/, ''))
			.join(''),
	);

let second = 0;

/** A push written by hand, so that numbers keep their zeros; `after` is the book that it leads to. */
const push = (type: 'snapshot' | 'update', told: Sides, after: Sides, more: object = {}) => {
	const side = (levels: readonly Text[]) =>
		`[${levels.map(([price, qty]) => `{"price":${price},"qty":${qty}}`).join()}]`;
	const at = `2026-08-16T23:37:${String(++second % 60).padStart(2, '0')}.723653Z`;
	const tail = JSON.stringify({checksum: sumOf(after), timestamp: at, ...more}).slice(1);
	return {
		type: 'message' as const,
		data: `{"channel":"book","type":"${type}","data":[{"symbol":"${symbol}","bids":${side(told.bids)},"asks":${side(told.asks)},${tail}]}`,
	};
};

const say = (value: object) => ({type: 'message' as const, data: JSON.stringify(value)});
const times = {time_in: '2026-08-16T23:37:04.849274Z', time_out: '2026-08-16T23:37:04.849309Z'};
const success = (method: string, more: object = {}) =>
	say({method, result: {channel: 'book', depth: 25, symbol, ...more}, success: true, ...times});
const refusal = (error: string, id?: number) =>
	say({method: 'subscribe', error, success: false, ...times, ...(id ? {req_id: id} : {})});
const status = (system: string) =>
	say({channel: 'status', type: 'update', data: [{system, version: '2.0.10'}]});

/** Prices of many levels a side, from the best. */
const ladder = (count: number): Sides => ({
	bids: Array.from({length: count}, (_, at): Text => [
		(0.0286 - at / 1e4).toFixed(4),
		'5.00000000',
	]),
	asks: Array.from({length: count}, (_, at): Text => [
		(0.0288 + at / 1e4).toFixed(4),
		'7.50000000',
	]),
});
const book = ladder(12);

const start = () => {
	second = 0;
	const run = runClient(channel.createClient(marketOf(symbol)));
	return {...run, first: run.give({type: 'open', now: 0})};
};

const startLive = () => {
	const run = start();
	run.give(success('subscribe'));
	run.give(push('snapshot', book, book));
	assert.ok(run.isInSync(), 'live');
	return run;
};

const types = (outputs: readonly ClientOutput[]) => outputs.map(({type}) => type);
const methods = (outputs: readonly ClientOutput[]) =>
	outputs.flatMap(output =>
		output.type === 'send' ? [(JSON.parse(output.data) as {method: string}).method] : [],
	);

test('Kraken: subscribes to the book and the fills', () => {
	assert.deepEqual(
		start().first.map(output => output.type === 'send' && (JSON.parse(output.data) as unknown)),
		[
			{
				method: 'subscribe',
				params: {channel: 'book', symbol: [symbol], snapshot: true, depth: 25},
				req_id: 1,
			},
			{
				method: 'subscribe',
				params: {channel: 'trade', symbol: [symbol], snapshot: true},
				req_id: 2,
			},
		],
	);
});

test('Kraken: the documented checksum of ten levels matches', () => {
	const level = (units: number, qty: number): Text => [
		`${Math.floor(units / 10)}.${units % 10}`,
		(qty / 1e8).toFixed(8),
	];
	const asks = [
		...[level(452852, 100000), level(452864, 154571953), level(452866, 154571109)],
		...[level(452896, 154560911), level(452902, 15890660), level(452918, 154553491)],
		...[level(452947, 4454749), level(452961, 35380000), level(452975, 9945542)],
		level(452995, 18772827),
	];
	const bids = [
		...[level(452835, 10000000), level(452834, 154582015), level(452821, 10000000)],
		...[level(452810, 10000000), level(452803, 154592586), level(452790, 7990000)],
		...[level(452776, 3310103), level(452775, 30000000), level(452773, 154602737)],
		level(452766, 15445238),
	];
	const run = start();
	run.give(push('snapshot', {bids, asks}, {bids, asks}, {checksum: 3310070434}));
	assert.ok(run.isInSync());
	assert.equal(run.outputs.filter(({type}) => type === 'syncing').length, 0);
});

test('Kraken: nothing but a snapshot makes a book', () => {
	const run = start();
	for (const message of [
		...[status('online'), success('subscribe'), say({channel: 'heartbeat'})],
		...[say({method: 'pong', req_id: 2, ...times}), push('update', book, book)],
	])
		assert.deepEqual(run.give(message), []);
	assert.deepEqual(types(run.give(push('snapshot', book, book))), ['book']);
	assert.equal(run.book.sequence, 1);
});

test('Kraken: a snapshot whose checksum differs is no book', () => {
	const run = start();
	const outputs = run.give(push('snapshot', book, book, {checksum: 1}));
	assert.deepEqual(methods(outputs), ['unsubscribe', 'subscribe']);
	assert.equal(run.isInSync(), false);
});

test('Kraken: a lost message is seen by the next checksum', () => {
	const run = startLive();
	const after = {...book, bids: [['0.0287', '1.50000000'] as const, ...book.bids.slice(1)]};
	const outputs = run.give(push('update', {bids: [['0.0287', '1.50000000']], asks: []}, after));
	assert.deepEqual(types(outputs), ['book', 'syncing', 'send', 'send']);
	assert.equal(run.isInSync(), false);
	assert.deepEqual(run.give(push('update', {bids: [], asks: []}, after)), [], 'until a snapshot');
	assert.deepEqual(run.give(success('unsubscribe')), []);
	assert.deepEqual(run.give(success('subscribe')), []);
	assert.equal(run.isInSync(), false);
	run.give(push('snapshot', after, after));
	assert.ok(run.isInSync());
	assert.deepEqual([run.book.sequence, formatDecimal(run.book.bids.price(0))], [1, '0.0287']);
});

test('Kraken: levels beyond the depth are cut before the check', () => {
	const deep = ladder(25);
	const run = start();
	run.give(push('snapshot', deep, deep));
	const better: Text[] = Array.from({length: 20}, (_, at) => [
		(0.0307 - at / 1e4).toFixed(4),
		'1.00000000',
	]);
	// The asks go up as far as the bids do, and come back; what fell out meanwhile is sent again.
	const gone = {
		bids: better,
		asks: deep.asks.slice(0, 20).map(([price]): Text => [price, '0.00000000']),
	};
	const up = {
		bids: [...better, ...deep.bids].slice(0, 25),
		asks: [...deep.asks.slice(20), ['0.0320', '2.00000000'] as const],
	};
	run.give(push('update', {...gone, asks: [...gone.asks, ['0.0320', '2.00000000']]}, up));
	assert.ok(run.isInSync());
	assert.deepEqual([run.book.bids.length, run.book.asks.length], [25, 6]);
	const back = better.map(([price]): Text => [price, '0.00000000']);
	const after = {bids: deep.bids.slice(0, 5), asks: up.asks};
	run.give(push('update', {bids: back, asks: []}, after));
	assert.ok(run.isInSync());
	assert.deepEqual(toRows(run.book.bids), [
		...after.bids.map(([price]) => [String(Number(price)), '5']),
	]);
});

test('Kraken: where no reply tells the depth, the snapshot does', () => {
	const lengths = (of: {bids: {length: number}; asks: {length: number}}) => [
		of.bids.length,
		of.asks.length,
	];
	const best: Text = ['0.0287', '1.00000000'];
	for (const [sent, kept] of [
		[3, 4],
		[10, 10],
		[24, 25],
		[25, 25],
		[30, 31],
		[100, 100],
	] as const) {
		const run = start();
		const deep = {bids: ladder(sent).bids, asks: ladder(Math.min(sent, 12)).asks};
		run.give(push('snapshot', deep, deep));
		const after = {bids: [best, ...deep.bids].slice(0, kept), asks: deep.asks};
		run.give(push('update', {bids: [best], asks: []}, after));
		assert.ok(run.isInSync());
		assert.deepEqual(lengths(run.book), [kept, deep.asks.length]);
	}
	const run = startLive();
	const deep = ladder(30);
	run.give(push('snapshot', deep, deep));
	assert.deepEqual(lengths(run.book), [25, 25], 'what the reply told counts');
});

test('Kraken: a snapshot that comes unasked takes the place', () => {
	const run = startLive();
	const other = ladder(3);
	assert.deepEqual(types(run.give(push('snapshot', other, other))), ['book']);
	assert.equal(run.book.bids.length, 3);
});

test('Kraken: a message older than the book ends it', () => {
	const run = startLive();
	const outputs = run.give(
		push('update', {bids: [], asks: []}, book, {timestamp: '2026-08-16T23:36:59.9Z'}),
	);
	assert.deepEqual(types(outputs), ['syncing', 'send', 'send']);
	// So does a whole one, whose checksum is right all the same.
	const before = startLive();
	const whole = push('snapshot', book, book, {timestamp: '2026-08-16T23:36:59.9Z'});
	assert.deepEqual(types(before.give(whole)), ['syncing', 'send', 'send']);
	// One that is repeated at once changes nothing.
	const again = startLive();
	const update = push('update', {bids: [book.bids[0] ?? ['', '']], asks: []}, book);
	again.give(update);
	again.give(update);
	assert.ok(again.isInSync());
});

test('Kraken: after a loss, a snapshot that is sent again is no book', () => {
	const run = start();
	const first = push('snapshot', book, book);
	run.give(first);
	const wrong = push('update', {bids: [['0.0286', '6.00000000']], asks: []}, ladder(3));
	assert.ok(types(run.give(wrong)).includes('book'));
	run.give({type: 'resync', fault: {code: 'checksum'}});
	assert.deepEqual(run.give(first), []);
	assert.ok(!run.isInSync());
	run.give(success('unsubscribe'));
	run.give(success('subscribe'));
	assert.deepEqual(types(run.give(push('snapshot', book, book))), ['book']);
});

test('Kraken: a refused subscription is never a book', () => {
	for (const [words, id, type] of [
		['Currency pair not supported XBT/USD', 1, 'unserved'],
		['Subscription depth not supported', 1, 'unserved'],
		['Exceeded msg rate', undefined, 'reconnect'],
	] as const) {
		const run = start();
		assert.deepEqual(types(run.give(refusal(words, id))), [type]);
		assert.deepEqual(run.give(say({channel: 'heartbeat'})), []);
		assert.equal(run.isInSync(), false);
	}
});

test('Kraken: refused fills are no harm to the book', () => {
	assert.deepEqual(start().give(refusal('Subscription name invalid', 2)), []);
	assert.deepEqual(startLive().give(refusal('Subscription name invalid', 2)), []);
	assert.deepEqual(types(startLive().give(refusal('Already subscribed', 1))), ['reconnect']);
});

test('Kraken: a subscription that the exchange ends is a lost book', () => {
	const run = startLive();
	assert.deepEqual(types(run.give(success('unsubscribe'))), ['syncing']);
	assert.equal(run.isInSync(), false);
	assert.deepEqual(startLive().give(success('unsubscribe', {symbol: 'BTC/USD'})), []);
});

test('Kraken: maintenance ends a connection, or tells why there is no book', () => {
	assert.deepEqual(types(startLive().give(status('maintenance'))), ['renew']);
	assert.deepEqual(start().give(status('maintenance')), [
		{type: 'syncing', fault: {code: 'halted', detail: 'maintenance'}},
	]);
	for (const system of ['online', 'cancel_only', 'post_only'])
		assert.deepEqual(startLive().give(status(system)), []);
});

test('Kraken: what is of another market is left alone', () => {
	const run = startLive();
	const {data} = push('update', ladder(1), ladder(1));
	assert.deepEqual(run.give({type: 'message', data: data.replace(symbol, 'BTC/USD')}), []);
	assert.ok(run.isInSync());
});

test('Kraken: fills are told oldest first, by their taker', () => {
	const fill = (id: number, side: string) =>
		`{"symbol":"${symbol}","side":"${side}","price":105910.50,"qty":0.00012460,"ord_type":"market","trade_id":${id},"timestamp":"2023-10-06T17:35:56.123456Z"}`;
	const data = `{"channel":"trade","type":"update","data":[${fill(10218210, 'buy')},${fill(10218209, 'sell')},${fill(3, 'x')}]}`;
	const [output] = start().give({type: 'message', data});
	assert.ok(output?.type === 'trades', 'fills');
	assert.deepEqual(
		output.trades.map(({id, side, price, size, time}) => [
			...[id, side, formatDecimal(price), formatDecimal(size), time],
		]),
		[
			['10218209', 'sell', '105910.5', '0.0001246', 1696613756123],
			['10218210', 'buy', '105910.5', '0.0001246', 1696613756123],
		],
	);
});

for (const [name, damage] of [
	['without a time', (data: string) => data.replace(/,"timestamp":"[^"]*"/, '')],
	['without a checksum', (data: string) => data.replace(/"checksum":\d+,/, '')],
	['with a text for a price', (data: string) => data.replace('"price":0.0286', '"price":"x"')],
	['with a price of zero', (data: string) => data.replace('"price":0.0286', '"price":0.0000')],
	['without a side', (data: string) => data.replace(/"asks":\[[^\]]*\],/, '')],
	['cut off', (data: string) => data.slice(0, -9)],
] as const)
	test(`Kraken: refuses to read a book ${name}`, () => {
		const {data} = push('snapshot', book, book);
		assert.throws(
			() => start().give({type: 'message', data: damage(data)}),
			/^MessageError: Kraken/,
		);
	});

const recorded = ['kraken-v2-minagbp-20260816.jsonl', 'edited-kraken-v2-btcusd-20261006.jsonl'];

/** The book after all, without one line; whether the loss was noticed. */
const playWithout = (file: string, taken: number) => {
	const run = runClient(channel.createClient(marketOf(/btc/.test(file) ? 'BTC/USD' : symbol)));
	for (const [index, {data}] of readCapture(file).entries())
		if (index !== taken) run.give({type: 'message', data});
	const noticed = run.outputs.some(({type}) => type === 'syncing');
	return {isInSync: run.isInSync(), noticed, end: digest(run.book)};
};

test('Kraken: one lost message is noticed, or heals', {skip: skipWithoutCaptures}, () => {
	const found = recorded.map(file => {
		const whole = playWithout(file, -1);
		assert.ok(whole.isInSync && !whole.noticed, 'every checksum matches');
		const lines = readCapture(file);
		const updates = [...lines.keys()].filter(at =>
			/"channel":"book","type":"update"/.test(lines[at]?.data ?? ''),
		);
		// Nothing comes after the last one that could tell of it.
		const runs = updates.slice(0, -1).map(at => playWithout(file, at));
		for (const {isInSync, end} of runs) if (isInSync) assert.equal(end, whole.end);
		return [runs.length, runs.filter(({noticed}) => noticed).length];
	});
	assert.deepEqual(found, [
		[28, 27],
		[3, 2],
	]);
});

test('Kraken: vouches for no level that its checksum leaves out', () => {
	const {loss} = channel;
	const changes = startLive().outputs.flatMap(one => (one.type === 'book' ? [one.change] : []));
	assert.ok(changes.length > 0 && loss.type === 'checksum');
	for (const {seenLevels} of changes) assert.equal(seenLevels, loss.levels);
	const {book: followed} = startLive();
	const {bids, asks} = followed.shownRange();
	assert.deepEqual(
		[bids, asks].map(edge => edge && formatDecimal(edge)),
		['0.0277', '0.0297'],
	);
});
