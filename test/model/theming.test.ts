import assert from 'node:assert/strict';
import {test} from 'node:test';
import {changeTheme, firstTheming, suitTheme} from '../../source/model/theming.js';
import type {ColorDepth} from '../../source/screen/colors.js';
import {createTheme} from '../../source/screen/theme.js';
import {themeNames} from '../../source/screen/theme-names.js';

const start = (depth: ColorDepth = 24) => ({
	theming: firstTheming(createTheme(depth)),
	notice: null,
	isOfKey: false,
});

test('a key goes round the themes', () => {
	let state = start();
	const seen = themeNames.map(() => {
		state = changeTheme(state).state;
		return state.theming.theme.name;
	});
	assert.deepEqual(seen, [...themeNames.slice(1), themeNames[0]]);
	assert.equal(state.theming.first, themeNames[0]);
});

test('without colours a key says why nothing changes', () => {
	const state = start(1);
	const step = changeTheme(state);
	assert.equal(step.state.theming, state.theming);
	assert.match(String(step.state.notice), /all themes look the same/);
});

test('a theme that suits late is shown, and is the first', () => {
	const {theming} = suitTheme(start(), 'light');
	assert.deepEqual([theming.theme.name, theming.first], ['light', 'light']);
});

test('a theme that was chosen stays', () => {
	const {state} = changeTheme(start());
	assert.equal(suitTheme(state, 'dark'), state);
	const colourless = start(1);
	assert.equal(suitTheme(colourless, 'light'), colourless);
});
