import {animateCast} from '../../source/export/animate-cast.js';
import {readCast} from '../../source/export/cast-file.js';
import {startDemoApp, type DemoApp} from './demo-app.js';

/** A chapter of the tour: keys one after the other, each with time to look at what it did. */
type Chapter = {
	readonly label: string;
	readonly keys: readonly string[];
	/** Milliseconds after each key. */
	readonly eachMs: number;
	/** Milliseconds at the end, besides. */
	readonly lookMs: number;
	/** How many books have to be live before that. */
	readonly live?: 1 | 2;
};

/** Where the README's picture ends: the chapters before it are shown there. */
export const pictureEnd = 'One exchange on the whole screen';

const chapters: readonly Chapter[] = [
	{label: 'Two books, side by side', keys: [], eachMs: 0, lookMs: 2000},
	{label: 'What a fill down to a level costs', keys: ['up', 'up'], eachMs: 300, lookMs: 1000},
	{label: 'The consolidated book', keys: ['c', '3'], eachMs: 0, lookMs: 1600},
	{label: 'Buying here, selling there', keys: ['5'], eachMs: 0, lookMs: 1600},
	{
		label: 'Something goes wrong',
		keys: ['1', 'x', 'gap', 'enter'],
		eachMs: 400,
		lookMs: 500,
		live: 1,
	},
	{label: 'And is mended', keys: [], eachMs: 0, lookMs: 1000, live: 2},
	{label: pictureEnd, keys: ['z'], eachMs: 0, lookMs: 1000},
	{label: 'One price axis for both', keys: ['z', '2'], eachMs: 0, lookMs: 1200},
	{label: 'Trades', keys: ['4'], eachMs: 0, lookMs: 1200},
	{label: 'Health of the connections', keys: ['6'], eachMs: 0, lookMs: 1500},
	{label: 'Keys', keys: ['?'], eachMs: 0, lookMs: 1500},
	{label: 'And back', keys: ['?', '1'], eachMs: 100, lookMs: 500},
];

const countLive = (demo: DemoApp) => demo.text().split('● live').length - 1;

const untilLive = async (demo: DemoApp, count: number) => {
	for (let turn = 0; turn < 200 && countLive(demo) !== count; turn++) await demo.pass(100);
	if (countLive(demo) !== count) throw new Error(`not ${count} books are live:\n${demo.text()}`);
};

/** The cast of a walk through the app. */
export const recordTour = async (seed: number): Promise<string> => {
	const demo = await startDemoApp({seed, columns: 100, rows: 30});
	// Trades and the edge's history are worth seeing once there are some.
	await untilLive(demo, 2);
	await demo.pass(60_000, 1000);
	const recording = demo.record('steem-tui --demo');
	for (const {label, keys, eachMs, lookMs, live} of chapters) {
		recording.marker(label);
		for (const key of keys) {
			await demo.press(key);
			await demo.pass(eachMs);
		}
		if (live !== undefined) await untilLive(demo, live);
		await demo.pass(lookMs);
	}
	// Before the app leaves: the last thing to see is the app.
	recording.stop();
	await demo.stop();
	return recording.text();
};

/** The README's picture: the first chapters of the tour's cast, as `export --svg --animate` makes it. */
export const drawPicture = async (path: string): Promise<string> => {
	const cast = await readCast(path);
	const title = cast.title ?? '';
	return animateCast(cast, {title, to: pictureEnd, idleMs: 2000, maxBytes: 400_000});
};
