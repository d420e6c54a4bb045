import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {ClientOutput} from '../../../source/exchanges/exchange.js';
import {okx} from '../../../source/exchanges/okx/index.js';
import {marketOf, runClient} from '../../helpers/client-run.js';

const symbol = 'ZEN-USDT';
const arg = {channel: 'books', instId: symbol};

const toText = (value: unknown) => ({type: 'message' as const, data: JSON.stringify(value)});

/** Levels as they are sent: price, size, nothing, orders. */
const level = (price: string, size: string) => [price, size, '0', '1'];

type More = {readonly bid?: string; readonly ts?: number; readonly of?: typeof arg};

const book = (seqId: number, {bid = '32.5', ts = 1000, of = arg}: More = {}) =>
	toText({
		...{arg: of, action: 'snapshot'},
		data: [
			{
				...{asks: [level('32.6', '3')], bids: [level(bid, '5')]},
				...{ts: String(ts), checksum: 0, prevSeqId: -1, seqId},
			},
		],
	});

const update = (prevSeqId: number, seqId: number, {ts = 1000, of = arg}: More = {}) => {
	const bids = prevSeqId === seqId ? [] : [level('32.4', String(seqId))];
	const data = {asks: [], bids, ts: String(ts), checksum: 0, prevSeqId, seqId};
	return toText({arg: of, action: 'update', data: [data]});
};

const reply = (event: string, of = arg) => toText({event, arg: of, connId: '32f4414f'});

const answer = (seqId: number, ts = 1000) => ({
	type: 'response' as const,
	body: JSON.stringify({
		...{code: '0', msg: ''},
		data: [{asks: [level('32.6', '3')], bids: [level('32.5', '5')], ts: String(ts), seqId}],
	}),
});

const start = () => {
	const run = runClient(okx.channels[0].createClient(marketOf(symbol)));
	return {...run, first: run.give({type: 'open', now: 0})};
};

const startLive = () => {
	const run = start();
	run.give(reply('subscribe'));
	run.give(book(100));
	assert.ok(run.isInSync());
	return run;
};

const types = (outputs: readonly ClientOutput[]) => outputs.map(({type}) => type);

test('OKX: is live only by the snapshot', () => {
	const run = start();
	assert.deepEqual(
		run.first.map(output => output.type === 'send' && JSON.parse(output.data)),
		['books', 'trades'].map(channel => ({
			...{id: channel, op: 'subscribe'},
			args: [{channel, instId: symbol}],
		})),
	);
	assert.deepEqual(run.give(reply('subscribe')), []);
	assert.ok(!run.isInSync());
	assert.deepEqual(types(run.give(book(100))), ['book']);
});

test('OKX: only the link counts, whatever the steps', () => {
	const run = startLive();
	for (const [from, to] of [
		[100, 107],
		[107, 200],
	] as const)
		assert.deepEqual(types(run.give(update(from, to))), ['book']);
	assert.deepEqual(run.give(update(200, 200)), [], 'equal ids tell that nothing changed');
	assert.deepEqual(types(run.give(update(200, 5))), ['book'], 'ids begin anew');
	assert.deepEqual(types(run.give(update(5, 9))), ['book']);
	assert.equal(run.book.sequence, 9);
});

test('OKX: an id that fell without a link is a loss', () => {
	const run = startLive();
	assert.deepEqual(types(run.give(update(5, 9, {ts: 2000}))), ['syncing', 'send', 'send']);
	assert.ok(!run.isInSync());
	const sent = run.outputs.flatMap(one => (one.type === 'send' ? [JSON.parse(one.data)] : []));
	assert.deepEqual(
		sent.slice(2).map(({op, args}) => [op, args]),
		[
			['unsubscribe', [arg]],
			['subscribe', [arg]],
		],
	);
	assert.deepEqual(run.give(update(9, 12)), [], 'until the snapshot');
	run.give(reply('unsubscribe'));
	run.give(reply('subscribe'));
	assert.deepEqual(types(run.give(book(50))), ['book']);
});

test('OKX: a sign of life that does not link is a loss', () => {
	assert.equal(types(startLive().give(update(104, 104)))[0], 'syncing');
});

test('OKX: what the book has been through is ignored', () => {
	const run = startLive();
	run.give(update(100, 107, {ts: 1100}));
	run.give(update(107, 120, {ts: 1200}));
	assert.deepEqual(run.give(update(107, 120, {ts: 1200})), []);
	assert.deepEqual(run.give(update(100, 107, {ts: 1100})), []);
	assert.ok(run.isInSync());
	// The same ids later: they have begun anew, and what led there was lost.
	assert.equal(types(run.give(update(100, 107, {ts: 9000})))[0], 'syncing');
});

test('OKX: what is of before ids began anew is a loss after', () => {
	const run = startLive();
	run.give(update(100, 107, {ts: 1100}));
	run.give(update(107, 5, {ts: 1200}));
	assert.equal(types(run.give(update(100, 107, {ts: 1100})))[0], 'syncing');
});

test('OKX: a second snapshot replaces the book', () => {
	const run = startLive();
	run.give(update(100, 107));
	run.give(reply('subscribe'));
	assert.deepEqual(types(run.give(update(107, 110))), ['book'], 'a second reply changes nothing');
	assert.deepEqual(types(run.give(book(3, {bid: '32.1'}))), ['book']);
	assert.deepEqual([run.book.sequence, run.book.bids.length], [3, 1]);
});

test('OKX: without a snapshot updates are laid on a book of the REST interface', () => {
	const run = start();
	run.give(reply('subscribe'));
	const [asked] = run.give(update(100, 107));
	assert.ok(asked?.type === 'request' && asked.request.type === 'http');
	assert.equal(asked.request.path, '/api/v5/market/books?instId=ZEN-USDT&sz=400');
	assert.deepEqual(run.give(update(107, 113)), []);
	assert.deepEqual(types(run.give(answer(90))), ['syncing', 'request'], 'too old');
	// Within the second: its sizes are those after it.
	assert.deepEqual(types(run.give(answer(110))), ['book', 'book']);
	assert.equal(run.book.sequence, 113);
	assert.deepEqual(types(run.give(update(113, 120))), ['book']);
	assert.deepEqual(types(run.give(update(115, 130))), ['syncing', 'request'], 'only the first may');
	assert.ok(!run.isInSync());
	assert.deepEqual(types(run.give(book(140))), ['book'], 'a snapshot that comes counts');
	assert.deepEqual(types(run.give(update(140, 141))), ['book']);
});

test('OKX: a snapshot of before replaces no book of the REST interface with updates on it', () => {
	const run = start();
	run.give(reply('subscribe'));
	run.give(update(100, 107, {ts: 1100}));
	run.give(answer(107, 1150));
	run.give(update(107, 113, {ts: 1200}));
	assert.equal(run.book.sequence, 113);
	for (const before of [book(107, {ts: 1100}), book(107, {ts: 1100})]) {
		assert.deepEqual(types(run.give(before)), ['syncing', 'request']);
		assert.ok(!run.isInSync());
	}
	assert.deepEqual(types(run.give(book(120, {ts: 1300}))), ['book']);
});

test('OKX: of two updates in one message none is left out', () => {
	const run = startLive();
	const dataOf = ({data}: ReturnType<typeof update>) =>
		(JSON.parse(data) as {readonly data: readonly object[]}).data;
	const data = [...dataOf(update(100, 107)), ...dataOf(update(107, 113))];
	assert.throws(() => run.give(toText({arg, action: 'update', data})), /more than one book/);
});

test('OKX: updates whose ids began anew are laid on a book of the REST interface', () => {
	const begin = () => {
		const run = start();
		run.give(reply('subscribe'));
		run.give(update(100, 107));
		run.give(update(107, 20, {ts: 2000}));
		run.give(update(20, 27, {ts: 2100}));
		return run;
	};
	for (const [id, ts] of [
		[103, 1500],
		[107, 1500],
		[20, 2050],
	] as const) {
		const run = begin();
		run.give(answer(id, ts));
		assert.equal(run.book.sequence, 27, `what came after ${id} is in it`);
		assert.deepEqual(types(run.give(update(27, 33, {ts: 2200}))), ['book']);
	}
	assert.deepEqual(types(begin().give(answer(110, 2300))), ['syncing', 'request'], 'nothing tells');
});

test('OKX: updates that come twice are laid on a book of the REST interface once', () => {
	const run = start();
	run.give(reply('subscribe'));
	for (const [from, to] of [
		[100, 107],
		[107, 113],
		[107, 113],
		[113, 120],
		[113, 120],
	] as const)
		run.give(update(from, to));
	assert.deepEqual(types(run.give(answer(107))), ['book', 'book', 'book']);
	assert.equal(run.book.sequence, 120);
});

test('OKX: a book of the REST interface alone is not live', () => {
	const run = start();
	assert.deepEqual(run.give(answer(100)), []);
	run.give(reply('subscribe'));
	assert.ok(!run.isInSync());
	run.give(update(100, 107));
	run.give(update(110, 113));
	assert.deepEqual(types(run.give(answer(100))).slice(-2), ['syncing', 'request']);
	assert.ok(!run.isInSync(), 'what came since does not link');
});

test('OKX: updates are laid on a book that came before the first of them', () => {
	const begin = (id: number) => {
		const run = start();
		run.give(reply('subscribe'));
		assert.deepEqual(run.give(answer(id)), []);
		assert.ok(!run.isInSync());
		return run;
	};
	for (const [id, sequence] of [
		[100, 107],
		[103, 107],
		[107, 107],
	] as const) {
		const run = begin(id);
		run.give(update(100, 107));
		assert.equal(run.book.sequence, sequence);
		assert.ok(run.isInSync(), `at ${id}`);
		assert.deepEqual(types(run.give(update(107, 113))), ['book']);
	}
	const old = begin(97);
	assert.deepEqual(types(old.give(update(100, 107))), ['syncing', 'request']);
	assert.deepEqual(types(old.give(answer(103))), ['book', 'book']);
});

test('OKX: a refused subscription is no live book', () => {
	const error = (code: string, more: object) =>
		start().give(toText({event: 'error', code, msg: 'no', connId: 'a', ...more}));
	assert.deepEqual(error('60018', {id: 'books'}), [
		{type: 'unserved', fault: {code: 'no-channel', detail: 'no'}},
	]);
	assert.deepEqual(types(error('60014', {})), ['reconnect']);
	assert.deepEqual(error('60018', {id: 'trades'}), [], 'without trades a book is a book');
	const run = startLive();
	run.give(update(105, 107));
	run.give(reply('unsubscribe'));
	const again = run.give(toText({event: 'error', code: '60014', msg: 'no', id: 'books4'}));
	assert.deepEqual(types(again), ['reconnect']);
	assert.ok(!run.isInSync());
});

test('OKX: the end of the subscription is no live book', () => {
	const run = startLive();
	assert.deepEqual(types(run.give(reply('unsubscribe'))), ['syncing']);
	const byRest = start();
	byRest.give(reply('subscribe'));
	byRest.give(update(100, 107));
	byRest.give(answer(107));
	assert.ok(byRest.isInSync());
	assert.deepEqual(types(byRest.give(reply('unsubscribe'))), ['reconnect']);
});

test('OKX: other topics and signs of life do not touch the book', () => {
	const run = startLive();
	const of = {channel: 'books', instId: 'BTC-USDT'};
	for (const message of [
		{type: 'message' as const, data: 'pong'},
		book(7, {of}),
		update(100, 107, {of}),
		update(100, 107, {of: {...arg, channel: 'books5'}}),
		reply('unsubscribe', of),
	])
		assert.deepEqual(run.give(message), []);
	assert.equal(run.book.sequence, 100);
	assert.equal(okx.ping?.data(0), 'ping');
});

test('OKX: its notice asks for a new connection', () => {
	const message = 'The connection will soon be closed for a service upgrade. Please reconnect.';
	const [output] = startLive().give(toText({event: 'notice', code: '64008', msg: message}));
	assert.deepEqual(output, {type: 'renew', fault: {code: 'closed', detail: message}});
});

test('OKX: an audit is by a book of the same ids, also within an update', () => {
	const run = startLive();
	assert.deepEqual(types(run.give({type: 'audit'})), ['request']);
	assert.deepEqual(run.give(answer(104)), [], 'waits for the stream');
	const [, audit] = run.give(update(100, 107));
	assert.ok(audit?.type === 'audit');
	assert.deepEqual(
		audit.changes.map(({sequence}) => sequence),
		[104, 107],
	);
});

test('OKX: trades have the taker’s side', () => {
	const fill = {instId: symbol, px: '32.52', sz: '0.3628', side: 'buy', ts: '1646003677195'};
	const data = [
		{...fill, tradeId: '15270485'},
		{...fill, tradeId: '15270486', side: 'none'},
	];
	const [output] = startLive().give(toText({arg: {...arg, channel: 'trades'}, data}));
	assert.ok(output?.type === 'trades');
	assert.deepEqual(
		output.trades.map(({id, side, time}) => [id, side, time]),
		[['15270485', 'buy', 1646003677195]],
	);
});

test('OKX: errors under HTTP 200 are errors', () => {
	const {judge} = okx.rest;
	assert.ok(judge);
	const told = ['0', '50011', '51001', '50001', '51000'].map(code =>
		judge(`{"code":"${code}","msg":"","data":[]}`),
	);
	assert.deepEqual(told, [null, 429, 404, 503, 400]);
	assert.throws(
		() => startLive().give({type: 'response', body: '{"code":"50011","data":[]}'}),
		/OKX/,
	);
});

test('OKX: the list tells what is halted', () => {
	const market = {
		instId: symbol,
		baseCcy: 'ZEN',
		quoteCcy: 'USDT',
		tickSz: '0.01',
		lotSz: '0.000001',
	};
	const data = [{...market, state: 'live'}, {...market, state: 'suspend'}, {instId: 'X'}];
	const steps = okx.parseList(JSON.stringify({code: '0', data}));
	const step = steps.next();
	assert.ok(step.done);
	assert.deepEqual(step.value[0], {
		...{base: 'ZEN', quote: 'USDT', symbol, state: {type: 'trading'}},
		...{tickSize: {units: 1, decimals: 2}, sizeStep: {units: 1, decimals: 6}},
	});
	assert.deepEqual(
		step.value.map(({state}) => state.type),
		['trading', 'halted'],
	);
});

test('OKX: messages of a shared socket go to whom they are for', () => {
	const {mark, readHeading} = okx.sharing;
	const [topic = '', trades] = okx.channels[0].topics(marketOf(symbol));
	const [output] = start().first;
	assert.ok(output?.type === 'send');
	assert.match(mark(output.data, 7), /"id":"books7"/);
	for (const {data} of [book(1), update(1, 2), reply('subscribe'), reply('unsubscribe')])
		assert.deepEqual(readHeading(data), {type: 'topic', topic});
	const fill = toText({arg: {...arg, channel: 'trades'}, data: []});
	assert.deepEqual(readHeading(fill.data), {type: 'topic', topic: trades});
	const refusal = toText({id: 'books7', event: 'error', code: '60018', msg: 'no'});
	const heading = {type: 'answer', of: 7, isRefusal: true, topics: null};
	assert.deepEqual(readHeading(refusal.data), heading);
	assert.deepEqual(readHeading('{"event":"notice","code":"64008"}'), {type: 'ending'});
	assert.deepEqual(readHeading('pong'), {type: 'other'});
});

test('OKX: recordings are read by its own rules', () => {
	const {wire} = okx;
	assert.ok(wire);
	const sent = {op: 'subscribe', args: [arg, {...arg, channel: 'trades'}]};
	const name = 'okx books ZEN-USDT';
	assert.deepEqual(wire.topicsIn(JSON.stringify(sent)), [name]);
	assert.deepEqual(wire.topicsIn(JSON.stringify({...sent, op: 'unsubscribe'})), []);
	assert.deepEqual(wire.bookOf(name), {symbol, channel: 0});
	assert.deepEqual(wire.topicOf(update(4, 9).data), {name});
	assert.deepEqual(wire.topicOf(reply('subscribe').data), {name, answers: 'subscription'});
	assert.equal(wire.sequenceOf(update(4, 9).data), 9);
	assert.deepEqual(
		[book(9), update(4, 9)].map(({data}) => wire.isWhole?.(data)),
		[true, false],
	);
	assert.equal(wire.snapshotSequence(answer(77).body), 77);
	const url = new URL('https://host/api/v5/market/books?instId=ZEN-USDT&sz=400');
	assert.equal(wire.snapshotSymbol(url), symbol);
});
