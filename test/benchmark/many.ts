/**
 * What a message costs a recorder of many markets, next to one of a single market, that has as many messages as each of
 * them, or as many as they have together: npm run bench:many -- [markets] [seconds]
 * Simulated markets of Binance with 500 levels a side, on a clock moved by hand; what they send is made outside of what
 * is measured. The recorder packs what it writes, into memory.
 */
import {tmpdir} from 'node:os';
import {record} from '../../source/commands/record.js';
import {createRandom} from '../../source/random.js';
import type {BookView} from '../../source/store/market-view.js';
import {createManyMarkets} from '../helpers/many-markets.js';

const [markets = 200, seconds = 10] = process.argv
	.slice(2)
	.filter(text => /^\d+$/.test(text))
	.map(Number);

/** Between two messages of a market, as Binance sends them. */
const stepMs = 100;
const levels = 500;

/** Times the CPU that a message of one such market takes, minutes until all are live, and megabytes a market. */
const targets = {ratio: 1.5, minutes: 3, megabytes: 1};

const tell = (text: string) => void process.stderr.write(`${text}\n`);

const heap = (): number => {
	globalThis.gc?.();
	const {heapUsed, external} = process.memoryUsage();
	return (heapUsed + external) / 1e6;
};

/** A recorder of so many markets, all live. */
const start = async (count: number) => {
	const many = createManyMarkets(count, levels);
	const {clock, transport, venues, counts} = many;
	const begun = clock.now();
	let books: () => readonly BookView[] = () => [];
	let stop: (code: number) => void = () => undefined;
	const plan = {rotation: {type: 'day'}, isFolder: true, firstNumber: 1} as const;
	const recorded = record(
		{
			markets: many.markets,
			path: tmpdir(),
			plan: {...plan, keep: null, runHook: null},
			appVersion: '0',
		},
		{
			source: {venues, transport},
			...{clock, random: createRandom('many'), complain: tell},
			output: {isTTY: false, write: () => true},
			stopped: new Promise<number>(resolve => (stop = resolve)),
			findLast: async () => null,
			// The disk is no part of it.
			open: async () => ({
				write: async bytes => bytes.length,
				truncate: async () => undefined,
				sync: async () => undefined,
				close: async () => undefined,
			}),
			service: {
				observe: () => ({message: () => undefined, latency: () => undefined}),
				follow: views => void (books = views),
			},
		},
	);
	const live = () => books().filter(({status}) => status === 'live').length;
	while (live() < count && clock.now() - begun < 600_000) await clock.run(1000);
	if (live() < count) throw new Error(`${live()} of ${count} books are live after ten minutes`);
	const {refusals, kicks} = counts;
	return {
		...{many, startMs: clock.now() - begun, refusals: refusals + kicks},
		async stop() {
			if (many.wrongOf(books()).length > 0) throw new Error('a book is not that of the exchange');
			stop(0);
			await clock.run(10_000);
			await recorded;
		},
	};
};

type Started = Awaited<ReturnType<typeof start>>;

/** Microseconds of processor that a message takes, of so many in a step. */
const measure = async ({many}: Started, steps: number, perStep: number): Promise<number> => {
	const {clock, symbols, change} = many;
	let micros = 0;
	for (let step = 0; step < steps; step++) {
		for (let message = 0; message < perStep; message++)
			change(symbols[(step * perStep + message) % symbols.length] ?? '');
		const before = process.cpuUsage();
		await clock.run(stepMs);
		const {user, system} = process.cpuUsage(before);
		micros += user + system;
	}
	return micros / (steps * perStep);
};

// What V8 has to compile first is in neither.
const warm = await start(2);
await measure(warm, 50, markets);
await warm.stop();

const one = await start(1);
const before = heap();
const all = await start(markets);
const megabytes = (heap() - before) / markets;
const costs = {one: [] as number[], busy: [] as number[], all: [] as number[]};
const aSecond = 1000 / stepMs;
for (let second = 0; second < seconds; second++) {
	costs.one.push(await measure(one, 10 * aSecond, 1));
	costs.busy.push(await measure(one, aSecond, markets));
	costs.all.push(await measure(all, aSecond, markets));
}
const mean = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / values.length;
const ratio = mean(costs.all) / mean(costs.one);
const busyRatio = mean(costs.all) / mean(costs.busy);
const startMinutes = all.startMs / 60_000;
await one.stop();
await all.stop();

process.stdout.write(
	`| markets | until all are live | refusals | CPU a message ÷ one market | ÷ one with all the messages | memory a market |
| ---: | ---: | ---: | ---: | ---: | ---: |
| ${markets} | ${startMinutes.toFixed(1)} min | ${all.refusals} | ${ratio.toFixed(2)} | ${busyRatio.toFixed(2)} | ${megabytes.toFixed(2)} MB |
| target | ≤ ${targets.minutes} min | 0 | ≤ ${targets.ratio} | | ≤ ${targets.megabytes} MB |
`,
);
const isMissed =
	startMinutes > targets.minutes ||
	all.refusals > 0 ||
	ratio > targets.ratio ||
	megabytes > targets.megabytes;
process.exit(isMissed ? 1 : 0);
