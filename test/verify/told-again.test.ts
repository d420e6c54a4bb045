import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent, UntimedEvent} from '../../source/capture/capture-format.js';
import {binanceEvents, captureHeader, captureText} from '../helpers/capture-lines.js';
import {dialects, pushedDialects, type Dialect} from '../helpers/linked-capture.js';
import {liveStretches, provenStretches, verifyFiles} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

type Step = readonly [t: number, events: readonly UntimedEvent[]];

/** What keeps the silence of others from being one of the recorder. */
const elsewhere = 9;

const write = (steps: readonly Step[], exchange: string, end = 60_000): string => {
	const events = [...steps, ...pings(elsewhere, 0, end)]
		.sort(([one], [other]) => one - other)
		.flatMap(([t, untimed]) => untimed.map((event): CaptureEvent => ({t, ...event})));
	return writeFile(captureText(events, {...captureHeader, exchanges: [exchange]}));
};

/** Signs of life of a connection, from one time to another. */
const pings = (connection: number, from: number, to: number): readonly Step[] =>
	Array.from({length: 1 + Math.floor((to - from) / 2000)}, (_, at) => [
		from + 2000 * at,
		[{kind: 'ping', connection}],
	]);

const gone = (connection: number): UntimedEvent => ({kind: 'close', connection, reason: 'gone'});

const {binance, mbp, depth} = dialects as Record<'binance' | 'mbp' | 'depth', Dialect>;

/** Both tell the same, but for the moment within a second at which each looks for silence. */
const assertUntil = async (path: string, from: number, to: number) => {
	for (const stretches of [await liveStretches([path]), await provenStretches([path])]) {
		const [first, ...others] = stretches;
		assert.deepEqual(others, []);
		assert.equal(first?.from, from);
		assert.ok(first.to >= to && first.to < to + 1000, `to ${first.to}`);
	}
};

test('a connection that another one is left for is as silent as it was', async () => {
	const steps: readonly Step[] = [
		[0, binance.open(1)],
		[50, binance.open(2)],
		[100, [binance.update(1, 99, 100), binance.update(2, 99, 100)]],
		[200, binance.snapshot(1, 100)],
		[300, [binance.update(1, 100, 101), binance.update(2, 100, 101)]],
		...pings(1, 1000, 19_000),
		[20_000, [gone(1)]],
		[60_000, [gone(2)]],
	];
	await assertUntil(write(steps, binance.exchange), 200, 22_300);
});

test('an answer that was kept for whoever asks is no sign of life', async () => {
	const updates = Array.from({length: 30}, (_, at): Step => [
		300 + 200 * at,
		[mbp.update(1, 100 + at, 101 + at)],
	]);
	const steps: readonly Step[] = [
		[0, mbp.open(1)],
		[100, [mbp.update(1, 99, 100)]],
		[200, mbp.snapshot(1, 100)],
		// As nothing changes any more, it asks some seconds later.
		...updates,
		...pings(1, 7000, 11_000),
		[11_500, mbp.snapshot(1, 130)],
		[60_000, [gone(1)]],
	];
	await assertUntil(write(steps, mbp.exchange), 200, 19_500);
});

test('a connection on which ids fell is left for another that is as far', async () => {
	const told = (connection: number, version: number) => depth.update(connection, 0, version);
	const steps: readonly Step[] = [
		[0, [...depth.open(1), ...depth.open(2)]],
		...Array.from({length: 10}, (_, at): Step => [
			100 * (at + 1),
			[told(1, 101 + at), told(2, 101 + at)],
		]),
		// A piece of the file that comes again, but for its end.
		[2000, Array.from({length: 8}, (_, at) => told(1, 102 + at))],
		...pings(1, 3000, 5000),
		...pings(2, 3000, 5000),
	];
	const path = write(steps, depth.exchange, 5000);
	const [book] = (await verifyFiles([path])).books;
	assert.deepEqual([book?.sequence, book?.isInSync], [110, true]);
});

test('a stream that came up late to a snapshot is followed again', async () => {
	const {open, update, snapshot} = binanceEvents;
	const everyMs = 700;
	const startedAt = 1_730_000_000_000;
	const updates = (from: number, to: number) =>
		Array.from({length: to - from + 1}, (_, at): Step => {
			const one = update(from + at, from + at);
			const told = `"E":${startedAt + (from + at) * everyMs}`;
			const data = one.kind === 'ws' ? one.data.replace('"E":1', told) : '';
			return [(from + at) * everyMs, [{...one, data} as UntimedEvent]];
		});
	const asks: [string, string][] = [['2', '5']];
	const bids: [string, string][] = [['1', '5']];
	const steps: readonly Step[] = [
		[0, [open()]],
		...updates(1, 6),
		[1000, [snapshot(1, bids, asks)]],
		// One is missing; what answers that is more than 5 s ahead, and the stream comes up to it.
		...updates(8, 60),
		[20 * everyMs + 1, [snapshot(32, bids, asks)]],
	];
	const path = write(steps, binance.exchange, 60 * everyMs);
	const proven = await provenStretches([path]);
	const live = await liveStretches([path]);
	assert.equal(proven.at(-1)?.to, 60 * everyMs, JSON.stringify(proven));
	assert.equal(live.at(-1)?.to, 60 * everyMs, JSON.stringify(live));
	assert.equal((await verifyFiles([path])).books[0]?.gaps, 2, 'what is told again counts once');
});

test('a connection that is gone over to is heard from its beginning where that makes a book', async () => {
	const {okx} = pushedDialects as Record<'okx', Dialect>;
	const steps: readonly Step[] = [
		[0, okx.open(1)],
		...Array.from({length: 20}, (_, at): Step => [
			100 * at + 50,
			[okx.update(1, 100 + at, 101 + at)],
		]),
		[1900, okx.open(2)],
		// It begins behind the other, and has come as far as that by the time that goes.
		[2000, [...okx.snapshot(2, 119), okx.update(2, 119, 120), gone(1)]],
		...Array.from({length: 30}, (_, at): Step => [
			2100 + 100 * at,
			[okx.update(2, 120 + at, 121 + at)],
		]),
	];
	const [stretch, ...others] = await provenStretches([write(steps, okx.exchange, 5000)]);
	assert.deepEqual([stretch?.from, others.length], [3000, 0], 'found by the next look at it');
});
