import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toKeyName} from '../../source/hooks/use-terminal-input.js';
import {bindings, findIntent, scopesTogether} from '../../source/screen/keys.js';

for (const scopes of scopesTogether) {
	test(`no key is bound twice in ${scopes.join(' + ')}`, () => {
		const keys = bindings.filter(({scope}) => scopes.includes(scope)).flatMap(row => row.keys);
		assert.deepEqual(keys, [...new Set(keys)]);
	});
}

test('every binding has words', () => {
	for (const {keys, shown, label, help} of bindings)
		for (const text of [...keys, shown, label, help]) assert.notEqual(text, '');
});

test('a key means nothing where its scope does not hold', () => {
	assert.equal(findIntent('D', ['panes', 'everywhere']), null);
	assert.equal(findIntent('D', ['offline', 'panes', 'everywhere']), 'demo');
	assert.equal(findIntent('z', ['overlay', 'everywhere']), null);
});

const named: readonly (readonly [string, string, Parameters<typeof toKeyName>[1]])[] = [
	['shift+tab', '', {tab: true, shift: true}],
	['tab', '', {tab: true}],
	['up', '', {upArrow: true}],
	['ctrl+c', 'c', {ctrl: true}],
	['G', 'G', {shift: true}],
	['space', ' ', {}],
	['escape', '', {escape: true, meta: true}],
];

for (const [expected, input, key] of named) {
	test(`names ${expected}`, () => {
		assert.equal(toKeyName(input, key), expected);
	});
}
