import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fallSilent, say} from '../../source/model/notices.js';

test('a notice is said for eight seconds', () => {
	const {state, effects} = say({notice: null, isOfKey: false}, 'saved');
	assert.deepEqual(state, {notice: 'saved', isOfKey: false});
	assert.deepEqual(effects, [{type: 'time-notice', ms: 8000}]);
	assert.deepEqual(fallSilent(state), {notice: null, isOfKey: false});
});

test('the newest notice is the one that is said, and for its own time', () => {
	const first = say({notice: null, isOfKey: false}, 'one').state;
	const {state, effects} = say(first, 'two');
	assert.equal(state.notice, 'two');
	assert.equal(effects.length, 1);
});

test('a notice cannot touch the terminal', () => {
	assert.equal(
		say({notice: null, isOfKey: false}, 'nasty\u001B[2J words').state.notice,
		'nasty words',
	);
});

test('silence is no change', () => {
	const silent = {notice: null, isOfKey: false};
	assert.equal(fallSilent(silent), silent);
});
