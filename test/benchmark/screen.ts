/**
 * What the screen costs, next to the same tables written by hand: npm run bench:screen [seconds] [view 1-6]
 * All modes run one after another in each round, and their medians are compared: other programs slow down all alike.
 * Of the processor's time, that which making the changes takes is told by the mode `none`.
 */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {startPty} from '../helpers/pty.js';

type Result = {cpu: number; frames: number; bytes: number; rssBefore: number; rss: number};

const seconds = process.argv[2] ?? '8';
const view = process.argv[3] ?? '1';
const rounds = 3;
const modes = ['none', 'floor', 'app'] as const;
const child = fileURLToPath(new URL('screen-child.ts', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'screen-benchmark-'));

const measure = async (mode: string, columns: number, rows: number, share: string) => {
	const file = path.join(folder, 'result.json');
	const args = ['--import=tsx', child, mode, seconds, share, file, view];
	await startPty(process.execPath, args, {columns, rows}).exited;
	return JSON.parse(readFileSync(file, 'utf8')) as Result;
};

const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

const print = (...cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

print(
	'size',
	'levels changed a view',
	'frames/s, app (by hand)',
	'bytes/frame',
	'bytes/s ÷ by hand',
	'CPU %',
	'CPU ÷ by hand',
	'net',
	'RSS MB',
);
print('---', ...Array.from({length: 8}, () => '---:'));
for (const [columns, rows, share] of [
	[80, 24, '1'],
	[160, 48, '1'],
	[160, 48, '0.3'],
	[200, 60, '1'],
	[160, 48, '0.0003'],
] as const) {
	const results: Record<(typeof modes)[number], Result[]> = {none: [], floor: [], app: []};
	for (let round = 0; round < rounds; round++)
		for (const mode of modes) results[mode].push(await measure(mode, columns, rows, share));
	const of = (mode: (typeof modes)[number], what: keyof Result) =>
		median(results[mode].map(result => result[what]));
	const both = (what: keyof Result, decimals: number) =>
		`${of('app', what).toFixed(decimals)} (${of('floor', what).toFixed(decimals)})`;
	const bytes = (mode: 'app' | 'floor') => of(mode, 'frames') * of(mode, 'bytes');
	const net = (mode: 'app' | 'floor') => of(mode, 'cpu') - of('none', 'cpu');
	print(
		`${columns}×${rows}`,
		`${Number(share) * 100} %`,
		both('frames', 1),
		both('bytes', 0),
		(bytes('app') / bytes('floor')).toFixed(2),
		both('cpu', 1),
		(of('app', 'cpu') / of('floor', 'cpu')).toFixed(2),
		(net('app') / net('floor')).toFixed(2),
		both('rss', 0),
	);
}
rmSync(folder, {recursive: true});
process.exit(0);
