import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import type {FaultName} from '../../source/simulator/faults.js';
import {runProgram, startProgram} from '../helpers/run-program.js';
import {startSimulated, type Simulated} from '../helpers/simulated.js';

/** Half of what the program may take: what is built whole of such input takes a gigabyte and ends it. */
const bounded = {NODE_OPTIONS: '--max-old-space-size=200'};

const long = 'A'.repeat(100_000);

describe('input that is small and costs much', () => {
	let simulated: Simulated;

	before(async () => {
		simulated = await startSimulated(11);
	});
	after(() => simulated.simulator.stop());

	const environment = () => ({...simulated.environment, ...bounded});

	test('a list of millions of tiny values is refused in a sentence', async () => {
		simulated.simulator.inject('tiny-list');
		const {code, stdout, stderr} = await runProgram(['markets'], environment());
		assert.deepEqual([code, stdout], [1, []]);
		assert.match(stderr, /Binance: more than 5000000 values/);
		assert.match(stderr, /Huobi: more than 5000000 values/);
		assert.ok(stderr.length < 1000);
	});

	test('a market with a long name is left out of the list', async () => {
		simulated.simulator.inject('long-name');
		const {code, stdout} = await runProgram(['markets', 'steem'], environment());
		assert.equal(code, 0);
		assert.deepEqual(
			stdout.map(line => line.split(' ')[0]),
			['STEEM/BNB', 'STEEM/BTC', 'STEEM/ETH', 'STEEM/USDT'],
		);
	});

	test('messages of millions of tiny values cost their connection', async () => {
		const {lines, exited} = startProgram(
			['watch', 'STEEM/USDT', '--json', '--for', '15s'],
			environment(),
		);
		const reasons: Record<string, string> = {};
		let isStruck = false;
		for await (const text of lines) {
			const {exchange, status, reason} = JSON.parse(text) as Record<string, string>;
			if (reason?.includes('values')) reasons[exchange ?? ''] = reason;
			if (isStruck || status !== 'live') continue;
			isStruck = true;
			const fault: FaultName = 'tiny-values';
			for (let count = 0; count < 5; count++) simulated.simulator.inject(fault);
		}
		assert.equal(await exited, 0);
		assert.deepEqual(Object.keys(reasons).sort(), ['binance', 'huobi']);
	});
});

for (const args of [[long], ['book', `${long}/USDT`], ['markets', long, '--demo'], [`--${long}`]])
	test(`an argument of 100,000 letters is told of in few: ${args.join(' ').slice(0, 20)}`, async () => {
		const {code, stdout, stderr} = await runProgram(args, bounded);
		assert.equal(code, args.includes('markets') ? 1 : 2);
		assert.deepEqual(stdout, []);
		assert.match(stderr, /A{90,100}…/);
		assert.ok(stderr.length < 500, String(stderr.length));
	});

test('a cast of long lines is read in little memory', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
	try {
		const cast = join(folder, 'long.cast.gz');
		const header = JSON.stringify({version: 2, width: 80, height: 24});
		const tooLong = `[1,"o","${'x'.repeat(35e6)}"]\n`;
		const longest = `[1,"o","${'y'.repeat(7.9e6)}"]\n`;
		writeFileSync(cast, gzipSync(`${header}\n${longest}${tooLong}${longest}`, {level: 1}));
		const {code, stderr} = await runProgram(['export', cast], {
			NODE_OPTIONS: '--max-old-space-size=90',
		});
		assert.equal(code, 0, stderr);
		assert.match(stderr, /line 3: longer than 8 MB; it is skipped\n/);
	} finally {
		rmSync(folder, {recursive: true});
	}
});
