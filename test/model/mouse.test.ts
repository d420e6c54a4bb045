import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toggleMouse} from '../../source/model/mouse.js';

test('the mouse goes off and on, and says so', () => {
	const off = toggleMouse({hasMouse: true, notice: null, isOfKey: false});
	assert.equal(off.state.hasMouse, false);
	assert.deepEqual(off.effects[0], {type: 'set-mouse', isOn: false});
	assert.match(String(off.state.notice), /text can be selected/);
	const on = toggleMouse(off.state);
	assert.equal(on.state.hasMouse, true);
	assert.deepEqual(on.effects[0], {type: 'set-mouse', isOn: true});
	assert.equal(on.state.notice, 'the mouse is on');
});
