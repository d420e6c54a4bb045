import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {gunzipSync} from 'node:zlib';
import {systemClock} from '../../source/clock.js';
import {record} from '../../source/commands/record.js';
import {verify} from '../../source/commands/verify.js';
import type {Defect} from '../../source/verify/defects.js';
import {toBytes} from '../../source/screen/format.js';
import type {BookTally} from '../../source/verify/tallies.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {parseMarket} from '../../source/options/options.js';
import type {Rotation} from '../../source/recording/rotation.js';
import {createLiveTransport} from '../../source/transport/live.js';
import {createFakeFile} from '../helpers/fake-file.js';
import {runProgram, startProgram} from '../helpers/run-program.js';
import {startSimulated, type Simulated} from '../helpers/simulated.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
let simulator: Simulated['simulator'];
let environment: Simulated['environment'];

before(async () => {
	({simulator, environment} = await startSimulated(7));
});

after(async () => {
	await simulator.stop();
	rmSync(folder, {recursive: true});
});

type Told = {
	readonly markets?: readonly string[];
	readonly market: string;
	readonly books: readonly BookTally[];
	readonly defects: readonly Defect[];
	readonly markers: number;
};

const check = async (...files: readonly string[]) => {
	let out = '';
	const write = (text: string) => ((out += text), true);
	const console = {write, onDrain: () => undefined, complain: write};
	const code = await verify(files, console, {isJson: true});
	return {code, told: JSON.parse(out) as Told};
};

/** Records from the simulated exchanges until its progress says that it is enough. */
const recordUntil = async (
	isEnough: (line: string) => boolean,
	path: string,
	markets: readonly string[],
) => {
	const transport = createLiveTransport();
	const venues = defaultExchanges.map(exchange => ({
		exchange,
		endpoints: simulator.endpoints[exchange.id as 'binance' | 'huobi'],
	}));
	let stop: (code: number) => void = () => undefined;
	const stopped = new Promise<number>(resolve => (stop = resolve));
	const lines: string[] = [];
	const complaints: string[] = [];
	const code = await record(
		{markets: markets.map(parseMarket), path, plan: null, appVersion: '0.1.0'},
		{
			source: {venues, transport},
			clock: systemClock,
			random: Math.random,
			output: {
				isTTY: true,
				write(line, own = '') {
					lines.push(own + line);
					if (isEnough(line)) stop(0);
					return true;
				},
			},
			complain: line => complaints.push(line),
			stopped,
		},
	);
	transport.close();
	return {code, lines, complaints};
};

const usual = {isFolder: false, firstNumber: 1, keep: null, runHook: null};

/** Records from exchanges in memory for so long of their time. `rooms`: bytes that the disk has for each file. */
const recordVirtual = async (
	name: string,
	markets: readonly string[],
	ms: number,
	rotation: Rotation | null = null,
	rooms: readonly number[] = [],
) => {
	const plan = rotation && {...usual, rotation};
	const {clock, simulator, venues, transport, random} = await startVirtual(7);
	const files = new Map<string, ReturnType<typeof createFakeFile>>();
	const complaints: string[] = [];
	let stop: (code: number) => void = () => undefined;
	const recorded = record(
		{markets: markets.map(parseMarket), path: name, plan, appVersion: '0.1.0'},
		{
			source: {venues, transport},
			clock,
			random,
			output: {isTTY: false, write: () => true},
			complain: text => complaints.push(text),
			stopped: new Promise<number>(resolve => (stop = resolve)),
			findLast: async () => null,
			open(path) {
				const file = createFakeFile();
				file.faults.room = rooms[files.size] ?? rooms.at(-1) ?? Infinity;
				files.set(path, file);
				return file.open(path);
			},
		},
	);
	await clock.run(ms);
	stop(0);
	const code = await recorded;
	await simulator.stop();
	const parts = [...files].map(([part, file]) => {
		const path = join(folder, part);
		writeFileSync(path, file.content());
		return path;
	});
	return {code, parts, complaints};
};

/** Starts to record and waits until there is something of it in the file. */
const startRecord = async (path: string, args: readonly string[], isBegun: () => boolean) => {
	const {child, exited, stderr} = startProgram(['record', ...args, '-o', path], environment);
	let hasEnded = false;
	void exited.then(() => (hasEnded = true));
	while (!hasEnded && !(existsSync(path) && isBegun())) await sleep(20);
	return {child, exited, stderr};
};

/** Lets the program record until there is something in the file, and interrupts it. */
const recordToFile = async (path: string, ...args: readonly string[]) => {
	const isBegun = () => readFileSync(path, 'utf8').startsWith('{"format"');
	const {child, exited, stderr} = await startRecord(path, args, isBegun);
	child.kill('SIGINT');
	assert.equal(await exited, 130, stderr());
};

const isInSync = (line: string) => /[1-9]\d* messages/.test(line) && !line.includes('in sync');

test('puts markers where a book is lost and found', async () => {
	const path = join(folder, 'marked.jsonl');
	const isMarked = (words: string) =>
		readFileSync(path, 'utf8').includes(`"kind":"marker","label":"${words}`);
	let isInjected = false;
	const {code} = await recordUntil(
		line => {
			if (isInjected)
				return isMarked('Binance STEEM/USDT reconnecting') && isMarked('Binance STEEM/USDT live');
			isInjected = isInSync(line);
			if (isInjected) simulator.inject('close');
			return false;
		},
		path,
		['STEEM/USDT'],
	);
	assert.equal(code, 0);
	const {told} = await check(path);
	assert.ok(told.markers >= 2, String(told.markers));
	assert.ok(told.books.some(({reconnects}) => reconnects > 0));
});

// They wait more than they work.
describe('record', {concurrency: 4}, () => {
	test('captures both exchanges, whole and in sync', async () => {
		const path = join(folder, 'feed.jsonl.gz');
		const {code, lines, complaints} = await recordUntil(isInSync, path, ['STEEM/BTC']);
		assert.deepEqual([code, complaints], [0, []]);
		assert.match(lines[0] ?? '', /^\r\u001B\[2K00:00 {2}/);
		assert.equal(lines.at(-1), `${path}  ${(statSync(path).size / 1000).toFixed(1)} kB\n`);
		const [header = '', ...rest] = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
		const {startedAt, ...facts} = JSON.parse(header) as {startedAt: number};
		assert.deepEqual(facts, {
			format: 'steem-tui-capture',
			version: 1,
			market: 'STEEM/BTC',
			exchanges: ['binance', 'huobi'],
			app: '0.1.0',
		});
		assert.ok(Number.isSafeInteger(startedAt));
		const kinds = new Set(rest.map(line => (JSON.parse(line) as {kind: string}).kind));
		// A ping or pong need not have come so soon.
		kinds.delete('ping');
		assert.deepEqual([...kinds].sort(), ['http', 'open', 'sent', 'ws']);
		const {code: verified, told} = await check(path);
		assert.deepEqual([verified, told.defects], [0, []]);
		assert.ok(told.books.every(book => book.isInSync));
	});

	test('captures several markets in parts, each playable by itself', async () => {
		const {code, parts} = await recordVirtual('parts.jsonl', ['STEEM/BTC', 'steem-usdt'], 25_000, {
			type: 'time',
			// Huobi's replies are up to three seconds old: until one links takes some more.
			ms: 10_000,
		});
		assert.equal(code, 0);
		assert.deepEqual(
			parts.map(part => basename(part)),
			['parts-0001.jsonl', 'parts-0002.jsonl', 'parts-0003.jsonl'],
		);
		for (const part of parts.slice(0, 2)) {
			const {told} = await check(part);
			assert.deepEqual(told.defects, []);
			assert.deepEqual(told.markets, ['STEEM/BTC', 'STEEM/USDT']);
			assert.equal(told.books.length, 4);
			for (const book of told.books) assert.ok(book.snapshots > 0, `${part} ${book.symbol}`);
		}
		const {told} = await check(...parts);
		assert.deepEqual(told.defects, []);
	});

	test('tells at its end what is in no file', async () => {
		const rotation = {type: 'time', ms: 1e9} as const;
		const whole = await recordVirtual('room.jsonl', ['STEEM/BTC'], 20_000, rotation);
		assert.deepEqual([whole.code, whole.complaints], [0, []]);
		const full = await recordVirtual('full.jsonl', ['STEEM/BTC'], 20_000, rotation, [90_000, 0]);
		const [waits, cannot, lost] = full.complaints;
		assert.match(
			waits ?? '',
			/^full-0001.jsonl cannot be written: the disk is full; the recording/,
		);
		assert.match(cannot ?? '', /^at the end nothing could be written: .*the disk is full$/);
		const eventsOf = ({parts}: typeof full) =>
			parts
				.flatMap(part => readFileSync(part, 'utf8').split('\n'))
				.filter(line => /"kind":"(?!marker)/.test(line)).length;
		const [, count] = /^(\d+) events are in no file$/.exec(lost ?? '') ?? [];
		// Where it tries again, snapshots are asked for besides.
		assert.ok(Number(count) >= eventsOf(whole) - eventsOf(full), lost);
		assert.ok(Number(count) < 1.5 * (eventsOf(whole) - eventsOf(full)), lost);
	});

	test('ends by --for with 0, and tells the file', async () => {
		const path = join(folder, 'for.jsonl');
		// Longer than the capture waits for the lists of markets: it has begun by then.
		const {code, stdout, stderr} = await runProgram(
			['record', 'STEEM/BTC', '-o', path, '--for', '6s'],
			environment,
		);
		assert.deepEqual([code, stdout], [0, []]);
		const {size} = statSync(path);
		// A busy machine may not have all books in sync by then, and says so.
		const told = stderr.replace(/^steem-tui: .* is not in sync at the end .*\n/gm, '');
		assert.ok(told.endsWith(` messages  ${toBytes(size)}\n${path}  ${toBytes(size)}\n`), stderr);
		assert.match(told, /^00:\d\d {2}\d+ messages /);
	});

	test('writes over a file with -f, and over an empty one without', async () => {
		for (const [before, flags] of [
			['old', ['-f']],
			['', []],
		] as const) {
			const path = join(folder, `over${before}.jsonl`);
			writeFileSync(path, before);
			await recordToFile(path, 'STEEM/USDT', ...flags);
		}
	});

	test('one of two that record into one file does, the other ends with 1', async () => {
		const path = join(folder, 'both.jsonl');
		const args = ['record', 'STEEM/USDT', '-o', path, '--for', '6s'];
		const ends = await Promise.all([1, 2].map(() => runProgram(args, environment)));
		assert.deepEqual(ends.map(({code}) => code).sort(), [0, 1]);
		const loser = ends.find(({code}) => code === 1);
		assert.match(loser?.stderr ?? '', /both\.jsonl (cannot be written|is there already)/);
		const {told} = await check(path);
		assert.deepEqual([told.market, told.defects], ['STEEM/USDT', []]);
	});

	test('-f takes the file from another that records, which ends with 1', async () => {
		const path = join(folder, 'taken.jsonl');
		const isBegun = () => statSync(path).size > 0;
		const first = await startRecord(path, ['STEEM/USDT'], isBegun);
		const {ino} = statSync(path);
		const isReplaced = () => isBegun() && statSync(path).ino !== ino;
		const second = await startRecord(path, ['STEEM/USDT', '-f'], isReplaced);
		assert.equal(await first.exited, 1);
		assert.match(first.stderr(), /taken\.jsonl cannot be written: it was removed meanwhile, or/);
		second.child.kill('SIGINT');
		assert.equal(await second.exited, 130);
		const {told} = await check(path);
		assert.equal(told.market, 'STEEM/USDT');
	});

	test('says that its folder is gone, and ends with 1', async () => {
		const place = join(folder, 'place');
		mkdirSync(place);
		const path = join(place, 'feed.jsonl');
		const {exited, stderr} = await startRecord(path, ['STEEM/USDT'], () => statSync(path).size > 0);
		rmSync(place, {recursive: true});
		assert.equal(await exited, 1);
		assert.match(stderr(), /feed\.jsonl cannot be written: it was removed meanwhile/);
	});

	test('parts go on behind those that are there', async () => {
		const path = join(folder, 'on.jsonl');
		const old = join(folder, 'on-0002.jsonl');
		writeFileSync(old, 'mine');
		// Longer than the capture waits for the lists of markets: it has begun by then.
		const args = ['record', 'STEEM/BTC', '-o', path, '--rotate', '1h', '--for', '6s'];
		const {code, stderr} = await runProgram(args, environment);
		assert.equal(code, 0);
		assert.equal(readFileSync(old, 'utf8'), 'mine');
		assert.match(stderr, /on-0003\.jsonl {2}\d/);
		assert.ok(!existsSync(join(folder, 'on-0001.jsonl')));
	});

	for (const {name, isTold, expected} of [
		{name: 'ends with 1 where nothing was recorded before its end', isTold: false, expected: 1},
		{name: 'ends with 0 where it was told to before it began', isTold: true, expected: 0},
	])
		test(name, async () => {
			const {venues, transport} = {venues: [], transport: createLiveTransport()};
			const complaints: string[] = [];
			const code = await record(
				{
					markets: [parseMarket('steembtc')],
					path: join(folder, 'never.jsonl'),
					plan: null,
					appVersion: '0.1.0',
				},
				{
					source: {venues, transport},
					clock: systemClock,
					random: Math.random,
					output: {isTTY: false, write: () => true},
					complain: line => complaints.push(line),
					stopped: Promise.resolve(0),
					isTold: () => isTold,
				},
			);
			assert.deepEqual([code, complaints.length], [expected, 1]);
			assert.match(complaints[0] ?? '', /^nothing was recorded/);
		});

	test('captures a market once that is named twice', async () => {
		const path = join(folder, 'twice.jsonl');
		const names = ['steemusdt', 'STEEM/USDT', 'steem-usdt'];
		await recordToFile(path, ...names);
		const [header = ''] = readFileSync(path, 'utf8').split('\n');
		const {market, markets} = JSON.parse(header) as {market: string; markets?: string[]};
		assert.deepEqual([market, markets], ['STEEM/USDT', undefined]);
	});

	for (const {signal, expected} of [
		{signal: 'SIGINT', expected: 130},
		{signal: 'SIGTERM', expected: 143},
		{signal: 'SIGKILL', expected: null},
	] as const) {
		test(`leaves a whole file after ${signal}`, async () => {
			const path = join(folder, `${signal}.jsonl.gz`);
			const isBegun = () => statSync(path).size > 3000;
			const {child, exited} = await startRecord(path, ['STEEM/BTC'], isBegun);
			child.kill(signal);
			assert.equal(await exited, expected);
			assert.match(gunzipSync(readFileSync(path)).toString(), /\n$/);
			const {told} = await check(path);
			assert.equal(told.market, 'STEEM/BTC');
			assert.deepEqual(
				told.defects.filter(({code}) => code !== 'no-book'),
				[],
			);
		});
	}

	for (const {name, args, code, words} of [
		{
			name: 'a folder that is missing',
			args: ['-o', join(folder, 'none', 'feed.jsonl')],
			code: 1,
			words: /none\/feed\.jsonl cannot be written: the folder does not exist/,
		},
		{name: 'a folder', args: ['-o', folder], code: 1, words: /cannot be written: it is a folder/},
		{
			name: 'a full disk',
			args: ['-o', '/dev/full'],
			code: 1,
			words: /\/dev\/full cannot be written: the disk is full/,
		},
		{
			name: 'an unlisted market',
			args: ['NOPE/BTC', '-o', join(folder, 'nope.jsonl')],
			code: 1,
			words: /NOPE\/BTC is not listed on Binance or Huobi/,
		},
		{
			name: 'a file that is there',
			args: ['-o', new URL(import.meta.url).pathname],
			code: 1,
			words: /record\.test\.ts is there already: -f writes over it/,
		},
		{name: 'no file', args: [], code: 2, words: /required option '-o/},
		{
			name: 'a strange limit',
			args: ['-o', 'x', '--rotate', '3q'],
			code: 2,
			words: /neither a duration nor a size/,
		},
	]) {
		test(`says what is wrong with ${name}`, async () => {
			const {code: given, stderr} = await runProgram(['record', ...args], environment);
			assert.equal(given, code);
			assert.match(stderr, words);
		});
	}

	test('says what is wrong with a pipe that nobody reads', async () => {
		const pipe = join(folder, 'pipe');
		execFileSync('mkfifo', [pipe]);
		const {code, complaints} = await recordUntil(() => true, pipe, ['STEEM/USDT']);
		assert.equal(code, 1);
		assert.match(complaints.join(), /pipe could not be opened: a pipe has to have a reader/);
	});

	test('verify is a command of the program', async () => {
		const {parts} = await recordVirtual('verified.jsonl', ['STEEM/BTC'], 5000);
		const [path = ''] = parts;
		const whole = await runProgram(['verify', path]);
		assert.deepEqual([whole.code, whole.stdout.at(-1)], [0, 'No defects.']);
		const cut = join(folder, 'cut.jsonl');
		writeFileSync(cut, readFileSync(path).subarray(0, -10));
		const {code, stdout} = await runProgram(['verify', '--json', cut]);
		const told = JSON.parse(stdout.join('')) as Told;
		assert.deepEqual([code, told.defects.map(({code: kind}) => kind)], [4, ['truncated']]);
		assert.equal((await runProgram(['verify', join(folder, 'none.jsonl')])).code, 1);
		assert.equal((await runProgram(['verify'])).code, 2);
	});
});
