import assert from 'node:assert/strict';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {
	binanceEvents,
	captureHeader,
	captureText,
	timed,
	writeCapture,
} from '../helpers/capture-lines.js';
import {filesBelow, readTardis} from '../helpers/read-exports.js';
import {runProgram} from '../helpers/run-program.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const {open, update, snapshot} = binanceEvents;
const session = join(folder, 'session');
mkdirSync(session);
const capture = writeCapture(
	join(session, 'feed.jsonl.gz'),
	captureText(
		timed([
			open(),
			snapshot(10, [['1', '10']], [['2', '1']]),
			update(11, 11, {bids: [['1', '11']]}),
			update(12, 12, {bids: [['1', '12']]}),
		]),
		{...captureHeader, exchanges: ['binance']},
	),
);
const cast = join(session, 'session.cast');
writeFileSync(cast, '{"version":2,"width":30,"height":3}\n[0.5,"o","text"]\n');

test('exports the capture of a folder, and keeps what is there', async () => {
	const out = join(folder, 'out');
	const args = ['export', session, '--as', 'tardis', '-o', out, '--json'];
	const {code, stdout, stderr} = await runProgram(args);
	assert.equal(code, 0, stderr);
	const [path = ''] = filesBelow(out, '.csv.gz');
	const {startedAt} = captureHeader;
	assert.deepEqual(
		stdout.map(line => JSON.parse(line) as unknown),
		[
			{
				...{path, rows: 3, from: (startedAt + 200) * 1000, to: (startedAt + 300) * 1000},
				...{verifiedPercent: 33.333, gaps: 1},
			},
		],
	);
	assert.equal(readTardis(path).length, 3);
	assert.match(stderr, /4 messages|2 messages/);

	const before = readFileSync(path);
	const again = await runProgram(args);
	assert.deepEqual([again.code, again.stdout], [0, []]);
	assert.match(again.stderr, /is there already and is kept: -f writes over it/);
	assert.deepEqual(readFileSync(path), before);
	assert.equal((await runProgram([...args, '-f'])).stdout.length, 1);
	assert.deepEqual(filesBelow(out, '.part'), []);
});

test('refuses options of the other kind of file', async () => {
	const out = join(folder, 'refused');
	const data = ['export', capture, '-o', out, '--as'];
	for (const [args, reason] of [
		[
			['export', capture],
			/is a capture: add --as tardis, --as hftbacktest or --as parquet, and -o DIR/,
		],
		[['export', cast, '--as', 'tardis', '-o', out], /is a recorded screen: leave out --as/],
		[['export', cast, '--json'], /--json is for captures: it needs --as/],
		[['export', cast, '--levels', '5'], /--levels is for captures/],
		[['export', cast, cast], /one recorded screen is exported at a time/],
		[[...data, 'tardis', '--svg'], /--svg is for recorded screens/],
		[[...data, 'tardis', '--from', '0:10'], /--from is for recorded screens/],
		[[...data, 'parquet', '--types', 'quotes'], /--as parquet has no quotes/],
		[[...data, 'tardis', '--levels', '5'], /--levels is for snapshots/],
		[
			[...data, 'tardis', '--types', 'snapshots', '--levels', '50001'],
			/--levels is 50001: a book has 50000 a side at most/,
		],
		[[...data, 'csv'], /"csv" is not a format/],
		[['export', capture, '--as', 'tardis'], /--as needs -o DIR/],
	] as const) {
		const {code, stderr} = await runProgram(args);
		assert.equal(code, 2, `${args.join(' ')}: ${stderr}`);
		assert.match(stderr, reason);
	}
	assert.ok(!existsSync(out));
});

test('leaves out of a folder what is no capture, and says so', async () => {
	const week = join(folder, 'week');
	mkdirSync(week);
	writeFileSync(join(week, 'empty.jsonl.gz'), '');
	writeFileSync(join(week, 'other.jsonl'), '{"some":"other lines"}\n');
	const out = join(folder, 'of-week');
	const args = ['export', week, '--as', 'tardis', '-o', out, '--json'];
	const nothing = await runProgram(args);
	assert.equal(nothing.code, 1);
	assert.match(nothing.stderr, /empty\.jsonl\.gz is not a capture: it has no whole line$/m);

	writeFileSync(join(week, 'part.jsonl.gz'), readFileSync(capture));
	const {code, stdout, stderr} = await runProgram(args);
	assert.equal(code, 0, stderr);
	assert.match(stderr, /empty\.jsonl\.gz is not a capture: .*; it is left out$/m);
	assert.match(stderr, /other\.jsonl is not a capture: .*; it is left out$/m);
	assert.equal(stdout.length, 1);
	assert.equal(filesBelow(out, '.csv.gz').flatMap(readTardis).length, 3);
});

test('says which file cannot be looked at', async () => {
	const wrong = join(capture, 'feed.jsonl.gz');
	const {code, stderr} = await runProgram(['export', wrong, '--as', 'tardis', '-o', folder]);
	assert.equal(code, 1);
	assert.ok(stderr.startsWith(`steem-tui: ${wrong} cannot be read: `), stderr);
});
