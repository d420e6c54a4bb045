import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Key} from 'ink';
import {createInputReader} from '../../source/hooks/use-terminal-input.js';
import {encodePaste} from '../../source/screen/paste.js';

const keyWith = (flags: Partial<Key> = {}) => flags as Key;

const namesOf = (inputs: ReturnType<ReturnType<typeof createInputReader>>) =>
	inputs.flatMap(input => (input.type === 'keys' ? input.keys.map(({name}) => name) : input.type));

test('several keystrokes at once are as many keys', () => {
	const read = createInputReader();
	assert.deepEqual(namesOf(read('xé\r\u0003', keyWith())), ['x', 'é', 'return', 'ctrl+c']);
	assert.deepEqual(namesOf(read('', keyWith({upArrow: true}))), ['up']);
});

test('only what can be seen is text', () => {
	const [input] = createInputReader()('a\t', keyWith());
	assert.deepEqual(input, {
		type: 'keys',
		keys: [
			{name: 'a', text: 'a'},
			{name: 'tab', text: null},
		],
	});
	const [ctrl] = createInputReader()('l', keyWith({ctrl: true}));
	assert.deepEqual(ctrl, {type: 'keys', keys: [{name: 'ctrl+l', text: null}]});
});

test('the mouse comes before the keys of the same read', () => {
	const inputs = createInputReader()('\u001B[<0;3;5Mj', keyWith());
	assert.deepEqual(inputs, [
		{type: 'mouse', action: {type: 'click', x: 2, y: 4}},
		{type: 'keys', keys: [{name: 'j', text: 'j'}]},
	]);
	assert.deepEqual(namesOf(createInputReader()('\u001B[<0;3;5M', keyWith())), ['mouse']);
});

test('a report of the mouse that was cut in two is none of the keys', () => {
	const read = createInputReader();
	assert.deepEqual(read('[<0;3', keyWith()), []);
	assert.deepEqual(namesOf(read(';5M', keyWith())), ['mouse']);
});

test('a character after Escape is told as such, Escape itself is a key', () => {
	const read = createInputReader();
	assert.deepEqual(read('3', keyWith({meta: true})), [
		{type: 'key-after-escape', key: {name: '3', text: '3'}},
	]);
	assert.deepEqual(namesOf(read('', keyWith({escape: true, meta: true}))), ['escape']);
});

test('what is pasted is one text', () => {
	assert.deepEqual(createInputReader()(encodePaste('q\nR'), keyWith()), [
		{type: 'paste', text: 'q R'},
	]);
});
