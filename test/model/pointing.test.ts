import assert from 'node:assert/strict';
import {test} from 'node:test';
import {overlayOf} from '../../source/model/menus.js';
import type {MouseAction} from '../../source/screen/mouse.js';
import {startModelRun} from '../helpers/model-run.js';

const overlay = {x: 20, y: 5, width: 40, height: 10};

const start = (seen: Parameters<typeof startModelRun>[1] = {}) => {
	const run = startModelRun(undefined, seen);
	return {
		...run,
		mouse(type: MouseAction['type'], x: number, y: number) {
			run.dispatch({type: 'mouse', action: {type, x, y}});
		},
	};
};

test('a click selects the pane and the level it is on', () => {
	const {mouse, getState} = start();
	mouse('click', 60, 5);
	assert.equal(getState().ui.focus, 1);
	assert.equal(getState().ui.cursor?.side, 'asks');
	mouse('click', 10, 18);
	assert.equal(getState().ui.focus, 0);
	assert.equal(getState().ui.cursor?.side, 'bids');
});

test('a click in a heatmap places the cursor in the chart that is there', () => {
	const {mouse, press, getState} = start();
	press('7');
	const at = (x: number, y: number) => {
		mouse('click', x, y);
		const {focus, heat} = getState().ui;
		return [focus, heat.cursor];
	};
	assert.deepEqual(at(40, 5)[0], 0);
	const [, first] = at(40, 5);
	const [, above] = at(40, 4);
	const [, right] = at(41, 4);
	assert.ok(first && above && right && typeof first === 'object');
	press('up');
	const moved = getState().ui.heat.cursor;
	at(41, 4);
	assert.notDeepEqual(getState().ui.heat.cursor, moved);
	press('up');
	assert.deepEqual(getState().ui.heat.cursor, moved);
	press('down', 'l', 'h');
	assert.deepEqual(getState().ui.heat.cursor, right);
	assert.equal(at(40, 15)[0], 1);
	press('escape');
	assert.deepEqual(at(79, 5)[1], null);
	assert.deepEqual(at(40, 2)[1], null);
});

test('the wheel goes three levels of the pane it is over', () => {
	const {mouse, press, getState} = start();
	mouse('wheel-up', 60, 5);
	const {cursor} = getState().ui;
	press('home', 'up', 'up', 'up');
	assert.deepEqual(getState().ui.cursor, cursor);
});

test('under the help the wheel does nothing, and a click closes it', () => {
	for (const [x, y] of [
		[30, 8],
		[1, 3],
	] as const) {
		const {mouse, press, getState} = start({overlay});
		press('?');
		const before = getState();
		mouse('wheel-down', x, y);
		assert.equal(getState(), before);
		mouse('click', x, y);
		assert.equal(overlayOf(getState().menus), null);
	}
});

test('a click on an item of a menu picks it', () => {
	const {mouse, press, dispatch, getState, wanted} = start({overlay});
	const items = ['A/B', 'C/D', 'E/F'].map(name => ({name, help: ''}));
	dispatch({type: 'markets', markets: {items, notes: []}});
	press('/');
	mouse('click', 30, overlay.y);
	assert.equal(overlayOf(getState().menus), 'menu');
	wanted();
	mouse('click', 30, overlay.y + 4);
	assert.deepEqual(wanted(), [{type: 'switch-market', name: 'C/D'}]);
	assert.equal(overlayOf(getState().menus), null);
});

test('a click on a hint does what its key does', () => {
	const {mouse, getState} = start();
	mouse('click', 1, 23);
	assert.equal(overlayOf(getState().menus), 'help');
});

test('on a screen that is too small a click means nothing', () => {
	const {mouse, dispatch, getState} = start();
	dispatch({type: 'resize', size: {columns: 30, rows: 8}});
	const before = getState();
	mouse('click', 1, 7);
	assert.equal(getState(), before);
});
