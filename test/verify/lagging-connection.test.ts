import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {binanceEvents, captureHeader, captureText} from '../helpers/capture-lines.js';
import {defectsOf, liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

const {open, update, snapshot} = binanceEvents;

/** Two connections that bring the same, of which the first is so much later. */
const write = (lateMs: number): string => {
	const ids = Array.from({length: 100}, (_, at) => at + 1);
	const events: readonly CaptureEvent[] = [
		...[1, 2].map(connection => ({t: 0, ...open(connection)})),
		{t: 50, ...snapshot(0, [['1', '5']], [['2', '5']])},
		...ids.map(id => ({t: id * 100, ...update(id, id, {connection: 2})})),
		...ids.map(id => ({t: id * 100 + lateMs, ...update(id, id)})),
	];
	return writeFile(
		captureText(
			[...events].sort((a, b) => a.t - b.t),
			{...captureHeader, exchanges: ['binance']},
		),
	);
};

test('a connection that is always a little later than another one is fed', async () => {
	const path = write(150);
	assert.deepEqual(await defectsOf([path]), []);
	const whole = [{from: 100, to: 10_150}];
	assert.deepEqual(await provenStretches([path]), whole);
	assert.deepEqual(await liveStretches([path]), whole);
});

test('one that is later than it may be is not', async () => {
	const [defect, ...more] = await defectsOf([write(2500)]);
	assert.deepEqual([defect?.code, defect?.t, more], ['unfed', 2100, []]);
});
