import {startDemoApp, type DemoApp} from './demo-app.js';

/** A chapter of the tour: keys one after the other, each with time to look at what it did. */
type Chapter = {
	readonly label: string;
	readonly keys: readonly string[];
	/** Milliseconds after each key. */
	readonly eachMs: number;
	/** Milliseconds at the end, besides. */
	readonly lookMs: number;
};

const chapters: readonly Chapter[] = [
	{label: 'Two books, side by side', keys: [], eachMs: 0, lookMs: 2000},
	{label: 'What a fill down to a level costs', keys: ['up', 'up'], eachMs: 200, lookMs: 800},
	{label: 'One exchange on the whole screen', keys: ['z'], eachMs: 0, lookMs: 1000},
	{label: 'One price axis for both', keys: ['z', 'c', '2'], eachMs: 0, lookMs: 1200},
	{label: 'The consolidated book', keys: ['3'], eachMs: 0, lookMs: 1200},
	{label: 'Trades', keys: ['4'], eachMs: 0, lookMs: 1200},
	{label: 'Buying here, selling there', keys: ['5', '+'], eachMs: 800, lookMs: 1000},
	{label: 'Health of the connections', keys: ['6'], eachMs: 0, lookMs: 1500},
	{label: 'Keys', keys: ['?'], eachMs: 0, lookMs: 1500},
	{label: 'And back', keys: ['?', '1'], eachMs: 100, lookMs: 500},
];

const isLive = (demo: DemoApp) => demo.text().split('● live').length === 3;

const untilLive = async (demo: DemoApp) => {
	for (let turn = 0; turn < 100 && !isLive(demo); turn++) await demo.pass(100);
	if (!isLive(demo)) throw new Error(`the books did not come:\n${demo.text()}`);
};

/** The cast of a walk through the app. */
export const recordTour = async (seed: number): Promise<string> => {
	const demo = await startDemoApp({seed, columns: 80, rows: 24});
	// Trades and the edge's history are worth seeing once there are some.
	await untilLive(demo);
	await demo.pass(60_000, 1000);
	const recording = demo.record(`steem-tui --demo --seed ${seed}`);
	for (const {label, keys, eachMs, lookMs} of chapters) {
		recording.marker(label);
		for (const key of keys) {
			await demo.press(key);
			await demo.pass(eachMs);
		}
		await demo.pass(lookMs);
	}
	// Before the app leaves: the last thing to see is the app.
	recording.stop();
	await demo.stop();
	return recording.text();
};

/** What the README shows: both books, and what a fill down to a level would cost. */
export const takePicture = async (seed: number) => {
	const demo = await startDemoApp({seed, columns: 120, rows: 36});
	await untilLive(demo);
	await demo.pass(20_000, 1000);
	for (let press = 0; press < 4; press++) await demo.press('down');
	await demo.pass(100);
	const frame = demo.frame();
	await demo.stop();
	return frame;
};
