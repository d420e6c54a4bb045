import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import {createRequestQueue} from '../../source/feed/request-queue.js';
import type {Asking} from '../../source/feed/rest-gate.js';
import {linkVenue} from '../../source/feed/venue.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

/** A queue before Binance's gate at half of its allowance, 3,000 a minute; at the begin of one. */
const start = () => {
	const clock = createFakeClock(60_000_000);
	const fake = createFakeTransport();
	const endpoints = {ws: 'ws://x', rest: 'http://x'};
	const {transport} = fake;
	const gate = linkVenue({exchange: binance, endpoints}, {transport, clock, share: 0.5}).rest;
	const queue = createRequestQueue(gate, clock);
	const came: string[] = [];
	return {
		...{clock, queue, came, ...fake},
		ask(name: string, urgency: Asking['urgency'], weight = 50, more: Asking = {}) {
			queue.get(`/${name}`, weight, {...(urgency ? {urgency} : {}), ...more}).then(
				() => came.push(name),
				(error: Error) => came.push(`${name}: ${error.message}`),
			);
		},
		asked: () => fake.gets.map(({url}) => new URL(url).pathname.slice(1)),
		/** Lets time pass; each request is answered at once. */
		async pass(ms: number, used?: number) {
			for (let left = ms; left > 0; left -= 100) {
				clock.advance(100);
				const headers = used === undefined ? {} : {'x-mbx-used-weight-1m': String(used)};
				for (const one of fake.gets) await one.answer({headers});
			}
			await settle();
		},
	};
};

test('what is needed most goes first', async () => {
	const {ask, asked, pass} = start();
	// These fill what may be under way.
	for (let count = 0; count < 6; count++) ask(`busy${count}`, 'first');
	ask('audit', 'audit');
	ask('first', 'first');
	ask('doubt', 'doubt');
	ask('next', 'next');
	ask('lost', 'lost');
	assert.equal(asked().length, 6);
	await pass(5000);
	assert.deepEqual(asked().slice(6), ['lost', 'first', 'next', 'doubt', 'audit']);
});

test('what cannot wait goes at once', () => {
	const {ask, asked} = start();
	for (let count = 0; count < 8; count++) ask(`busy${count}`, 'first');
	ask('list', undefined, 20);
	assert.equal(asked().at(-1), 'list');
});

test('spreads what is asked for over the allowance', async () => {
	const {ask, asked, pass} = start();
	for (let count = 0; count < 200; count++) ask(`m${count}`, 'first', 25);
	await pass(10_000);
	// Half of a minute at once, then a minute's in a minute.
	assert.ok(asked().length >= 75 && asked().length <= 82, `${asked().length} after 10 s`);
	await pass(80_000);
	assert.equal(asked().length, 200);
});

test('nothing is refused for want of allowance, but waits for the next minute', async () => {
	const {ask, asked, came, pass} = start();
	ask('one', 'first');
	await pass(200, 2980);
	ask('two', 'first');
	await pass(59_000, 2980);
	assert.deepEqual([asked(), came], [['one'], ['one']]);
	await pass(1000, 50);
	assert.deepEqual(came, ['one', 'two']);
});

test('looks at books in sync leave a fifth to those that are not', async () => {
	const {ask, came, pass, queue} = start();
	ask('one', 'first');
	await pass(200, 2400);
	ask('audit', 'audit');
	queue.turn('doubt', 50, () => came.push('turn'));
	await pass(2000, 2400);
	assert.deepEqual(came, ['one']);
	ask('lost', 'lost');
	await pass(2000, 2400);
	assert.deepEqual(came, ['one', 'lost']);
	await pass(60_000, 0);
	assert.deepEqual(came, ['one', 'lost', 'turn', 'audit']);
});

test('one that nobody wants any more is not sent', async () => {
	const {ask, asked, came, pass} = start();
	for (let count = 0; count < 6; count++) ask(`busy${count}`, 'first');
	let isWanted = true;
	ask('dropped', 'first', 50, {isWanted: () => isWanted});
	ask('last', 'first');
	isWanted = false;
	await pass(2000);
	assert.deepEqual(asked().slice(6), ['last']);
	assert.ok(came.includes('dropped: not wanted any more'));
});

test('a pause that the exchange asks for is told at once, to all who ask', async () => {
	const {ask, came, request, pass} = start();
	ask('one', 'first');
	await request().answer({status: 429, headers: {'retry-after': '120'}});
	ask('two', 'lost');
	await pass(200);
	assert.equal(came[0], 'one');
	assert.match(came[1] ?? '', /^two: HTTP 429; it asks for a pause of 2 min/);
});

test('a turn that was given up does not come', async () => {
	const {queue, came, pass} = start();
	const cancel = queue.turn('audit', 50, () => came.push('given up'));
	queue.turn('audit', 50, () => came.push('kept'));
	cancel();
	await pass(1000);
	assert.deepEqual(came, ['kept']);
});
