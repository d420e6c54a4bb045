import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createBinanceClient, streamPath} from '../../../source/exchanges/binance/client.js';
import {marketOf, runClient, toRows} from '../../helpers/client-run.js';

type Levels = readonly (readonly [string, string])[];

const event = (first: number, last: number, bids: Levels = [], asks: Levels = []) => ({
	type: 'message' as const,
	data: JSON.stringify({
		stream: 'steemusdt@depth@100ms',
		data: {
			e: 'depthUpdate',
			E: 1_618_677_378_324,
			s: 'STEEMUSDT',
			U: first,
			u: last,
			b: bids,
			a: asks,
		},
	}),
});

const response = (id: number, bids: Levels = [['1', '5']], asks: Levels = [['2', '5']]) => ({
	type: 'response' as const,
	body: JSON.stringify({lastUpdateId: id, bids, asks}),
});

const start = () => {
	const run = runClient(createBinanceClient(marketOf('STEEMUSDT', 'STEEM', 'USDT')));
	run.give({type: 'open'});
	return run;
};

/** A client whose book is at sequence 100. */
const startLive = () => {
	const run = start();
	run.give(event(99, 100));
	run.give(response(100));
	assert.ok(run.isInSync());
	return run;
};

const requestOutput = {
	type: 'request',
	request: {type: 'http', path: '/api/v3/depth?symbol=STEEMUSDT&limit=1000', weight: 50},
};

const tradeText = (id: number) =>
	JSON.stringify({
		stream: 'steemusdt@trade',
		data: {e: 'trade', E: 5, s: 'STEEMUSDT', t: id, p: '1', q: '1', T: 5, m: true},
	});

/** Asks which of the streams are on. */
const list = {type: 'send', data: '{"method":"LIST_SUBSCRIPTIONS","id":1}'};

const result = (value: unknown) => ({
	type: 'message' as const,
	data: JSON.stringify({result: value, id: 1}),
});

const streams = ['steemusdt@depth@100ms', 'steemusdt@trade'];

test('names its streams in lower case on the combined address', () => {
	assert.equal(
		streamPath(marketOf('STEEMUSDT')),
		'/stream?streams=steemusdt@depth@100ms/steemusdt@trade',
	);
});

test('asks for one snapshot, once the stream flows', () => {
	const run = start();
	assert.deepEqual(run.outputs, [list]);
	assert.deepEqual(run.give(event(1, 2)), [requestOutput]);
	assert.deepEqual(run.give(event(3, 4)), []);
});

for (const {name, events, id, sequence} of [
	{
		name: 'starts at lastUpdateId + 1',
		events: [event(98, 100), event(101, 105)],
		id: 100,
		sequence: 105,
	},
	{name: 'straddles the snapshot', events: [event(99, 103)], id: 100, sequence: 103},
	{name: 'ends on the snapshot', events: [event(98, 100)], id: 100, sequence: 100},
	{name: 'is older than the snapshot', events: [event(90, 95)], id: 100, sequence: 100},
]) {
	test(`is in sync where the first event ${name}`, () => {
		const run = start();
		for (const given of events) run.give(given);
		run.give(response(id));
		assert.ok(run.isInSync());
		assert.equal(run.book.sequence, sequence);
	});
}

test('no snapshot of before is a book where ids began anew meanwhile', () => {
	const later = (first: number, last: number, ms: number) => {
		const {type, data} = event(first, last, [['1', String(last)]]);
		return {type, data: data.replace('"E":1618677378324', `"E":${1_618_677_378_324 + ms}`)};
	};
	const run = start();
	run.give(event(99, 100));
	run.give(later(50, 51, 100));
	run.give(later(52, 52, 200));
	for (const id of [100, 53]) {
		assert.deepEqual(
			run.give(response(id)).map(({type}) => type),
			['syncing', 'request'],
		);
		assert.ok(!run.isInSync());
	}
	run.give(later(53, 54, 300));
	run.give(response(53));
	assert.ok(run.isInSync());
	assert.deepEqual([run.book.sequence, toRows(run.book.bids)], [54, [['1', '54']]]);
});

test('gets another snapshot while one is older than the first event', () => {
	const run = start();
	run.give(event(105, 106, [['1', '7']]));
	const [syncing, request] = run.give(response(103));
	assert.equal(syncing?.type, 'syncing');
	assert.deepEqual(request, requestOutput);
	assert.equal(run.book.sequence, null);
	run.give(response(104));
	assert.equal(run.book.sequence, 106);
	assert.deepEqual(toRows(run.book.bids), [['1', '7']]);
});

test('gives up a connection whose snapshots stay too old', () => {
	const run = start();
	run.give(event(105, 106));
	const types = Array.from({length: 9}, () => run.give(response(1)).at(-1)?.type);
	assert.deepEqual(types, [...Array<string>(8).fill('request'), 'reconnect']);
});

test('sets, removes and ignores levels as the event says', () => {
	const run = startLive();
	run.give(
		event(
			101,
			101,
			[
				['0.9', '3'],
				['1', '0.00000000'],
			],
			[['7', '0']],
		),
	);
	assert.deepEqual(toRows(run.book.bids), [['0.9', '3']]);
	assert.deepEqual(toRows(run.book.asks), [['2', '5']]);
	assert.equal(run.book.exchangeTime, 1_618_677_378_324);
});

for (const {name, given} of [
	{name: 'a repeated event', given: event(99, 100, [['1', '9']])},
	{name: 'an old event', given: event(50, 60, [['1', '9']])},
	{
		name: "another market's event",
		given: {...event(101, 101), data: event(101, 101).data.replace('STEEMUSDT', 'STEEMBTC')},
	},
]) {
	test(`drops ${name} at any time`, () => {
		const run = startLive();
		assert.deepEqual(run.give(given), []);
		assert.equal(run.book.sequence, 100);
	});
}

test('applies an event that overlaps the book', () => {
	const run = startLive();
	run.give(event(99, 102, [['1', '9']]));
	assert.equal(run.book.sequence, 102);
	assert.deepEqual(toRows(run.book.bids), [['1', '9']]);
});

test('keeps the old book through a gap until the new one links', () => {
	const run = startLive();
	const [syncing, request] = run.give(event(102, 103, [['1', '9']]));
	assert.deepEqual(syncing, {
		type: 'syncing',
		fault: {code: 'gap', detail: '101 is missing'},
	});
	assert.deepEqual(request, requestOutput);
	assert.deepEqual(toRows(run.book.bids), [['1', '5']]);
	run.give(event(104, 104, [['1', '10']]));
	run.give(response(103, [['1', '8']]));
	assert.ok(run.isInSync());
	assert.deepEqual([run.book.sequence, toRows(run.book.bids)], [104, [['1', '10']]]);
});

test('sees a gap among the events it had buffered', () => {
	const run = start();
	for (const given of [event(99, 101), event(105, 106)]) run.give(given);
	assert.equal(run.give(response(100)).at(-1)?.type, 'request');
	assert.ok(!run.isInSync());
	run.give(response(104));
	assert.deepEqual([run.isInSync(), run.book.sequence], [true, 106]);
});

test('takes no snapshot older than the book it had', () => {
	const run = startLive();
	run.give({type: 'resync', fault: {code: 'asked'}});
	run.give(response(99));
	assert.ok(!run.isInSync());
	run.give(response(100));
	assert.ok(run.isInSync());
});

test('wants a link again after a message it could not read', () => {
	const run = startLive();
	const outputs = run.give({type: 'resync', fault: {code: 'bad-message'}});
	assert.deepEqual(outputs, [{type: 'syncing', fault: {code: 'bad-message'}}]);
	assert.deepEqual(run.give(event(103, 104)), [requestOutput]);
});

test('takes a snapshot for the book where the stream is on and stays silent', () => {
	const run = start();
	run.give(result(streams));
	assert.deepEqual(run.give({type: 'waited'}), [requestOutput]);
	assert.deepEqual(run.give({type: 'waited'}), []);
	const [book] = run.give(response(100));
	assert.deepEqual(book?.type === 'book' && book.note, {code: 'quiet'});
	run.give(event(103, 103));
	assert.ok(!run.isInSync());
});

test('ignores a snapshot nobody asked for', () => {
	const run = startLive();
	assert.deepEqual(run.give(response(500)), []);
});

test('buffers a bounded number of events', () => {
	const run = start();
	for (let id = 1; id <= 6000; id++) run.give(event(id, id));
	run.give(response(500));
	assert.ok(!run.isInSync());
	run.give(response(1001));
	assert.equal(run.book.sequence, 6000);
});

for (const {name, text} of [
	{name: 'a raw serverShutdown', text: '{"e":"serverShutdown","E":1770123456789}'},
	{
		name: 'a combined serverShutdown',
		text: '{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}',
	},
]) {
	test(`renews the connection at ${name}`, () => {
		assert.equal(startLive().give({type: 'message', data: text})[0]?.type, 'renew');
	});
}

for (const text of [
	'{"lastUpdateId":160,"bids":[["0.0024","10"]],"asks":[["0.0026","100"]]}',
	'{"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}',
	'{"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001","q":"100","T":1672515782136,"m":true,"M":true}',
	'{"e":"aggTrade","E":1672515782136,"s":"BNBBTC","a":12345,"p":"0.001","q":"100","f":100,"l":105,"T":1672515782136,"m":true,"M":true}',
	'{"e":"24hrTicker","E":0,"s":"STEEMUSDT","p":"0.0015","P":"250.00","b":"0.0024","B":"10","a":"0.0026","A":"100"}',
	'{"stream":"!miniTicker@arr","data":[]}',
	'{"stream":"steemusdt@kline_1m","data":{"e":"kline","s":"STEEMUSDT","k":{}}}',
	'{"result":null,"id":1}',
	'{"result":["btcusdt@aggTrade"],"id":3}',
	'{"result":true,"id":2}',
	'{"code":2,"msg":"Invalid request","id":4}',
	'{"error":{"code":2,"msg":"Invalid request"},"id":4}',
	'{"e":"somethingNew","s":"STEEMUSDT"}',
]) {
	test(`is left as it is by ${text.slice(0, 50)}`, () => {
		const run = startLive();
		assert.deepEqual(run.give({type: 'message', data: text}), []);
		assert.deepEqual([run.isInSync(), run.book.sequence], [true, 100]);
	});
}

test('says what the exchange refused while there is no book', () => {
	const [output] = start().give({type: 'message', data: '{"code":3,"msg":"Invalid JSON","id":4}'});
	assert.deepEqual(output, {
		type: 'syncing',
		fault: {code: 'refused-request', detail: 'Invalid JSON'},
	});
});

for (const bad of ['-1', 'NaN', '', '1e400', 'Infinity', '0x10', '1,5', ' 1', '+1']) {
	test(`refuses a message with the number "${bad}"`, () => {
		assert.throws(() => start().give(event(1, 2, [[bad, '1']])), /^MessageError: Binance: /);
		assert.throws(() => start().give(event(1, 2, [], [['1', bad]])), /^MessageError: Binance: /);
	});
}

for (const [name, text] of Object.entries({
	'half a message': event(1, 2).data.slice(0, 60),
	'no object': '[1,2]',
	'text ids': event(1, 2).data.replace('"U":1', '"U":"one"'),
	'ids that run backwards': event(3, 2).data,
	'an id beyond 2^53': event(1, 2).data.replace('"u":2', '"u":90071992547409930'),
	'no levels': event(1, 2).data.replace('"b":[]', '"c":[]'),
	'levels that are no pairs': event(1, 2).data.replace('"b":[]', '"b":["1"]'),
	'numbers in place of texts': event(1, 2).data.replace('"b":[]', '"b":[[1,2]]'),
	'a price of zero': event(1, 2, [['0', '1']]).data,
})) {
	test(`refuses ${name}`, () => {
		const run = startLive();
		assert.throws(() => run.give({type: 'message', data: text}), /^MessageError: Binance: /);
		assert.equal(run.book.sequence, 100);
	});
}

for (const body of [
	'',
	'<html>',
	'{"code":-1121,"msg":"Invalid symbol."}',
	'{"lastUpdateId":1,"bids":[]}',
]) {
	test(`refuses the snapshot ${JSON.stringify(body)}`, () => {
		const run = start();
		run.give(event(1, 2));
		assert.throws(() => run.give({type: 'response', body}), /^MessageError: Binance: /);
	});
}

test('audits by a snapshot and the events since, at the sequence of the book', () => {
	const run = startLive();
	assert.deepEqual(run.give({type: 'audit'}), [requestOutput]);
	run.give(event(101, 102, [['1', '6']]));
	const [audit] = run.give(response(101, [['1', '5']]));
	assert.equal(audit?.type, 'audit');
	assert.deepEqual(
		audit?.type === 'audit' && audit.changes.map(({type, sequence}) => [type, sequence]),
		[
			['snapshot', 101],
			['update', 102],
		],
	);
});

test('an audit waits until the book is as far as its snapshot', () => {
	const run = startLive();
	run.give({type: 'audit'});
	assert.deepEqual(run.give(response(103)), []);
	assert.deepEqual(
		run.give(event(101, 102)).map(({type}) => type),
		['book'],
	);
	assert.deepEqual(
		run.give(event(103, 105)).map(({type}) => type),
		['book', 'audit'],
	);
});

test('an audit asks again for a snapshot from before it began, then leaves it', () => {
	const run = startLive();
	run.give({type: 'audit'});
	run.give(event(101, 102));
	const types = Array.from({length: 7}, () => run.give(response(90)).map(({type}) => type));
	assert.deepEqual(types, [...Array<string[]>(5).fill(['request']), ['unaudited'], []]);
	assert.ok(run.isInSync());
});

test('a new audit takes the place of one whose snapshot was lost', () => {
	const run = startLive();
	for (let count = 0; count < 9; count++)
		assert.deepEqual(run.give({type: 'audit'}), [requestOutput]);
	assert.equal(run.give(response(100))[0]?.type, 'audit');
});

test('a gap ends an audit', () => {
	const run = startLive();
	run.give({type: 'audit'});
	run.give(event(105, 106));
	assert.ok(run.give(response(106)).every(({type}) => type === 'book'));
});

test('audits nothing while it is not in sync', () => {
	assert.deepEqual(start().give({type: 'audit'}), []);
});

test('refuses what is nested deeper than any message', () => {
	const deep = `{"x":${'['.repeat(70_000)}${']'.repeat(70_000)}}`;
	assert.throws(() => start().give({type: 'message', data: deep}), /nested more than 32 deep/);
	const brackets = `{"stream":"x","data":{"note":"${'['.repeat(70_000)}\\""}}`;
	assert.deepEqual(start().give({type: 'message', data: brackets}), []);
});

for (const [isBuyerMaker, side] of [
	[true, 'sell'],
	[false, 'buy'],
] as const) {
	test(`tells a fill, taken by a ${side}`, () => {
		const trade = {e: 'trade', E: 1, s: 'STEEMUSDT', t: 12345, p: '0.00100', q: '100', T: 7};
		const data = JSON.stringify({stream: 'x', data: {...trade, m: isBuyerMaker, M: true}});
		assert.deepEqual(startLive().give({type: 'message', data}), [
			{
				type: 'trades',
				trades: [
					{
						id: '12345',
						price: {units: 1, decimals: 3},
						size: {units: 100, decimals: 0},
						side,
						time: 7,
					},
				],
			},
		]);
	});
}

const fill = (id: number) => ({e: 'trade', s: 'STEEMUSDT', t: id, p: '1', q: '2', T: 7, m: true});
const merged = (first: number, last: number) => ({
	...{e: 'aggTrade', s: 'STEEMUSDT', a: 9, f: first, l: last, p: '1', q: '2', T: 7, m: true},
});

/** Ids of the trades that come of these messages. */
const tapeOf = (...messages: readonly object[]) => {
	const run = startLive();
	return messages.flatMap(message =>
		run
			.give({type: 'message', data: JSON.stringify({stream: 'x', data: message})})
			.flatMap(output => (output.type === 'trades' ? output.trades.map(({id}) => Number(id)) : [])),
	);
};

test('tells fills that were merged', () => {
	const [output] = startLive().give({
		type: 'message',
		data: '{"e":"aggTrade","E":1672515782136,"s":"STEEMUSDT","a":12345,"p":"0.00100","q":"100","f":100,"l":105,"T":1672515782130,"m":true,"M":true}',
	});
	const price = {units: 1, decimals: 3};
	const size = {units: 100, decimals: 0};
	const trade = {id: '105', price, size, side: 'sell', time: 1672515782130};
	assert.deepEqual(output, {type: 'trades', trades: [trade]});
});

test('tells each fill once where single and merged ones come', () => {
	assert.deepEqual(tapeOf(merged(1, 3), merged(4, 4)), [3, 4]);
	assert.deepEqual(tapeOf(fill(1), fill(2), merged(1, 2), fill(3), merged(3, 3)), [1, 2, 3]);
	assert.deepEqual(tapeOf(merged(1, 2), fill(1), fill(2), fill(3), merged(3, 3)), [2, 3]);
});

const timedEvent = (first: number, last: number, time: number) => ({
	type: 'message' as const,
	data: JSON.stringify({
		e: 'depthUpdate',
		E: time,
		s: 'STEEMUSDT',
		U: first,
		u: last,
		b: [],
		a: [],
	}),
});

test('makes a new connection where the ids begin anew', () => {
	const run = startLive();
	run.give(timedEvent(101, 101, 1_000_000));
	run.give(timedEvent(5, 5, 1_004_000));
	const types = [6, 7, 8].map(id => run.give(timedEvent(id, id, 1_006_000)).at(-1)?.type);
	assert.deepEqual(types, [undefined, undefined, 'reconnect']);
});

test('makes a new connection after one event with an absurd id', () => {
	const run = startLive();
	run.give(timedEvent(101, Number.MAX_SAFE_INTEGER, 1_000_000));
	const types = [102, 103, 104].map(id => run.give(timedEvent(id, id, 1_006_000)).at(-1)?.type);
	assert.deepEqual(types, ['doubt', undefined, 'reconnect']);
});

test('makes a new connection after fifty old events in a row', () => {
	const run = startLive();
	const types = Array.from({length: 50}, () => run.give(event(50, 60)).at(-1)?.type);
	assert.deepEqual(types, [...Array<undefined>(49).fill(undefined), 'reconnect']);
});

test('does not take a snapshot asked for before a message it could not read', () => {
	const run = startLive();
	run.give({type: 'audit'});
	run.give({type: 'resync', fault: {code: 'bad-message'}});
	assert.deepEqual(run.give(response(100)), []);
	assert.ok(!run.isInSync());
});

test('a snapshot since a message it could not read waits for what links to it', () => {
	for (const [sequence, isLinked] of [
		[100, false],
		[102, true],
	] as const) {
		const run = startLive();
		run.give({type: 'resync', fault: {code: 'bad-message'}});
		assert.deepEqual(run.give(response(sequence)), []);
		run.give(event(103, 104));
		assert.equal(run.isInSync(), isLinked);
	}
});

test('nothing that is asked for right after a message it could not read is taken for the book', () => {
	const run = startLive();
	run.give({type: 'resync', fault: {code: 'bad-message'}});
	run.give({type: 'resync', fault: {code: 'asked'}});
	run.give(response(100));
	assert.ok(!run.isInSync());
	// That may be a moment ago still.
	run.give({type: 'waited'});
	run.give(response(100));
	assert.ok(!run.isInSync());
	run.give({type: 'waited'});
	run.give(response(102));
	assert.ok(run.isInSync());
});

test('refuses more levels than any snapshot has', () => {
	const bids = Array.from({length: 50_001}, (_, index): [string, string] => [`${index + 1}`, '1']);
	assert.throws(() => start().give(event(1, 2, bids)), /more than 50000 levels/);
});

test('follows a mirror that writes symbols in lower case', () => {
	const run = startLive();
	run.give({...event(101, 101), data: event(101, 101).data.replace('STEEMUSDT', 'steemusdt')});
	assert.equal(run.book.sequence, 101);
});

test('a fill that cannot be read costs nothing', () => {
	const data = '{"e":"trade","s":"STEEMUSDT","t":1,"p":"1","q":"0.00000000","T":1,"m":true}';
	assert.deepEqual(startLive().give({type: 'message', data}), []);
});

for (const {name, given} of [
	{name: 'nothing was answered', given: []},
	{name: 'other streams are on', given: [result(['btcusdt@depth@100ms'])]},
	{name: 'the question was refused', given: [{type: 'message', data: '{"code":2,"msg":"no"}'}]},
	{name: 'a request nobody made was taken', given: [result(null)]},
	{name: 'only trades came', given: [{type: 'message', data: tradeText(1)}]},
] as const) {
	test(`a snapshot alone is no book where ${name}`, () => {
		const run = start();
		for (const input of given) run.give(input);
		assert.deepEqual(run.give({type: 'waited'}), [
			{type: 'syncing', fault: {code: 'no-data'}},
			list,
		]);
		run.give(response(100));
		assert.ok(!run.isInSync());
		// What was taken before the stream was known to be on may be older than it.
		run.give(result(streams));
		assert.ok(!run.isInSync());
		assert.deepEqual(run.give({type: 'waited'}), [requestOutput]);
		run.give(response(100));
		assert.ok(run.isInSync());
	});
}

test('streams named by a mirror in capitals are on as well', () => {
	const run = start();
	run.give(result(['STEEMUSDT@depth@100ms']));
	assert.deepEqual(run.give({type: 'waited'}), [requestOutput]);
});

/** An event of this millisecond, or microsecond. */
const eventAt = (id: number, time: number) => {
	const {data} = event(id, id);
	return {type: 'message' as const, data: data.replace(/"E":\d+/, `"E":${time}`)};
};

for (const {name, unit} of [
	{name: 'milliseconds', unit: 1},
	{name: 'microseconds', unit: 1000},
]) {
	test(`keeps a snapshot that is ahead of a stream told in ${name}`, () => {
		const run = start();
		const at = (ms: number) => (1_730_000_000_000 + ms) * unit;
		for (let id = 101; id <= 115; id++) run.give(eventAt(id, at(id * 100)));
		run.give(response(115));
		// One is lost; the snapshot comes six seconds later, five events ahead of the stream.
		for (let id = 117; id <= 177; id++) run.give(eventAt(id, at(id * 100)));
		run.give(response(182));
		assert.ok(run.isInSync());
		const outputs = Array.from({length: 30}, (_, index) =>
			run.give(eventAt(178 + index, at((178 + index) * 100))),
		).flat();
		assert.deepEqual([...new Set(outputs.map(({type}) => type))], ['book']);
		assert.deepEqual([run.book.sequence, run.book.exchangeTime], [207, at(20_700) / unit]);
	});
}

test('gives up a snapshot that the stream does not come to', () => {
	const run = startLive();
	run.give(eventAt(105, 1_730_000_000_000));
	run.give(response(1_000_000));
	assert.ok(run.isInSync());
	const outputs = Array.from({length: 60}, (_, index) =>
		run.give(eventAt(106 + index, 1_730_000_000_000 + index * 100)),
	);
	assert.deepEqual(outputs.flat()[0], {
		type: 'reconnect',
		fault: {code: 'gap', detail: 'updates are at 157, the snapshot was at 1000000'},
	});
	assert.equal(
		outputs.findIndex(({length}) => length > 0),
		51,
	);
});

test('an audit ahead of a stream that has stopped compares what there is', () => {
	const run = startLive();
	run.give({type: 'audit'});
	run.give(response(103, [['1', '7']]));
	const [audit] = run.give({type: 'audit-late'});
	assert.deepEqual(
		audit?.type === 'audit' && [audit.changes.map(({sequence}) => sequence), audit.lag],
		[[103], {code: 'stopped', detail: 'updates ended at 100, a snapshot is at 103'}],
	);
});

test('an audit without an answer is left for another time', () => {
	const run = startLive();
	run.give({type: 'audit'});
	assert.deepEqual(run.give({type: 'audit-late'}), [
		{type: 'unaudited', fault: {code: 'no-audit', detail: 'no snapshot came'}},
	]);
	assert.deepEqual(run.give({type: 'audit-late'}), []);
});
