import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toTextKey} from '../../source/capture/text-key.js';

test('what stands for a text is short and no other text has it', () => {
	const texts = ['', 'wss://x', 'x'.repeat(40_000), 'x'.repeat(39_999)];
	const keys = texts.map(toTextKey);
	assert.ok(keys.every(({length}) => length <= 100));
	assert.equal(new Set(keys).size, texts.length);
});
