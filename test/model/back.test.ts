import assert from 'node:assert/strict';
import {test} from 'node:test';
import {footerOf, listedIn, sceneOf} from '../../source/model/scene.js';
import {createState, lookAt, startModelRun} from '../helpers/model-run.js';

test('Esc drops the cursor, then goes back to the spread, then unfreezes', () => {
	const run = startModelRun(createState());
	const stateOf = () => {
		const {ui, frozen} = run.getState();
		return [ui.cursor !== null, ui.scroll !== 0, frozen !== null];
	};
	run.press('space', 'pageup', 'up');
	const [, isScrolled] = stateOf();
	assert.deepEqual(stateOf(), [true, isScrolled, true]);
	run.press('escape');
	assert.deepEqual(stateOf(), [false, isScrolled, true]);
	if (isScrolled) run.press('escape');
	assert.deepEqual(stateOf(), [false, false, true]);
	run.press('escape');
	assert.deepEqual(stateOf(), [false, false, false]);
	run.press('escape');
	assert.deepEqual(stateOf(), [false, false, false]);
});

test('what is scrolled says so, and how to get back', () => {
	const settingsOf = (scroll: number) => {
		const state = createState();
		const scrolled = {...state, ui: {...state.ui, scroll}};
		const {view} = lookAt(scrolled);
		return footerOf(scrolled, sceneOf(scrolled, listedIn(view)), view).settings;
	};
	assert.deepEqual(settingsOf(3), ['scrolled: Esc goes back']);
	assert.deepEqual(settingsOf(0), []);
});
