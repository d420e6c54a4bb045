import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createHostChoice} from '../../source/feed/host-choice.js';

const addresses = ['wss://a:9443', 'wss://b', 'wss://c'] as const;

test('leaves a hopeless host at once, and waits after the last', () => {
	const choice = createHostChoice(addresses);
	assert.equal(choice.judge('wss://a:9443', 'hopeless'), true);
	assert.equal(choice.get(), 'wss://b');
	assert.equal(choice.judge('wss://b', 'hopeless'), true);
	assert.equal(choice.judge('wss://c', 'hopeless'), false);
	assert.equal(choice.get(), 'wss://a:9443');
});

test('leaves a doubtful host after the second time in a row', () => {
	const choice = createHostChoice(addresses);
	assert.equal(choice.judge('wss://a:9443', 'doubtful'), false);
	choice.judge('wss://a:9443', 'good');
	assert.equal(choice.judge('wss://a:9443', 'doubtful'), false);
	assert.equal(choice.get(), 'wss://a:9443');
	assert.equal(choice.judge('wss://a:9443', 'doubtful'), true);
	assert.equal(choice.get(), 'wss://b');
});

test('stays with a host that serves', () => {
	const choice = createHostChoice(addresses);
	choice.judge('wss://a:9443', 'hopeless');
	choice.judge('wss://b', 'good');
	assert.deepEqual([choice.get(), choice.isAway()], ['wss://b', true]);
});

test('lets each of many tell of a host without skipping one', () => {
	const choice = createHostChoice(addresses);
	assert.equal(choice.judge('wss://a:9443', 'hopeless'), true);
	assert.equal(choice.judge('wss://a:9443', 'hopeless'), true);
	assert.equal(choice.get(), 'wss://b');
	// The round is over for those, too, whose last try came to nothing after it was.
	choice.judge('wss://b', 'hopeless');
	choice.judge('wss://c', 'hopeless');
	assert.equal(choice.judge('wss://c', 'hopeless'), false);
});

test('goes nowhere from a single address', () => {
	const choice = createHostChoice('ws://by-hand');
	assert.equal(choice.judge('ws://by-hand', 'hopeless'), false);
	assert.deepEqual([choice.get(), choice.isAway()], ['ws://by-hand', false]);
});
