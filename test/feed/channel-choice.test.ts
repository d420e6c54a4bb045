import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BookChannel} from '../../source/exchanges/exchange.js';
import {createChannelChoice} from '../../source/feed/channel-choice.js';

const toChannel = (path: string): BookChannel => ({
	path: () => path,
	topics: () => [],
	createClient: () => () => [],
	...{ids: 'exchange', loss: {type: 'ids'}, audit: 'rest'},
});
const [first, second] = [toChannel('/first'), toChannel('/second')];
const closed = {code: 'closed'} as const;

const start = () => {
	const choice = createChannelChoice([first, second]);
	const lose = (times: number, isUnserved = false) => {
		for (let count = 0; count < times; count++) choice.lost(closed, isUnserved);
		return choice.get();
	};
	return {choice, lose};
};

test('stays through two losses without a book, and changes with the third', () => {
	const {lose} = start();
	assert.equal(lose(2), first);
	assert.equal(lose(1), second);
});

test('counts losses anew on a channel that took over from one not served', () => {
	const {lose} = start();
	lose(2);
	assert.equal(lose(1, true), second);
	assert.equal(lose(2), second);
	assert.equal(lose(1), first);
});

test('a book forgives the losses before it', () => {
	const {choice, lose} = start();
	lose(2);
	choice.synced();
	assert.equal(lose(2), first);
});
