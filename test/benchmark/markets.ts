/**
 * What the list of markets costs where every line changes ten times a second: npm run bench:markets [seconds] [lines]
 * Of the processor's time, that which making the changes takes is told by the mode `none` and taken off.
 */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {startPty} from '../helpers/pty.js';
import type {PaintingCost} from './painting-cost.js';

const seconds = process.argv[2] ?? '8';
const lines = process.argv[3] ?? '200';
/** Percent of a core for all lines at the most, on the largest screen. */
const target = 10;
const child = fileURLToPath(
	new URL('../../node_modules/.cache/steem-tui/painting/markets-child.js', import.meta.url),
);
const folder = mkdtempSync(path.join(tmpdir(), 'markets-benchmark-'));

const measure = async (
	mode: 'none' | 'app',
	columns: number,
	rows: number,
): Promise<PaintingCost> => {
	const file = path.join(folder, 'result.json');
	const env = {NODE_ENV: 'production'};
	await startPty(process.execPath, [child, mode, seconds, lines, file], {columns, rows, env})
		.exited;
	const [cost] = JSON.parse(readFileSync(file, 'utf8')) as [PaintingCost];
	return cost;
};

const print = (...cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

let isMissed = false;
print('size', 'lines', 'frames/s', 'bytes/frame', 'CPU %, changes', 'CPU %, screen', 'RSS MB');
print('---', ...Array.from({length: 6}, () => '---:'));
for (const [columns, rows] of [
	[80, 24],
	[120, 40],
	[200, 60],
] as const) {
	const none = await measure('none', columns, rows);
	const app = await measure('app', columns, rows);
	const screen = app.cpu - none.cpu;
	if (screen > target) isMissed = true;
	print(
		`${columns}×${rows}`,
		lines,
		app.frames.toFixed(1),
		app.bytes.toFixed(0),
		none.cpu.toFixed(1),
		screen.toFixed(1),
		`${app.rssBefore} → ${app.rss}`,
	);
}
rmSync(folder, {recursive: true});
process.exit(isMissed ? 1 : 0);
