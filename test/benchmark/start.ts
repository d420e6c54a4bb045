/**
 * What it takes to start, next to a bare start of Node: npm run bench:start -- [runs] [cli.js of another build]
 * Each run of the one stands beside one of the other, and what is compared is processor time: other programs slow
 * down both alike. It reads that of the app from /proc, so it runs on Linux.
 * Both books are live when the exchanges let them be: the demo's are as slow as the real ones. What the program itself
 * takes is told by exchanges outside of it that answer at once, with the book of the moment; that has a target.
 */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {promptHabits} from '../../source/simulator/snapshot-habits.js';
import {startPty} from '../helpers/pty.js';
import {startSimulated} from '../helpers/simulated.js';

const runs = Number(process.argv[2] ?? 5);
const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** Started in turns with this one, where it is named. */
const other = process.argv[3];

const seed = 2;
/** Milliseconds by the clock until both books are live, of exchanges that answer at once. */
const target = 400;
const slack = 1.5;

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

type Costs = readonly [frame: Cost, screen: Cost];

/** To the first frame, and to the first that shows both books in sync. */
const start = async (
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<Costs> => {
	const began = performance.now();
	const terminal = startPty(process.execPath, args, {columns: 120, rows: 40, env});
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

/** The first book that Huobi sends is too old, as those of the real one are, and the next is asked for later. */
const startDemo = (built: string, env: Readonly<Record<string, string>> = {}) =>
	start([built, '--demo', '--seed', String(seed)], env);

/** The market begins anew each time, with changes at once, as in the demo. */
const startPrompt = async (built: string): Promise<Costs> => {
	const {simulator, environment} = await startSimulated(seed, {snapshots: promptHabits});
	try {
		return await start([built, 'STEEM/USDT'], environment);
	} finally {
		await simulator.stop();
	}
};

const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

const prompt = 'exchanges that answer at once';

/** By what is started, in the order in which they are shown. */
const costs = new Map<string, Cost[]>();

const note = (name: string, cost: Cost) => {
	costs.set(name, [...(costs.get(name) ?? []), cost]);
};

const noteBoth = async (name: string, started: Promise<Costs>) => {
	const [frame, screen] = await started;
	note(`${name}, first frame`, frame);
	note(`${name}, both books live`, screen);
};

// The first start keeps what it compiled.
await startDemo(program);
await startPrompt(program);
if (other !== undefined) {
	await startDemo(other);
	await startPrompt(other);
}
for (let run = 0; run < runs; run++) {
	note('`node -e`', startBare());
	await noteBoth('`--demo`', startDemo(program));
	await noteBoth(prompt, startPrompt(program));
	await noteBoth(
		'`--demo` with no compiled code kept',
		startDemo(program, {NODE_DISABLE_COMPILE_CACHE: '1'}),
	);
	if (other === undefined) continue;
	await noteBoth('the other build, `--demo`', startDemo(other));
	await noteBoth(`the other build, ${prompt}`, startPrompt(other));
}

const of = (name: string, what: keyof Cost) =>
	median((costs.get(name) ?? []).map(cost => cost[what]));
const rows = [...costs.keys()].map(name => {
	const ratio = of(name, 'cpu') / of('`node -e`', 'cpu');
	return `| ${name} | ${of(name, 'cpu').toFixed(0)} | ${ratio.toFixed(1)} | ${of(name, 'clock').toFixed(0)} |`;
});
process.stdout.write(
	`| start, 120×40, median of ${runs} | CPU ms | × bare | clock ms |\n|---|---:|---:|---:|\n${rows.join('\n')}\n`,
);
const took = of(`${prompt}, both books live`, 'clock');
process.stdout.write(`${prompt}: ${took.toFixed(0)} ms (target: ${target} ms)\n`);
process.exit(took > slack * target ? 1 : 0);
