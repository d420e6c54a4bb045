import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../../source/book/fixed-point.js';
import {parseMarkets, parseMessage} from '../../../source/exchanges/upbit/messages.js';
import {upbit} from '../../../source/exchanges/upbit/index.js';
import type {ClientOutput} from '../../../source/exchanges/exchange.js';
import {readCapture, readExpected, skipWithoutCaptures} from '../../helpers/captures.js';
import {marketOf, runClient, toRows} from '../../helpers/client-run.js';

const symbol = 'KRW-STEEM';
const now = 1_618_678_262_640;

const unit = (bid: readonly [string, string], ask: readonly [string, string]) =>
	`{"ask_price":${ask[0]},"bid_price":${bid[0]},"ask_size":${ask[1]},"bid_size":${bid[1]}}`;

const text = (time: number, size = '5.0', type = 'REALTIME', code = symbol) =>
	`{"type":"orderbook","code":"${code}","timestamp":${time},"total_ask_size":3.0,"total_bid_size":${size},"orderbook_units":[${unit(['312.0', size], ['313.0', '3.0'])}],"stream_type":"${type}","level":0}`;

/** In binary frames, as the exchange sends them. */
const toMessage = (data: string) => ({type: 'message' as const, data: Buffer.from(data)});
const push = (...given: Parameters<typeof text>) => toMessage(text(...given));

const body = (time: number, size = '5.0') =>
	`[{"market":"${symbol}","timestamp":${time},"total_ask_size":3.0,"total_bid_size":${size},"orderbook_units":[${unit(['312.0', size], ['313.0', '3.0'])}],"level":0}]`;

const refusal = (name: string) => toMessage(`{"error":{"name":"${name}","message":"no"}}`);

const types = (outputs: readonly ClientOutput[]) => outputs.map(({type}) => type);

const start = () => {
	const run = runClient(upbit.channels[0].createClient(marketOf(symbol)));
	const first = run.give({type: 'open', now});
	return {...run, first};
};

const startLive = () => {
	const run = start();
	run.give(push(now, '5.0', 'SNAPSHOT'));
	run.give(push(now + 100));
	assert.ok(run.isInSync());
	return run;
};

const bookIn = (data: string) => {
	const message = parseMessage(data, symbol);
	assert.ok(message.type === 'book', 'a book');
	return message;
};

test('Upbit: one request asks for all', () => {
	const [sent, ...more] = start().first;
	assert.deepEqual(more, []);
	assert.deepEqual(sent?.type === 'send' && JSON.parse(sent.data), [
		{ticket: 'steem-tui'},
		{type: 'orderbook', codes: ['KRW-STEEM.30']},
		{type: 'trade', codes: ['KRW-STEEM'], is_only_realtime: true},
		{format: 'DEFAULT'},
	]);
});

test('Upbit: the first message is an acknowledgement, the next a push', () => {
	const run = start();
	const proofs = [push(now, '5.0', 'SNAPSHOT'), push(now + 1)].flatMap(message =>
		run.give(message).map(output => (output.type === 'book' ? output.proof.by : output.type)),
	);
	assert.deepEqual(proofs, ['acknowledgement', 'push']);
});

test('Upbit: the answer of REST alone is no live book', () => {
	const run = start();
	assert.deepEqual(run.give({type: 'response', body: body(now)}), []);
	assert.ok(!run.isInSync());
	const live = startLive();
	live.give({type: 'resync', fault: {code: 'crossed'}});
	assert.deepEqual(live.give({type: 'response', body: body(now + 200)}), [], 'nor after trouble');
	assert.ok(!live.isInSync());
});

test('Upbit: each push replaces the book, also one of the same time', () => {
	const run = startLive();
	run.give(push(now + 100, '7.0'));
	assert.deepEqual(toRows(run.book.bids), [['312', '7']]);
	assert.deepEqual(types(run.give(push(now))), ['doubt'], 'an older one does not');
	assert.deepEqual(toRows(run.book.bids), [['312', '7']]);
});

test('Upbit: zeros are no level, and end no side', () => {
	const none = ['0.0', '0.0'] as const;
	const units = [
		unit(['312.0', '1.0'], ['313.0', '1.0']),
		unit(none, ['314.0', '2.0']),
		unit(none, ['315.0', '3.0']),
	];
	const data = text(now).replace(
		/"orderbook_units":\[.*?\]/,
		`"orderbook_units":[${units.join()}]`,
	);
	const {bids, asks} = bookIn(data).book;
	assert.deepEqual([bids.length, asks.length], [1, 3]);
	for (const wrong of [unit(['312.0', '0.0'], none), unit(none, ['0.0', '1.0'])])
		assert.throws(() => bookIn(data.replace(units[0] ?? '', wrong)), /a price or a size is zero/);
});

test('Upbit: numbers keep the digits that they were sent with', () => {
	const level = unit(['9.9E-7', '123456789.12345678'], ['0.0000011', '0.00000001']);
	const data = text(now).replace(/"orderbook_units":\[.*?\]/, `"orderbook_units":[${level}]`);
	const {bids, asks} = bookIn(data).book;
	assert.deepEqual([bids.length, asks.length], [1, 1]);
	const run = start();
	run.give(toMessage(data));
	assert.deepEqual(toRows(run.book.bids), [['0.00000099', '123456789.12345678']]);
	assert.deepEqual(toRows(run.book.asks), [['0.0000011', '0.00000001']]);
});

test('Upbit: levels that were joined are no book, nor is one of no time', () => {
	const run = startLive();
	const joined = text(now + 200).replace('"level":0', '"level":10');
	assert.notEqual(joined, text(now + 200), 'it says so');
	assert.deepEqual(run.give(toMessage(joined)), []);
	assert.equal(bookIn(text(now).replace('"level":0', '"level":0.0')).type, 'book');
	assert.throws(() => bookIn(text(0)), /no time/);
});

test('Upbit: a book of other sizes than it says is in doubt', () => {
	assert.ok(bookIn(text(now)).isSummed);
	const run = startLive();
	const wrong = text(now + 200).replace('"total_ask_size":3.0', '"total_ask_size":3.00000001');
	assert.deepEqual(types(run.give(toMessage(wrong))), ['book', 'doubt']);
});

test('Upbit: other markets and answers to pings are passed over', () => {
	const run = startLive();
	for (const data of [text(now + 200, '9.0', 'REALTIME', 'KRW-SBD'), '{"status":"UP"}'])
		assert.deepEqual(run.give(toMessage(data)), []);
});

test('Upbit: a refused request leaves no live book', () => {
	for (const [name, type] of [
		['NO_CODES', 'unserved'],
		['INVALID_PARAM', 'reconnect'],
		['WRONG_FORMAT', 'reconnect'],
	] as const)
		assert.deepEqual(types(start().give(refusal(name))), [type]);
	assert.deepEqual(types(startLive().give(refusal('NO_TICKET'))), ['reconnect']);
});

test('Upbit: asks again where nothing comes, and gives up in the end', () => {
	const run = start();
	const waits = Array.from({length: 5}, () => types(run.give({type: 'waited'})));
	const again = ['syncing', 'send'];
	assert.deepEqual(waits, [[], ['send'], again, again, ['unserved']]);
});

test('Upbit: past waits do not count once there is a book', () => {
	const run = start();
	for (let wait = 0; wait < 4; wait++) run.give({type: 'waited'});
	run.give(push(now));
	run.give({type: 'resync', fault: {code: 'crossed'}});
	assert.deepEqual(run.give({type: 'waited'}), []);
});

test('Upbit: trouble begins the subscription anew', () => {
	const run = startLive();
	const outputs = run.give({type: 'resync', fault: {code: 'crossed'}});
	assert.deepEqual(types(outputs), ['syncing', 'send']);
	run.give(push(now + 100, '5.0', 'SNAPSHOT'));
	assert.ok(run.isInSync(), 'the last book once more');
});

test('Upbit: an audit compares the book of REST at the same time', () => {
	const run = startLive();
	const [asked] = run.give({type: 'audit'});
	assert.deepEqual(asked?.type === 'request' && asked.request, {
		type: 'http',
		path: '/v1/orderbook?markets=KRW-STEEM&count=30',
		weight: 1,
	});
	assert.deepEqual(types(run.give({type: 'response', body: body(now + 100)})), ['audit']);
	assert.throws(() => run.give({type: 'response', body: '[]'}), /no book/);
});

test('Upbit: fills tell what the taker did, by ids beyond 2^53', () => {
	const fill = (taker: string) =>
		`{"type":"trade","code":"${symbol}","timestamp":1618678262712,"trade_date":"2021-04-17","trade_time":"16:51:02","trade_timestamp":1618678262000,"trade_price":127.0,"trade_volume":46.48838371,"ask_bid":"${taker}","prev_closing_price":123.00000000,"change":"RISE","change_price":4.00000000,"sequential_id":16186782620000031,"stream_type":"REALTIME"}`;
	const trades = ['BID', 'ASK'].flatMap(taker => {
		const message = parseMessage(fill(taker), symbol);
		return message.type === 'trade' ? [message.trade] : [];
	});
	assert.deepEqual(
		trades.map(({id, price, size, side, time}) => [
			...[id, formatDecimal(price), formatDecimal(size), side, time],
		]),
		[
			['16186782620000031', '127', '46.48838371', 'buy', 1618678262000],
			['16186782620000031', '127', '46.48838371', 'sell', 1618678262000],
		],
	);
	assert.equal(parseMessage(fill('?'), symbol).type, 'other');
});

test('Upbit: a list names the quote first', () => {
	const list =
		'[{"market":"KRW-STEEM","korean_name":"스팀","english_name":"Steem"},{"market":"STEEM"}]';
	const {value} = parseMarkets(list).next();
	assert.deepEqual(Array.isArray(value) && value.map(({base, quote}) => `${base}/${quote}`), [
		'STEEM/KRW',
	]);
	assert.equal(upbit.toSymbol('STEEM', 'KRW'), symbol);
});

test('Upbit: all recorded sums are those of the sizes', {skip: skipWithoutCaptures}, () => {
	let count = 0;
	for (const file of [
		'upbit-multi-20210417.jsonl.gz',
		'derived-upbit-default-multi-20210417.jsonl.gz',
	])
		for (const [code] of Object.entries(readExpected(file)))
			for (const {data} of readCapture(file)) {
				const message = parseMessage(data, code);
				if (message.type !== 'book') continue;
				assert.ok(message.isSummed, data.slice(0, 200));
				count++;
			}
	assert.equal(count, 145 + 87 + 26 + 16);
});
