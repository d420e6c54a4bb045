import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import type {Exchange} from '../../source/exchanges/exchange.js';
import type {WireRules} from '../../source/exchanges/wire-rules.js';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {isAcknowledgement, isSubscription} from '../../source/recording/subscriptions.js';

const rules: WireRules = {
	topicOf(text) {
		const symbol = /"channel":"book","symbol":"([^"]+)"/.exec(text)?.[1];
		return symbol === undefined ? {name: 'other'} : {name: `sample book ${symbol}`};
	},
	topicsIn: sent =>
		[...sent.matchAll(/"subscribe":"([^"]+)"/g)].map(([, symbol]) => `sample book ${symbol}`),
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
const wire = createCaptureWire(['sample'], [{exchange, rules}]);

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

test('looks for replies on endpoints that give them', () => {
	const all = createCaptureWire([]);
	const asked = ['huobi /feed', 'huobi /ws', 'binance /stream', 'sample /sample'];
	assert.deepEqual(asked.filter(all.repliesOn), ['huobi /feed', 'huobi /ws']);
});
