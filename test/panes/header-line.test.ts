import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createEdgeTracker} from '../../source/panes/edge/edge-tracker.js';
import {paintHeader} from '../../source/panes/header-line.js';
import {createTheme} from '../../source/screen/theme.js';
import {initialUiState} from '../../source/screen/ui-state.js';
import {widthOf} from '../../source/screen/cells.js';
import {
	binance,
	createLiveMarket,
	createMarket,
	fill,
	huobi,
	market,
	startTime,
} from '../helpers/market.js';
import type {RecordingShown} from '../../source/screen/recording-shown.js';

process.env['TZ'] = 'UTC';
const theme = createTheme(1);

const header = (
	store: ReturnType<typeof createMarket>,
	width: number,
	mode: 'live' | 'demo' = 'live',
	recording: RecordingShown | null = null,
) => {
	store.publish();
	const edges = createEdgeTracker(new Map());
	edges.sample(store.getView());
	const shown = {view: store.getView(), edges, recording, market, mode};
	const input = {...shown, ui: initialUiState, width};
	const line = paintHeader(theme, input, startTime);
	assert.equal(widthOf(line), width);
	return line
		.replaceAll(/\u001B\[[\d;]*m/g, '')
		.replaceAll(/ {2,}/g, '  ')
		.trim();
};

const crossing = () => {
	const store = createMarket();
	fill(store, binance, 1642, startTime);
	fill(store, huobi, 1645, startTime);
	return store;
};

const failing = () => {
	const store = createLiveMarket();
	store.setStatus(huobi, {status: 'stale', reason: null, retryAt: null}, startTime);
	return store;
};

const cases = [
	{
		name: 'the better edge after fees where there is room',
		given: header(createLiveMarket(), 120),
		expected:
			'STEEM/USDT  mid 0.16430  buy Binance → sell Huobi −0.30 % net of fees, 5 000 STEEM  12:04:31',
	},
	{
		name: 'which exchange stands higher',
		given: header(createLiveMarket(), 99),
		expected: 'STEEM/USDT  mid 0.16430  Huobi above Binance by 0.0001 (6.1 bps)  12:04:31',
	},
	{
		name: 'a profit before fees where prices cross',
		given: header(crossing(), 99),
		expected:
			'STEEM/USDT  mid 0.16440  buy Binance → sell Huobi +0.0002 (12.2 bps) before fees  12:04:31',
	},
	{
		name: 'the same in fewer words',
		given: header(crossing(), 88),
		expected: 'STEEM/USDT  mid 0.16440  buy Binance → sell Huobi 12.2 bps gross  12:04:31',
	},
	{
		name: 'nothing of a book nobody vouches for',
		given: header(failing(), 120),
		expected: 'STEEM/USDT  mid 0.16425  12:04:31',
	},
	{
		name: 'no price before there is one',
		given: header(createMarket(), 80),
		expected: 'STEEM/USDT  12:04:31',
	},
	{
		name: 'the demo',
		given: header(createMarket(), 80, 'demo'),
		expected: 'STEEM/USDT  demo  12:04:31',
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
