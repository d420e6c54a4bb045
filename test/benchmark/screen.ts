// What the screen costs, next to hand-written ANSI: node --import=tsx test/benchmark/screen.ts [seconds] [view 1-6]
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {startPty} from '../helpers/pty.js';

type Result = {cpu: number; frames: number; bytes: number; rssBefore: number; rss: number};

const seconds = process.argv[2] ?? '10';
const view = process.argv[3] ?? '1';
const child = fileURLToPath(new URL('screen-child.ts', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'screen-benchmark-'));

const measure = async (mode: string, columns: number, rows: number, share: string) => {
	const file = path.join(folder, 'result.json');
	const args = ['--import=tsx', child, mode, seconds, share, file, view];
	await startPty(process.execPath, args, {columns, rows}).exited;
	return JSON.parse(readFileSync(file, 'utf8')) as Result;
};

const print = (line: string) => process.stdout.write(`${line}\n`);
const cell = (value: number, decimals: number) => value.toFixed(decimals).padStart(9);

print('size     changed   mode      cpu %  frames/s  bytes/fr   rss MB  (before)');
for (const [columns, rows, share] of [
	[80, 24, '1'],
	[160, 48, '1'],
	[200, 60, '1'],
	[160, 48, '0.0003'],
] as const) {
	for (const mode of ['none', 'floor', 'app']) {
		const {cpu, frames, bytes, rssBefore, rss} = await measure(mode, columns, rows, share);
		const name = `${columns}x${rows}`.padEnd(8) + ` ${share.padEnd(8)}  ${mode.padEnd(6)}`;
		print(
			`${name}${cell(cpu, 1)}${cell(frames, 1)} ${cell(bytes, 0)}${cell(rss, 0)}  (${rssBefore})`,
		);
	}
}
rmSync(folder, {recursive: true});
