import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bybit} from '../../../source/exchanges/bybit/index.js';
import type {ClientOutput} from '../../../source/exchanges/exchange.js';
import {marketOf, runClient} from '../../helpers/client-run.js';

const symbol = 'ETHUSDT';
const topic = `orderbook.200.${symbol}`;

const toText = (value: unknown) => ({type: 'message' as const, data: JSON.stringify(value)});

const levels = (bid: string, size: string) => ({b: [[bid, size]], a: [['1923.3', '3']]});

/** `seq` is ten times `u` where it is not said. */
const news = (type: 'snapshot' | 'delta', u: number, seq = 10 * u, of = topic) =>
	toText({
		...{topic: of, ts: 2000 + u, type},
		data: {s: symbol, ...levels('1923.2', String(u)), u, seq},
		cts: 1000 + Math.floor(seq / 10),
	});
const snapshot = (u: number, seq?: number) => news('snapshot', u, seq);
const delta = (u: number, seq?: number) => news('delta', u, seq);

const reply = (op: string, refusal?: string) =>
	toText({success: refusal === undefined, ret_msg: refusal ?? op, conn_id: 'd9avt8', op});

const answer = (seq: number, size: string) => ({
	type: 'response' as const,
	body: JSON.stringify({
		...{retCode: 0, retMsg: 'OK'},
		result: {s: symbol, ...levels('1923.2', size), ts: 1, u: 7, seq, cts: 1},
	}),
});

const start = () => {
	const run = runClient(bybit.channels[0].createClient(marketOf(symbol)));
	return {...run, first: run.give({type: 'open', now: 0})};
};

const startLive = () => {
	const run = start();
	run.give(reply('subscribe'));
	run.give(snapshot(100));
	assert.ok(run.isInSync());
	return run;
};

const types = (outputs: readonly ClientOutput[]) => outputs.map(({type}) => type);

test('Bybit: is live only by the snapshot, which may come before its reply', () => {
	const run = start();
	const [output] = run.first;
	assert.ok(output?.type === 'send');
	const args = [topic, `publicTrade.${symbol}`];
	assert.deepEqual(JSON.parse(output.data), {req_id: '1', op: 'subscribe', args});
	assert.deepEqual(run.give(delta(100)), []);
	assert.ok(!run.isInSync());
	assert.deepEqual(types(run.give(snapshot(100))), ['book']);
	assert.deepEqual(run.give(reply('subscribe')), []);
	assert.equal(run.book.exchangeTime, 1100, 'the engine’s time, not that of sending');
});

test('Bybit: each id is one more than the one before', () => {
	const run = startLive();
	assert.deepEqual(types(run.give(delta(101))), ['book']);
	const lost = run.give(delta(103));
	assert.deepEqual(types(lost), ['syncing', 'send', 'send']);
	assert.deepEqual(
		lost
			.flatMap(one => (one.type === 'send' ? [JSON.parse(one.data)] : []))
			.map(({op, args}) => [op, args]),
		[
			['unsubscribe', [topic]],
			['subscribe', [topic]],
		],
	);
	assert.deepEqual(run.give(delta(104)), [], 'until the snapshot');
	run.give(reply('unsubscribe'));
	run.give(reply('subscribe'));
	assert.ok(!run.isInSync());
	assert.deepEqual(types(run.give(snapshot(110))), ['book']);
});

test('Bybit: a snapshot at any time replaces the book, whatever its id', () => {
	const run = startLive();
	assert.deepEqual(types(run.give(snapshot(1, 1005))), ['book']);
	assert.deepEqual(types(run.give(delta(2, 1010))), ['book'], 'and deltas count on from it');
	assert.equal(run.book.sequence, 2);
});

test('Bybit: after a snapshot of before there is no book to audit until another comes', () => {
	const run = startLive();
	run.give(delta(101));
	assert.deepEqual(types(run.give(snapshot(100))), ['syncing', 'send', 'send']);
	assert.deepEqual(run.give({type: 'audit'}), []);
	assert.deepEqual(types(run.give(snapshot(102))), ['book']);
	assert.deepEqual(types(run.give({type: 'audit'})), ['request']);
});

test('Bybit: what is repeated is ignored, by its id and its place at the engine', () => {
	const run = startLive();
	run.give(delta(101));
	run.give(delta(102));
	assert.deepEqual(run.give(delta(102)), []);
	assert.deepEqual(run.give(delta(101)), []);
	assert.ok(run.isInSync());
});

test('Bybit: a lower id that is newer is a restart whose snapshot was lost', () => {
	const run = startLive();
	assert.equal(types(run.give(delta(2, 1005)))[0], 'syncing');
	assert.ok(!run.isInSync());
});

test('Bybit: a refused subscription is no live book', () => {
	for (const refusal of [`Invalid symbol :[${topic}]`, 'too many', '']) {
		const run = start();
		assert.deepEqual(types(run.give(reply('subscribe', refusal))), ['reconnect']);
		assert.ok(!run.isInSync());
	}
	// The book is that of before the end of its subscription.
	const run = startLive();
	run.give(delta(105));
	run.give(snapshot(106));
	run.give(reply('unsubscribe'));
	assert.deepEqual(types(run.give(reply('subscribe', 'too many'))), ['reconnect']);
	assert.ok(run.outputs.at(-1)?.type === 'reconnect');
});

/** Its book is lost, and asked for again before anything came of that; the first of the two came then. */
const startTwice = () => {
	const run = startLive();
	run.give(delta(105));
	run.give({type: 'resync', fault: {code: 'bad-message'}});
	run.give(reply('unsubscribe'));
	run.give(reply('subscribe'));
	run.give(snapshot(106));
	assert.ok(run.isInSync());
	return run;
};

test('Bybit: the book of a subscription that was ended again is not live', () => {
	const run = startTwice();
	assert.deepEqual(types(run.give(reply('unsubscribe'))), ['syncing']);
	assert.deepEqual(run.give(delta(107)), []);
	assert.deepEqual(run.give({type: 'audit'}), []);
	run.give(reply('subscribe'));
	assert.deepEqual(types(run.give(snapshot(109))), ['book']);
	assert.deepEqual(run.give(reply('unsubscribe')), [], 'another’s');
	assert.ok(run.isInSync());
});

test('Bybit: of two subscriptions in a row the second may be refused', () => {
	const run = startTwice();
	assert.deepEqual(types(run.give(reply('subscribe', 'too many'))), ['reconnect']);
});

test('Bybit: a book that came before the end of the last one was told is of the new one', () => {
	const run = startLive();
	run.give(delta(105));
	run.give({type: 'resync', fault: {code: 'bad-message'}});
	for (const u of [106, 109]) {
		run.give(snapshot(u));
		assert.deepEqual(run.give(reply('unsubscribe')), []);
		run.give(reply('subscribe'));
	}
	assert.deepEqual(types(run.give(delta(110))), ['book']);
});

test('Bybit: a refusal of another’s topic on a shared socket is not ours', () => {
	const asking = start();
	assert.deepEqual(asking.give(reply('subscribe', 'Invalid symbol :[orderbook.200.XUSDT]')), []);
	const run = startLive();
	assert.deepEqual(run.give(reply('subscribe', 'too many')), [], 'ours was answered, and is fed');
	assert.deepEqual(run.give(reply('unsubscribe')), []);
	assert.ok(run.isInSync());
});

test('Bybit: other topics and pongs do not touch the book', () => {
	const run = startLive();
	for (const message of [
		news('delta', 101, 1010, 'orderbook.50.ETHUSDT'),
		news('snapshot', 5, 50, 'orderbook.200.BTCUSDT'),
		toText({topic: 'tickers.ETHUSDT', ts: 1, type: 'snapshot', cs: 1, data: {}}),
		toText({success: true, ret_msg: 'pong', conn_id: 'x', op: 'ping'}),
		toText({args: ['1'], op: 'pong', req_id: '1'}),
	])
		assert.deepEqual(run.give(message), []);
	assert.equal(run.book.sequence, 100);
	assert.deepEqual(JSON.parse(bybit.ping?.data(0) ?? ''), {req_id: '1', op: 'ping'});
});

test('Bybit: an audit is by a book of the same place at the engine, not by its id', () => {
	const run = startLive();
	const [asked] = run.give({type: 'audit'});
	assert.ok(asked?.type === 'request' && asked.request.type === 'http');
	assert.match(asked.request.path, /category=spot&symbol=ETHUSDT&limit=200$/);
	assert.deepEqual(run.give(answer(1010, '101')), [], 'waits for the stream');
	const [, audit] = run.give(delta(101));
	assert.ok(audit?.type === 'audit');
	assert.deepEqual(
		audit.changes.map(({sequence}) => sequence),
		[101],
		'with the id of the topic',
	);
	run.give({type: 'audit'});
	// Between two deltas: what the second lists may be in it or not.
	run.give(answer(1015, '101'));
	assert.deepEqual(types(run.give(delta(102))), ['book', 'request']);
	assert.deepEqual(types(run.give(answer(1020, '102'))), ['audit']);
});

test('Bybit: an audit of before a loss or a new book proves nothing', () => {
	for (const change of [snapshot(1, 1005), delta(105)]) {
		const run = startLive();
		run.give({type: 'audit'});
		run.give(change);
		assert.deepEqual(run.give(answer(1005, '1')), []);
	}
	assert.deepEqual(start().give({type: 'audit'}), [], 'nor one of no book');
});

test('Bybit: fills have ids beyond what a number holds, and the taker’s side', () => {
	const fill = {T: 1786310821917, p: '1923.28', v: '0.04537', S: 'Sell', seq: 1, s: symbol};
	const data = [
		{...fill, i: '2280000001739247417'},
		{...fill, i: '1', S: ''},
	];
	const trades = toText({topic: `publicTrade.${symbol}`, ts: 1, type: 'snapshot', data});
	const [output] = startLive().give(trades);
	assert.ok(output?.type === 'trades');
	assert.deepEqual(
		output.trades.map(({id, side, time}) => [id, side, time]),
		[['2280000001739247417', 'sell', 1786310821917]],
	);
});

test('Bybit: errors under HTTP 200 are errors', () => {
	const {judge} = bybit.rest;
	assert.ok(judge);
	const told = [0, 10006, 10001, 10009, 10016, 170001].map(code =>
		judge(`{"retCode":${code},"retMsg":"","result":{}}`),
	);
	assert.deepEqual(told, [null, 429, 404, 403, 503, 400]);
	const body = '{"retCode":10006,"retMsg":"Too many visits!","result":{}}';
	assert.throws(() => startLive().give({type: 'response', body}), /Bybit/);
});

test('Bybit: the list is within the result', () => {
	const market = {
		...{symbol, baseCoin: 'ETH', quoteCoin: 'USDT'},
		lotSizeFilter: {basePrecision: '0.00001', list: [1]},
		priceFilter: {tickSize: '0.01'},
	};
	const list = [
		{...market, status: 'Trading'},
		{...market, status: 'Closed'},
	];
	const read = (answer: object) => {
		const steps = bybit.parseList(JSON.stringify(answer));
		for (;;) {
			const step = steps.next();
			if (step.done) return step.value;
		}
	};
	const other = {list: ['not this'], result: {list: ['nor this']}};
	const markets = read({retCode: 0, list: [], other, result: {category: 'spot', list}});
	assert.deepEqual(markets[0], {
		...{base: 'ETH', quote: 'USDT', symbol, state: {type: 'trading'}},
		...{tickSize: {units: 1, decimals: 2}, sizeStep: {units: 1, decimals: 5}},
	});
	assert.deepEqual(markets[1]?.state, {type: 'halted', word: 'Closed', hasData: false});
	assert.throws(() => read({retCode: 10001, result: {list: []}}), /Bybit: no list/);
	assert.throws(() => read({retCode: 0, result: {}, list: []}), /Bybit: no list/);
});

test('Bybit: messages of a shared socket go to whom they are for', () => {
	const {mark, readHeading} = bybit.sharing;
	const [output] = start().first;
	assert.ok(output?.type === 'send');
	assert.match(mark(output.data, 7), /"req_id":"7"/);
	assert.deepEqual(readHeading(snapshot(1).data), {type: 'topic', topic});
	assert.deepEqual(readHeading(reply('subscribe').data), {type: 'other'});
	const numbered = '{"success":false,"ret_msg":"x","conn_id":"a","req_id":"7","op":"subscribe"}';
	const heading = {type: 'answer', of: 7, isRefusal: true, topics: null};
	assert.deepEqual(readHeading(numbered), heading);
	const pong = '{"success":true,"ret_msg":"pong","conn_id":"a","req_id":"1","op":"ping"}';
	assert.deepEqual(readHeading(pong), {type: 'other'});
});

test('Bybit: recordings are read by its own rules', () => {
	const {wire} = bybit;
	assert.ok(wire);
	const name = `bybit ${topic}`;
	const sent = {op: 'subscribe', args: [topic, 'publicTrade.ETHUSDT', 'orderbook.50.X']};
	assert.deepEqual(wire.topicsIn(JSON.stringify(sent)), [name]);
	assert.deepEqual(wire.topicsIn(JSON.stringify({...sent, op: 'unsubscribe'})), []);
	assert.deepEqual(wire.bookOf(name), {symbol, channel: 0});
	assert.equal(wire.bookOf('bybit publicTrade.ETHUSDT'), null);
	assert.deepEqual(wire.topicOf(delta(4).data), {name});
	assert.equal(wire.sequenceOf(delta(4).data), 4);
	assert.deepEqual(
		[snapshot(5), delta(4)].map(({data}) => wire.isWhole?.(data)),
		[true, false],
	);
	const url = new URL('https://host/v5/market/orderbook?category=spot&symbol=ETHUSDT');
	assert.equal(wire.snapshotSymbol(url), symbol);
	assert.equal(wire.snapshotSequence(answer(5, '1').body), null);
});
