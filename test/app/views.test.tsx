import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createBusyMarket} from '../helpers/busy-market.js';
import {assertGolden} from '../helpers/golden.js';
import {demoCapture, startReplayedApp} from '../helpers/replayed-app.js';
import {startTestApp} from '../helpers/start-test-app.js';

const sizes = [
	[80, 24],
	[120, 40],
	[200, 60],
] as const;

const views = [
	...(['depth', 'aligned', 'merged', 'trades', 'edge', 'health', 'heatmap'] as const),
	'markets',
] as const;

type Replayed = Awaited<ReturnType<typeof startReplayedApp>>;

/** The moments of the capture that are shown, in the order in which they come. */
const scenes = [
	{name: 'live', show: (run: Replayed) => run.playTo(40_000)},
	{name: 'help', show: (run: Replayed) => run.press('?')},
	{
		name: 'frozen',
		async show(run: Replayed) {
			await run.press('?', 'space');
			await run.playTo(42_500);
		},
	},
	{
		name: 'one-down',
		async show(run: Replayed) {
			await run.press('space');
			await run.playTo(49_000);
		},
	},
];

/** The depth with what came and went at the best ask, and in each row; all as before then. */
const assertInspected = async ({press, terminal}: Replayed, name: string, size: string) => {
	await press('1', 'up', 'i', 'p');
	assertGolden(`views/depth-inspected-${name}-${size}`, terminal.text());
	await press('i', 'p', 'escape');
};

for (const [columns, rows] of sizes)
	test(`all views of a capture at ${columns}×${rows}`, async t => {
		const run = await startReplayedApp({
			path: demoCapture,
			columns,
			rows,
			mode: 'live',
			speed: 4,
		});
		for (const {name, show} of scenes) {
			await show(run);
			for (const [index, view] of views.entries())
				await t.test(`${view} shows ${name}`, async () => {
					// No view is to be reached while the help is open.
					await run.press(...(name === 'help' ? ['?', `${index + 1}`, '?'] : [`${index + 1}`]));
					assertGolden(`views/${view}-${name}-${columns}x${rows}`, run.terminal.text());
				});
			if (name === 'live' || name === 'one-down')
				await t.test(`depth shows what came and went, ${name}`, () =>
					assertInspected(run, name, `${columns}x${rows}`),
				);
		}
		run.end();
	});

for (const [columns, rows] of sizes)
	test(`all views in replay at ${columns}×${rows}`, async t => {
		const run = await startReplayedApp({path: demoCapture, columns, rows});
		run.control.pause(true);
		await run.seek(35_000);
		await run.press('.', '.');
		for (const [index, view] of views.entries())
			await t.test(view, async () => {
				await run.press(`${index + 1}`);
				assertGolden(`views/${view}-replay-${columns}x${rows}`, run.terminal.text());
			});
		await t.test('depth shows what came and went', () =>
			assertInspected(run, 'replay', `${columns}x${rows}`),
		);
		run.end();
	});

for (const [index, view] of views.entries())
	test(`${view} paints nothing while nothing happens`, async () => {
		const store = createBusyMarket();
		const {app, clock, terminal} = await startTestApp({store, columns: 120, rows: 40});
		await terminal.press(String(index + 1));
		clock.advance(1100);
		const count = terminal.writes.length;
		for (let tick = 0; tick < 8; tick++) {
			clock.advance(100);
			store.publish();
		}
		assert.equal(terminal.writes.length, count);
		app.stop();
	});
