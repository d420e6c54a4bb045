import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {exchangesOf, type FaultName} from '../../source/simulator/faults.js';
import {withSimulator} from './peer.js';
import {openRaw, type Frame} from './raw-peer.js';

type ExchangeId = 'binance' | 'huobi';
type Aim = {exchange: ExchangeId; market?: string};

const topic = 'market.btcusdt.mbp.150';
const paths = {binance: '/stream?streams=btcusdt@depth@100ms', huobi: '/feed'};

/** Two seconds of updates, then a fault, then two and a half seconds more. */
const watch = async (exchange: ExchangeId, fault: FaultName | null, aim: Aim = {exchange}) => {
	let before: Frame[] = [];
	let after: Frame[] = [];
	await withSimulator(async ({clock, simulator}) => {
		const peer = await openRaw(exchange, simulator.endpoints[exchange].ws + paths[exchange]);
		if (exchange === 'huobi') peer.send({sub: topic, id: 1});
		await peer.drain();
		clock.advance(2400);
		before = await peer.drain();
		if (fault) simulator.inject(fault, aim);
		clock.advance(2500);
		after = await peer.drain();
		const {sequence} = simulator.book(exchange, 'BTC/USDT');
		assert.ok(after.at(-1)?.text?.includes(`":${String(sequence)},`), 'the newest update came');
	});
	return {before, after};
};

const usual = {binance: watch('binance', null), huobi: watch('huobi', null)};

/** What is expected of one frame: its text, a pattern of it, or a judgement. */
type Expected = string | RegExp | ((frame: Frame) => void);

type Event = {s: string; U: number; u: number; b: [string, string][]; a: [string, string][]};

const eventOf = (text = '') => (JSON.parse(text) as {data: Event}).data;

/** A level more than the usual update has, printed so. */
const withLevel =
	(exchange: ExchangeId, side: 'bids' | 'asks', size: RegExp, usually: string) =>
	({text}: Frame) => {
		const key = exchange === 'binance' ? `"${side.slice(0, 1)}":[` : `"${side}":[`;
		const level =
			exchange === 'binance'
				? new RegExp(`^\\["[\\d.]+","${size.source}"\\],?`)
				: new RegExp(`^\\[[\\d.E-]+,${size.source}\\],?`);
		const [head = '', rest = ''] = text?.split(key) ?? [];
		assert.match(rest, level);
		assert.equal(`${head}${key}${rest.replace(level, '')}`, usually);
	};

const isCutOff =
	(usually: string) =>
	({text}: Frame) => {
		assert.ok(text && text.length < usually.length && usually.startsWith(text));
		assert.throws(() => void JSON.parse(text));
	};

type Case = {
	readonly name: FaultName;
	/** How many of the usual updates are replaced, and by what. */
	readonly takes: number;
	readonly gives: (usually: string[], exchange: ExchangeId, before: string[]) => Expected[];
};

const number = (name: FaultName, size: RegExp): Case => ({
	name,
	takes: 1,
	gives: ([first = ''], exchange) => [withLevel(exchange, 'asks', size, first)],
});

const cases: readonly Case[] = [
	{name: 'gap', takes: 2, gives: () => []},
	{name: 'duplicate', takes: 1, gives: ([first = '']) => [first, first]},
	{
		name: 'old-event',
		takes: 0,
		gives: (_, exchange, before) => [
			({text}) => {
				const index = before.indexOf(text ?? '');
				assert.ok(index >= 0 && index < before.length / 2, `${exchange} ${String(index)}`);
			},
		],
	},
	{name: 'reorder', takes: 2, gives: ([first = '', second = '']) => [second, first]},
	{
		name: 'overlap',
		takes: 2,
		gives: ([first = '', second = '']) => [
			first,
			({text}) => {
				const [one, two, both] = [eventOf(first), eventOf(second), eventOf(text ?? '')];
				assert.deepEqual([both.U, both.u], [one.U, two.u]);
				for (const side of ['b', 'a'] as const)
					assert.deepEqual(new Map(both[side]), new Map([...one[side], ...two[side]]));
			},
		],
	},
	{name: 'malformed', takes: 1, gives: ([first = '']) => [isCutOff(first)]},
	{name: 'not-an-object', takes: 0, gives: () => ['null', '[]', '7', '"text"', '']},
	{
		name: 'bad-types',
		takes: 1,
		gives: () => [/"(b|bids)":\[\[\{"price":null\},\[true\]\]/],
	},
	{name: 'bad-ids', takes: 1, gives: () => [/"(seqNum":"9e99"|U":\d+)/]},
	{
		name: 'deep-json',
		takes: 0,
		gives: () => [({text}) => assert.match(text ?? '', /^\[{500000}$/)],
	},
	{
		name: 'tiny-values',
		takes: 0,
		gives: () => [
			({data, isBinary}) => {
				const text = (isBinary ? gunzipSync(data) : data).toString();
				assert.equal(text, `{"list":[${'{},'.repeat(1_900_000)}{}]}`);
			},
		],
	},
	{
		name: 'bad-gzip',
		takes: 1,
		gives: () => [
			({data, isBinary, text}) => {
				assert.deepEqual([isBinary, text], [true, null]);
				assert.equal(data.subarray(0, 3).toString('hex'), '1f8b08');
			},
		],
	},
	{
		name: 'text-frame',
		takes: 1,
		gives: ([first = '']) => [
			({isBinary, data}) => assert.deepEqual([isBinary, data.toString()], [false, first]),
		],
	},
	{
		name: 'binary-frame',
		takes: 1,
		gives: ([first = '']) => [
			({isBinary, data}) => assert.deepEqual([isBinary, data.toString()], [true, first]),
		],
	},
	{
		name: 'wrong-market',
		takes: 1,
		gives: ([first = ''], exchange) => [
			({text}) => {
				assert.ok(text);
				assert.ok(text.toLowerCase().includes('ethusdt') && !/btcusdt/i.test(text));
				if (exchange === 'binance') {
					const {U, u, b, a} = eventOf(text);
					assert.deepEqual([U, u, b, a], [eventOf(first).U, eventOf(first).u, [], []]);
				} else {
					const [ids = ''] = /"seqNum":\d+,"prevSeqNum":\d+/.exec(first) ?? [];
					assert.ok(text.includes(`{${ids},"bids":[],"asks":[]}`));
				}
			},
			first,
		],
	},
	{
		name: 'unknown',
		takes: 1,
		gives: ([first = '']) => [
			/something\.new/,
			/"op":"notify"/,
			({text}) => {
				assert.equal(text?.replaceAll('"zz":{"deep":[1,null,"x"]},', ''), first);
				assert.equal(text.split('"zz"').length, 3);
			},
		],
	},
	number('negative', /-1\.50000000/),
	number('nan', /NaN/),
	number('infinite', /1e400/),
	number('long-number', /\d{60}/),
	{
		name: 'crossed',
		takes: 1,
		gives: ([first = ''], exchange) => [withLevel(exchange, 'bids', /7\.0+/, first)],
	},
];

const check = (frame: Frame | undefined, expected: Expected) => {
	assert.ok(frame);
	if (typeof expected === 'function') expected(frame);
	else if (typeof expected === 'string') assert.equal(frame.text, expected);
	else assert.match(frame.text ?? '', expected);
};

const texts = (frames: readonly Frame[]) => frames.map(({text}) => text ?? '');

for (const {name, takes, gives} of cases) {
	for (const exchange of exchangesOf(name) ?? []) {
		test(`${name} on ${exchange}: what goes instead, then as usual`, async () => {
			const {before, after} = await watch(exchange, name);
			const usually = texts((await usual[exchange]).after);
			assert.ok(usually.length > 5);
			assert.deepEqual(texts(before), texts((await usual[exchange]).before));
			const expected = gives(usually, exchange, texts(before));
			for (const [index, one] of expected.entries()) check(after[index], one);
			assert.deepEqual(texts(after.slice(expected.length)), usually.slice(takes));
			assert.ok(
				after.slice(expected.length).every(({isBinary}) => isBinary === (exchange === 'huobi')),
			);
		});
	}
}

test('a crossed update crosses the book that it meets', async () => {
	await withSimulator(async ({clock, simulator}) => {
		const peer = await openRaw('binance', simulator.endpoints.binance.ws + paths.binance);
		clock.advance(1000);
		await peer.drain();
		simulator.inject('crossed', {exchange: 'binance'});
		let [frame] = await peer.drain();
		while (!frame) {
			clock.advance(100);
			[frame] = await peer.drain();
			clock.advance(200);
		}
		const {b, u} = eventOf(frame.text ?? '');
		const [ask] = simulator.bookAt('binance', 'BTC/USDT', u)?.asks ?? [];
		assert.ok(Number(b[0]?.[0]) > Number(ask?.[0]));
		assert.ok(
			!simulator
				.book('binance', 'BTC/USDT')
				.bids.some(([price]) => Number(price) === Number(b[0]?.[0])),
		);
	});
});

test('aimed at another exchange or market, nothing changes', async () => {
	const usually = texts((await usual.binance).after);
	const other = await watch('binance', 'gap', {exchange: 'huobi'});
	assert.deepEqual(texts(other.after), usually);
	const elsewhere = await watch('binance', 'gap', {exchange: 'binance', market: 'STEEM/USDT'});
	assert.deepEqual(texts(elsewhere.after), usually);
	const here = await watch('binance', 'gap', {exchange: 'binance', market: 'BTC/USDT'});
	assert.deepEqual(texts(here.after), usually.slice(2));
});

test('a fault that an exchange cannot have is an error', () =>
	withSimulator(({simulator}) => {
		assert.throws(() => {
			simulator.inject('overlap', {exchange: 'huobi'});
		}, RangeError);
		return Promise.resolve();
	}));

test('faults upon faults: each update has at most one', async () => {
	await withSimulator(async ({clock, simulator}) => {
		for (const exchange of ['binance', 'huobi'] as const) {
			const peer = await openRaw(exchange, simulator.endpoints[exchange].ws + paths[exchange]);
			if (exchange === 'huobi') peer.send({sub: topic, id: 1});
			await peer.drain();
			for (const {name} of cases) simulator.inject(name);
			for (const {name} of [...cases].reverse()) simulator.inject(name);
			for (let count = 0; count < 5; count++) {
				clock.advance(4000);
				await peer.drain();
			}
			clock.advance(2000);
			const frames = await peer.drain();
			assert.ok(frames.length > 0);
			for (const {text} of frames) assert.ok(JSON.parse(text ?? ''));
			peer.socket.terminate();
		}
	});
});
