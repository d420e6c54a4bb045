import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {makeCapture} from './make-capture.js';

// How fast a capture becomes tables, beside the least that a program does which reads it, and beside a replay.
const root = join(import.meta.dirname, '../..');
const program = join(root, 'dist/cli.js');
const floor = join(root, 'node_modules/.cache/steem-tui/replay-floor.js');
const cache = join(root, 'node_modules/.cache/steem-tui');
mkdirSync(cache, {recursive: true});

const [given] = process.argv.slice(2);
const path = given ?? join(cache, 'export.jsonl.gz');
if (given === undefined) await makeCapture({path, minutes: 5, market: 'BTC/USDT'});
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-bench-'));

/** Seconds until a program has ended. */
const run = (args: readonly string[]) =>
	new Promise<number>((resolve, reject) => {
		const begun = performance.now();
		const child = spawn(process.execPath, args, {stdio: 'ignore'});
		child.on('error', reject);
		child.on('exit', code => {
			if (code === 0) resolve((performance.now() - begun) / 1000);
			else reject(new Error(`${args.join(' ')} ended with ${code}`));
		});
	});

const text = gunzipSync(readFileSync(path)).toString();
const bytes = Buffer.byteLength(text);
const messages = text.split('"kind":"ws"').length - 1;
process.stdout.write(
	`${(statSync(path).size / 1e6).toFixed(1)} MB packed, ${(bytes / 1e6).toFixed(1)} MB of text, ${messages} messages\n`,
);

const contenders: readonly (readonly [name: string, args: readonly string[]])[] = [
	['gunzip and JSON.parse', [floor, path]],
	['watch --replay --speed max', [program, 'watch', '--replay', path, '--speed', 'max', '--json']],
	...['tardis', 'hftbacktest', 'parquet'].map((format): readonly [string, readonly string[]] => [
		`export --as ${format}`,
		[program, 'export', path, '--as', format, '-o', join(folder, format)],
	]),
];

for (const [name, args] of contenders) {
	const wall = await run(args);
	const rate = `${(bytes / 1e6 / wall).toFixed(1)} MB/s`;
	process.stdout.write(
		`${name.padEnd(28)} ${rate.padStart(12)} ${Math.round(messages / wall)} messages/s\n`,
	);
}
rmSync(folder, {recursive: true});
