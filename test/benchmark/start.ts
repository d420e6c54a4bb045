/**
 * What it takes to start, next to a bare start of Node: npm run bench:start -- [runs] [cli.js of another build]
 * Each run of the one stands beside one of the other, and what is compared is processor time: other programs slow
 * down both alike. It reads that of the app from /proc, so it runs on Linux.
 */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {startPty} from '../helpers/pty.js';

const runs = Number(process.argv[2] ?? 5);
const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** Started in turns with this one, where it is named. */
const other = process.argv[3];

/** Milliseconds from the start to what is named, by the clock and of the processor. */
type Cost = {readonly clock: number; readonly cpu: number};

const ownCost = 'const {user, system} = process.cpuUsage(); console.log((user + system) / 1000)';

const startBare = (): Cost => {
	const began = performance.now();
	const cpu = Number(execFileSync(process.execPath, ['-e', ownCost], {encoding: 'utf8'}));
	return {clock: performance.now() - began, cpu};
};

/** What a process has used of the processor so far; `/proc` counts in hundredths of a second. */
const cpuOf = (pid: number): number => {
	const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
	const fields = rest.split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
};

/**
 * To the first frame, and to the first that shows both books in sync. The first book that Huobi sends is too old, as
 * those of the real one are, and the next may be asked for a quarter of a second later.
 */
const startDemo = async (
	built: string,
	env: Readonly<Record<string, string>> = {},
): Promise<readonly [frame: Cost, screen: Cost]> => {
	const began = performance.now();
	const terminal = startPty(process.execPath, [built, '--demo', '--seed', '2'], {
		...{columns: 120, rows: 40, env},
	});
	const until = async (count: number): Promise<Cost> => {
		await terminal.waitFor(
			() => (terminal.text().match(/[●◐] (?:live|connecting|syncing)/g) ?? []).length >= count,
		);
		return {clock: performance.now() - began, cpu: cpuOf(terminal.pid)};
	};
	const frame = await until(1);
	await terminal.waitFor(() => (terminal.text().match(/● live/g) ?? []).length === 2);
	const screen = await until(2);
	terminal.press('q');
	await terminal.exited;
	return [frame, screen];
};

const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

type Kind = 'bare' | `${'other ' | 'first ' | ''}${'frame' | 'screen'}`;

const costs: Record<Kind, Cost[]> = {
	...{bare: [], frame: [], screen: []},
	...{'first frame': [], 'first screen': []},
	...{'other frame': [], 'other screen': []},
};

const note = async (of: 'other ' | 'first ' | '', started: ReturnType<typeof startDemo>) => {
	const [frame, screen] = await started;
	costs[`${of}frame`].push(frame);
	costs[`${of}screen`].push(screen);
};

// The first start keeps what it compiled.
await startDemo(program);
for (let run = 0; run < runs; run++) {
	costs.bare.push(startBare());
	await note('', startDemo(program));
	await note('first ', startDemo(program, {NODE_DISABLE_COMPILE_CACHE: '1'}));
	if (other !== undefined) await note('other ', startDemo(other));
}

const of = (kind: Kind, what: keyof Cost) => median(costs[kind].map(cost => cost[what]));
const names: Readonly<Record<Kind, string>> = {
	bare: '`node -e`',
	frame: '`--demo`, first frame',
	screen: '`--demo`, both books live',
	'first frame': 'with no compiled code kept, first frame',
	'first screen': 'with no compiled code kept, both books live',
	'other frame': 'the other build, first frame',
	'other screen': 'the other build, both books live',
};
const shown: readonly Kind[] = [
	...(['bare', 'frame', 'screen', 'first frame', 'first screen'] as const),
	...(['other frame', 'other screen'] as const),
];
const rows = shown
	.filter(kind => costs[kind].length > 0)
	.map(kind => {
		const ratio = of(kind, 'cpu') / of('bare', 'cpu');
		return `| ${names[kind]} | ${of(kind, 'cpu').toFixed(0)} | ${ratio.toFixed(1)} | ${of(kind, 'clock').toFixed(0)} |`;
	});
process.stdout.write(
	`| start, 120×40, median of ${runs} | CPU ms | × bare | clock ms |\n|---|---:|---:|---:|\n${rows.join('\n')}\n`,
);
process.exit(0);
