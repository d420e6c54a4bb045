import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createPainting} from '../../source/screen/painting.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {settle} from '../helpers/fake-transport.js';

const start = () => {
	const clock = createFakeClock();
	const began = clock.now();
	const paints: number[] = [];
	let nextAt = Infinity;
	const painting = createPainting(clock, now => {
		paints.push(now - began);
		return nextAt;
	});
	painting.start();
	/** From now on each paint says that it would look different so many milliseconds after the start. */
	const changeAt = (ms: number) => {
		nextAt = began + ms;
	};
	return {clock, paints, painting, changeAt};
};

test('paints once for all that asked at a time', async () => {
	const {paints, painting} = start();
	painting.queue();
	painting.queue();
	assert.deepEqual(paints, []);
	await settle();
	assert.deepEqual(paints, [0]);
});

test('paints again when time alone changes the picture', () => {
	const {clock, paints, painting, changeAt} = start();
	changeAt(500);
	painting.paint();
	changeAt(Infinity);
	clock.advance(2000);
	assert.deepEqual(paints, [0, 500]);
});

test('a timer that is a little early paints no sooner', () => {
	const early = createFakeClock();
	const after = (ms: number, callback: () => void) => early.after(Math.max(1, ms - 3), callback);
	const paints: number[] = [];
	const painting = createPainting({...early, after}, now => {
		paints.push(now);
		return paints.length > 1 ? Infinity : 500;
	});
	painting.start();
	painting.paint();
	early.advance(2000);
	assert.deepEqual(paints, [0, 500]);
});

test('while views come often, they alone bring paints', () => {
	const {clock, paints, painting, changeAt} = start();
	changeAt(0);
	const stop = clock.every(100, painting.paint);
	clock.advance(500);
	assert.deepEqual(paints, [100, 200, 300, 400, 500]);
	stop();
	clock.advance(240);
	assert.deepEqual(paints.slice(5), [620, 740]);
});

test('paints nothing once it has stopped, whatever was due', async () => {
	const {clock, paints, painting, changeAt} = start();
	changeAt(100);
	painting.paint();
	painting.queue();
	painting.stop();
	await settle();
	clock.advance(1000);
	assert.deepEqual(paints, [0]);
});
