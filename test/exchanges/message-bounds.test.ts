import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {
	parseMessage,
	parseServerTime,
	parseSnapshot,
} from '../../source/exchanges/binance/messages.js';
import {parseMessage as parseHuobi} from '../../source/exchanges/huobi/messages.js';
import {
	createMessageReader,
	createTradesReader,
} from '../../source/exchanges/huobi/read-message.js';
import {parseExactJson, parseJson} from '../../source/exchanges/parse.js';

const many = (unit: string, count: number) => `{"list":[${`${unit},`.repeat(count)}0]}`;

const hostile: readonly {name: string; text: string; words: RegExp}[] = [
	{name: 'empty objects', text: many('{}', 1_900_000), words: /more than 750000 values/},
	{name: 'empty lists', text: many('[]', 1_900_000), words: /more than 750000 values/},
	{name: 'digits', text: many('1', 2_900_000), words: /more than 750000 values/},
	{name: 'empty texts', text: many('""', 1_900_000), words: /more than 750000 values/},
	{name: 'fields', text: many('{"a":0}', 700_000), words: /more than 250000 names of fields/},
	{
		name: 'fields that are each another',
		text: `{${Array.from({length: 400_000}, (_, index) => `"${index}":0`).join()}}`,
		words: /more than 250000 names of fields/,
	},
	{name: 'brackets', text: '['.repeat(500_000), words: /nested more than 32 deep/},
	{name: 'letters', text: JSON.stringify('a'.repeat(6_000_000)), words: /longer than 6000000/},
];

/** Every way in which what an exchange sent is parsed, lists aside. */
const readers: readonly {name: string; read: (text: string) => unknown}[] = [
	{name: 'message of Binance', read: text => parseMessage(text, 'STEEMUSDT')},
	{name: 'snapshot of Binance', read: parseSnapshot},
	{name: 'time of Binance', read: parseServerTime},
	{name: 'message of Huobi', read: text => parseHuobi(text, 'market.steemusdt.mbp.150')},
];

for (const {name, text, words} of hostile)
	test(`refuses many ${name} before they are built`, t => {
		const parse = t.mock.method(JSON, 'parse');
		for (const reader of readers) assert.throws(() => reader.read(text), words, reader.name);
		assert.equal(parse.mock.callCount(), 0);
	});

test('refuses many tiny values in a packed message', t => {
	const packed = gzipSync(many('{}', 1_900_000));
	const parse = t.mock.method(JSON, 'parse');
	assert.ok(packed.length < 10_000);
	const read = createMessageReader('market.steemusdt.mbp.150');
	assert.throws(() => read({data: packed}), /more than 750000 values/);
	assert.equal(parse.mock.callCount(), 0);
});

test('refuses more fills in a packed message than it may hold', () => {
	const topic = 'market.steemusdt.trade.detail';
	const fill = '{"id":1,"ts":1,"tradeId":1,"amount":1,"price":1,"direction":"buy"}';
	const packed = (count: number) => {
		const fills = Array<string>(count).fill(fill).join();
		return gzipSync(`{"ch":"${topic}","ts":1,"tick":{"id":1,"ts":1,"data":[${fills}]}}`);
	};
	const read = createTradesReader(topic);
	const message = read({data: packed(2000)});
	assert.ok(message.type === 'trades' && message.trades.length === 2000);
	assert.throws(() => read({data: packed(45_000)}), /more than 250000 names of fields/);
});

test('takes the longest messages there are', () => {
	// Coinbase's of BTC-USD.
	const update = {
		side: 'bid',
		event_time: '2026-08-09T00:00:00.000000Z',
		price_level: '138991023.41',
	};
	const updates = Array.from({length: 46_000}, (_, index) => ({
		...update,
		new_quantity: `0.${index}`,
	}));
	const coinbase = JSON.stringify({channel: 'l2_data', events: [{type: 'snapshot', updates}]});
	assert.ok(coinbase.length > 5_100_000 && coinbase.length < 6_000_000, String(coinbase.length));
	assert.doesNotThrow(() => parseJson(coinbase));
	assert.doesNotThrow(() => parseExactJson(coinbase));
	// Binance's of 5,000 levels a side.
	const side = Array.from({length: 5000}, (_, index) => [`${index + 1}.00000000`, '1.00000000']);
	const snapshot = JSON.stringify({lastUpdateId: 1, bids: side.toReversed(), asks: side});
	assert.equal(parseSnapshot(snapshot).bids.length, 5000);
});
