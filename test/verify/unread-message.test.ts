import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent, UntimedEvent} from '../../source/capture/capture-format.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {dialects, pushedDialects, type Dialect} from '../helpers/linked-capture.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

const {binance} = dialects as Record<'binance', Dialect>;
const {update, snapshot} = binance;

type Step = readonly [t: number, events: readonly UntimedEvent[]];

/** A book at 101, and what cannot be read. */
const beginning = ({open, update, snapshot}: Dialect): readonly Step[] => [
	[0, open(1)],
	[100, [update(1, 99, 100)]],
	[200, snapshot(1, 100)],
	[300, [update(1, 100, 101)]],
	[2950, [{kind: 'ws', connection: 1, data: '{"stream":'}]],
];

/** What cannot be read leads from 101 to 103. Then comes a snapshot, and after a while what follows. */
const write = (sequence: number): string => {
	const steps: readonly Step[] = [
		...beginning(binance),
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

/** One of two connections brings nothing more; the other goes on, and what cannot be read is all that comes last. */
const writeTwo = ({exchange, open, update, snapshot}: Dialect): string => {
	const unread: UntimedEvent = {kind: 'ws', connection: 2, data: '{"stream":'};
	const pings = [1, 2].map((connection): UntimedEvent => ({kind: 'ping', connection}));
	const steps: readonly Step[] = [
		[0, open(1)],
		[10, open(2)],
		[100, [...snapshot(1, 100), ...snapshot(2, 100)]],
		[200, [update(1, 100, 101), update(2, 100, 101)]],
		[300, [...snapshot(1, 101), ...snapshot(2, 101)]],
		[400, [update(1, 101, 102), update(2, 101, 102)]],
		[1400, [update(2, 102, 103)]],
		[2000, [unread]],
		...[2, 3, 4, 5, 6, 7, 8].map(at => [2000 * at, pings] as const),
	];
	const events = steps.flatMap(([t, all]) => all.map((event): CaptureEvent => ({t, ...event})));
	return writeFile(captureText(events, {...captureHeader, exchanges: [exchange]}));
};

for (const [name, dialect] of Object.entries({...dialects, ...pushedDialects}))
	test(`${name}: what cannot be read on another connection may be of the book`, async () => {
		const path = writeTwo(dialect);
		for (const stretches of [await provenStretches([path]), await liveStretches([path])]) {
			assert.ok(stretches.length > 0);
			assert.equal(Math.max(...stretches.map(({to}) => to)), 2000);
		}
	});

/** What cannot be read leads from 101 to 103. Then comes a snapshot of that, and long after it what follows. */
const writeSilent = (dialect: Dialect, at: number, silentMs = 8000): string => {
	const {exchange, update, snapshot, audit} = dialect;
	const pings = Array.from({length: silentMs / 2000 + 6}, (_, index) => {
		const ping: UntimedEvent = {kind: 'ping', connection: 1};
		return [4000 + 2000 * index, [ping]] as const;
	});
	const steps: readonly Step[] = [
		...beginning(dialect),
		...pings,
		[at, (audit ?? snapshot)(1, 103)],
		[at + silentMs, [update(1, 103, 104)]],
		[at + silentMs + 1000, [update(1, 104, 105)]],
	];
	const events = [...steps]
		.sort(([one], [other]) => one - other)
		.flatMap(([t, all]) => all.map((event): CaptureEvent => ({t, ...event})));
	return writeFile(captureText(events, {...captureHeader, exchanges: [exchange]}));
};

for (const [name, dialect] of Object.entries({...dialects, ...pushedDialects}))
	test(`${name}: a snapshot of seconds after what cannot be read makes a book`, async () => {
		const path = writeSilent(dialect, 7000);
		const proven = await provenStretches([path]);
		assert.deepEqual(await liveStretches([path]), proven);
		assert.deepEqual(proven.at(-1), {from: 7000, to: 22_000});
	});

for (const [name, dialect] of Object.entries({...dialects, ...pushedDialects}))
	test(`${name}: nobody knows whether what cannot be read is all that a later snapshot tells`, async () => {
		const path = writeSilent(dialect, 7000, 24_000);
		const proven = await provenStretches([path]);
		assert.deepEqual(await liveStretches([path]), proven);
		assert.deepEqual(proven.at(-1), {from: 7000, to: 38_000});
	});

test('a snapshot right after what cannot be read makes none before it links', async () => {
	const path = writeSilent(binance, 3500);
	const proven = await provenStretches([path]);
	assert.deepEqual(proven.at(-1), {from: 11_500, to: 22_000});
	assert.deepEqual(await liveStretches([path]), proven);
});
