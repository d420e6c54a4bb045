/**
 * What stays on the heap over hours of simulated time, of the app and of `watch` on one session: npm run bench:heap -- [hours]
 * Then what the heatmap takes once it is full. The simulated exchanges are in the same process, so what they keep is in it as well.
 */
import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {startApp} from '../../source/app/start-app.js';
import {watch} from '../../source/commands/watch.js';
import {parseWantedMarket} from '../../source/market-name.js';
import {startSession} from '../../source/session/session.js';
import {measureFullHeat} from '../helpers/full-heat.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

const hours = Number(process.argv[2] ?? '4');
const stepMinutes = 30;
const columns = 120;
const rows = 40;

const collect = globalThis.gc as (() => void) | undefined;
const wanted = parseWantedMarket('STEEM/USDT');
if (!collect || !wanted) throw new Error('run it by npm run bench:heap');

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Megabytes in use, after the garbage is gone. */
const measure = (): number => {
	collect();
	collect();
	const {heapUsed, external} = process.memoryUsage();
	return (heapUsed + external) / 1e6;
};

const {clock, simulator, venues, transport, random} = await startVirtual(1);
const session = startSession({wanted, venues, transport, clock, random});
let lines = 0;
let bytes = 0;
const stopWatch = watch(
	session,
	{
		write() {
			lines++;
			return true;
		},
		onDrain: () => undefined,
	},
	{
		...{isJson: false, levels: 10, show: ['books'], size: null},
		feeOf: () => ({units: 1, decimals: 1}),
		now: clock.now,
	},
);
const terminal = {columns, rows, isTTY: true, getColorDepth: () => 24};
const stdout = Object.assign(new EventEmitter(), terminal, {
	write(text: string) {
		bytes += text.length;
		return true;
	},
}) as unknown as NodeJS.WriteStream;
const keys = {isTTY: true, setRawMode: () => stdin, ref: () => stdin, unref: () => stdin};
const stdin = Object.assign(new PassThrough(), keys) as unknown as NodeJS.ReadStream;
const app = startApp({
	...{store: session.store, clock, stdin, stdout, market: 'STEEM/USDT', mode: 'demo'},
	...{color: true, env: {COLORTERM: 'truecolor'}, onResync: session.resync},
});
app.synchronize();

print('| hours | heap | lines of `watch` | written to the screen |\n| ---: | ---: | ---: | ---: |');
for (let minutes = stepMinutes; minutes <= hours * 60; minutes += stepMinutes) {
	await clock.run(stepMinutes * 60_000);
	// Ink has timers of its own.
	await new Promise(resolve => setTimeout(resolve, 100));
	const heap = `${measure().toFixed(1)} MB`;
	print(`| ${minutes / 60} | ${heap} | ${lines} | ${(bytes / 1e6).toFixed(1)} MB |`);
}
for (const count of [2, 9])
	print(
		`\nheatmap of ${count} exchanges, full: ${(measureFullHeat(count, 600) / 1e6).toFixed(1)} MB`,
	);
app.stop();
stopWatch();
session.stop();
await simulator.stop();
process.exit(0);
