import assert from 'node:assert/strict';
import {test} from 'node:test';
import {seeReplay, seeView, show} from '../../source/model/shown.js';
import {createBookStore} from '../../source/store/book-store.js';
import type {ReplayState} from '../../source/screen/timeline.js';
import {createState, lookAt} from '../helpers/model-run.js';

const storeOf = (market: string) => {
	const store = createBookStore();
	store.add({key: `a:${market}`, exchange: 'a', title: 'A', market, tickSize: null});
	store.publish();
	return store;
};

const replay: ReplayState = {
	position: 0,
	length: 100,
	isPaused: true,
	speed: 1,
	indexing: 1,
	marks: [],
	seekingTo: null,
	jumps: 0,
	notice: null,
};

test('another market begins anew, and is followed', () => {
	const first = createState();
	const used = {
		...first,
		ui: {...first.ui, sizeStep: 3, grouping: 2},
		frozen: {at: 0, view: lookAt(first).view, ...first.shown},
	};
	const {edges, heat, flow, vitals, markets} = used.shown;
	const source = storeOf('STEEM/BTC');
	const other = {
		source,
		edges,
		heat,
		flow,
		vitals,
		markets,
		market: 'STEEM/BTC',
		mode: 'live',
	} as const;
	const {state, effects} = show(used, other);
	assert.equal(state.shown.source, other.source);
	assert.deepEqual([state.ui.sizeStep, state.ui.grouping, state.frozen], [0, 0, null]);
	assert.deepEqual(effects, [{type: 'set-size-step', step: 0}, {type: 'follow'}]);
});

test('the size that was chosen for a market is there on coming back, but not in the demo', () => {
	const first = createState();
	const chosen = {...first, ui: {...first.ui, sizeStep: 3}};
	const {source, edges, heat, flow, vitals, markets, market} = first.shown;
	const away = show(chosen, {
		source,
		edges,
		heat,
		flow,
		vitals,
		markets,
		market: 'STEEM/BTC',
		mode: 'live',
	}).state;
	assert.equal(away.ui.sizeStep, 0);
	const back = show(away, {source, edges, heat, flow, vitals, markets, market, mode: 'live'});
	assert.equal(back.state.ui.sizeStep, 3);
	assert.deepEqual(back.effects[0], {type: 'set-size-step', step: 3});
	assert.equal(
		show(away, {source, edges, heat, flow, vitals, markets, market, mode: 'demo'}).state.ui
			.sizeStep,
		0,
	);
});

test('a view that names nothing else is no change', () => {
	const state = createState();
	assert.equal(seeView(state, lookAt(state)).state, state);
});

test('a replay goes over to another market where its capture does', () => {
	const state = createState(storeOf('STEEM/BTC'));
	const seen = {...lookAt(state), replay};
	const {shown} = seeView(state, seen).state;
	assert.equal(shown.market, 'STEEM/BTC');
	assert.equal(seeView(state, lookAt(state)).state.shown.market, 'STEEM/USDT');
});

test('what a replay says of the moment is remarked until it is over', () => {
	const state = createState();
	const said = seeReplay(state, {...lookAt(state), replay: {...replay, notice: 'the end'}}).state;
	assert.equal(said.remark, 'the end');
	assert.equal(seeReplay(said, {...lookAt(state), replay}).state.remark, null);
});

test('after a jump the edges jump, too', () => {
	const state = createState();
	const seen = {...lookAt(state), replay: {...replay, jumps: 1}};
	const jumped = seeReplay(state, seen);
	assert.deepEqual(jumped.effects, [{type: 'jump-edges'}]);
	assert.equal(jumped.state.shown.jumps, 1);
	assert.deepEqual(seeReplay(jumped.state, seen).effects, []);
});
