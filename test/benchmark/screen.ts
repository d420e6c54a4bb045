/**
 * What the screen costs, next to the same tables written by hand: npm run bench:screen [seconds] [view 1-8]
 * All modes run one after another in each round, and their medians are compared: other programs slow down all alike.
 * Of the processor's time, that which making the changes takes is told by the mode `none`. Each is measured twice, in the
 * seconds after its start and once most of it is compiled: a screen is looked at for hours. What is painted with is
 * built first, as the program is.
 */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {startPty} from '../helpers/pty.js';
import type {PaintingCost} from './painting-cost.js';

const seconds = process.argv[2] ?? '8';
const view = process.argv[3] ?? '1';
const rounds = 3;
const modes = ['none', 'floor', 'app'] as const;
type Mode = (typeof modes)[number];
const child = fileURLToPath(
	new URL('../../node_modules/.cache/steem-tui/painting/screen-child.js', import.meta.url),
);
const folder = mkdtempSync(path.join(tmpdir(), 'screen-benchmark-'));

/** In the seconds after the start, and later on. */
type Costs = readonly [first: PaintingCost, later: PaintingCost];

const measure = async (
	mode: string,
	columns: number,
	rows: number,
	share: string,
	shown = view,
) => {
	const file = path.join(folder, 'result.json');
	const args = [child, mode, seconds, share, file, shown];
	const env = {NODE_ENV: 'production'};
	await startPty(process.execPath, args, {columns, rows, env}).exited;
	return JSON.parse(readFileSync(file, 'utf8')) as Costs;
};

/** How many times as much as by hand the processor may have to do where everything changes, and how many times that is a failure. */
const target = 1.5;
const slack = 1.5;
let isMissed = false;

const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

const print = (...cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

print(
	'size',
	'levels changed a view',
	'frames/s, app (by hand)',
	'bytes/frame',
	'bytes/s ÷ by hand',
	...['CPU % at first', '÷ by hand', 'net'],
	...['CPU % later', '÷ by hand', 'net'],
	'RSS MB',
);
print('---', ...Array.from({length: 11}, () => '---:'));
for (const [columns, rows, share] of [
	[80, 24, '1'],
	[160, 48, '1'],
	[160, 48, '0.3'],
	[200, 60, '1'],
	[160, 48, '0.0003'],
] as const) {
	const results: Record<Mode, Costs[]> = {none: [], floor: [], app: []};
	for (let round = 0; round < rounds; round++)
		for (const mode of modes) results[mode].push(await measure(mode, columns, rows, share));
	const of = (mode: Mode, what: keyof PaintingCost, window: 0 | 1 = 1) =>
		median(results[mode].map(result => result[window][what]));
	const both = (what: keyof PaintingCost, decimals: number, window?: 0 | 1) =>
		`${of('app', what, window).toFixed(decimals)} (${of('floor', what, window).toFixed(decimals)})`;
	const bytes = (mode: Mode) => of(mode, 'frames') * of(mode, 'bytes');
	const cpu = (window: 0 | 1) => {
		const [app, floor, none] = [
			of('app', 'cpu', window),
			of('floor', 'cpu', window),
			of('none', 'cpu', window),
		];
		if (share === '1' && app / floor > slack * target) isMissed = true;
		const ratios = [app / floor, (app - none) / (floor - none)];
		return [both('cpu', 1, window), ...ratios.map(ratio => ratio.toFixed(2))];
	};
	print(
		`${columns}×${rows}`,
		`${Number(share) * 100} %`,
		both('frames', 1),
		both('bytes', 0),
		(bytes('app') / bytes('floor')).toFixed(2),
		...cpu(0),
		...cpu(1),
		both('rss', 0),
	);
}

/** What the heatmap may take of a core, in percent, where every level changes in every view. */
const heatLimit = 8;

/** The heatmap paints all of its past where its scale moves: it is told besides the tables. */
print('heatmap, 100 % changed', 'CPU %', 'net', `limit ${heatLimit}`, 'RSS MB');
print('---', ...Array.from({length: 4}, () => '---:'));
for (const [columns, rows] of [
	[120, 40],
	[200, 60],
] as const) {
	const [none] = await measure('none', columns, rows, '1', '7');
	const [app] = await measure('app', columns, rows, '1', '7');
	const net = app.cpu - none.cpu;
	if (net > slack * heatLimit) isMissed = true;
	print(
		`${columns}×${rows}`,
		app.cpu.toFixed(1),
		net.toFixed(1),
		net <= heatLimit ? 'kept' : 'missed',
		app.rss.toFixed(0),
	);
}
rmSync(folder, {recursive: true});
process.exit(isMissed ? 1 : 0);
