import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {pushedDialects, type Dialect} from '../helpers/linked-capture.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';
import {printCapture, writeFile} from '../helpers/replay-run.js';

type Step = readonly [at: number, events: readonly UntimedEvent[]];

const write = ({exchange}: Dialect, steps: readonly Step[]) =>
	writeFile(
		captureText(
			steps.flatMap(([t, events]) => events.map(event => ({t, ...event}))),
			{...captureHeader, exchanges: [exchange]},
		),
	);

/** The first connection brings no more; the second one begins beyond that, with a whole book in between. */
const secondLink = ({open, update, snapshot}: Dialect, whole: number): readonly Step[] => [
	[0, open(1)],
	[100, snapshot(1, 100)],
	[200, [update(1, 100, 101)]],
	[1000, open(2)],
	[1100, [update(2, 104, 105)]],
	[1200, [update(2, 105, 106)]],
	[1300, snapshot(2, whole)],
	[1400, [update(2, 106, 107)]],
	[1500, [update(2, 107, 108)]],
];

for (const [name, dialect] of Object.entries(pushedDialects)) {
	test(`${name}: a whole book that another brings is begun with`, async () => {
		const path = write(dialect, secondLink(dialect, 106));
		const expected = [
			{from: 100, to: 1100},
			{from: 1300, to: 1500},
		];
		assert.deepEqual(await liveStretches([path]), expected);
		assert.deepEqual(await provenStretches([path]), expected);
		const {books} = await printCapture([path]);
		assert.deepEqual(
			books.map(({sequence, bids}) => [sequence, Number(bids[0]?.[1])]),
			[[108, 108]],
		);
	});

	test(`${name}: an old whole book of another is not`, async () => {
		const path = write(dialect, secondLink(dialect, 105));
		const expected = [{from: 100, to: 1100}];
		assert.deepEqual(await liveStretches([path]), expected);
		assert.deepEqual(await provenStretches([path]), expected);
	});
}
