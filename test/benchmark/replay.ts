// What a replay at full speed costs, next to reading its capture: npm run bench:replay -- [--quick] [--json]
import {spawnSync} from 'node:child_process';
import {mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {median} from './engine/measure.js';
import {makeBusyCapture} from './make-busy-capture.js';
import {makeCapture} from './make-capture.js';

/** Floors that a replay may take, and how many times that is a failure. */
const target = 2.5;
const slack = 1.5;

const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const minutes = isQuick ? 10 : 60;
const rounds = isQuick ? 2 : 3;

const print = (line: string) => process.stdout.write(`${line}\n`);
const tell = (line: string) => process.stderr.write(`${line}\n`);

/** Captures stay for the next time; what a child has to tell does not. */
const captures = join(tmpdir(), 'steem-tui-benchmark');
mkdirSync(captures, {recursive: true});
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-replay-'));

const report = join(folder, 'cpu');
const code = `import {writeFileSync} from 'node:fs';
process.on('exit', () => {
	const {user, system} = process.cpuUsage();
	writeFileSync(${JSON.stringify(report)}, String((user + system) / 1000));
});`;
const telling = `--import=data:text/javascript,${encodeURIComponent(code)}`;

/** Milliseconds of processor time that a script takes from its start to its end. */
const cpuMs = (...args: readonly string[]): number => {
	const {status} = spawnSync(process.execPath, [telling, ...args], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
	return Number(readFileSync(report, 'utf8'));
};

const program = 'dist/cli.js';
const floor = 'node_modules/.cache/steem-tui/replay-floor.js';

/** The beginning of a capture, up to a time in milliseconds, in a file of its own. Returns its path. */
const cutAt = (path: string, name: string, ms: number): string => {
	const [header = '', ...lines] = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
	const kept = lines.filter(line => (JSON.parse(line) as {readonly t: number}).t <= ms);
	const cut = join(folder, `${name}.jsonl.gz`);
	writeFileSync(cut, gzipSync(`${[header, ...kept].join('\n')}\n`, {level: 1}));
	return cut;
};

/** Milliseconds of processor time that something takes on a capture: its first second, its first half, and all of it. */
type Times = {readonly start: number; readonly half: number; readonly all: number};

type Row = Times & {
	readonly workload: string;
	readonly contender: string;
	/** Floors that all but the first second takes, with compiling what does it. */
	readonly ratio: number;
	/** Floors that the second half takes: what each hour more would. */
	readonly warmRatio: number;
};

const contenders = [
	{name: 'watch --replay', flags: []},
	{name: 'watch --replay --json', flags: ['--json']},
];

/** All take turns in each round. */
const measureReplay = (what: string, path: string): readonly Row[] => {
	const second = cutAt(path, 'second', 1000);
	const half = cutAt(path, 'half', minutes * 30_000);
	const timesOf = (run: (path: string) => number): Times => ({
		start: run(second),
		half: run(half),
		all: run(path),
	});
	const samples = contenders.map(() => [] as {readonly own: Times; readonly least: Times}[]);
	for (let round = 0; round < rounds; round++) {
		const least = timesOf(capture => cpuMs(floor, capture));
		for (const [index, {flags}] of contenders.entries()) {
			const own = timesOf(capture =>
				cpuMs(program, 'watch', '--replay', capture, '--speed', 'max', ...flags),
			);
			samples[index]?.push({own, least});
		}
	}
	return contenders.map(({name}, index) => {
		const mine = samples[index] ?? [];
		return {
			workload: `${minutes} min, ${what}`,
			contender: name,
			start: median(mine.map(({own}) => own.start)),
			half: median(mine.map(({own}) => own.half)),
			all: median(mine.map(({own}) => own.all)),
			ratio: median(mine.map(({own, least}) => (own.all - own.start) / (least.all - least.start))),
			warmRatio: median(
				mine.map(({own, least}) => (own.all - own.half) / (least.all - least.half)),
			),
		};
	});
};

const pathOf = (name: string) => join(captures, `${name}-${minutes}.jsonl.gz`);
const busy = pathOf('busy');
const quiet = pathOf('quiet');
tell('making captures');
await makeBusyCapture(busy, minutes);
await makeCapture({path: quiet, minutes, market: 'STEEM/USDT'});
tell('measuring');
const rows = [
	...measureReplay('a market of 5,000 levels, 42 changes a message', busy),
	...measureReplay('simulated STEEM/USDT on both exchanges', quiet),
];
rmSync(folder, {recursive: true});

if (isJson) for (const row of rows) print(JSON.stringify(row));
else {
	const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
	print('| capture | command | CPU | first second | ÷ floor | second half ÷ floor | target |');
	print('| --- | --- | ---: | ---: | ---: | ---: | ---: |');
	for (const {workload, contender, all, start, ratio, warmRatio} of rows)
		print(
			`| ${workload} | \`${contender}\` | ${seconds(all)} | ${seconds(start)} | ${ratio.toFixed(1)} | ${warmRatio.toFixed(1)} | ≤ ${target} |`,
		);
}
const missed = rows.filter(({ratio}) => ratio > target * slack);
for (const {workload, contender, ratio} of missed)
	tell(`${contender}, ${workload}: ${ratio.toFixed(1)}, more than ${slack} × its target ${target}`);
process.exit(missed.length > 0 ? 1 : 0);
