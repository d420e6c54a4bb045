import assert from 'node:assert/strict';
import {test} from 'node:test';
import {showFirstLive} from '../../source/session/first-live.js';
import {createBookStore} from '../../source/store/book-store.js';
import type {BookFacts} from '../../source/store/market-view.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {goLive} from '../helpers/statuses.js';

const start = () => {
	const clock = createFakeClock();
	const store = createBookStore();
	for (const key of ['a', 'b']) {
		const facts: BookFacts = {key, exchange: key, title: key, market: 'A/B', tickSize: null};
		store.add(facts);
	}
	store.publish();
	const stop = showFirstLive(store, clock);
	let published = 0;
	store.subscribe(() => published++);
	return {clock, store, stop, published: () => published};
};

test('shows each book once it is live for the first time', () => {
	const {clock, store, published} = start();
	goLive(store, 'a', 1);
	assert.equal(published(), 0);
	clock.advance(0);
	assert.equal(published(), 1);
	goLive(store, 'b', 2);
	clock.advance(0);
	assert.equal(published(), 2);
	store.setStatus('a', {status: 'stale', reason: null, retryAt: null}, 3);
	store.setStatus('a', {status: 'live', reason: null, retryAt: null}, 4);
	clock.advance(1000);
	assert.equal(published(), 2);
});

test('two books that are live at once are one view', () => {
	const {clock, store, published} = start();
	goLive(store, 'a', 1);
	goLive(store, 'b', 1);
	clock.advance(0);
	assert.equal(published(), 1);
});

test('shows nothing once it was stopped', () => {
	const {clock, store, stop, published} = start();
	goLive(store, 'a', 1);
	stop();
	goLive(store, 'b', 1);
	clock.advance(1000);
	assert.equal(published(), 0);
});
