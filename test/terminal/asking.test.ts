import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {createAsking} from '../../source/terminal/asking.js';

test('an answer that came while nothing was read is awaited', async () => {
	const timers: {ms: number; callback: () => void}[] = [];
	const asking = createAsking({
		stdin: {setRawMode: () => process.stdin},
		stdout: {write: () => true},
		rawMode: {await: () => undefined, answered: () => undefined},
		clock: {
			after(ms, callback) {
				timers.push({ms, callback});
				return () => undefined;
			},
		},
	});
	asking.ask('?');
	let isOver = false;
	const waiting = asking.wait(150).then(() => {
		isOver = true;
	});
	// What is due runs before what has come is read: only what is due then is later than that.
	timers.find(({ms}) => ms === 150)?.callback();
	await turn();
	assert.equal(isOver, false);
	timers.find(({ms}) => ms === 0)?.callback();
	await waiting;
	assert.equal(isOver, true);
});
