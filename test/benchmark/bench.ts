// What a message costs, next to JSON.parse and to other programs: npm run bench -- [--quick] [--json]
import {spawnSync} from 'node:child_process';
import {measureGrowth, measureWorst} from './engine/growth.js';
import {findMisses} from './engine/judge.js';
import {measure, type Cost} from './engine/measure.js';
import {floor, ours} from './engine/ours.js';
import {howToInstall} from './engine/peers/load.js';
import {loadPeers} from './engine/peers/load-peers.js';
import {growing, measured} from './engine/shapes.js';
import {toCostTable, toGrowthTable} from './engine/tables.js';
import {createWorkload} from './engine/workload.js';

const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const options = isQuick ? {rounds: 3, turnMs: 30} : {rounds: 9, turnMs: 120};

const print = (line: string) => process.stdout.write(`${line}\n`);
const tell = (line: string) => process.stderr.write(`${line}\n`);

/** What this process is to measure where another one has started it. */
const [, workloadId, name] = /^--measure=([^:]+):(.+)$/.exec(process.argv[2] ?? '') ?? [];
const contenders = name === ours.name ? [ours] : [ours, ...(await loadPeers())];

/** In this process: a contender and the floor, in turns. */
const measureHere = async (): Promise<readonly Cost[]> => {
	const shape = measured.find(({id}) => id === workloadId);
	const contender = contenders.find(other => other.name === name);
	if (!shape || !contender) throw new Error(`nothing to measure: ${process.argv[2]}`);
	return measure(createWorkload(shape), floor, [contender], options);
};

/** In a process of its own: what one program does to the heap and to compiled code is no other's trouble. */
const measureApart = (id: string, contender: string): readonly Cost[] => {
	const flags = isQuick ? ['--quick'] : [];
	const args = [process.argv[1] ?? '', `--measure=${id}:${contender}`, ...flags];
	const {status, stdout} = spawnSync(process.execPath, args, {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	if (status !== 0) throw new Error(`${contender} could not be measured on ${id}`);
	return JSON.parse(stdout) as readonly Cost[];
};

const measureAll = (): readonly Cost[] =>
	measured.flatMap(({id, title}) => {
		tell(`measuring ${title}`);
		return contenders.flatMap(contender => measureApart(id, contender.name));
	});

/** The longest of a thousand messages of the first workload, in microseconds. */
const measureLongest = () => {
	const [shape] = measured;
	return shape ? measureWorst(createWorkload(shape), 0.999) : NaN;
};

const main = () => {
	if (contenders.length === 1) tell(`without other programs: ${howToInstall} installs them`);
	const costs = measureAll();
	tell('measuring books that grow');
	const growths = growing.map(shape => measureGrowth(shape, createWorkload(shape)));
	const p999Us = measureLongest();
	if (isJson) {
		for (const cost of costs) print(JSON.stringify(cost));
		for (const growth of growths) print(JSON.stringify({workload: 'growth', ...growth}));
		print(JSON.stringify({workload: measured[0]?.id, contender: ours.name, p999Us}));
	} else {
		print(`${toCostTable(costs)}\n\n${toGrowthTable(growths)}\n`);
		const usual = costs.find(({contender}) => contender === ours.name)?.applyUs ?? NaN;
		const times = (p999Us / usual).toFixed(1);
		print(
			`One message in a thousand of the 5,000 levels takes more than ${p999Us.toFixed(1)} µs, ${times} × the usual one.`,
		);
	}
	const misses = findMisses(costs, growths);
	for (const miss of misses) tell(miss);
	process.exitCode = misses.length > 0 ? 1 : 0;
};

if (workloadId === undefined) main();
else print(JSON.stringify(await measureHere()));
// Other programs leave timers behind.
process.exit();
