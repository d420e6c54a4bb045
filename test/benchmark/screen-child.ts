// Run by screen.ts inside a pty: paints for some seconds, then writes what it cost to a file.
import {parseDecimal} from '../../source/book/fixed-point.js';
import {systemClock} from '../../source/clock.js';
import {createBookStore} from '../../source/store/book-store.js';
import {unblockTerminal} from '../../source/terminal/unblock-terminal.js';
import {columns} from '../helpers/columns.js';
import {goLive} from '../helpers/statuses.js';
import {countPainting, windowsFrom} from './painting-cost.js';
import {createFloor} from './screen-floor.js';

const [mode = 'app', seconds = '10', share = '1', file = '/dev/null', view = '1'] =
	process.argv.slice(2);
const levels = 80;
const keys = ['one', 'two'];

let seed = 99;
const random = () => {
	seed = (seed * 1103515245 + 12345) & 0x7fffffff;
	return seed / 0x7fffffff;
};

// As the program does.
unblockTerminal(process, systemClock);

const painting = countPainting();

const store = createBookStore();
const level = (rank: number, sign: 1 | -1) => ({
	price: parseDecimal((37_000 + sign * (rank + 1) * 0.5).toFixed(2)),
	size: parseDecimal((random() * 3 + 0.00001).toFixed(5)),
});
const some = (sign: 1 | -1, part: number) =>
	Array.from({length: levels}, (_, rank) => rank)
		.filter(() => random() < part)
		.map(rank => level(rank, sign));

let sequence = 0;
const change = (part: number) => {
	for (const key of keys) {
		const type = sequence < 2 ? 'snapshot' : 'update';
		const bids = columns(...some(-1, part));
		const asks = columns(...some(1, part));
		if (bids.length + asks.length === 0) continue;
		const at = systemClock.now();
		store.apply(key, {type, bids, asks, sequence: ++sequence, exchangeTime: null}, at);
	}
	store.publish();
};

for (const key of keys) {
	const tickSize = parseDecimal('0.01');
	store.add({key, exchange: key, title: key, market: 'BTC/USDT', tickSize});
}
change(1);
for (const key of keys) goLive(store, key, 0);

// The cost of making the changes is the same in every mode and is measured by itself with mode `none`.
if (mode === 'floor') store.subscribe(createFloor(store));
if (mode === 'app') {
	const {startApp} = await import('../../source/app/start-app.js');
	const app = startApp({
		store,
		clock: systemClock,
		stdin: process.stdin,
		stdout: process.stdout,
		market: 'BTC/USDT',
		mode: 'demo',
		color: true,
		env: process.env,
		onResync: () => undefined,
	});
	// The terminal says that it can, as a rule.
	app.synchronize();
	process.stdin.push(view);
}

systemClock.every(100, () => {
	change(Number(share));
});
await painting.writeTo(file, Number(seconds), windowsFrom);
process.exit(0);
