import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../../source/book/fixed-point.js';
import {gate} from '../../../source/exchanges/gate/index.js';
import type {ClientOutput} from '../../../source/exchanges/exchange.js';
import {marketOf, runClient} from '../../helpers/client-run.js';

const now = 1_754_006_460_000;
const symbol = 'STEEM_USDT';
const obu = {channel: 'spot.obu', s: `ob.${symbol}.400`};
const updates = {channel: 'spot.order_book_update', s: symbol};

const toText = (value: unknown) => ({type: 'message' as const, data: JSON.stringify(value)});

const news = ({channel, s}: typeof obu, result: object) =>
	toText({channel, result: {t: now, s, ...result}, time_ms: now, event: 'update'});

const reply = ({channel, s}: typeof obu, event: string, error?: object, time = now) =>
	toText({
		...{time: Math.floor(time / 1000), time_ms: time, id: 1, channel, event, payload: [s]},
		...(error ? {error, result: {status: 'fail'}} : {result: {status: 'success'}}),
	});

const full = (u: number, bid = '0.16') =>
	news(obu, {full: true, u, b: [[bid, '5']], a: [['0.17', '3']]});
const update = (U: number, u = U) => news(obu, {U, u, b: [['0.15', `${u}`]], a: []});

const start = (channel = gate.channels[0]) => {
	const run = runClient(channel.createClient(marketOf(symbol)));
	const sent = (outputs: readonly ClientOutput[]) =>
		outputs.flatMap(output => (output.type === 'send' ? [JSON.parse(output.data) as object] : []));
	return {...run, first: run.give({type: 'open', now}), sent};
};

const startLive = () => {
	const run = start();
	run.give(reply(obu, 'subscribe'));
	run.give(full(100));
	assert.ok(run.isInSync());
	return run;
};

const types = (outputs: readonly ClientOutput[]) => outputs.map(({type}) => type);

test('Gate: subscribes with the time that it wants', () => {
	const {first, sent} = start();
	const head = {time: Math.floor(now / 1000), id: 1};
	assert.deepEqual(sent(first), [
		{...head, channel: 'spot.obu', event: 'subscribe', payload: ['ob.STEEM_USDT.400']},
		{...head, channel: 'spot.trades', event: 'subscribe', payload: ['STEEM_USDT']},
	]);
});

test('Gate: is live only by the full book', () => {
	const run = start();
	assert.deepEqual(run.give(update(99)), []);
	assert.deepEqual(run.give(reply(obu, 'subscribe')), []);
	assert.deepEqual(run.give(update(100)), []);
	assert.deepEqual(types(run.give(full(100))), ['book']);
	assert.deepEqual(types(run.give(update(101, 104))), ['book']);
	assert.equal(run.book.sequence, 104);
});

const asked = (id: number) => ({
	type: 'response' as const,
	body: JSON.stringify({
		id,
		current: now,
		update: now,
		asks: [['0.17', '3']],
		bids: [['0.16', '5']],
	}),
});

test('Gate: where none is pushed, as in mid-session, updates are laid on a book of REST', () => {
	const given = {
		before: [asked(100), update(101, 104)],
		behind: [update(98, 100), update(101, 104), asked(100)],
		between: [update(98, 100), asked(100), update(101, 104)],
	};
	for (const [name, events] of Object.entries(given)) {
		const run = start();
		run.give(reply(obu, 'subscribe'));
		const outputs = events.flatMap(event => run.give(event));
		assert.deepEqual(types(outputs), ['book', 'book'], name);
		assert.equal(run.book.sequence, 104, name);
		assert.deepEqual(types(run.give(full(200))), ['book']);
		assert.deepEqual(types(run.give(update(201))), ['book']);
		assert.deepEqual(
			types(run.give(update(205))),
			['syncing', 'send', 'send'],
			'it is the pushed one',
		);
	}
});

test('Gate: a full book of before replaces none that updates were laid on', () => {
	const run = start();
	run.give(reply(obu, 'subscribe'));
	const at = (u: number, t: number, more = {}) =>
		news(obu, {t, U: u, u, b: [['0.15', `${u}`]], a: [], ...more});
	for (const event of [at(101, now), asked(100), at(102, now + 1000)]) run.give(event);
	assert.equal(run.book.sequence, 102);
	for (const before of [at(101, now, {full: true}), at(101, now, {full: true})]) {
		assert.deepEqual(types(run.give(before)), ['syncing', 'request']);
		assert.ok(!run.isInSync());
	}
	assert.deepEqual(types(run.give(at(103, now + 2000, {full: true}))), ['book']);
});

test('Gate: a book of REST within an update, or alone, is none', () => {
	const run = start();
	run.give(reply(obu, 'subscribe'));
	assert.deepEqual(run.give(asked(102)), []);
	assert.ok(!types(run.give(update(101, 104))).includes('book'));
	assert.ok(!run.isInSync());
	assert.deepEqual(types(run.give(asked(104))), ['book']);
	const wanting = start();
	wanting.give(reply(obu, 'subscribe'));
	const outputs = wanting.give({type: 'resync', fault: {code: 'asked'}});
	assert.equal(outputs.at(-1)?.type, 'request', 'one that is asked for may be laid on');
	assert.deepEqual(
		startLive().give(asked(100)),
		[],
		'a pushed one is compared when it is asked for',
	);
});

test('Gate: where the book is never pushed, the other channel is taken in the end', () => {
	const run = start();
	run.give(reply(obu, 'subscribe'));
	run.give(update(100));
	const waits = [1, 2, 3, 4, 5].map(count => {
		const outputs = types(run.give({type: 'waited'}));
		// As the exchange answers to an end that was asked for.
		const answers = outputs.includes('send')
			? [reply(obu, 'unsubscribe'), reply(obu, 'subscribe'), update(100 + count)]
			: [];
		return [...outputs, ...answers.flatMap(answer => types(run.give(answer)))];
	});
	assert.deepEqual(waits, [
		[],
		['send', 'send'],
		['syncing', 'send', 'send'],
		['syncing', 'send', 'send'],
		['unserved'],
	]);
});

test('Gate: what the book has already is ignored', () => {
	const run = startLive();
	// As recorded: the first update may carry the ids of the book, with a long list.
	assert.deepEqual(run.give(update(100)), []);
	assert.deepEqual(run.give(update(97, 99)), []);
	assert.ok(run.isInSync());
});

test('Gate: a part of an update that overlaps is a loss', () => {
	const run = startLive();
	const outputs = run.give(update(100, 102));
	assert.deepEqual(types(outputs), ['syncing', 'send', 'send']);
	assert.deepEqual(
		run.sent(outputs).map(one => (one as {event: string}).event),
		['unsubscribe', 'subscribe'],
	);
	assert.deepEqual(run.give(update(103)), [], 'until the full book');
	run.give(reply(obu, 'unsubscribe'));
	run.give(reply(obu, 'subscribe'));
	assert.ok(!run.isInSync());
	run.give(full(110));
	assert.ok(run.isInSync());
});

test('Gate: a full book replaces the one there is', () => {
	const run = startLive();
	run.give(update(101));
	assert.deepEqual(types(run.give(full(7, '0.14'))), ['book']);
	assert.equal(run.book.bids.length, 1);
	assert.equal(formatDecimal(run.book.bids.price(0)), '0.14');
	assert.deepEqual(types(run.give(update(8))), ['book']);
});

test('Gate: sides may be null, absent or empty', () => {
	const run = startLive();
	for (const [index, sides] of [{b: null, a: null}, {}, {b: [], a: []}].entries())
		assert.deepEqual(types(run.give(news(obu, {U: 101 + index, u: 101 + index, ...sides}))), [
			'book',
		]);
});

test('Gate: other topics do not touch the book', () => {
	const run = startLive();
	for (const other of [
		news({...obu, s: 'ob.STEEM_USDT.50'}, {U: 101, u: 101, b: [['1', '1']], a: []}),
		news({...obu, s: 'ob.BTC_USDT.400'}, {U: 101, u: 101, b: [['1', '1']], a: []}),
		news(updates, {U: 101, u: 101, b: [['1', '1']], a: []}),
		reply({...obu, s: 'ob.BTC_USDT.400'}, 'unsubscribe'),
		reply({...obu, s: 'ob.BTC_USDT.400'}, 'subscribe', {code: 2, message: 'Alert sub'}),
		reply({channel: 'spot.trades', s: symbol}, 'subscribe', {code: 2, message: 'Alert sub'}),
		toText({time: 1, channel: 'spot.pong', event: '', error: null, result: null}),
	])
		assert.deepEqual(run.give(other), []);
	assert.ok(run.isInSync());
});

test('Gate: a refused subscription is no live book', () => {
	const run = start();
	const [output] = run.give(reply(obu, 'subscribe', {code: 2, message: `Alert sub ${obu.s}`}));
	assert.ok(output?.type === 'reconnect');
	assert.deepEqual(output.fault, {code: 'refused-request', detail: `Alert sub ${obu.s}`});
});

test('Gate: a subscription refused for what is on already is a reason to look at the book', () => {
	const run = startLive();
	const refused = reply(obu, 'subscribe', {code: 2, message: `Alert sub ${obu.s}`});
	assert.deepEqual(run.give(refused), [{type: 'doubt'}]);
	assert.deepEqual(types(run.give(update(101))), ['book']);
	run.give(update(105));
	assert.deepEqual(types(run.give(refused)), ['reconnect'], 'no book is there');
});

test('Gate: a request refused for its time is sent again with the exchange’s', () => {
	const run = start();
	const told = now + 90_000;
	const error = {code: 1, message: 'Invalid request'};
	const outputs = run.give(reply(obu, 'subscribe', error, told));
	assert.deepEqual(run.sent(outputs), [
		{
			...{time: Math.floor(told / 1000), id: 1},
			...{channel: 'spot.obu', event: 'subscribe', payload: [obu.s]},
		},
	]);
	assert.deepEqual(types(run.give(reply(obu, 'subscribe', error, told))), ['reconnect']);
});

test('Gate: an end of the subscription that was not asked for is no live book', () => {
	const run = startLive();
	assert.deepEqual(types(run.give(reply(obu, 'unsubscribe'))), ['syncing']);
	assert.ok(!run.isInSync());
});

test('Gate: an audit is by the book of the REST interface at the same id', () => {
	const run = startLive();
	const [asked] = run.give({type: 'audit'});
	assert.ok(asked?.type === 'request' && asked.request.type === 'http');
	assert.match(asked.request.path, /order_book\?currency_pair=STEEM_USDT&limit=100&with_id=true$/);
	const body = JSON.stringify({id: 101, bids: [['0.16', '5']], asks: [['0.17', '3']]});
	assert.deepEqual(run.give({type: 'response', body}), []);
	const [, audit] = run.give(update(101));
	assert.ok(audit?.type === 'audit');
	assert.equal(audit.changes[0]?.limit, Infinity, 'a short book is whole');
});

test('Gate: an answer without an id proves nothing', () => {
	const run = startLive();
	run.give({type: 'audit'});
	assert.throws(
		() => run.give({type: 'response', body: '{"bids":[],"asks":[]}'}),
		/Gate: not an id/,
	);
});

test('Gate: trades have the taker’s side and their time without its fraction', () => {
	const run = startLive();
	const fill = {
		...{id: 816995772, create_time: 1619093543, create_time_ms: '1619093543708.2642'},
		...{side: 'sell', currency_pair: symbol, amount: '0.2010000000', price: '121.5800000000'},
	};
	const trade = (result: object) => toText({channel: 'spot.trades', event: 'update', result});
	const [output] = run.give(trade(fill));
	assert.ok(output?.type === 'trades');
	const [{id, side, time}] = output.trades as [(typeof output.trades)[0]];
	assert.deepEqual([id, side, time], ['816995772', 'sell', 1619093543708]);
	assert.deepEqual(run.give(trade({...fill, currency_pair: 'DIS_USDT'})), []);
	assert.deepEqual(run.give(trade({...fill, price: 'x'})), [], 'is no reason to doubt the book');
});

test('Gate: the older channel lays updates on the book of the REST interface', () => {
	const run = start(gate.channels[1]);
	const change = (U: number, u = U, more = {}) =>
		news(updates, {e: 'depthUpdate', U, u, b: [['0.15', `${u}`]], a: null, ...more});
	assert.deepEqual(types(run.give(change(100, 104))), ['request']);
	const body = JSON.stringify({id: 102, bids: [['0.16', '5']], asks: [['0.17', '3']]});
	assert.deepEqual(types(run.give({type: 'response', body})), ['book', 'book']);
	assert.equal(run.book.sequence, 104);
	assert.deepEqual(types(run.give(change(106))), ['syncing', 'request']);
	const whole = change(108, 108, {full: true, l: '100', a: [['0.17', '1']]});
	run.give(whole);
	assert.ok(run.isInSync(), 'a full book replaces the one there is');
	assert.equal(run.book.sequence, 108);
	assert.equal(run.book.asks.length, 1);
	assert.deepEqual(types(run.give(reply(updates, 'subscribe', {code: 2, message: 'no'}))), [
		'reconnect',
	]);
});

test('Gate: on the older channel past waits do not count once there is a book', () => {
	const run = start(gate.channels[1]);
	run.give(reply(updates, 'subscribe'));
	for (const id of [100, 101]) {
		for (let wait = 0; wait < 2; wait++)
			assert.equal(types(run.give({type: 'waited'})).at(-1), 'request');
		run.give(asked(id));
		assert.ok(run.isInSync());
		run.give({type: 'resync', fault: {code: 'crossed'}});
	}
});

test('Gate: on the older channel a full book of before replaces no newer one', () => {
	const run = start(gate.channels[1]);
	const change = (u: number, t: number, more = {}) =>
		news(updates, {e: 'depthUpdate', t, U: u, u, b: [['0.15', `${u}`]], a: null, ...more});
	run.give(change(108, now, {full: true, a: [['0.17', '1']]}));
	assert.deepEqual(types(run.give(change(109, now + 1000))), ['book']);
	run.give(change(105, now - 1000));
	const before = change(108, now, {full: true, a: [['0.17', '1']]});
	for (const again of [before, before]) {
		assert.deepEqual(types(run.give(again)), ['syncing', 'request']);
		assert.ok(!run.isInSync());
	}
	assert.deepEqual(types(run.give(asked(108))), ['syncing', 'request'], 'so is this');
	run.give(asked(109));
	run.give(change(110, now + 2000));
	assert.ok(run.isInSync());
	assert.equal(run.book.sequence, 110);
	run.give(change(120, now + 4000, {full: true}));
	assert.equal(run.book.sequence, 120);
	run.give(change(115, now + 3000, {full: true}));
	assert.ok(!run.isInSync(), 'it is older than the full book before it');
});

test('Gate: the list tells steps by decimals, and what is halted', () => {
	const pair = {base: 'STEEM', quote: 'USDT', precision: 5, amount_precision: 1};
	const body = JSON.stringify([
		{id: 'STEEM_USDT', trade_status: 'tradable', ...pair},
		{id: 'FUN_BTC', trade_status: 'untradable', ...pair},
		{id: 'NO_PAIR'},
	]);
	const listOf = (text: string) => {
		const steps = gate.parseList(text);
		for (;;) {
			const step = steps.next();
			if (step.done) return step.value;
		}
	};
	const [steem, fun, ...rest] = listOf(body);
	assert.deepEqual(steem, {
		...{base: 'STEEM', quote: 'USDT', symbol: 'STEEM_USDT'},
		...{tickSize: {units: 1, decimals: 5}, sizeStep: {units: 1, decimals: 1}},
		state: {type: 'trading'},
	});
	assert.deepEqual(fun?.state, {type: 'halted', word: 'untradable', hasData: false});
	assert.equal(rest.length, 0);
	const one = JSON.stringify({id: 'STEEM_USDT', trade_status: 'tradable', ...pair});
	assert.deepEqual(listOf(one), [steem], 'of one market as well');
});

test('Gate: messages of a shared socket go to whom they are for', () => {
	const {mark, readHeading} = gate.sharing;
	const topics = gate.channels[0].topics(marketOf(symbol));
	const [output] = start().first;
	assert.ok(output?.type === 'send');
	assert.match(mark(output.data, 7), /"id":7,/);
	assert.deepEqual(readHeading(full(1).data), {type: 'topic', topic: topics[0]});
	const trade = {id: 1, create_time_ms: '1.5', side: 'sell', currency_pair: symbol};
	const fill = toText({time: 1, channel: 'spot.trades', event: 'update', result: trade});
	assert.deepEqual(readHeading(fill.data), {type: 'topic', topic: topics[1]});
	const answer = {type: 'answer', of: 1, topics: null};
	assert.deepEqual(readHeading(reply(obu, 'subscribe').data), {...answer, isRefusal: false});
	assert.deepEqual(readHeading(reply(obu, 'subscribe', {code: 2}).data), {
		...answer,
		isRefusal: true,
	});
	assert.deepEqual(readHeading('{"time":1,"channel":"spot.pong","event":""}'), {type: 'other'});
});

test('Gate: recordings are read by its own rules', () => {
	const wire = gate.wire;
	assert.ok(wire);
	const sent = {time: 1, id: 1, channel: 'spot.obu', event: 'subscribe', payload: [obu.s]};
	const topic = `gate spot.obu ${obu.s}`;
	assert.deepEqual(wire.topicsIn(JSON.stringify(sent)), [topic]);
	assert.deepEqual(wire.topicsIn(JSON.stringify({...sent, event: 'unsubscribe'})), []);
	assert.deepEqual(wire.bookOf(topic), {symbol, channel: 0});
	assert.deepEqual(wire.topicOf(full(5).data), {name: topic});
	assert.equal(wire.sequenceOf(update(4, 9).data), 9);
	assert.deepEqual(
		[full(5), update(4, 9)].map(({data}) => wire.isWhole?.(data)),
		[true, false],
	);
	const {data} = reply(obu, 'subscribe');
	assert.deepEqual(wire.topicOf(data), {name: topic, answers: 'subscription'});
	const older = {...sent, channel: updates.channel, payload: [symbol, '100ms']};
	const [name = ''] = wire.topicsIn(JSON.stringify(older));
	assert.deepEqual(wire.bookOf(name), {symbol, channel: 1});
	const url = new URL('https://host/api/v4/spot/order_book?currency_pair=STEEM_USDT&with_id=true');
	assert.equal(wire.snapshotSymbol(url), symbol);
	assert.equal(wire.snapshotSequence('{"id":59231869,"asks":[]}'), 59231869);
});
