import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createSourceFollower} from '../../source/app/follow-source.js';
import {createAppModel, type AppModel} from '../../source/model/app-model.js';
import {createFlowTracker, type FlowTracker} from '../../source/flow/flow-tracker.js';
import {createHeatTracker, type HeatTracker} from '../../source/heat/heat-tracker.js';
import type {EdgeTracker} from '../../source/panes/edge/edge-tracker.js';
import type {ReplayControl, ReplayState} from '../../source/screen/timeline.js';
import {createLiveMarket, startTime} from '../helpers/market.js';
import {createState, lookAt} from '../helpers/model-run.js';

const start = () => {
	const log: string[] = [];
	const store = createLiveMarket();
	const edges = {
		sample: () => log.push('edges'),
		setStep: () => undefined,
		jump: () => log.push('jump'),
	} as unknown as EdgeTracker;
	const state = {jumps: 0, notice: null as string | null, marks: [], position: 0};
	let tell = () => {};
	const replay = {
		getState: () => state as unknown as ReplayState,
		subscribe(listener: () => void) {
			tell = listener;
			return () => {
				tell = () => {};
			};
		},
	} as ReplayControl;
	const first = createState({...store, passed: () => ({from: 0, views: []})});
	const heat: HeatTracker = {
		...createHeatTracker(),
		sample: () => log.push('heat'),
	};
	const flow: FlowTracker = {
		...createFlowTracker(),
		sample: () => log.push('flow'),
		forget: () => log.push('forget'),
	};
	const model: AppModel = createAppModel({
		first: {...first, shown: {...first.shown, edges, heat, flow}},
		look: now => ({...lookAt(now), replay: replay.getState()}),
		run(effect) {
			if (effect.type === 'jump-edges') follower.jumpEdges();
			if (effect.type === 'follow') follower.follow();
		},
	});
	const follower = createSourceFollower({
		model,
		clock: {now: () => startTime, every: () => () => undefined},
		replay,
		paint: () => log.push('paint'),
	});
	model.subscribe(() => log.push('drawn'));
	follower.follow();
	log.length = 0;
	return {log, store, state, follower, model, edges, heat, flow, tell: () => tell()};
};

test('the edges of a view are noted before it is painted', () => {
	const {log, store} = start();
	store.publish();
	assert.deepEqual(log, []);
	store.setRate('binance:STEEM/USDT', 3);
	store.publish();
	assert.deepEqual(log, ['edges', 'heat', 'flow', 'paint']);
});

test('what is laid out anew is left to be painted with it', () => {
	const {log, state, tell} = start();
	state.notice = 'the end';
	tell();
	assert.deepEqual(log, ['drawn']);
	tell();
	assert.deepEqual(log, ['drawn', 'paint']);
});

test('the edges are those of the moment jumped to before anything is drawn', () => {
	const {log, state, tell} = start();
	state.jumps = 1;
	tell();
	assert.deepEqual(log, ['jump', 'forget', 'flow', 'drawn']);
});

test('nothing more is heard of the source before', () => {
	const {log, store, model, edges, heat, flow} = start();
	const other = createLiveMarket();
	const {markets} = model.getState().shown;
	const shown = {
		source: other,
		edges,
		heat,
		flow,
		vitals: model.getState().shown.vitals,
		markets,
		market: 'STEEM/BTC',
		mode: 'replay',
	} as const;
	model.dispatch({type: 'show', other: shown});
	log.length = 0;
	store.setRate('binance:STEEM/USDT', 3);
	store.publish();
	assert.deepEqual(log, []);
	other.setRate('binance:STEEM/USDT', 3);
	other.publish();
	assert.deepEqual(log, ['edges', 'heat', 'flow', 'paint']);
});

test('stopped, it tells nothing of source and replay', () => {
	const {log, store, follower, tell} = start();
	follower.stop();
	store.setRate('binance:STEEM/USDT', 3);
	store.publish();
	tell();
	assert.deepEqual(log, []);
});

test('where the process stood still, nothing is known of the time since it looked last', () => {
	let now = startTime;
	let everySecond = () => {};
	const doubted: string[] = [];
	const store = createLiveMarket();
	const first = createState(store);
	const edges = {
		...first.shown.edges,
		doubt: (at: number) => doubted.push(`edges ${at - startTime}`),
	};
	const vitals = {
		...first.shown.vitals,
		doubt: (at: number) => doubted.push(`vitals ${at - startTime}`),
	};
	const model = createAppModel({
		first: {...first, shown: {...first.shown, edges, vitals}},
		look: lookAt,
		run: () => undefined,
	});
	const clock = {
		now: () => now,
		every(_: number, callback: () => void) {
			everySecond = callback;
			return () => undefined;
		},
	};
	createSourceFollower({model, clock, replay: null, paint: () => undefined}).follow();
	for (let second = 0; second < 5; second++) {
		now += 1000;
		everySecond();
	}
	assert.deepEqual(doubted, []);
	now += 40_000;
	store.setRate('binance:STEEM/USDT', 3);
	store.publish();
	everySecond();
	assert.deepEqual(doubted, ['edges 6000', 'vitals 6000']);
});
