import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {formatRows, mergeRows, type Row} from '../soak/row.js';
import {buildWorker} from './build-worker.js';
import {writeFiles} from './execute.js';
import {randomOf} from './input.js';
import type {Range} from './messages.js';
import {readers} from './readers/readers.js';
import {runWork, type Fault} from './run-work.js';
import {makeSeeds, packSeeds, unpackSeeds} from './seeds/seeds.js';

/*
 * npm run fuzz                                          3,000 inputs a reader
 * npm run fuzz -- --reader verify,svg --runs 500        fewer
 * npm run fuzz -- --reader svg --seed 17                one input, and what came of it
 * npm run fuzz -- --reader svg --seed 17 --keep DIR     and its files
 */

const {values} = parseArgs({
	options: {
		reader: {type: 'string', default: Object.keys(readers).join(',')},
		runs: {type: 'string', default: '3000'},
		/** The first of them. */
		from: {type: 'string', default: '1'},
		seed: {type: 'string'},
		keep: {type: 'string'},
		/** Processes at once; those that mostly wait count for a third. */
		jobs: {type: 'string', default: '2'},
	},
});

/** Inputs for one process: not so few that its start weighs, nor so many that its memory grows old. */
const atOnce = 300;

/** One of so many goes through the built program, as a process of its own. */
const builtEvery = 100;

const mostFaultsShown = 40;

const say = (text: string) => process.stdout.write(text);

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-fuzz-'));
const seeds = join(folder, 'seeds');
const shared = {
	builtEvery,
	program: join(import.meta.dirname, '../../dist/cli.js'),
	seeds,
	folder,
};

const describe = ({reader, input, told, faults}: Fault): string =>
	`--reader '${reader}' --seed ${input} (${told})\n    ${faults.join('\n    ')}\n`;

const isWaiting = (reader: string): boolean =>
	reader in readers && /^(?:markets|doctor|watch|book|record|screen reader)$/.test(reader);

/** Runs all ranges, as many at once as there is room for. */
const runAll = async (worker: string, ranges: readonly Range[]): Promise<boolean> => {
	const rows: Row[] = [];
	const faults: Fault[] = [];
	const startedAt = performance.now();
	const waiting = [...ranges];
	let room = Number(values.jobs);
	let done = 0;

	const run = async (range: Range) => {
		const began = performance.now();
		const worked = await runWork(worker, {...shared, ranges: [range]});
		faults.push(...worked.faults);
		rows.push({
			check: range.reader,
			runs: worked.runs,
			misses: worked.faults.map(describe),
			seconds: (performance.now() - began) / 1000,
			cpuSeconds: worked.cpuMs / 1000,
			noted: worked.built,
			note: 'by the built program',
		});
		process.stderr.write(`\r${++done} of ${ranges.length} parts, ${faults.length} failures `);
	};
	const tell = () => {
		say(`\n${formatRows(mergeRows(rows))}`);
		say(`in ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
		for (const fault of faults.slice(0, mostFaultsShown)) say(describe(fault));
	};
	// What was found so far is worth knowing when somebody has waited long enough.
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => {
			tell();
			process.exit(1);
		});

	const running = new Set<Promise<void>>();
	while (waiting.length > 0 || running.size > 0) {
		const next = waiting[0];
		const weight = next && isWaiting(next.reader) ? 1 / 3 : 1;
		if (next && room > 0.01) {
			waiting.shift();
			room -= weight;
			const promise = run(next).finally(() => {
				room += weight;
				running.delete(promise);
			});
			running.add(promise);
		} else {
			await Promise.race(running);
		}
	}
	tell();
	return faults.length === 0;
};

const toRanges = (reader: string): readonly Range[] => {
	const runs = Number(values.runs);
	const from = Number(values.from);
	return Array.from({length: Math.ceil(runs / atOnce)}, (_, index) => ({
		reader,
		from: from + index * atOnce,
		count: Math.min(atOnce, runs - index * atOnce),
	}));
};

/** One input of a reader, its files kept where that is wanted. */
const runOne = async (worker: string, name: string, number: number): Promise<boolean> => {
	const reader = readers[name];
	if (!reader) throw new Error(`no reader named ${name}: ${Object.keys(readers).join(', ')}`);
	const input = reader.make(unpackSeeds(readFileSync(seeds)), randomOf(name, number));
	say(`${input.told}\nsteem-tui ${input.args.map(arg => JSON.stringify(arg)).join(' ')}\n`);
	if (values.keep !== undefined) {
		mkdirSync(values.keep, {recursive: true});
		writeFiles(values.keep, input);
		for (const [path, {head, rest}] of Object.entries(input.answers ?? {}))
			writeFileSync(join(values.keep, path.replaceAll('/', '_')), Buffer.concat([head, rest]));
	}
	let isGood = true;
	for (const every of [0, 1]) {
		const ranges = [{reader: name, from: number, count: 1}];
		const {faults} = await runWork(worker, {...shared, ranges, builtEvery: every});
		for (const fault of faults) say(describe(fault));
		isGood &&= faults.length === 0;
	}
	say(isGood ? 'no failure\n' : '');
	return isGood;
};

try {
	writeFileSync(seeds, packSeeds(await makeSeeds()));
	const worker = await buildWorker();
	const names = values.reader.split(',');
	const isGood =
		values.seed === undefined
			? await runAll(worker, names.flatMap(toRanges))
			: await runOne(worker, names[0] ?? '', Number(values.seed));
	process.exitCode = isGood ? 0 : 1;
} finally {
	rmSync(folder, {recursive: true, force: true});
}
