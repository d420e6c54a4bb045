import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {formatDecimal} from '../../../source/book/fixed-point.js';
import type {Market} from '../../../source/exchanges/exchange.js';
import {kraken} from '../../../source/exchanges/kraken/index.js';
import {captureFolder, skipWithoutCaptures} from '../../helpers/captures.js';

const read = (body: string): readonly Market[] => {
	const steps = kraken.parseList(body);
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
};

const toRow = ({base, quote, symbol, tickSize, sizeStep, state}: Market) => [
	...[base, quote, symbol, state.type],
	...[tickSize, sizeStep].map(step => step && formatDecimal(step)),
];

test('Kraken: markets have the names of today', () => {
	const pair = (wsname: string, more: object) => ({wsname, lot_decimals: 8, ...more});
	const result = {
		XXBTZUSD: pair('XBT/USD', {pair_decimals: 1, tick_size: '0.1', status: 'online'}),
		XDGEUR: pair('XDG/EUR', {pair_decimals: 7, status: 'cancel_only'}),
		NONE: {altname: 'NONE'},
	};
	assert.deepEqual(read(JSON.stringify({error: [], result})).map(toRow), [
		['BTC', 'USD', 'BTC/USD', 'trading', '0.1', '0.00000001'],
		['DOGE', 'EUR', 'DOGE/EUR', 'halted', '0.0000001', '0.00000001'],
	]);
});

test('Kraken: the recorded list is read', {skip: skipWithoutCaptures}, () => {
	const text = readFileSync(`${captureFolder}/meta/kraken-assetpairs-20210417.json`, 'utf8');
	const {body} = JSON.parse(text) as {body: object};
	const rows = read(JSON.stringify(body)).map(toRow);
	assert.deepEqual(rows[0], ['OCEAN', 'BTC', 'OCEAN/BTC', 'trading', '0.00000001', '0.00000001']);
	assert.ok(rows.some(([, , symbol]) => symbol === 'SC/EUR'));
});

test('Kraken: a market is asked for by its old name', () => {
	assert.equal(kraken.toSymbol('BTC', 'USD'), 'BTC/USD');
	assert.equal(kraken.listPath('BTC/USD'), '/0/public/AssetPairs?pair=XBTUSD');
	assert.equal(kraken.listPath('SOL/DOGE'), '/0/public/AssetPairs?pair=SOLXDG');
});

test('Kraken: errors under HTTP 200 are told', () => {
	const {judge} = kraken.rest;
	for (const [error, status] of [
		['EQuery:Unknown asset pair', 404],
		['EService: Throttled: 1688669448', 429],
		['EAPI:Rate limit exceeded', 429],
		['EService:Unavailable', 503],
		['EGeneral:Invalid arguments', 400],
	] as const)
		assert.equal(judge?.(JSON.stringify({error: [error]})), status, error);
	assert.equal(judge?.('{"error":[],"result":{"unixtime":1}}'), null);
});

test('Kraken: its time is in whole seconds', () => {
	const body = '{"error":[],"result":{"unixtime":1688669448,"rfc1123":"Thu, 06 Jul 23 18:50:48"}}';
	assert.equal(kraken.rest.parseTime(body), 1688669448500);
	assert.throws(() => kraken.rest.parseTime('{"error":[]}'), /Kraken: no time/);
});

test('Kraken: what a shared socket brings finds its client', () => {
	const {sharing} = kraken;
	const [market] = read('{"error":[],"result":{"A":{"wsname":"XBT/USD"}}}');
	assert.ok(market, 'a market');
	const [book = ''] = kraken.channels[0].topics(market);
	const heading = (text: string) => sharing.readHeading(text);
	const sent = sharing.mark('{"method":"subscribe","params":{},"req_id":1}', 37);
	assert.match(sent, /"req_id":371\}$/);
	assert.deepEqual(
		heading('{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[]}]}'),
		{type: 'topic', topic: book},
	);
	assert.deepEqual(
		heading(
			'{"method":"subscribe","result":{"channel":"book","depth":25,"symbol":"BTC/USD"},"success":true,"req_id":371}',
		),
		{type: 'topic', topic: book},
	);
	assert.deepEqual(
		heading(
			'{"method":"subscribe","error":"Subscription depth not supported","success":false,"req_id":371}',
		),
		{type: 'answer', of: 37, isRefusal: true, topics: null},
	);
	for (const text of [
		'{"channel":"heartbeat"}',
		'{"channel":"status","type":"update","data":[{}]}',
	])
		assert.deepEqual(heading(text), {type: 'other'});
});

test('Kraken: recordings are read by their topics', () => {
	const {wire} = kraken;
	assert.ok(wire, 'it says how');
	const sent =
		'{"method":"subscribe","params":{"channel":"book","symbol":["MINA/GBP","BTC/USD"],"depth":25}}';
	assert.deepEqual(wire.topicsIn(sent), ['kraken book MINA/GBP', 'kraken book BTC/USD']);
	assert.deepEqual(wire.topicsIn(sent.replace('"book"', '"trade"')), []);
	assert.deepEqual(wire.topicsIn(sent.replace('subscribe', 'unsubscribe')), []);
	assert.deepEqual(wire.bookOf('kraken book MINA/GBP'), {symbol: 'MINA/GBP', channel: 0});
	assert.equal(wire.bookOf('kraken trade MINA/GBP'), null);
});
