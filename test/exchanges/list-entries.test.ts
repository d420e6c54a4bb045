import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import {gate} from '../../source/exchanges/gate/index.js';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {kraken} from '../../source/exchanges/kraken/index.js';
import type {Exchange, Market} from '../../source/exchanges/exchange.js';

/** The markets of a list, and how often others had their turn. */
const read = ({parseList}: Exchange, body: string) => {
	const steps = parseList(body);
	for (let turns = 0; ; turns++) {
		const step = steps.next();
		if (step.done) return {markets: step.value, turns};
	}
};

const entry = (base: string, more: object = {}) => ({
	symbol: `${base}USDT`,
	status: 'TRADING',
	baseAsset: base,
	quoteAsset: 'USDT',
	filters: [{filterType: 'PRICE_FILTER', tickSize: '0.00010000'}],
	...more,
});

const info = (symbols: readonly unknown[]) =>
	JSON.stringify({timezone: 'UTC', rateLimits: [{limit: 6000}], symbols, sors: [{symbols: ['X']}]});

const bases = (markets: readonly Market[]) => markets.map(({base}) => base);

test('reads a list of any length as if at once', () => {
	for (const count of [0, 1, 2, 700, 5000]) {
		const names = Array.from({length: count}, (_, index) => `A${index}`);
		// Brackets, commas and quotes in a text part nothing.
		const symbols = names.map(name => entry(name, {note: '"],[{,\\'.repeat(5)}));
		const {markets, turns} = read(binance, info(symbols));
		assert.deepEqual(bases(markets), names);
		assert.equal(turns, Math.floor(info(symbols).length / (130 * 1024)), String(count));
	}
});

test('leaves out what is no market, in every piece', () => {
	const symbols = Array.from({length: 3000}, (_, index) =>
		index % 2 === 0 ? entry(`A${index}`) : [null, 7, 'x', [], {}, entry('\u001B[2J')][index % 6],
	);
	assert.equal(read(binance, info(symbols)).markets.length, 1500);
});

test('leaves out markets whose names are longer than any', () => {
	const long = 'A'.repeat(100_000);
	const names = ['STEEM', long, '1000000MOG', 'A'.repeat(41), '币安人生'];
	const {markets} = read(binance, info(names.map(name => entry(name))));
	assert.deepEqual(bases(markets), ['STEEM', '1000000MOG', '币安人生']);
	const data = ['steem', long].map(base => ({
		'base-currency': base,
		'quote-currency': 'usdt',
		symbol: `${base}usdt`,
		state: 'online',
	}));
	assert.deepEqual(bases(read(huobi, JSON.stringify({status: 'ok', data})).markets), ['STEEM']);
});

test('leaves out entries longer than any, wherever they are', () => {
	const long = entry('LONG', {x: Array.from({length: 100_000}, () => ({}))});
	for (const symbols of [
		[long, entry('A'), entry('B')],
		[entry('A'), long, long, entry('B')],
		[entry('A'), entry('B'), long],
	])
		assert.deepEqual(bases(read(binance, info(symbols)).markets), ['A', 'B']);
});

const open = '{"symbols":[';
const cases: readonly {name: string; body: string; words: RegExp}[] = [
	{name: 'that is no object', body: '[]', words: /no list/},
	{name: 'whose symbols are none', body: '{"symbols":{}}', words: /no list/},
	{name: 'that is called otherwise', body: '{"symbol":[]}', words: /no list/},
	{name: 'that is inside another', body: '{"a":{"symbols":[]}}', words: /no list/},
	{name: 'without an end', body: `${open}{},{}`, words: /without an end/},
	{name: 'cut off behind it', body: `${open}{}]`, words: /Binance: Expected/},
	{name: 'with a comma too many', body: `${open}{},]}`, words: /Binance: Unexpected/},
	{name: 'with an entry cut off', body: `${open}{"a":}]}`, words: /Binance: Unexpected/},
	{name: 'of tiny values', body: `${open}${'{},'.repeat(100_000)}0]}`, words: /50000 entries/},
	{
		name: 'of many tiny values behind it',
		body: `{"symbols":[],"x":[${'{},'.repeat(400_000)}0]}`,
		words: /more than 750000 values/,
	},
	{
		name: 'of names that are each another',
		body: `{"symbols":[],"x":{${Array.from({length: 260_000}, (_, i) => `"${i}":0`).join()}}}`,
		words: /more than 250000 names/,
	},
	{name: 'of brackets', body: open + '['.repeat(1_000_000), words: /nested more than 32/},
	{name: 'longer than any', body: open + ' '.repeat(30_000_000), words: /longer than 30000000/},
];

for (const {name, body, words} of cases) {
	test(`refuses a list ${name}`, () => {
		assert.throws(() => read(binance, body), words);
	});
}

test('a list whose name is escaped is none that was read, not an empty one', () => {
	const body = JSON.stringify({symbols: [entry('STEEM')]}).replace('symbols', '\\u0073ymbols');
	assert.throws(() => read(binance, body), /no list of symbols/);
});

test('refuses a list that says it is none', () => {
	assert.throws(() => read(huobi, '{"status":"error","data":[]}'), /no list/);
});

test('reads a list with nothing around it', () => {
	const pairs = Array.from({length: 3000}, (_, index) => ({
		...{id: `A${index}_USDT`, base: `A${index}`, quote: 'USDT', trade_status: 'tradable'},
		note: '[{,'.repeat(20),
	}));
	const {markets, turns} = read(gate, JSON.stringify(pairs));
	assert.deepEqual(
		bases(markets),
		pairs.map(({base}) => base),
	);
	assert.ok(turns > 1);
	assert.deepEqual(read(gate, '[]').markets, []);
	assert.throws(() => read(gate, '[{"id":1}'), /Gate: /);
});

test('reads an object with an entry by each name', () => {
	const names = Array.from({length: 3000}, (_, index) => `A${index}`);
	const result = Object.fromEntries(
		// A name that is a number comes first in an object, wherever it stands.
		names.map((name, index) => [
			index % 9 === 0 ? index : name,
			{wsname: `${name}/USD`, status: 'online', note: '}],{"'.repeat(20)},
		]),
	);
	const {markets, turns} = read(kraken, JSON.stringify({error: [], result}));
	assert.deepEqual(bases(markets).sort(), names.sort());
	assert.ok(turns > 1);
	assert.deepEqual(read(kraken, '{"error":[],"result":{}}').markets, []);
	for (const body of [
		...['{"error":["EQuery:Unknown asset pair"]}', '{"error":[],"result":[]}', '[]'],
		...['{"error":[],"result":{"A":{},}}', '{"error":[],"result":{"A":}}', '{"result":{"A":{}'],
	])
		assert.throws(() => read(kraken, body), /Kraken: /);
});
