// What a message costs, next to JSON.parse and to other programs: npm run bench -- [--quick] [--json]
import type {Contender} from './engine/contender.js';
import {measureGrowth, measureWorst, type Growth} from './engine/growth.js';
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

const measureAll = async (contenders: readonly Contender[]) => {
	const costs: Cost[] = [];
	let worst: {readonly us: number; readonly ratio: number} | null = null;
	for (const shape of measured) {
		tell(`measuring ${shape.title}`);
		const workload = createWorkload(shape);
		costs.push(...(await measure(workload, floor, contenders, options)));
		if (shape.id !== 'binance-5000') continue;
		const us = measureWorst(workload, 0.999);
		const cost = costs.find(({contender}) => contender === ours.name);
		worst = {us, ratio: cost ? us / cost.applyUs : NaN};
	}
	return {costs, worst};
};

const peers = await loadPeers();
if (peers.length === 0) tell(`without other programs: ${howToInstall} installs them`);
const {costs, worst} = await measureAll([ours, ...peers]);
tell('measuring books that grow');
const growths: readonly Growth[] = growing.map(shape =>
	measureGrowth(shape, createWorkload(shape)),
);

if (isJson) {
	for (const cost of costs) print(JSON.stringify(cost));
	for (const growth of growths) print(JSON.stringify({workload: 'growth', ...growth}));
	if (worst)
		print(JSON.stringify({workload: 'binance-5000', contender: ours.name, p999Us: worst.us}));
} else {
	print(toCostTable(costs));
	print('');
	print(toGrowthTable(growths));
	if (worst)
		print(
			`\nOne message in a thousand of the 5,000 levels takes more than ${worst.us.toFixed(1)} µs (${worst.ratio.toFixed(1)} × the usual one).`,
		);
}
const misses = findMisses(costs, growths);
for (const miss of misses) tell(miss);
process.exit(misses.length > 0 ? 1 : 0);
