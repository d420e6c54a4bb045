import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createState, startModelRun} from '../helpers/model-run.js';

const start = () => {
	const run = startModelRun(createState());
	run.press('7');
	return {...run, heat: () => run.getState().ui.heat};
};

test('a column stands for 1 s to a minute', () => {
	const {press, heat} = start();
	assert.equal(heat().span, 0);
	press('-', '-');
	assert.equal(heat().span, 2);
	press('-', '-', '-');
	assert.equal(heat().span, 3);
	press('+', '+', '+', '+', '+');
	assert.equal(heat().span, 0);
});

test('prices of the heatmap are grouped apart from those of the ladders', () => {
	const {press, heat, getState} = start();
	press('g', 'g', 'G');
	assert.equal(heat().range, 1);
	assert.equal(getState().ui.grouping, 0);
	press('c');
	assert.equal(heat().range, 0);
});

test('the cursor of the heatmap stays in its chart', () => {
	const {press, heat} = start();
	assert.equal(heat().cursor, null);
	press('k');
	assert.deepEqual(heat().cursor, {up: 0, back: 0});
	press('l', 'h', 'h');
	assert.deepEqual(heat().cursor, {up: 0, back: 2});
	for (let count = 0; count < 100; count++) press('up', 'h');
	// Two charts of 9 lines, heads included, on 80 × 24.
	assert.deepEqual(heat().cursor, {up: 3, back: 68});
	for (let count = 0; count < 100; count++) press('j');
	assert.deepEqual(heat().cursor, {up: -4, back: 68});
	press('c');
	assert.equal(heat().cursor, null);
});

test('other exchanges are a Tab away in the heatmap', () => {
	const {press, getState} = start();
	press('tab');
	assert.equal(getState().ui.focus, 1);
	press('z');
	assert.equal(getState().ui.isZoomed, true);
});
