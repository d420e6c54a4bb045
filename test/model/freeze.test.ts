import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toggleFreeze, visiblePasts, visibleView} from '../../source/model/freeze.js';
import {binance, createLiveMarket, setLevel, startTime} from '../helpers/market.js';
import {createState, lookAt} from '../helpers/model-run.js';

test('frozen, the books and edges are those of that moment', () => {
	const store = createLiveMarket();
	const first = createState(store);
	const before = store.getView();
	const frozen = toggleFreeze(first, lookAt(first));
	setLevel(store, binance, 'asks', ['0.1643', '99.9'], startTime);
	store.publish();
	assert.notEqual(store.getView(), before);
	assert.equal(visibleView(frozen, store.getView()), before);
	assert.notEqual(visiblePasts(frozen).edges, frozen.shown.edges);
	assert.equal(frozen.frozen?.at, startTime);
});

test('what was frozen goes on with the newest', () => {
	const store = createLiveMarket();
	const first = createState(store);
	const frozen = toggleFreeze(first, lookAt(first));
	const gone = toggleFreeze(frozen, lookAt(frozen));
	assert.equal(gone.frozen, null);
	assert.equal(visibleView(gone, store.getView()), store.getView());
	assert.equal(visiblePasts(gone).edges, gone.shown.edges);
});
