import assert from 'node:assert/strict';
import {test} from 'node:test';
import {maxSpeed, minSpeed} from '../../source/options/replay-options.js';
import type {AppState} from '../../source/model/app-state.js';
import {bindings} from '../../source/screen/keys.js';
import {speeds, type ReplayState} from '../../source/screen/timeline.js';
import {views} from '../../source/screen/views.js';
import {createExchanges} from '../helpers/many-exchanges.js';
import {createMarket} from '../helpers/market.js';
import {createState, startModelRun} from '../helpers/model-run.js';

const replayAt = (position: number, speed = 1): ReplayState => ({
	...{position, length: 60_000, isPaused: true, speed, indexing: 1},
	...{marks: [], seekingTo: null, jumps: 0, notice: null},
});

const first = createState();
const inReplay: AppState = {
	...first,
	setup: {...first.setup, isReplay: true},
	shown: {...first.shown, mode: 'replay'},
};
const one = createExchanges('binance');

const modes: Readonly<Record<string, readonly [state: AppState, replay: ReplayState | null]>> = {
	live: [first, null],
	demo: [{...first, shown: {...first.shown, mode: 'demo'}}, null],
	'a replay': [inReplay, replayAt(30_000)],
	'the start of a replay': [inReplay, replayAt(0, minSpeed)],
	'the end of a replay': [inReplay, replayAt(60_000, maxSpeed)],
	'one exchange': [createState(one), null],
	'no book yet': [createState(createMarket()), null],
	'a filter': [{...first, ui: {...first.ui, markets: {...first.ui.markets, isTyping: true}}}, null],
	'a small screen': [{...first, size: {columns: 40, rows: 12}}, null],
};

const keys = new Set(bindings.flatMap(row => row.keys));

for (const [mode, [begin, replay]] of Object.entries(modes))
	test(`each key changes something or says why not: ${mode}`, () => {
		for (const {id} of views) {
			const state = {...begin, ui: {...begin.ui, view: id}};
			for (const key of keys) {
				const run = startModelRun(state, {replay});
				run.press(key);
				// The view that is asked for is there.
				if (views[Number(key) - 1]?.id === id) continue;
				const {notice} = run.getState();
				const isAnswered = run.getState() !== state || run.wanted().length > 0;
				assert.ok(isAnswered, `${key} in ${id}: nothing`);
				if (notice !== null) assert.match(notice, /^.{8,90}$/, `${key} in ${id}`);
			}
		}
	});

test('a key that has gone as far as it can says so', () => {
	const told = (view: string, key: string, presses: number) => {
		const run = startModelRun(first);
		run.press(view, ...Array.from({length: presses}, () => key));
		return run.getState().notice;
	};
	assert.match(told('1', 'G', 1) ?? '', /row of its own/);
	assert.match(told('1', 'g', 40) ?? '', /fall into one/);
	assert.match(told('1', 'pageup', 99) ?? '', /no level further up/);
	assert.match(told('7', '-', 9) ?? '', /60 s is the longest/);
	assert.match(told('7', '+', 1) ?? '', /1 s is the shortest/);
	assert.match(told('7', 'l', 2) ?? '', /newest column/);
	assert.match(told('5', '+', 60) ?? '', /no larger size/);
	assert.match(told('3', 'z', 1) ?? '', /one pane/);
});

test('what is said of a key is over with the next one', () => {
	const run = startModelRun(first);
	run.press('n');
	assert.ok(run.getState().notice);
	run.press('2');
	assert.equal(run.getState().notice, null);
	run.dispatch({type: 'say', text: 'the recording ended'});
	run.press('3');
	assert.equal(run.getState().notice, 'the recording ended');
	for (const key of ['$', 'M']) {
		run.press(key);
		assert.ok(run.getState().notice);
		run.press('2');
		assert.equal(run.getState().notice, null, key);
	}
	// What came of a key is told as late as it is known, as that of R is.
	run.dispatch({type: 'explain', text: 'connecting to Binance now'});
	assert.equal(run.getState().notice, 'connecting to Binance now');
	run.press('2');
	assert.equal(run.getState().notice, null);
});

test('a key of other views says where it works', () => {
	const told = (key: string, state = first) => {
		const run = startModelRun(state);
		run.press(key);
		return run.getState().notice;
	};
	assert.equal(told('+'), '+ (size, time) works in views 5, 7 and 8');
	assert.equal(told('return'), 'Enter (type size, open) works in views 5 and 8');
	assert.equal(told('end'), 'End (last) works in view 8');
	const inTrades: AppState = {...first, ui: {...first.ui, view: 'trades'}};
	assert.equal(told('i', inTrades), 'i (inspect) works in view 1');
	assert.equal(told('p', inTrades), 'p (net) works in view 1');
	assert.equal(told('d', inTrades), 'd (depth) works in views 1, 2 and 3');
	assert.equal(told('x'), 'x (fault) works in the demo');
	assert.equal(told('n'), 'n (next) works in a replay');
	assert.equal(told('r', inReplay), 'r (record) works outside of a replay');
	assert.equal(told('/', inReplay), '/ (filter, market) works in view 8 or outside of a replay');
	assert.equal(told('é'), null);
});

test('PgDn goes past the levels of a preset, and PgUp back to it', () => {
	const run = startModelRun(first);
	run.press('1', 'd', 'pagedown');
	const {depth, scroll} = run.getState().ui;
	assert.equal(depth, 5);
	assert.equal(scroll, -5);
	run.press('pagedown');
	assert.ok(run.getState().ui.scroll < -5);
	run.press('pageup', 'pageup', 'pageup');
	assert.ok(run.getState().ui.scroll >= 0);
	run.press('home');
	assert.equal(run.getState().ui.scroll, 0);
});

test('a replay is as slow and as fast as the option', () => {
	assert.deepEqual(speeds, {least: minSpeed, most: maxSpeed});
});
