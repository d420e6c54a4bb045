import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {openMenu} from '../../source/model/menus.js';
import {typedSize} from '../../source/screen/menu-list.js';
import {createMarket} from '../helpers/market.js';
import {createState, startModelRun} from '../helpers/model-run.js';

const start = () => {
	const state = createState();
	state.shown.edges.sample(state.shown.source.getView());
	return startModelRun(state);
};

type Run = ReturnType<typeof startModelRun>;

const sizeIn = ({getState}: Run) => {
	const {ui, shown} = getState();
	const size = shown.edges.sizeOf(ui.sizeStep);
	return size && formatDecimal(size);
};

test('a size is typed, and + and - go on from there', () => {
	const run = start();
	run.press('5', 'e', '7', '5', '0', '.', '5', 'return');
	assert.equal(sizeIn(run), '750.5');
	assert.equal(run.wanted().at(-1)?.type, 'set-size-step');
	run.press('+');
	assert.equal(sizeIn(run), '1000');
	run.press('-');
	assert.equal(sizeIn(run), '500');
});

test('what is no size is not taken, and can be put right', () => {
	const run = start();
	run.press('5', 'e', 'x', 'return');
	const opened = openMenu(run.getState().menus);
	assert.match(opened?.list.find('x')[0]?.help ?? '', /no size/);
	assert.equal(sizeIn(run), '500');
	run.press('backspace', '9', 'return');
	assert.equal(sizeIn(run), '9');
});

test('sizes to choose from are those that can be traded, and the one now', () => {
	const run = start();
	run.press('5', 'e');
	const items = openMenu(run.getState().menus)?.list.items ?? [];
	const names = items.map(({name}) => Number(name));
	assert.deepEqual(
		names,
		names.toSorted((a, b) => a - b),
	);
	assert.equal(items.find(({name}) => name === '500')?.help, 'the size now');
	assert.ok(names.includes(1000));
});

test('without two live books there is no size to choose', () => {
	const run = startModelRun(createState(createMarket()));
	run.press('5', 'e');
	assert.match(run.getState().notice ?? '', /before two exchanges are in sync/);
});

test('only plain numbers above nothing are sizes', () => {
	const typed = ['12', '1 000', '.5', '7.', '0', '-1', '1e9', '1,5', '', '1'.repeat(16)].map(
		typedSize,
	);
	assert.deepEqual(typed, ['12', '1000', '0.5', '7', null, null, null, null, null, null]);
});
