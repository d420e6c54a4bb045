import assert from 'node:assert/strict';
import {test} from 'node:test';
import {paintPast} from '../../source/panes/health/health-past.js';
import {createVitalsTracker, keptMs, spanMs} from '../../source/panes/health/vitals.js';
import {createTheme} from '../../source/screen/theme.js';
import {widthOf} from '../../source/screen/cells.js';
import {initialHealth} from '../../source/store/market-view.js';
import {binance, createLiveMarket, startTime} from '../helpers/market.js';

const theme = createTheme(1);
const plain = (line: string) => line.replaceAll(/\u001B\[[\d;]*m/g, '');

const start = () => {
	const store = createLiveMarket();
	const vitals = createVitalsTracker();
	const at = (ms: number, p50: number | null, rate: number) => {
		const latencyMs = p50 === null ? null : {p50, p99: p50};
		store.setHealth(binance, {...initialHealth, latencyMs});
		store.setRate(binance, rate);
		store.publish();
		vitals.sample(store.getView(), startTime + ms);
	};
	const paint = (now: number, rows = 2, width = 40) =>
		paintPast(theme, vitals.pastOf(binance), {rows, labelWidth: 13, width}, startTime + now).map(
			plain,
		);
	return {store, vitals, at, paint};
};

test('charts of the past have a scale of their own, which is told', () => {
	const {at, paint} = start();
	for (let second = 0; second < 60; second++) at(second * 1000, second < 30 ? 10 : 40, second % 7);
	const [heading, latency = '', range, rate = '', ...rest] = paint(59_000);
	assert.match(heading ?? '', /^ Past 2 min, 5 s a cell ─+$/);
	assert.match(latency, /^ Latency +█{6,7}$/);
	assert.match(range ?? '', /^ 0–40 ms +▅{5,7}█{6,7}$/);
	assert.match(rate, /^ Messages/);
	assert.match(rest.join('\n'), /0–6\/s[^]*Age[^]*0–/);
	for (const line of paint(59_000)) assert.ok(widthOf(line) <= 40);
});

test('a longer session is told in longer cells, and never without end', () => {
	const {at, paint, vitals} = start();
	for (let ms = 0; ms < keptMs * 1.5; ms += spanMs) at(ms, 5, 1);
	assert.match(paint(keptMs * 1.5)[0] ?? '', /^ Past 2[.\d]* h, 300 s a cell/);
	assert.ok(
		startTime + keptMs * 1.5 - (vitals.pastOf(binance)?.rate.since ?? 0) <= keptMs + spanMs,
	);
});

test('what is not known is blank, and a frozen past stands still', () => {
	const {at, paint, vitals} = start();
	at(0, null, 0);
	assert.match(paint(1000)[1] ?? '', /^ Latency *$/);
	const frozen = vitals.freeze();
	for (let ms = 0; ms < 60_000; ms += 1000) at(ms, 9, 3);
	assert.equal(frozen.pastOf(binance)?.latency.chart(5, 5000, startTime + 60_000).range, null);
	assert.equal(frozen.pastOf('other'), null);
	vitals.forget();
	assert.equal(vitals.pastOf(binance), null);
});

test('where each chart has one line, its range stands beside it', () => {
	const {at, paint} = start();
	for (let second = 0; second < 60; second++) at(second * 1000, 40, 6);
	const lines = paint(59_000, 1);
	assert.equal(lines.length, 4);
	assert.match(lines[1] ?? '', /^ Latency +█+ 0–40 ms$/);
	for (const line of lines) assert.ok(widthOf(line) <= 40, line);
	assert.deepEqual(paint(59_000, 0), []);
});

test('a range of seconds fits beside its chart', () => {
	const {at, paint} = start();
	for (let second = 0; second < 60; second++) at(second * 1000, 12_005, 6);
	assert.match(paint(59_000, 1)[1] ?? '', /^ Latency +█+ 0–12 s$/);
});

test('a time of which nothing is known is blank', () => {
	const {vitals, at} = start();
	at(0, 10, 3);
	vitals.doubt(startTime + 1000);
	at(20_000, 10, 3);
	const {cells} = vitals.pastOf(binance)?.rate.chart(5, 5000, startTime + 20_000) ?? {cells: []};
	assert.deepEqual(cells, [3, null, null, null, 3]);
});
