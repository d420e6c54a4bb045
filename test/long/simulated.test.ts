import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {existsSync, openSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, describe, test} from 'node:test';
import type {Simulator} from '../../source/simulator/simulator.js';
import {cleanEnvironment, runProgram, runUntil, startProgram} from '../helpers/run-program.js';
import {startSimulated} from '../helpers/simulated.js';

type Line = {
	readonly exchange: 'binance' | 'huobi';
	readonly market: string;
	readonly status: string;
	readonly sequence: number;
	readonly reason?: string;
	readonly bids: [string, string][];
	readonly asks: [string, string][];
	readonly levels: {bids: number; asks: number};
};

// They wait more than they work.
describe('the program on simulated exchanges', {concurrency: 4}, () => {
	let simulator: Simulator;
	let environment: Readonly<Record<string, string>>;

	before(async () => {
		({simulator, environment} = await startSimulated(7));
	});

	after(() => simulator.stop());

	const run = (...args: string[]) => runProgram(args, environment);

	const isCrossed = ({bids, asks}: Line) => Number(bids[0]?.[0]) >= Number(asks[0]?.[0]);

	/** Watches until each book was live so often, comparing every live line with the simulator's own book. */
	const compareLive = async (market: string, times: number) => {
		const {child, lines, exited, stderr} = startProgram(
			['watch', market, '--json', '--levels', '500'],
			environment,
		);
		const compared = {binance: 0, huobi: 0};
		for await (const text of lines) {
			const line = JSON.parse(text) as Line;
			if (line.status !== 'live') continue;
			assert.ok(!isCrossed(line));
			const expected = simulator.bookAt(line.exchange, market, line.sequence);
			assert.ok(expected, `the simulator remembers ${line.exchange} ${line.sequence}`);
			assert.deepEqual(line.bids, expected.bids.slice(0, 500));
			assert.deepEqual(line.asks, expected.asks.slice(0, 500));
			compared[line.exchange]++;
			if (compared.binance >= times && compared.huobi >= times) break;
		}
		child.kill();
		await exited;
		assert.ok(compared.binance >= times && compared.huobi >= times, stderr());
	};

	for (const market of ['STEEM/USDT', 'STEEM/BTC', 'BTC/USDT', 'WAXP/USDT']) {
		// WAXP/USDT has no MBP on Huobi: a whole book a second.
		test(`every live line of ${market} is the simulator's book`, async () => {
			await compareLive(market, market === 'WAXP/USDT' ? 3 : 15);
		});
	}

	test('book prints every book once it is in sync', async () => {
		const {code, stdout, stderr} = await run('book', 'steemusdt', '--json', '--levels', '3');
		assert.deepEqual([code, stderr], [0, '']);
		const books = stdout.map(line => JSON.parse(line) as Line);
		assert.deepEqual(
			books.map(({exchange, market, status}) => [exchange, market, status]),
			[
				['binance', 'STEEM/USDT', 'live'],
				['huobi', 'STEEM/USDT', 'live'],
			],
		);
		for (const {bids, asks, levels} of books) {
			assert.deepEqual([bids.length, asks.length], [3, 3]);
			assert.ok(levels.bids > 3 && levels.asks > 3);
		}
	});

	test('book prints tables for people', async () => {
		const {code, stdout} = await run('book', 'STEEM/USDT', '--levels', '2', '--exchange', 'huobi');
		assert.equal(code, 0);
		// In sync is enough: whether an update came first, too, is the machine's affair.
		assert.match(
			stdout[0] ?? '',
			/^Huobi +STEEM\/USDT {2}live( \(no change since the snapshot\))? {2}spread \S+ \(\S+ bps\) {2}\d+ bids, \d+ asks( \[quiet\])?$/,
		);
		assert.match(stdout[1] ?? '', /bid size +bid +ask +ask size/);
		assert.equal(stdout.length, 4);
	});

	test('one exchange without the market leaves the other: exit 3', async () => {
		const {code, stdout, stderr} = await run('book', 'BNB/USDT', '--json', '--levels', '1');
		assert.equal(code, 3);
		assert.deepEqual(
			stdout.map(line => (JSON.parse(line) as Line).exchange),
			['binance'],
		);
		assert.match(
			stderr,
			/^steem-tui: Huobi BNB\/USDT is not in sync \(failed: the market is not listed/,
		);
	});

	for (const flag of ['--timeout', '--for'])
		test(`book gives up by ${flag} what does not come: exit 3`, async () => {
			// A market that is listed and silent; what is told of it by when is no affair of this test.
			const {code, stdout, stderr} = await run(
				'book',
				'NKN/USDT',
				'--exchange',
				'huobi',
				flag,
				'1s',
			);
			assert.deepEqual([code, stdout], [3, []]);
			assert.match(stderr, /^steem-tui: Huobi NKN\/USDT is not in sync \(/);
		});

	test('a book that never changes is live and said to be quiet', async () => {
		const {code, stdout} = await run('book', 'XEM/USDT', '--json', '--exchange', 'binance');
		const {status, reason} = JSON.parse(stdout[0] ?? '') as Line;
		assert.deepEqual([code, status, reason], [0, 'live', 'no change since the snapshot']);
	});

	test('a REST host that hangs does not hold up the other exchange', async t => {
		const hanging = createServer(() => undefined);
		await new Promise<void>(resolve => hanging.listen(0, '127.0.0.1', resolve));
		t.after(() => {
			hanging.closeAllConnections();
			hanging.close();
		});
		const address = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
		const {child, lines, exited} = startProgram(['watch', '--json', '--levels', '1'], {
			...environment,
			STEEM_TUI_BINANCE_REST: address,
		});
		for await (const text of lines) {
			const {exchange, status} = JSON.parse(text) as Line;
			if (exchange === 'huobi' && status === 'live') break;
		}
		child.kill('SIGINT');
		assert.equal(await exited, 130);
	});

	test('says that the output cannot be written', {skip: !existsSync('/dev/full')}, async () => {
		const program = new URL('../../dist/cli.js', import.meta.url).pathname;
		const full = openSync('/dev/full', 'w');
		const child = spawn(process.execPath, [program, 'book', '--json'], {
			env: {...cleanEnvironment(), ...environment},
			stdio: ['ignore', full, 'pipe'],
		});
		let stderr = '';
		child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
		const code = await new Promise(resolve => child.once('close', resolve));
		assert.equal(code, 1);
		assert.match(stderr, /the output cannot be written: .*ENOSPC/);
	});

	test('a reader that does not read does not hold a signal up', async () => {
		const {child, exited} = startProgram(['watch', '--json', '--levels', '1000'], environment);
		await new Promise(resolve => child.stdout.once('readable', resolve));
		child.stdout.pause();
		child.kill('SIGINT');
		assert.equal(await new Promise(resolve => child.once('exit', resolve)), 130);
		child.stdout.destroy();
		await exited;
	});

	for (const command of ['watch', 'book']) {
		test(`${command} ends with 1 and near matches for an unknown market`, async () => {
			const {code, stdout, stderr} = await run(command, 'STEM/USDT');
			assert.deepEqual([code, stdout], [1, []]);
			assert.match(
				stderr,
				/^steem-tui: STEM\/USDT is not listed on Binance or Huobi; near matches .*STEEM\/USDT/,
			);
		});
	}

	/** What `watch` of Binance prints, up to its first line that matches. */
	const watchUntil = async (wanted: RegExp, ...args: string[]) => {
		const watch = ['watch', '--exchange', 'binance', ...args];
		return (await runUntil(line => wanted.test(line), watch, environment)).stdout;
	};

	test('watch prints a status line before a live one', async () => {
		const lines = await watchUntil(/"status":"live"/, '--json');
		const statuses = lines.map(line => (JSON.parse(line) as Line).status);
		assert.equal(statuses.at(-1), 'live');
		assert.ok(statuses.includes('syncing'));
	});

	test('watch prints lines for people', async () => {
		// A line may come before the first update, and says so.
		const lines = await watchUntil(/ live (?!.*no change since the snapshot)/);
		assert.match(
			lines.at(-1) ?? '',
			/^\d\d:\d\d:\d\d\.\d {2}Binance {2}STEEM\/USDT {2}live {2}bid \S+ × \S+ {2}ask \S+ × \S+ {2}spread \S+ \(\S+ bps\)$/,
		);
	});

	test('watch stops by itself', async () => {
		const {code, stderr} = await run('watch', '--exchange', 'binance', '--for', '1s');
		assert.deepEqual([code, stderr], [0, '']);
	});

	for (const [signal, expected] of [
		['SIGINT', 130],
		['SIGTERM', 143],
	] as const) {
		test(`watch ends with ${expected} on ${signal}`, async () => {
			const {child, lines, exited, stderr} = startProgram(['watch', '--json'], environment);
			for await (const line of lines) if (line !== '') break;
			child.kill(signal);
			assert.deepEqual([await exited, stderr()], [expected, '']);
		});
	}

	test('a closed pipe ends it quietly', async () => {
		const {child, exited, stderr} = startProgram(['watch', '--json'], environment);
		child.stdout.once('data', () => child.stdout.destroy());
		assert.deepEqual([await exited, stderr()], [0, '']);
	});

	test('markets lists who has a market, how it stands and its steps', async () => {
		const {code, stdout} = await run('markets', 'steem', '--json');
		assert.equal(code, 0);
		const markets = stdout.map(line => JSON.parse(line) as {market: string; exchanges: object});
		assert.deepEqual(
			markets.find(({market}) => market === 'STEEM/USDT'),
			{
				market: 'STEEM/USDT',
				exchanges: {
					binance: {symbol: 'STEEMUSDT', status: 'trading', tickSize: '0.0001', sizeStep: '0.1'},
					huobi: {symbol: 'steemusdt', status: 'trading', tickSize: '0.0001', sizeStep: '0.0001'},
				},
			},
		);
		const halted = markets.find(({market}) => market === 'STEEM/BNB');
		assert.match(JSON.stringify(halted), /"status":"BREAK"/);
		assert.deepEqual(
			markets.map(({market}) => market),
			markets.map(({market}) => market).sort(),
		);
	});

	test('markets prints lines for people', async () => {
		const {stdout} = await run('markets', 'STEEM/USDT');
		assert.deepEqual(stdout, [
			'STEEM/USDT      Binance trading, tick 0.0001  ·  Huobi trading, tick 0.0001',
		]);
	});

	test('markets ends with 1 where nothing matches', async () => {
		const {code, stdout, stderr} = await run('markets', 'nosuchthing');
		assert.deepEqual(
			[code, stdout, stderr],
			[1, [], 'steem-tui: no market matches "nosuchthing"\n'],
		);
	});

	test('the demo needs nothing but the program', async () => {
		const {child, lines, exited, stderr} = startProgram(['watch', '--demo', '--json']);
		const live = {binance: 0, huobi: 0};
		for await (const text of lines) {
			const line = JSON.parse(text) as Line;
			if (line.status !== 'live') continue;
			assert.ok(!isCrossed(line));
			live[line.exchange]++;
			if (live.binance > 5 && live.huobi > 5) break;
		}
		child.kill('SIGINT');
		assert.deepEqual([await exited, stderr()], [130, '']);
	});
});
