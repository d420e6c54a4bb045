import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../../source/book/fixed-point.js';
import {bitstamp} from '../../../source/exchanges/bitstamp/index.js';
import {parseMessage, parsePairs} from '../../../source/exchanges/bitstamp/messages.js';
import type {ClientOutput} from '../../../source/exchanges/exchange.js';
import {readCapture, readExpected, skipWithoutCaptures} from '../../helpers/captures.js';
import {digest, marketOf, runClient, toRows} from '../../helpers/client-run.js';

const symbol = 'usdtusd';
const topics = {book: 'order_book_usdtusd', trades: 'live_trades_usdtusd'};
const now = 1_641_343_721_506_497;

type Texts = readonly (readonly [string, string])[];

const book = (micros: number, bids: Texts = [['0.99787', '5.00000']]) => ({
	...{timestamp: String(Math.floor(micros / 1e6)), microtimestamp: String(micros)},
	...{bids, asks: [['0.99994', '14883.96385']]},
});

const tell = (event: string, channel: string, data: unknown = {}) => ({
	type: 'message' as const,
	data: JSON.stringify({data, channel, event}),
});

const push = (...given: Parameters<typeof book>) => tell('data', topics.book, book(...given));
const subscribed = tell('bts:subscription_succeeded', topics.book);
const unsubscribed = tell('bts:unsubscription_succeeded', topics.book);

const types = (outputs: readonly ClientOutput[]) => outputs.map(({type}) => type);
const sent = (outputs: readonly ClientOutput[]) =>
	outputs.flatMap(output => (output.type === 'send' ? [JSON.parse(output.data) as unknown] : []));

const start = () => {
	const run = runClient(bitstamp.channels[0].createClient(marketOf(symbol)));
	return {...run, first: run.give({type: 'open'})};
};

const startLive = () => {
	const run = start();
	run.give(subscribed);
	run.give(push(now));
	assert.ok(run.isInSync());
	return run;
};

const control = (event: string, channel: string) => ({event: `bts:${event}`, data: {channel}});

test('Bitstamp: asks for one channel a message', () => {
	assert.deepEqual(sent(start().first), [
		control('subscribe', topics.book),
		control('subscribe', topics.trades),
	]);
});

test('Bitstamp: an acknowledgement is no book, a push is', () => {
	const run = start();
	assert.deepEqual(run.give(subscribed), []);
	assert.deepEqual(types(run.give(push(now))), ['book']);
});

test('Bitstamp: books go by microseconds, not by seconds', () => {
	const run = startLive();
	run.give(push(now + 1, [['0.99761', '7.00000']]));
	assert.deepEqual(toRows(run.book.bids), [['0.99761', '7']]);
	assert.equal(run.book.sequence, now + 1);
	assert.equal(run.book.exchangeTime, 1_641_343_721_506);
	assert.deepEqual(types(run.give(push(now))), ['doubt']);
});

test('Bitstamp: a book of no time has no place among the others', () => {
	assert.throws(() => startLive().give(push(0)), /no time/);
});

test('Bitstamp: changes of the full book are not taken for a book', () => {
	const run = start();
	assert.deepEqual(run.give(tell('data', `diff_${topics.book}`, book(now))), []);
	assert.deepEqual(run.give(tell('data', 'order_book_usdtusdx', book(now))), []);
	assert.throws(() => run.give(push(now, [['0.99787', '0.00000']])), /a size of zero/);
	assert.ok(!run.isInSync());
});

test('Bitstamp: a refused book is not live, refused trades are not missed', () => {
	const error = {code: null, message: 'Bad subscription string.'};
	for (const channel of [topics.book, ''])
		assert.deepEqual(types(start().give(tell('bts:error', channel, error))), ['reconnect']);
	assert.deepEqual(startLive().give(tell('bts:error', topics.trades, error)), []);
});

test('Bitstamp: a subscription that ended unasked ends the connection', () => {
	assert.deepEqual(types(startLive().give(unsubscribed)), ['reconnect']);
});

test('Bitstamp: what comes of a subscription that was ended proves nothing', () => {
	const run = startLive();
	const outputs = run.give({type: 'resync', fault: {code: 'crossed'}});
	assert.deepEqual(sent(outputs), [
		control('unsubscribe', topics.book),
		control('subscribe', topics.book),
	]);
	assert.deepEqual(run.give(push(now + 1)), []);
	assert.ok(!run.isInSync());
	assert.deepEqual(run.give(unsubscribed), []);
	run.give(subscribed);
	run.give(push(now + 2));
	assert.ok(run.isInSync());
});

test('Bitstamp: REST is no book while nothing that is pushed is taken', () => {
	const run = startLive();
	run.give({type: 'resync', fault: {code: 'crossed'}});
	run.give(subscribed);
	for (let wait = 0; wait < 2; wait++) run.give({type: 'waited'});
	run.give({type: 'response', body: JSON.stringify(book(now + 1))});
	assert.deepEqual(run.give(push(now + 2)), []);
	assert.ok(!run.isInSync(), 'the end of the subscription was not told yet');
});

test('Bitstamp: a silent market is taken from REST, once it is subscribed to', () => {
	const silent = start();
	silent.give({type: 'waited'});
	assert.deepEqual(types(silent.give({type: 'waited'})), ['send', 'send'], 'asked for anew');
	const run = start();
	run.give(subscribed);
	assert.deepEqual(run.give({type: 'waited'}), []);
	const [asked] = run.give({type: 'waited'});
	assert.equal(
		asked?.type === 'request' && asked.request.type === 'http' && asked.request.path,
		'/api/v2/order_book/usdtusd/',
	);
	const [given] = run.give({type: 'response', body: JSON.stringify(book(now))});
	assert.equal(given?.type === 'book' && given.proof.by, 'acknowledgement');
});

test('Bitstamp: after a book, REST is asked again only once its new subscription was silent for as long', () => {
	const run = start();
	run.give(subscribed);
	for (let wait = 0; wait < 2; wait++) run.give({type: 'waited'});
	run.give(push(now));
	for (let loss = 1; loss <= 3; loss++) {
		run.give({type: 'resync', fault: {code: 'crossed'}});
		run.give(unsubscribed);
		run.give(subscribed);
		assert.deepEqual(run.give({type: 'waited'}), []);
		assert.deepEqual(types(run.give({type: 'waited'})), ['request']);
		run.give(push(now + loss));
		assert.ok(run.isInSync());
	}
});

test('Bitstamp: REST alone is no live book', () => {
	const run = start();
	assert.deepEqual(run.give({type: 'response', body: JSON.stringify(book(now))}), []);
	assert.ok(!run.isInSync());
});

test('Bitstamp: a book that was asked for to be compared is none once that is gone', () => {
	const run = startLive();
	assert.deepEqual(types(run.give({type: 'audit'})), ['request']);
	run.give({type: 'resync', fault: {code: 'crossed'}});
	run.give(unsubscribed);
	run.give(subscribed);
	assert.deepEqual(run.give({type: 'response', body: JSON.stringify(book(now))}), []);
	assert.ok(!run.isInSync(), 'it is a second behind what is pushed');
});

test('Bitstamp: what was not pushed yet need not begin anew', () => {
	const run = start();
	run.give(subscribed);
	const fault = {code: 'asked'} as const;
	assert.deepEqual(run.give({type: 'resync', fault}), [{type: 'syncing', fault}]);
	run.give(push(now));
	assert.ok(run.isInSync());
});

test('Bitstamp: an announced end asks for a new connection', () => {
	const ending = '{"event":"bts:request_reconnect","channel":"","data":""}';
	const run = startLive();
	assert.deepEqual(types(run.give({type: 'message', data: ending})), ['renew']);
	assert.ok(run.isInSync(), 'until then the book goes on');
	assert.equal(bitstamp.sharing.readHeading(ending).type, 'ending');
	const alive = '{"event":"bts:heartbeat","channel":"","data":{"status":"success"}}';
	assert.deepEqual(run.give({type: 'message', data: alive}), []);
});

test('Bitstamp: a message on a shared socket is known by its end', () => {
	const levels: Texts = Array.from({length: 100}, (_, at) => [`0.${999 - at}`, '1.00000']);
	const heading = bitstamp.sharing.readHeading(push(now, levels).data);
	assert.deepEqual(heading, {type: 'topic', topic: topics.book});
});

test('Bitstamp: fills keep their digits and the side of the taker', () => {
	const fill = (type: number) =>
		parseMessage(
			`{"data":{"id":216000477,"timestamp":"1641343699","amount":0.0792,"amount_str":"0.07920000","price":3805.44,"price_str":"3805.44","type":${type},"microtimestamp":"1641343699596000","buy_order_id":1443875737346049,"sell_order_id":1443875731320832},"channel":"${topics.trades}","event":"trade"}`,
			topics,
		);
	const sides = [0, 1, 2].map(type => {
		const message = fill(type);
		if (message.type !== 'trade') return message.type;
		const {id, price, size, side, time} = message.trade;
		return [id, formatDecimal(price), formatDecimal(size), side, time].join(' ');
	});
	assert.deepEqual(sides, [
		'216000477 3805.44 0.0792 buy 1641343699596',
		'216000477 3805.44 0.0792 sell 1641343699596',
		'other',
	]);
});

test('Bitstamp: a list tells steps by their digits, and what is halted', () => {
	const pair = (name: string, trading: string) =>
		`{"trading":"${trading}","base_decimals":8,"url_symbol":"${name.replace('/', '').toLowerCase()}","name":"${name}","counter_decimals":5}`;
	const {value} = parsePairs(
		`[${pair('BAT/BTC', 'Enabled')},${pair('SRM/USD', 'Disabled')}]`,
	).next();
	assert.ok(Array.isArray(value), 'a list');
	assert.deepEqual(value[0], {
		...{base: 'BAT', quote: 'BTC', symbol: 'batbtc', state: {type: 'trading'}},
		...{tickSize: {units: 1, decimals: 5}, sizeStep: {units: 1, decimals: 8}},
	});
	assert.deepEqual(value[1]?.state, {type: 'halted', word: 'Disabled', hasData: false});
});

/** Whole books as they would have been pushed, made of a recorded book and the changes that followed. */
const pushesOf = (file: string): readonly ReturnType<typeof push>[] => {
	const sides = {bids: new Map<string, string>(), asks: new Map<string, string>()};
	let from = 0n;
	return readCapture(file).flatMap(({kind, data}) => {
		const {data: news = null, ...rest} = JSON.parse(data) as {data?: ReturnType<typeof book>};
		const change = kind === 'http' ? (rest as ReturnType<typeof book>) : news;
		if (!change?.microtimestamp || !('bids' in change)) return [];
		if (BigInt(change.microtimestamp) <= from) return [];
		from = BigInt(change.microtimestamp);
		for (const name of ['bids', 'asks'] as const)
			for (const [price = '', size = ''] of change[name])
				if (Number(size) === 0) sides[name].delete(price);
				else sides[name].set(price, size);
		const rows = (name: 'bids' | 'asks', sign: number) =>
			[...sides[name]].sort(([a], [b]) => sign * (Number(a) - Number(b)));
		const whole = {...change, bids: rows('bids', -1), asks: rows('asks', 1)};
		return [tell('data', topics.book, whole)];
	});
};

test('Bitstamp: ends on the recorded book', {skip: skipWithoutCaptures}, () => {
	const file = 'bitstamp-usdtusd-20220105.jsonl';
	const expected = readExpected(file)[symbol];
	const run = start();
	run.give(subscribed);
	const pushes = pushesOf(file);
	assert.equal(pushes.length, 62, 'a book and 61 changes');
	for (const message of pushes) run.give(message);
	assert.ok(run.isInSync());
	assert.equal(run.book.sequence, expected?.sequence);
	assert.equal(digest(run.book), expected?.sha256_full_book);
});
