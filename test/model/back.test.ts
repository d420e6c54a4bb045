import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createState, startModelRun} from '../helpers/model-run.js';

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

test('Esc drops the cursor of a heatmap, then its prices, then unfreezes', () => {
	const run = startModelRun(createState());
	const stateOf = () => {
		const {ui, frozen} = run.getState();
		return [ui.heat.cursor !== null, ui.heat.range !== 0, frozen !== null];
	};
	run.press('7', 'space', 'g', 'up');
	const steps = [stateOf()];
	for (let presses = 0; presses < 3; presses++) {
		run.press('escape');
		steps.push(stateOf());
	}
	const [isOn, ...rest] = steps;
	assert.deepEqual(rest, [
		[false, isOn?.[1], true],
		[false, false, isOn?.[1] ? true : false],
		[false, false, false],
	]);
});
