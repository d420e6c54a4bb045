// How long a book of megabytes holds up everything else, in a process that has read none: npm run bench:turns
import {readFileSync} from 'node:fs';
import {spawnSync} from 'node:child_process';
import {setImmediate} from 'node:timers/promises';
import {coinbase} from '../../source/exchanges/coinbase/index.js';
import {createBookStore} from '../../source/store/book-store.js';

/** As BTC-USD was on 2026-08-09. */
const [bids, asks] = [18_764, 27_236];
const targetMs = 50;
const runs = 5;

/** Processor time of this thread in milliseconds, where the system tells it; else of the process. */
const threadMs = (): number => {
	try {
		return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
	} catch {
		const {user, system} = process.cpuUsage();
		return (user + system) / 1000;
	}
};

const toLevels = (side: string, count: number, from: number, step: number): readonly string[] =>
	Array.from({length: count}, (_, at) => {
		const [price, size] = [(from + at * step).toFixed(2), (0.00012345 + at * 1.7e-7).toFixed(8)];
		return `{"side":"${side}","event_time":"2026-08-09T21:05:48.35161Z","price_level":"${price}","new_quantity":"${size}"}`;
	});

const toFrame = (): Buffer => {
	const levels = [
		...toLevels('bid', bids, 64_000, -1.73),
		...toLevels('offer', asks, 64_001, 3.11),
	];
	return Buffer.from(
		`{"channel":"l2_data","timestamp":"2026-08-09T21:05:48.618125631Z","sequence_num":0,"events":[{"type":"snapshot","product_id":"BTC-USD","updates":[${levels.join()}]}]}`,
	);
};

/** The longest of the turns that the first book takes, from its bytes to a view of it. */
const measureHere = async (isAhead: boolean): Promise<number> => {
	const [channel] = coinbase.channels;
	const client = channel.createClient({
		...{base: 'BTC', quote: 'USD', symbol: 'BTC-USD', tickSize: null, sizeStep: null},
		state: {type: 'trading'},
	});
	const store = createBookStore();
	const key = 'coinbase:BTC/USD';
	store.add({key, exchange: 'coinbase', title: 'Coinbase', market: 'BTC/USD', tickSize: null});
	client({type: 'open', now: 0});
	const data = toFrame();
	let longest = 0;
	const turn = <T>(work: () => T): T => {
		const before = threadMs();
		const made = work();
		longest = Math.max(longest, threadMs() - before);
		return made;
	};
	const steps = isAhead ? client.readAhead?.({data}) : null;
	while (steps && !turn(() => steps.next().done)) await setImmediate();
	turn(() => {
		for (const output of client({type: 'message', data, isText: true}))
			if (output.type === 'book') store.apply(key, output.change, 1);
		store.publish();
	});
	const [book] = store.getView().books;
	if (book?.bids.length !== bids || book.asks.length !== asks) throw new Error('not the book');
	return longest;
};

const measureApart = (flag: string): number => {
	const figures = Array.from({length: runs}, () =>
		Number(spawnSync(process.execPath, [process.argv[1] ?? '', flag], {encoding: 'utf8'}).stdout),
	).sort((one, other) => one - other);
	return figures[Math.floor(runs / 2)] ?? Number.NaN;
};

const print = (text: string) => process.stdout.write(`${text}\n`);

if (process.argv[2] === '--ahead') print(String(await measureHere(true)));
else if (process.argv[2] === '--at-once') print(String(await measureHere(false)));
else {
	const [ahead, atOnce] = [measureApart('--ahead'), measureApart('--at-once')];
	print(`The longest turn of a first book of ${bids} bids and ${asks} asks, 5.1 MB:`);
	print(
		`${ahead.toFixed(0)} ms in steps, ${atOnce.toFixed(0)} ms in one go (at most ${targetMs} ms)`,
	);
	process.exitCode = ahead > 1.5 * targetMs ? 1 : 0;
}
