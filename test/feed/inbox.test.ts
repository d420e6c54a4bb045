import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createInbox} from '../../source/feed/inbox.js';
import {createFakeClock} from '../helpers/fake-clock.js';

/** What begins with `long` takes so many steps to read. */
const start = (steps = 3) => {
	const clock = createFakeClock();
	const told: string[] = [];
	const inbox = createInbox({
		client: {
			readAhead: ({data}) =>
				data.toString().startsWith('long')
					? (function* () {
							for (let step = 1; step < steps; step++) {
								told.push(`step ${step}`);
								yield;
							}
						})()
					: null,
		},
		clock,
		take: ({data}) => told.push(data.toString()),
	});
	const receive = (...texts: readonly string[]) => {
		for (const data of texts) inbox.receive({type: 'message', data});
	};
	return {clock, told, inbox, receive};
};

test('what takes long is read a step a turn', () => {
	const {clock, told, receive} = start();
	receive('one', 'long two');
	assert.deepEqual(told, ['one']);
	const turns: number[] = [];
	clock.after(0, () => turns.push(told.length));
	clock.advance(0);
	// Others had their turn between the steps.
	assert.deepEqual(turns, [2]);
	assert.deepEqual(told, ['one', 'step 1', 'step 2', 'long two']);
});

test('what comes meanwhile waits for its turn', () => {
	const {clock, told, receive} = start(2);
	receive('long one', 'two', 'long three', 'four');
	assert.deepEqual(told, []);
	clock.advance(0);
	receive('five');
	assert.deepEqual(told, ['step 1', 'long one', 'two', 'step 1', 'long three', 'four', 'five']);
});

test('all is taken at once where too much waits', () => {
	for (const more of [
		Array<string>(5).fill('long '.repeat(1_000_000)),
		Array<string>(10_000).fill('x'),
	]) {
		const {clock, told, receive} = start();
		receive('long one');
		let most = 0;
		for (const [index, text] of more.entries()) {
			receive(text);
			most = Math.max(most, index + 2 - told.length);
		}
		assert.ok(most < more.length, `${most} waited`);
		clock.advance(0);
		assert.deepEqual(
			told.filter(text => !text.startsWith('step')),
			['long one', ...more],
		);
	}
});

test('nothing is handed over after the end', () => {
	const {clock, told, inbox, receive} = start();
	receive('long one', 'two');
	inbox.end();
	clock.advance(10);
	assert.deepEqual(told, []);
});

test('what was taken long ago is no reason to hurry', () => {
	const {clock, told, receive} = start(2);
	const text = 'x'.repeat(1_000_000);
	for (let count = 0; count < 40; count++) {
		receive('long one', text);
		clock.advance(0);
	}
	told.length = 0;
	receive('long two', text);
	assert.deepEqual(told, [], 'it is read in steps still');
});

test('what is taken at once is read ahead no more', () => {
	const {clock, told, receive} = start();
	receive('long one', ...Array<string>(10_000).fill('x'));
	assert.equal(told[0], 'long one');
	clock.advance(0);
	assert.ok(!told.includes('step 1'));
});
