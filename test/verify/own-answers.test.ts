import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent, UntimedEvent} from '../../source/capture/capture-format.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {pushedDialects, type Dialect} from '../helpers/linked-capture.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

type Step = readonly [t: number, events: readonly UntimedEvent[]];

const {okx} = pushedDialects as Record<'okx', Dialect>;
const arg = {channel: 'books', instId: 'STEEM-BTC'};

const write = (steps: readonly Step[]): string => {
	const events = [...steps]
		.sort(([one], [other]) => one - other)
		.flatMap(([t, untimed]) => untimed.map((event): CaptureEvent => ({t, ...event})));
	return writeFile(captureText(events, {...captureHeader, exchanges: [okx.exchange]}));
};

/** The recorder's client asks anew for its book on a connection. */
const resubscribe = (connection: number): readonly UntimedEvent[] =>
	['unsubscribe', 'subscribe'].map(op => ({
		...{kind: 'sent', connection},
		data: JSON.stringify({id: 'books', op, args: [arg]}),
	}));

const answer = (connection: number, event: string): UntimedEvent => ({
	...{kind: 'ws', connection},
	data: JSON.stringify({id: 'books', event, arg}),
});

/** Two connections that bring the same, but for one from 4 to 5 s: its book is asked for anew. */
const steps = (again: number): readonly Step[] => {
	const other = 3 - again;
	const updates = Array.from({length: 90}, (_, at): Step => [
		300 + 100 * at,
		[other, again]
			.filter(connection => connection === other || at <= 35 || at >= 47)
			.map(connection => okx.update(connection, 100 + at, 101 + at)),
	]);
	return [
		[0, okx.open(1)],
		[10, okx.open(2)],
		[100, okx.snapshot(1, 100)],
		[110, okx.snapshot(2, 100)],
		...updates,
		[3050, resubscribe(again)],
		[3850, [answer(again, 'unsubscribe')]],
		[4000, [answer(again, 'subscribe')]],
		// It lags what the other has brought, and then catches up.
		[4950, okx.snapshot(again, 145)],
		[4960, [okx.update(again, 145, 146), okx.update(again, 146, 147)]],
	];
};

test('what answers a subscription on another connection is no word on its own', async () => {
	const path = write(steps(2));
	const whole = [{from: 100, to: 9200}];
	assert.deepEqual(await provenStretches([path]), whole);
	assert.deepEqual(await liveStretches([path]), whole);
});

test('a book that begins anew behind what another connection brought goes on with that', async () => {
	const path = write(steps(1));
	const [first, second, ...others] = await provenStretches([path]);
	assert.deepEqual([first, second, others], [{from: 100, to: 3850}, {from: 4950, to: 9200}, []]);
	const [before, after, ...more] = await liveStretches([path]);
	assert.deepEqual([before, after?.to, more], [{from: 100, to: 3850}, 9200, []]);
	assert.ok(after && after.from >= 4950 && after.from < 5500, String(after?.from));
});
