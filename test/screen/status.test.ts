import assert from 'node:assert/strict';
import {test} from 'node:test';
import {clipCoded, whyText} from '../../source/screen/status.js';

const lost = {status: 'reconnecting', reason: 'connection lost: huobi', code: 'closed'} as const;

test('a reason has its code where there is room for both', () => {
	assert.equal(whyText(lost, 31), 'connection lost: huobi [closed]');
	assert.equal(whyText(lost, 30), 'connection lost: huobi');
	assert.equal(whyText(lost, 10), 'connectio…');
	assert.equal(whyText({...lost, reason: null}, 30), 'no connection');
});

test('what is cut keeps its code, but for the narrowest', () => {
	assert.equal(clipCoded('connection lost: huobi [closed]', 25), 'connection lost… [closed]');
	assert.equal(clipCoded('connection lost: huobi [closed]', 20), 'connection lost: hu…');
	assert.equal(clipCoded('requests go to huobi now', 20), 'requests go to huob…');
	assert.equal(clipCoded('live [gap]', 20), 'live [gap]');
});
