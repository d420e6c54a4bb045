// What a replay at full speed costs, next to reading its capture: npm run bench:replay -- [--quick] [--json]
import {spawnSync} from 'node:child_process';
import {mkdtempSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
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

type Row = {
	readonly workload: string;
	readonly contender: string;
	/** Of processor time, from start to end. */
	readonly ms: number;
	/** Floors that it takes, each without the start of its process. */
	readonly ratio: number;
};

/** All take turns in each round. */
const measureReplay = (what: string, path: string): readonly Row[] => {
	const replay = ['watch', '--replay', path, '--speed', 'max'];
	const contenders = [
		{name: 'watch --replay', args: replay},
		{name: 'watch --replay --json', args: [...replay, '--json']},
	];
	const rows = contenders.map(({name}) => ({name, ms: [] as number[], ratios: [] as number[]}));
	for (let round = 0; round < rounds; round++) {
		const least = cpuMs(floor, path) - cpuMs(floor);
		const start = cpuMs(program, '--version');
		for (const [index, {args}] of contenders.entries()) {
			const ms = cpuMs(program, ...args);
			rows[index]?.ms.push(ms);
			rows[index]?.ratios.push((ms - start) / least);
		}
	}
	return rows.map(({name, ms, ratios}) => ({
		workload: `${minutes} min, ${what}`,
		...{contender: name, ms: median(ms), ratio: median(ratios)},
	}));
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
	print('| capture | command | CPU | ÷ floor | target |\n| --- | --- | ---: | ---: | ---: |');
	for (const {workload, contender, ms, ratio} of rows)
		print(
			`| ${workload} | \`${contender}\` | ${(ms / 1000).toFixed(2)} s | ${ratio.toFixed(1)} | ${target} |`,
		);
}
const missed = rows.filter(({ratio}) => ratio > target * slack);
for (const {workload, contender, ratio} of missed)
	tell(`${contender}, ${workload}: ${ratio.toFixed(1)}, more than ${slack} × its target ${target}`);
process.exit(missed.length > 0 ? 1 : 0);
