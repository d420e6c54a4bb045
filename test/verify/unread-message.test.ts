import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent, UntimedEvent} from '../../source/capture/capture-format.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {dialects, type Dialect} from '../helpers/linked-capture.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

const {binance} = dialects as Record<'binance', Dialect>;
const {open, update, snapshot} = binance;

/** What cannot be read leads from 101 to 103. Then comes a snapshot, and after a while what follows. */
const write = (sequence: number): string => {
	const unread: UntimedEvent = {kind: 'ws', connection: 1, data: '{"stream":'};
	const steps: readonly (readonly [number, readonly UntimedEvent[]])[] = [
		[0, open(1)],
		[100, [update(1, 99, 100)]],
		[200, snapshot(1, 100)],
		[300, [update(1, 100, 101)]],
		[2950, [unread]],
		[3050, snapshot(1, sequence)],
		[5000, [update(1, 103, 104)]],
		[5500, snapshot(1, 104)],
		[6000, [update(1, 104, 105)]],
		[9000, [update(1, 105, 106)]],
	];
	const events = steps.flatMap(([t, all]) => all.map((event): CaptureEvent => ({t, ...event})));
	return writeFile(captureText(events, {...captureHeader, exchanges: [binance.exchange]}));
};

for (const {name, sequence, from} of [
	{name: 'lacks what could not be read', sequence: 101, from: 5500},
	{name: 'has all that could not be read', sequence: 103, from: 5000},
])
	test(`a snapshot that ${name} proves a book once it links`, async () => {
		const path = write(sequence);
		const expected = [
			{from: 200, to: 2950},
			{from, to: 9000},
		];
		assert.deepEqual(await provenStretches([path]), expected);
		assert.deepEqual(await liveStretches([path]), expected);
	});
