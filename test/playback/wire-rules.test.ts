import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {binance} from '../../source/exchanges/binance/index.js';
import type {Exchange} from '../../source/exchanges/exchange.js';
import {exchanges} from '../../source/exchanges/index.js';
import type {WireRules} from '../../source/exchanges/wire-rules.js';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {wireOf} from '../../source/playback/wire.js';
import {isAcknowledgement, isSubscription} from '../../source/recording/subscriptions.js';

const rules: WireRules = {
	topicOf(text) {
		const symbol = /"channel":"book","symbol":"([^"]+)"/.exec(text)?.[1];
		return symbol === undefined ? {name: 'other'} : {name: `sample book ${symbol}`};
	},
	topicsIn: sent =>
		[...sent.matchAll(/"subscribe":"([^"]+)"/g)].map(([, symbol]) => `sample book ${symbol}`),
	topicsLeft: sent =>
		[...sent.matchAll(/"unsubscribe":"([^"]+)"/g)].map(([, symbol]) => `sample book ${symbol}`),
	bookOf(topic) {
		const symbol = /^sample book (.+)$/.exec(topic)?.[1];
		return symbol === undefined ? null : {symbol, channel: 0};
	},
	sequenceOf: text => Number(/"id":(\d+)/.exec(text)?.[1]),
	snapshotSymbol: () => null,
	snapshotSequence: body => Number(/"sampleId":(\d+)/.exec(body)?.[1] ?? NaN) || null,
};
const [channel] = binance.channels;
const exchange: Exchange = {
	...binance,
	id: 'sample',
	channels: [{...channel, path: () => '/sample'}],
	wire: rules,
};
const wire = createCaptureWire(['sample'], [exchange]);

test('messages of an exchange are read by its own rules', () => {
	const message = '{"channel":"book","symbol":"MINA/GBP","id":7}';
	assert.deepEqual(wire.topicsIn('{"subscribe":"MINA/GBP"}'), ['sample book MINA/GBP']);
	const update = {type: 'update', topic: 'sample book MINA/GBP', sequence: 7};
	assert.deepEqual(wire.bookMessage(message), update);
	assert.deepEqual(wire.bookMessage(Buffer.from(message)), update, 'as text in a binary frame');
	assert.equal(wire.bookMessage('{"channel":"heartbeat"}'), null);
	assert.equal(wire.endpointFor('sample book MINA/GBP'), 'sample /sample');
	assert.equal(wire.snapshotSequence('{"sampleId":9}'), 9);
});

test('the changes that Gate tells in the words of Binance are its own', () => {
	const result = {t: 1, e: 'depthUpdate', E: 1, s: 'STEEM_USDT', U: 6, u: 7, b: [], a: []};
	const message = {time: 1, channel: 'spot.order_book_update', event: 'update', result};
	const update = {
		...{type: 'update', topic: 'gate spot.order_book_update STEEM_USDT'},
		sequence: 7,
	};
	// A file without a header may be of any exchange.
	for (const ids of [[], ['binance', 'gate']])
		assert.deepEqual(createCaptureWire(ids).bookMessage(JSON.stringify(message)), update);
	const {e, s, U, u} = result;
	const raw = JSON.stringify({e, E: 1, s, U, u, b: [], a: []});
	assert.equal(createCaptureWire([]).bookMessage(raw)?.topic, 'steem_usdt@depth');
});

test('subscriptions of any exchange are known when they are sent', () => {
	for (const sent of [
		'{"method":"subscribe","params":{"channel":"book","symbol":["MINA/GBP"]}}',
		'{"op":"subscribe","args":["orderbook.200.ETHUSDT"]}',
		'[{"ticket":"a1"},{"type":"orderbook","codes":["KRW-STEEM.30"]}]',
		'{"event":"bts:subscribe","data":{"channel":"order_book_batbtc"}}',
	])
		assert.ok(isSubscription(sent), sent);
	assert.ok(!isSubscription('{"op":"ping"}'));
	for (const told of [
		'{"event":"subscribe","arg":{"channel":"books","instId":"FUN-BTC"},"connId":"a4d3ae55"}',
		'{"success":true,"ret_msg":"subscribe","conn_id":"x","op":"subscribe"}',
		'{"channel":"subscriptions","sequence_num":2,"events":[]}',
		'{"event":"bts:subscription_succeeded","channel":"order_book_batbtc","data":{}}',
	])
		assert.ok(isAcknowledgement(told), told);
	assert.ok(!isAcknowledgement('{"channel":"l2_data","sequence_num":21,"events":[]}'));
});

test('what is asked for no more is read of any exchange', () => {
	const {topicsIn, topicsLeft} = createCaptureWire([]);
	for (const [topic, sent] of [
		[
			'steemeth@depth',
			'{"method":"UNSUBSCRIBE","params":["steemeth@depth@100ms","a@trade"],"id":1}',
		],
		['market.steemeth.mbp.150', '{"unsub":"market.steemeth.mbp.150","id":"a"}'],
		['okx books ZEN-USDT', '{"op":"unsubscribe","args":[{"channel":"books","instId":"ZEN-USDT"}]}'],
		['bybit orderbook.200.ETHUSDT', '{"op":"unsubscribe","args":["orderbook.200.ETHUSDT"]}'],
		[
			'kraken book MINA/GBP',
			'{"method":"unsubscribe","params":{"channel":"book","symbol":["MINA/GBP"],"depth":25}}',
		],
		[
			'coinbase level2 ETH-USD',
			'{"type":"unsubscribe","product_ids":["ETH-USD"],"channel":"level2"}',
		],
		[
			'gate spot.obu ob.STEEM_USDT.400',
			'{"time":1,"channel":"spot.obu","event":"unsubscribe","payload":["ob.STEEM_USDT.400"]}',
		],
		[
			'bitstamp order_book_batbtc',
			'{"event":"bts:unsubscribe","data":{"channel":"order_book_batbtc"}}',
		],
	] as const) {
		assert.deepEqual(topicsLeft(sent), [topic]);
		assert.deepEqual(topicsIn(sent), []);
		const anew = sent.replace(/unsub/i, verb => (verb === 'UNSUB' ? 'SUB' : 'sub'));
		assert.deepEqual(topicsIn(anew), [topic]);
		assert.deepEqual(topicsLeft(anew), []);
	}
	// One request takes the place of the other.
	const request = '[{"ticket":"a1"},{"type":"orderbook","codes":["KRW-STEEM.30"]}]';
	assert.equal(topicsLeft(request), 'all');
	assert.deepEqual(topicsIn(request), ['upbit orderbook KRW-STEEM']);
	assert.deepEqual(topicsLeft('PING'), []);
});

test('only topics that count the same ids are compared', () => {
	const {bookOf, levelsOf, siblingsOf, hasSiblings} = createCaptureWire([]);
	for (const [topic, levels] of [
		['gate spot.obu ob.STEEM_USDT.400', 400],
		['gate spot.obu ob.STEEM_USDT.50', 50],
		['gate spot.order_book_update STEEM_USDT', 100],
		['market.steemusdt.mbp.150', null],
		['market.steemusdt.depth.step0', null],
		['steemusdt@depth', null],
	] as const) {
		assert.notEqual(bookOf(topic), null);
		assert.equal(levelsOf(topic), levels, topic);
	}
	const [pushed, short, updates] = [
		'gate spot.obu ob.STEEM_USDT.400',
		'gate spot.obu ob.STEEM_USDT.50',
		'gate spot.order_book_update STEEM_USDT',
	];
	assert.deepEqual([pushed, short, updates, 'steemusdt@depth'].map(siblingsOf), [
		[updates],
		[pushed, updates],
		[pushed],
		[],
	]);
	assert.deepEqual(
		['gate /ws/v4/', 'huobi /ws', 'huobi /feed', 'binance /stream'].filter(hasSiblings),
		['gate /ws/v4/'],
	);
});

test('Huobi takes a list of topics, too', () => {
	const {topicsIn, topicsLeft} = createCaptureWire(['huobi']);
	const topics = ['market.steemeth.mbp.150', 'market.steemusdt.mbp.150'];
	assert.deepEqual(topicsIn(JSON.stringify({sub: topics, id: 'a'})), topics);
	assert.deepEqual(topicsLeft(JSON.stringify({unsub: topics})), topics);
});

test('looks for replies on endpoints that give them', () => {
	const all = createCaptureWire([]);
	const asked = ['huobi /feed', 'huobi /ws', 'binance /stream', 'sample /sample'];
	assert.deepEqual(asked.filter(all.repliesOn), ['huobi /feed', 'huobi /ws']);
});

for (const {id, sent, message, update, other} of [
	{
		id: 'binance',
		sent: '{"method":"SUBSCRIBE","params":["steemeth@depth@100ms","steemeth@trade"],"id":1}',
		message: '{"stream":"steemeth@depth@100ms","data":{"e":"depthUpdate","s":"STEEMETH","u":7}}',
		update: {topic: 'steemeth@depth', endpoint: 'binance /stream'},
		other: 'steemeth@depth20',
	},
	{
		id: 'huobi',
		sent: '{"sub":"market.steemeth.mbp.150","id":"a"}',
		message: '{"ch":"market.steemeth.mbp.150","ts":1,"tick":{"seqNum":7,"prevSeqNum":6}}',
		update: {topic: 'market.steemeth.mbp.150', endpoint: 'huobi /feed'},
		other: 'market.steemeth.mbp.20',
	},
])
	test(`messages of ${id} are read by the rules in its folder`, () => {
		const all = createCaptureWire([]);
		const {topic, endpoint} = update;
		assert.deepEqual(all.topicsIn(sent), [topic]);
		assert.deepEqual(all.bookMessage(message), {type: 'update', topic, sequence: 7});
		assert.equal(all.symbolIn(message), 'STEEMETH');
		assert.equal(all.endpointFor(topic), endpoint);
		assert.equal(all.bookOf(topic), 'STEEMETH');
		assert.equal(all.bookOf(other), 'STEEMETH', 'a book in a form that no client reads');
		const wire = wireOf(`wss://${id}.capture${endpoint.replace(id, '').trim()}`, [id]);
		assert.equal(wire?.topicOf(message).book?.symbol.toUpperCase(), 'STEEMETH');
		assert.deepEqual(wire?.booksIn(sent).length, 1);
		assert.deepEqual(
			wire?.booksIn(sent.replace(/"steemeth@depth@100ms"|"market[^"]+"/, `"${other}"`)),
			[],
		);
	});

test('a raw stream of Binance, which does not name itself, is read by its market', () => {
	const raw = '{"e":"depthUpdate","E":1,"s":"STEEMETH","U":6,"u":7,"b":[],"a":[]}';
	const wire = wireOf('wss://binance.capture/stream', ['binance']);
	assert.equal(wire?.topicOf(raw).book?.symbol, 'STEEMETH');
	assert.equal(createCaptureWire([]).bookMessage(raw)?.topic, 'steemeth@depth');
});

test('a reply of Huobi is told from a push, packed or not', () => {
	const {isReply} = createCaptureWire(['huobi']);
	const topic = 'market.steemusdt.mbp.150';
	const reply = `{"id":"req-1","rep":"${topic}","status":"ok","data":{"seqNum":7,"bids":[],"asks":[]}}`;
	const push = `{"ch":"${topic}","ts":1,"tick":{"seqNum":8,"prevSeqNum":7,"bids":[["rep",1]]}}`;
	for (const toMessage of [String, Buffer.from, gzipSync]) {
		assert.equal(isReply(toMessage(reply)), true);
		assert.equal(isReply(toMessage(push)), false);
		assert.equal(isReply(toMessage('{"ping":1618678073643}')), false);
	}
	assert.equal(isReply(Buffer.from([0x1f, 0x8b, 8])), false);
});

test('what is asked for on the socket of Huobi is told by its topic and id', () => {
	const all = createCaptureWire([]);
	const asked = '{"req":"market.steemeth.mbp.150","id":"req-1"}';
	assert.deepEqual(all.askedIn(asked), {exchange: 'huobi', kind: 'book', symbol: 'steemeth'});
	assert.deepEqual(all.requestIn(asked), {id: 'req-1', symbol: 'STEEMETH'});
	assert.equal(all.askedIn('{"sub":"market.steemeth.mbp.150","id":"sub-1"}'), null);
	assert.equal(all.refusedIn('{"status":"error","id":"req-1","err-msg":"no"}'), 'req-1');
	const reply = '{"id":"req-1","rep":"market.steemeth.mbp.150","status":"ok","data":{"seqNum":9}}';
	assert.ok(all.isReply(reply) && !all.isUpdate(reply));
	const told = {type: 'reply', topic: 'market.steemeth.mbp.150', sequence: 9};
	assert.deepEqual(all.bookMessage(gzipSync(reply)), told);
	assert.equal(all.bookMessage(Buffer.from('no gzip')), null);
});

test('what is asked about the last 24 hours of a market is told from all else', () => {
	const {purposeOf} = createCaptureWire([]);
	for (const {id, tickers, listPath, toSymbol} of exchanges) {
		const symbol = toSymbol('BTC', 'USDT');
		const [{path}] = tickers.questions;
		// Through a proxy or a server of a capture, too.
		for (const host of ['https://host', 'http://127.0.0.1:80/base']) {
			const purpose = purposeOf(host + path([symbol]));
			assert.deepEqual([purpose?.exchange, purpose?.kind], [id, 'day']);
			assert.match(purpose?.symbol ?? '', /BTC|XBT/i);
		}
		assert.notEqual(purposeOf(`https://host${path([])}`)?.kind, 'day', `${id}, all markets`);
		assert.equal(purposeOf(`https://host${listPath(symbol)}`)?.kind, 'list', id);
		assert.equal(purposeOf(`https://host${listPath()}`)?.kind, 'list', id);
	}
});
