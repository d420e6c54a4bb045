import {spawn} from 'node:child_process';
import {parseArgs} from 'node:util';
import {exchanges} from '../../source/exchanges/index.js';
import {simulatedIds, type SimulatedId} from '../../source/simulator/market-list.js';
import {describePlan, planFaults, runFaults} from './fault-run.js';
import {runPart, type Part} from './parts.js';
import {formatRows, mergeRows, type Row} from './row.js';

/*
 * npm run soak                                     everything, in two processes
 * npm run soak -- --only faults,starts             some checks: faults, starts, day, audits, differences, relay
 * npm run soak -- relay --minutes 30               relays: chaos over a real server, of the built program (npm run build)
 * npm run soak -- --runs 500 --hours 3             fewer fault runs per exchange, a shorter day
 * npm run soak -- --seed 17 --exchange huobi       one fault run, told step by step
 */

const bothExchanges = ['binance', 'huobi'] as const;
const allExchanges = simulatedIds.filter(id => exchanges.some(exchange => exchange.id === id));
const processes = 2;
const seedsAPart = 250;
const mostMissesShown = 20;

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		minutes: {type: 'string', default: '30'},
		hours: {type: 'string', default: '24'},
		seed: {type: 'string'},
		exchange: {type: 'string'},
		only: {type: 'string', default: 'day,starts,audits,differences,relay,faults'},
		runs: {type: 'string', default: '10000'},
		/** Set for the processes that this one starts. */
		part: {type: 'string'},
	},
});

const isChaos = positionals[0] === 'relay';

const say = (text: string) => process.stdout.write(text);

const toExchange = (text: string | undefined): SimulatedId => {
	const found = allExchanges.find(id => id === text);
	if (!found) throw new Error(`--exchange is one of ${allExchanges.join(', ')}`);
	return found;
};

/** The parts of a check, long ones first. */
const partsOf = (check: string): readonly Part[] => {
	switch (check) {
		case 'faults': {
			const runs = Number(values.runs);
			const starts = Array.from({length: Math.ceil(runs / seedsAPart)}, (_, at) => at * seedsAPart);
			return starts.flatMap(at =>
				allExchanges.map(exchange => ({
					check,
					exchange,
					from: at + 1,
					count: Math.min(seedsAPart, runs - at),
				})),
			);
		}
		case 'relay': {
			const runs = Number(values.runs);
			const starts = Array.from({length: Math.ceil(runs / seedsAPart)}, (_, at) => at * seedsAPart);
			return starts.map(at => ({check, from: at + 1, count: Math.min(seedsAPart, runs - at)}));
		}
		case 'chaos':
			return [{check, minutes: Number(values.minutes), seed: Number(values.seed ?? 1)}];
		case 'starts':
			return [{check, count: 200}];
		case 'day':
			return [{check, hours: Number(values.hours)}];
		case 'audits':
		case 'differences':
			return bothExchanges.map(exchange => ({check, exchange, count: 500}));
		default:
			throw new Error(`no check named ${check}`);
	}
};

/** Runs a part in a process of its own. */
const runApart = (part: Part): Promise<readonly Row[]> =>
	new Promise(resolve => {
		const script = process.argv[1] ?? '';
		const args = [
			'--expose-gc',
			'--max-semi-space-size=32',
			script,
			'--part',
			JSON.stringify(part),
		];
		const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'inherit']});
		let output = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
		child.on('close', (code, signal) => {
			if (code === 0) {
				resolve(JSON.parse(output) as readonly Row[]);
				return;
			}
			const misses = [`${JSON.stringify(part)} ended with ${code ?? signal}`];
			resolve([{check: part.check, runs: 0, misses, seconds: 0, cpuSeconds: 0}]);
		});
	});

const runAll = async (): Promise<boolean> => {
	const parts = (isChaos ? 'chaos' : values.only).split(',').flatMap(partsOf);
	const rows: Row[] = [];
	const startedAt = performance.now();
	let next = 0;
	let done = 0;
	const tell = (): boolean => {
		const merged = mergeRows(rows);
		const misses = merged.flatMap(row => row.misses);
		say(formatRows(merged));
		say(`in ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
		for (const miss of misses.slice(0, mostMissesShown)) say(`${miss}\n`);
		return misses.length === 0;
	};

	// What was found so far is worth knowing when somebody has waited long enough.
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => {
			tell();
			process.exit(1);
		});

	const work = async () => {
		for (let part = parts[next++]; part; part = parts[next++]) {
			rows.push(...(await runApart(part)));
			process.stderr.write(`\r${++done} of ${parts.length} parts`);
		}
	};
	await Promise.all(Array.from({length: processes}, work));
	return tell();
};

/** One fault run, with each change of the book's state. */
const runOne = async (seed: number, exchange: SimulatedId): Promise<boolean> => {
	say(`${describePlan(planFaults(seed, exchange))}\n`);
	let last = '';
	const run = await runFaults(seed, exchange, world => {
		const [book] = world.books();
		const state = `${book?.status}${book?.reason == null ? '' : `: ${book.reason}`}`;
		if (state !== last) say(`${world.seconds().toFixed(1).padStart(7)} s  ${state}\n`);
		last = state;
	});
	const end = run.isSynced ? 'live' : 'left unsynced';
	say(`${end}, ${run.compared} books compared, ${run.leftOver} left behind\n`);
	for (const text of run.wrong) say(`wrong: ${text}\n`);
	return run.isSynced && run.wrong.length === 0 && run.leftOver === 0;
};

if (values.part !== undefined) {
	say(JSON.stringify(await runPart(JSON.parse(values.part) as Part)));
} else {
	const isGood =
		values.seed === undefined || isChaos
			? await runAll()
			: await runOne(Number(values.seed), toExchange(values.exchange));
	process.exitCode = isGood ? 0 : 1;
}
