import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {formatDecimal} from '../../../source/book/fixed-point.js';
import {bitstamp} from '../../../source/exchanges/bitstamp/index.js';
import {coinbase} from '../../../source/exchanges/coinbase/index.js';
import type {Market} from '../../../source/exchanges/exchange.js';
import {createCaptureWire} from '../../../source/playback/capture-wire.js';
import {wireOf} from '../../../source/playback/wire.js';
import {captureFolder, skipWithoutCaptures} from '../../helpers/captures.js';

const read = (products: readonly object[]): readonly Market[] => {
	const steps = coinbase.parseList(JSON.stringify({products, num_products: products.length}));
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
};

const product = (more: object = {}) => ({
	...{product_id: 'ETH-USD', product_type: 'SPOT', status: 'online', alias: ''},
	...{base_currency_id: 'ETH', quote_currency_id: 'USD', base_increment: '0.00000001'},
	...{quote_increment: '0.01', price_increment: '0.01', trading_disabled: false, ...more},
});

const stateOf = (more: object) => read([product(more)])[0]?.state;

test('Coinbase: the recorded list is read', {skip: skipWithoutCaptures}, () => {
	const text = readFileSync(`${captureFolder}/meta/coinbase-products-20260809.json`, 'utf8');
	const {body} = JSON.parse(text) as {body: {products: object[]}};
	const [market] = read(body.products);
	assert.ok(market, 'one is listed');
	const {base, quote, symbol, tickSize, sizeStep, state} = market;
	assert.deepEqual(
		[base, quote, symbol, tickSize && formatDecimal(tickSize), sizeStep && formatDecimal(sizeStep)],
		['ETH', 'USD', 'ETH-USD', '0.01', '0.00000001'],
	);
	assert.deepEqual(state, {type: 'trading'});
});

test('Coinbase: a market in USDC is followed by the one in USD', () => {
	const alias = product({product_id: 'ETH-USDC', alias: 'ETH-USD', quote_currency_id: 'USDC'});
	const own = product({
		product_id: 'USDT-USDC',
		base_currency_id: 'USDT',
		quote_currency_id: 'USDC',
	});
	assert.deepEqual(
		read([product(), alias, own, product({product_type: 'FUTURE'})]).map(one => [
			...[one.base, one.quote, one.symbol],
		]),
		[
			['ETH', 'USD', 'ETH-USD'],
			['ETH', 'USDC', 'ETH-USD'],
			['USDT', 'USDC', 'USDT-USDC'],
		],
	);
});

test('Coinbase: what stops a market is told, and whether it moves', () => {
	for (const [more, word, hasData] of [
		[{status: 'delisted'}, 'delisted', false],
		[{trading_disabled: true}, 'trading_disabled', false],
		[{is_disabled: true}, 'is_disabled', false],
		[{view_only: true}, 'view_only', false],
		[{cancel_only: true}, 'cancel_only', true],
		[{auction_mode: true}, 'auction_mode', true],
	] as const)
		assert.deepEqual(stateOf(more), {type: 'halted', word, hasData});
	for (const more of [{post_only: true}, {limit_only: true}])
		assert.deepEqual(stateOf(more), {type: 'trading'});
});

test('Coinbase: its time is a text', () => {
	const body = '{"iso":"","epochSeconds":"1786309548","epochMillis":"1786309548026"}';
	assert.equal(coinbase.rest.parseTime(body), 1786309548026);
});

test('Coinbase: a market has a connection of its own', () => {
	const {sharing, channels} = coinbase;
	const [market] = read([product()]);
	assert.ok(market, 'a market');
	assert.equal(channels[0].topics(market).length, sharing.maxTopics);
	// Every frame counts: none is kept from the client.
	assert.deepEqual(sharing.readHeading('{"channel":"heartbeats","sequence_num":1}'), {
		type: 'other',
	});
});

test('Coinbase: recordings are read by their topics', () => {
	const {wire} = coinbase;
	assert.ok(wire, 'it says how');
	const head = '"timestamp":"2026-08-09T21:05:48.618125631Z","sequence_num":21';
	for (const [text, topic] of [
		[
			`{"channel":"l2_data",${head},"events":[{"type":"snapshot","product_id":"ETH-USD"`,
			{name: 'coinbase level2 ETH-USD'},
		],
		[
			`{"channel":"subscriptions",${head},"events":[{"subscriptions":{"level2":["ETH-USD"]}}]}`,
			{name: 'other'},
		],
		[`{"channel":"heartbeats",${head},"events":[{"heartbeat_counter":1}]}`, {name: 'other'}],
	] as const)
		assert.deepEqual(wire.topicOf(text), topic);
	const sent = '{"type":"subscribe","product_ids":["ETH-USD","BTC-USD"],"channel":"level2"}';
	assert.deepEqual(wire.topicsIn(sent), ['coinbase level2 ETH-USD', 'coinbase level2 BTC-USD']);
	assert.deepEqual(wire.topicsIn(sent.replace('level2', 'market_trades')), []);
	assert.deepEqual(wire.topicsIn(sent.replace('subscribe', 'unsubscribe')), []);
	assert.deepEqual(wire.bookOf('coinbase level2 ETH-USD'), {symbol: 'ETH-USD', channel: 0});
});

test('Coinbase: in a replay each frame reaches every client', () => {
	const replayed = createCaptureWire(['coinbase', 'binance']);
	const frame =
		'{"channel":"l2_data","timestamp":"2026-08-09T21:05:48.6Z","sequence_num":21,"events":[{"type":"update","product_id":"BTC-USD","updates":[]}]}';
	assert.equal(replayed.symbolIn(frame), null);
	assert.equal(replayed.symbolIn('{"stream":"steemusdt@depth@100ms","data":{}}'), 'STEEMUSDT');
});

test('Coinbase: addresses without a path are told apart', () => {
	const ids = ['bitstamp', 'coinbase'];
	for (const id of ids) assert.equal(wireOf(`wss://${id}.capture/`, ids)?.exchange.id, id);
	for (const exchange of [coinbase, bitstamp])
		assert.equal(wireOf(exchange.endpoints.ws[0], [])?.exchange.id, exchange.id);
});
