import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseKeyName, showKey, toAsciiKeys, whyNoKey} from '../../source/screen/key-names.js';
import {bindings, type Binding} from '../../source/screen/keys.js';
import {findConflicts, rebind} from '../../source/screen/rebind.js';

for (const [written, name, shown] of [
	['z', 'z', 'z'],
	['G', 'G', 'G'],
	['é', 'é', 'é'],
	['Tab', 'tab', 'Tab'],
	['Shift+Tab', 'shift+tab', '⇧Tab'],
	['PgUp', 'pageup', 'PgUp'],
	['enter', 'return', 'Enter'],
	['Esc', 'escape', 'Esc'],
	[' ', 'space', 'space'],
	['Ctrl+K', 'ctrl+k', 'Ctrl-K'],
] as const) {
	test(`takes ${JSON.stringify(written)} for the key ${name}`, () => {
		assert.equal(parseKeyName(written), name);
		assert.equal(showKey(name), shown);
	});
}

for (const [shown, expected] of [
	['Tab → ⇧Tab ←', 'Tab Right S-Tab Left'],
	['↑ k ↓ j', 'Up k Down j'],
	['←→', 'Left/Right'],
	['⌫', 'Bksp'],
	['Ctrl-Z q', 'Ctrl-Z q'],
	['< >', '< >'],
] as const) {
	test(`tells the keys ${shown} in ASCII`, () => {
		assert.equal(toAsciiKeys(shown), expected);
	});
}

for (const text of [
	'',
	'zz',
	'f1',
	'ctrl+',
	'ctrl+1',
	'ctrl+i',
	'ctrl+[',
	'alt+x',
	'\u0007',
	'\u0301',
	'\u00a0',
	// What every object has by itself.
	'__proto__',
	'constructor',
])
	test(`${JSON.stringify(text)} is no key`, () => {
		assert.equal(parseKeyName(text), null);
		assert.doesNotMatch(whyNoKey(text) ?? '', /object|function/i);
	});

test('knows every key of the table by its name', () => {
	for (const key of bindings.flatMap(({keys}) => keys)) assert.equal(parseKeyName(key), key);
});

test('an empty config leaves the table as it is', () => {
	assert.deepEqual(rebind(bindings, new Map()), bindings);
});

const row = (scope: Binding['scope'], intent: Binding['intent'], key: string): Binding => ({
	scope,
	intent,
	keys: [key],
	shown: key,
	label: intent,
	help: intent,
});

test('finds a key bound twice where both scopes hold', () => {
	const table = [
		row('everywhere', 'quit', 'q'),
		row('panes', 'zoom', 'q'),
		row('overlay', 'close', 'z'),
		row('panes', 'depth', 'z'),
	];
	assert.deepEqual(findConflicts(table), [{key: 'q', actions: ['quit', 'zoom']}]);
});
