import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createEdgeTracker} from '../../source/panes/edge/edge-tracker.js';
import {paintHeader} from '../../source/panes/header-line.js';
import {createTheme} from '../../source/screen/theme.js';
import {widthOf} from '../../source/screen/cells.js';
import {columns} from '../helpers/columns.js';
import {
	binance,
	createLiveMarket,
	createMarket,
	fill,
	huobi,
	market,
	startTime,
} from '../helpers/market.js';
import {createExchanges, exchangeKey, spoilTwo} from '../helpers/many-exchanges.js';
import type {RecordingShown} from '../../source/screen/recording-shown.js';
import type {SizeChoice} from '../../source/book/trade-size.js';
import {goLive} from '../helpers/statuses.js';

process.env['TZ'] = 'UTC';
const theme = createTheme(1);

const headerLine = (
	store: ReturnType<typeof createMarket>,
	width: number,
	mode: 'live' | 'demo' = 'live',
	recording: RecordingShown | null = null,
	frozenAt: number | null = null,
	sizeStep: SizeChoice = 0,
) => {
	store.publish();
	const edges = createEdgeTracker();
	edges.sample(store.getView());
	const shown = {view: store.getView(), edges, recording, market, mode};
	const input = {...shown, sizeStep, frozenAt, width};
	const line = paintHeader(theme, input, startTime);
	assert.equal(widthOf(line), width);
	return line.replaceAll(/\u001B\[[\d;]*m/g, '');
};

const header = (...given: Parameters<typeof headerLine>) =>
	headerLine(...given)
		.replaceAll(/ {2,}/g, '  ')
		.trim();

const crossing = () => {
	const store = createMarket();
	fill(store, binance, 1642, startTime);
	fill(store, huobi, 1645, startTime);
	return store;
};

const agreeing = (count: 2 | 3) => {
	const store = createMarket();
	const third = `third:${market}`;
	if (count === 3)
		store.add({key: third, exchange: 'third', title: 'Third', market, tickSize: null});
	for (const key of [binance, huobi, third].slice(0, count)) fill(store, key, 1642, startTime);
	return store;
};

const failing = (status: 'stale' | 'reconnecting' = 'stale') => {
	const store = createLiveMarket();
	store.setStatus(huobi, {status, reason: null, retryAt: null}, startTime);
	return store;
};

const cases = [
	{
		name: 'the better edge after fees where there is room',
		given: header(createLiveMarket(), 120),
		expected:
			'STEEM/USDT  mid 0.16430  buy Binance → sell Huobi −0.20 % net of fees, 500 STEEM  12:04:31',
	},
	{
		name: 'the net edge where prices agree',
		given: header(agreeing(2), 99),
		expected:
			'STEEM/USDT  mid 0.16425  buy Binance → sell Huobi −0.26 % net of fees, 500 STEEM  12:04:31',
	},
	{
		name: 'the best edge of three',
		given: header(agreeing(3), 99),
		expected:
			'STEEM/USDT  mid 0.16425  buy Binance → sell Huobi −0.26 % net of fees, 500 STEEM  12:04:31',
	},
	{
		name: 'what is left after fees where prices cross',
		given: header(crossing(), 99),
		expected:
			'STEEM/USDT  mid 0.16440  buy Binance → sell Huobi −0.08 % net of fees, 500 STEEM  12:04:31',
	},
	{
		name: 'the same in fewer words',
		given: header(crossing(), 88),
		expected: 'STEEM/USDT  mid 0.16440  buy Binance → sell Huobi −0.08 % net of fees  12:04:31',
	},
	{
		name: 'the same at 80 beside the demo',
		given: header(crossing(), 80, 'demo'),
		expected: 'STEEM/USDT  mid 0.16440  Binance → Huobi −0.08 % net  demo  12:04:31',
	},
	{
		name: 'the same at 64 with names cut',
		given: header(crossing(), 64),
		expected: 'STEEM/USDT  mid 0.16440  Bin → Huo −0.08 % net  12:04:31',
	},
	{
		name: 'the share alone at 56',
		given: header(crossing(), 56),
		expected: 'STEEM/USDT  mid 0.16440  −0.08 % net  12:04:31',
	},
	{
		name: 'that the books are too thin for a net edge',
		given: header(createLiveMarket(), 99, 'live', null, null, {units: 999_999_999, decimals: 0}),
		expected: 'STEEM/USDT  mid 0.16430  no net: too thin for 999 999 999 STEEM  12:04:31',
	},
	{
		name: 'a lost exchange, and what became of it',
		given: header(failing(), 120),
		expected: 'STEEM/USDT  ◐ Huobi stale  mid 0.16425  12:04:31',
	},
	{
		name: 'a lost exchange in place of the time at 40',
		given: header(failing('reconnecting'), 40),
		expected: 'STEEM/USDT  ○ Huobi reconnecting',
	},
	{
		name: 'a lost exchange beside a recording at 40',
		given: header(failing('reconnecting'), 40, 'live', {elapsedMs: 9000, isBehind: false}),
		expected: 'STEEM/USDT  ○ Huo reconnecting ● REC',
	},
	{
		name: 'no price before there is one',
		given: header(createMarket(), 80),
		expected: 'STEEM/USDT  ◐ Binance, Huobi connecting  12:04:31',
	},
	{
		name: 'the demo',
		given: header(createMarket(), 80, 'demo'),
		expected: 'STEEM/USDT  ◐ Binance, Huobi connecting  demo  12:04:31',
	},
	{
		name: 'what fits in 40',
		given: header(createLiveMarket(), 40),
		expected: 'STEEM/USDT  mid 0.16430  12:04:31',
	},
];

for (const {name, given, expected} of cases) {
	test(`the header tells ${name}`, () => {
		assert.equal(given, expected);
	});
}

test('nothing in the header moves when a digit comes or goes', () => {
	const wide = ['0.1649', '0.1648', '0.1641', '0.164', '0.1642'];
	const placesOf = (line: string) => [
		line.search(/(buy|Huobi|Binance) /),
		line.search(/\d\d:\d\d/),
	];
	const placed = wide.map(price => {
		const store = createLiveMarket();
		store.apply(
			binance,
			{
				type: 'snapshot',
				bids: columns(['0.16', '1']),
				asks: columns([price, '1']),
				sequence: 9,
				exchangeTime: null,
			},
			startTime,
		);
		return placesOf(headerLine(store, 99, 'live', null));
	});
	assert.deepEqual(new Set(placed.map(String)).size, 1, placed.join(' '));
});

test('the middle has room to grow, and the decimals of half a tick', () => {
	const midOf = (bid: string, ask: string) => {
		const store = createMarket();
		const sides = {bids: columns([bid, '1']), asks: columns([ask, '1'])};
		const change = {...sides, sequence: 1, exchangeTime: null};
		store.apply(binance, {type: 'snapshot', ...change}, startTime);
		goLive(store, binance, startTime);
		return /mid ([ \d.]+?) {4}/.exec(headerLine(store, 80, 'live', null))?.[1];
	};
	assert.equal(midOf('0.1799', '0.1801'), '0.18000');
	assert.equal(midOf('0.1799', '0.18'), '0.17995');
	assert.equal(midOf('9.9998', '9.9999'), '  9.99985');
	assert.equal(midOf('9.9999', '10.0001'), ' 10.00000');
});

test('the header shows a recording and how long it has run', () => {
	const store = createMarket();
	assert.match(
		header(store, 80, 'demo', {elapsedMs: 42_900, isBehind: false}),
		/● REC 00:42  demo/,
	);
	assert.match(
		header(store, 80, 'live', {elapsedMs: 3_723_000, isBehind: true}),
		/● REC 1:02:03 \(disk is slow\)/,
	);
});

test('does not compare different markets', () => {
	const store = crossing();
	store.setFacts(huobi, {market: 'TRIO/ETH'});
	assert.match(header(store, 120), /different markets, not compared/);
	assert.doesNotMatch(header(store, 200), /mid|buy|above/);
	assert.doesNotMatch(header(store, 40), /mid|crossed/);
	store.setFacts(huobi, {market: 'STEEMUSDT'});
	assert.match(header(store, 120), /mid/);
});

for (const mode of ['live', 'demo'] as const)
	for (const [name, recording] of [
		['no recording', null],
		['a recording', {elapsedMs: 42_900, isBehind: false}],
		['a recording of hours', {elapsedMs: 3_723_000, isBehind: false}],
		['a recording that lags', {elapsedMs: 3_723_000, isBehind: true}],
	] as const)
		for (const frozenAt of [null, startTime - 9000])
			test(`nothing at the right is cut: ${mode}, ${name}${frozenAt ? ', frozen' : ''}`, () => {
				for (let width = 40; width <= 120; width++) {
					const store = createLiveMarket();
					const line = headerLine(store, width, mode, recording, frozenAt);
					assert.match(line, /^ STEEM\/USDT .* $/);
					const [, right = ''] =
						/^ STEEM\/USDT +(?:mid.*? {3,}|crossed.*? {3,})?(.*) $/.exec(line) ?? [];
					const last = right.split(/ {3,}/).at(-1) ?? '';
					assert.match(
						last,
						/^(12:04:31|demo|frozen( since)?( 12:04:22)?|● REC( [\d:]+| slow)?( \(disk is slow\))?|)$/,
					);
					assert.equal(line.includes('● REC'), recording !== null);
					assert.equal(line.includes('frozen'), frozenAt !== null);
				}
			});

test('a narrow header keeps that it stands still and records', () => {
	const line = (frozenAt: number | null) =>
		headerLine(createLiveMarket(), 40, 'demo', {elapsedMs: 9000, isBehind: false}, frozenAt);
	assert.equal(line(null), ' STEEM/USDT          ● REC 00:09   demo ');
	assert.equal(line(startTime), ' STEEM/USDT frozen   ● REC 00:09   demo ');
});

const offScreen = (width: number, before: readonly string[], after: readonly string[]) => {
	const store = createExchanges('binance', 'huobi', 'gate', 'okx', 'upbit');
	spoilTwo(store, 'okx', 'gate');
	const view = store.getView();
	const edges = createEdgeTracker();
	edges.sample(view);
	const off = {before: before.map(exchangeKey), after: after.map(exchangeKey)};
	const shown = {view, edges, recording: null, market: 'BTC/USDT', mode: 'live' as const};
	const line = paintHeader(
		theme,
		{...shown, sizeStep: 0, frozenAt: null, width, offScreen: off},
		startTime,
	);
	assert.equal(widthOf(line), width);
	return line.replaceAll(/\u001B\[[\d;]*m/g, '').trim();
};

test('the header names what is off the screen, and how it is doing', () => {
	const line = offScreen(160, ['binance'], ['okx', 'upbit']);
	assert.match(line, /◂ ● Binance {3}◐ OKX resyncing {2}● Upbit ▸/);
	assert.match(line, /mid USDT {2}60 00/);
	assert.match(offScreen(240, [], ['gate', 'upbit']), /○ Gate reconnecting {2}● Upbit ▸/);
	assert.doesNotMatch(offScreen(160, [], []), /[▸◂]/);
});

test('names of what is off the screen come before prices', () => {
	const line = offScreen(88, ['huobi'], ['gate', 'okx', 'upbit']);
	assert.match(line, /◂ ● Huobi {3}○ Gate reconnecting {2}◐ OKX resyncing {2}● Upbit ▸/);
	assert.doesNotMatch(line, /mid/);
});

test('who is lost is told before who is off the screen', () => {
	const after = ['gate', 'okx', 'upbit'];
	assert.match(offScreen(80, ['huobi'], after), /OKX resyncing {4}◂ ● {3}○◐● ▸/);
	assert.match(offScreen(64, ['huobi'], after), /○ Gate reconnecting {2}◐ OKX resyncing/);
	assert.match(offScreen(40, ['huobi'], after), /2 of 5 not live/);
	assert.doesNotMatch(offScreen(40, ['huobi'], after), /net/);
});

test('prices in other money have no part in the middle', () => {
	assert.match(offScreen(120, [], []), /mid USDT {2}60 00\d\.\d+/);
});
