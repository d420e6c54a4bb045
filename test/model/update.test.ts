import assert from 'node:assert/strict';
import {test} from 'node:test';
import {groupingFactor} from '../../source/book/depth.js';
import {noLevels} from '../../source/book/level-columns.js';
import {overlayOf} from '../../source/model/menus.js';
import {binance, createLiveMarket, createMarket, huobi, startTime} from '../helpers/market.js';
import {createState, keyOf, startModelRun} from '../helpers/model-run.js';

const demo = () => {
	const state = createState();
	return {...state, shown: {...state.shown, mode: 'demo' as const}};
};

for (const {keys, effects} of [
	{keys: ['q'], effects: [{type: 'quit'}]},
	{keys: ['ctrl+c'], effects: [{type: 'quit'}]},
	{keys: ['ctrl+z'], effects: [{type: 'suspend'}]},
	{keys: ['ctrl+l'], effects: [{type: 'repaint'}]},
	{keys: ['r'], effects: [{type: 'record'}]},
	{keys: ['m'], effects: [{type: 'marker'}]},
	{keys: ['s'], effects: [{type: 'save'}]},
	{keys: ['/'], effects: [{type: 'list-markets'}]},
	{keys: ['tab', 'R'], effects: [{type: 'resync', keys: [huobi]}]},
	{keys: ['3', 'R'], effects: [{type: 'resync', keys: [binance, huobi]}]},
	{keys: ['5', '+'], effects: [{type: 'set-size-step', step: 1}]},
])
	test(`${keys.join(' ')} asks for ${effects[0]?.type}`, () => {
		const {press, wanted} = startModelRun();
		press(...keys);
		assert.deepEqual(wanted(), effects);
	});

test('what is no key of the table changes nothing', () => {
	const {press, getState, wanted} = startModelRun();
	const before = getState();
	press('w', 'pause', 'ä', 'f13');
	assert.equal(getState(), before);
	assert.deepEqual(wanted(), []);
});

test('prices are grouped as long as that says more', () => {
	for (const view of ['1', '2', '3']) {
		const {press, getState} = startModelRun();
		press(view, 'G');
		assert.match(getState().notice ?? '', /row of its own: g groups/);
		press(...Array.from({length: 30}, () => 'g'));
		const {ui, notice} = getState();
		// Of 0.0001: in steps of 0.05 all bids, from 0.1642 to 0.1581, are at 0.15.
		assert.equal(groupingFactor(ui.grouping), 200, view);
		assert.match(notice ?? '', /fall into one: G makes/);
		press('G');
		assert.equal(groupingFactor(getState().ui.grouping), 100);
	}
});

test('each key acts upon what the one before it did', () => {
	const {press, getState, wanted} = startModelRun(demo());
	press('x', 'c', 'l', 'return', '3');
	assert.deepEqual(wanted(), [{type: 'inject-fault', name: 'close'}]);
	assert.equal(overlayOf(getState().menus), null);
	assert.equal(getState().ui.view, 'merged');
});

test('keys that come at once count as one after the other', () => {
	const {dispatch, getState, wanted} = startModelRun(demo());
	const keys = ['g', 'm', 'x', 'c', 'l', 'return', 'm', '3'].map(keyOf);
	dispatch({type: 'keys', keys});
	assert.deepEqual(wanted(), [
		{type: 'marker'},
		{type: 'inject-fault', name: 'close'},
		{type: 'marker'},
	]);
	assert.deepEqual([getState().ui.view, getState().ui.grouping], ['merged', 1]);
});

test('letters that come at once are one text', () => {
	const {press, dispatch, getState} = startModelRun();
	press('/');
	const {lists} = getState().menus;
	dispatch({type: 'keys', keys: [...'ab'.repeat(50_000)].map(keyOf)});
	assert.deepEqual(getState().menus, {
		lists,
		markets: {items: [], notes: []},
		open: {of: 'markets', query: 'ab'.repeat(20), selected: null},
	});
});

test('a market is picked by its name', () => {
	const {press, dispatch, wanted} = startModelRun();
	press('/');
	dispatch({type: 'markets', markets: {items: [{name: 'STEEM/BTC', help: ''}], notes: []}});
	press('b', 't', 'c', 'return');
	assert.deepEqual(wanted(), [{type: 'list-markets'}, {type: 'switch-market', name: 'STEEM/BTC'}]);
});

test('Enter on nothing leaves the menu open', () => {
	const {press, getState, wanted} = startModelRun(demo());
	press('x', 'z', 'z', 'return');
	assert.equal(overlayOf(getState().menus), 'menu');
	assert.deepEqual(
		wanted().map(({type}) => type),
		['time-notice'],
	);
	assert.equal(getState().notice, 'nothing is called so');
});

test('the demo is offered only while no exchange can be reached', () => {
	const store = createMarket();
	const down = {status: 'reconnecting', reason: null, retryAt: null} as const;
	store.setStatus(binance, down, startTime);
	store.publish();
	const {press, wanted} = startModelRun(createState(store));
	press('D');
	assert.deepEqual(
		wanted().map(({type}) => type),
		['time-notice'],
	);
	store.setStatus(huobi, down, startTime);
	store.publish();
	press('D');
	assert.deepEqual(wanted(), [{type: 'demo'}]);
});

test('Escape right before a key closes what is open', () => {
	const {press, dispatch, getState} = startModelRun();
	const alt = () => {
		dispatch({type: 'key-after-escape', key: {name: '3', text: '3'}});
	};
	alt();
	assert.equal(getState().ui.view, 'depth');
	press('?');
	alt();
	assert.equal(overlayOf(getState().menus), null);
	assert.equal(getState().ui.view, 'merged');
});

test('what is pasted is text in a menu and nowhere else', () => {
	const {press, dispatch, getState} = startModelRun();
	dispatch({type: 'paste', text: 'q'});
	assert.match(String(getState().notice), /not taken for keys/);
	press('/');
	dispatch({type: 'paste', text: 'btc'});
	assert.deepEqual(getState().menus.open, {of: 'markets', query: 'btc', selected: null});
});

test('a cursor among other rows is brought into sight', () => {
	const {press, getState} = startModelRun();
	press(...Array.from({length: 15}, () => 'up'));
	const {scroll, cursor} = getState().ui;
	assert.ok(scroll > 0 && cursor);
	press('2', '1');
	assert.ok(getState().ui.scroll > 0);
	assert.deepEqual(getState().ui.cursor, cursor);
});

test('a frozen screen counts its levels as they were', () => {
	const store = createLiveMarket();
	const {press, getState} = startModelRun(createState(store));
	press('space');
	store.apply(
		binance,
		{type: 'snapshot', bids: noLevels, asks: noLevels, sequence: 3, exchangeTime: null},
		startTime,
	);
	store.publish();
	press('up');
	assert.notEqual(getState().ui.cursor, null);
	press('space', 'home', 'up');
	assert.equal(getState().ui.cursor, null);
});

test('the size of the terminal decides what there is room for', () => {
	const {press, dispatch, getState} = startModelRun();
	dispatch({type: 'resize', size: {columns: 80, rows: 60}});
	press('d', 'd');
	assert.equal(getState().ui.depth, 10);
	dispatch({type: 'resize', size: {columns: 80, rows: 24}});
	press('d');
	assert.equal(getState().ui.depth, null);
});
