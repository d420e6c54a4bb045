import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {readCapture} from '../../source/capture/read-capture.js';
import {trusts} from '../../source/capture/read-lines.js';
import {verify} from '../../source/commands/verify.js';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import {readContents} from '../../source/serve/contents.js';
import {serveCapture} from '../../source/serve/serve-capture.js';
import {
	binanceEvents,
	captureHeader,
	captureText,
	huobiEvents,
	timed,
} from '../helpers/capture-lines.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {exportFiles} from '../helpers/export-capture.js';
import {filesBelow, readTardis} from '../helpers/read-exports.js';
import {printCapture} from '../helpers/replay-run.js';
import {runProgram} from '../helpers/run-program.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const {open, update, snapshot} = binanceEvents;

const textOf = (part: number) =>
	captureText(
		timed([
			open(),
			snapshot(10, [['1', '10']], [['2', '1']]),
			update(11, 11, {bids: [['1', `11${part}`]]}),
			update(12, 12, {bids: [['1', `12${part}`]]}),
		]),
		{
			...captureHeader,
			exchanges: ['binance'],
			startedAt: captureHeader.startedAt + part * 3_600_000,
		},
	);

/** As a bit that has fallen over would have it: a capture like any other, but for the sum at its end. */
const otherSumOf = (packed: Buffer): Buffer => {
	packed.writeUInt32LE((packed.readUInt32LE(packed.length - 8) ^ 1) >>> 0, packed.length - 8);
	return packed;
};

const otherSum = (text: string): Buffer => otherSumOf(gzipSync(text));

const write = (name: string, bytes: Buffer): string => {
	const path = join(folder, name);
	writeFileSync(path, bytes);
	return path;
};

const damaged = write('damaged.jsonl.gz', otherSum(textOf(1)));
const before = write('before.jsonl.gz', gzipSync(textOf(0)));
const behind = write('behind.jsonl.gz', gzipSync(textOf(2)));

type Told = {
	readonly messages: number;
	readonly books: readonly object[];
	readonly coverage: readonly {readonly verifiedPercent: number}[];
	readonly defects: readonly {readonly code: string; readonly detail: string}[];
};

const verified = async (...paths: readonly string[]) => {
	let text = '';
	const take = (more: string) => ((text += more), true);
	const code = await verify(
		paths,
		{write: take, onDrain: () => undefined, complain: take},
		{
			isJson: true,
		},
	);
	return {code, text, told: JSON.parse(text) as Told};
};

let exports = 0;

const exported = async (format: 'tardis' | 'hftbacktest' | 'parquet', ...paths: string[]) => {
	const out = join(folder, `out-${++exports}`);
	mkdirSync(out);
	return {...(await exportFiles(paths, out, {format})), out};
};

test('no book of a damaged file is verified, and what it holds is told', async () => {
	const {code, told} = await verified(damaged);
	assert.equal(code, 4);
	assert.equal(told.messages, 2);
	assert.deepEqual([told.books, told.coverage], [[], []]);
	assert.deepEqual(
		told.defects.map(defect => defect.code),
		['truncated'],
	);
	assert.match(told.defects[0]?.detail ?? '', /damaged: incorrect data check after line 5$/);
});

test('what is given up before its end is damaged where its sum says so', async () => {
	const idle = `${textOf(1)}${'\n'.repeat(300_000)}`;
	const right = await verified(write('idle.jsonl.gz', gzipSync(idle)));
	assert.equal(right.told.books.length, 1);
	assert.match(right.told.defects[0]?.detail ?? '', /200,000 lines in a row are of no use/);
	const {code, told} = await verified(write('idle-damaged.jsonl.gz', otherSum(idle)));
	assert.equal(code, 4);
	assert.deepEqual([told.books, told.coverage], [[], []]);
	assert.match(told.defects.at(-1)?.detail ?? '', /damaged: incorrect data check/);
});

test('what is whole beside a damaged file is verified as if that were not there', async () => {
	const {code, told} = await verified(before, damaged, behind);
	const {told: without} = await verified(before, behind);
	assert.equal(code, 4);
	assert.deepEqual([told.books, told.coverage], [without.books, without.coverage]);
	assert.match(
		told.defects[0]?.detail ?? '',
		/damaged: incorrect data check after line 5: nothing in it is certain; it is left out$/,
	);
});

for (const format of ['tardis', 'hftbacktest', 'parquet'] as const)
	test(`nothing of a damaged file is exported as ${format}`, async () => {
		const {code, complaints, out} = await exported(format, damaged);
		assert.equal(code, 1);
		assert.match(complaints.at(-1) ?? '', /damaged.*nothing in it is certain$/);
		assert.deepEqual(filesBelow(out, ''), []);
	});

test('what is whole beside a damaged file is exported as if that were not there', async () => {
	const {code, complaints, out} = await exported('tardis', before, damaged, behind);
	const {out: wanted} = await exported('tardis', before, behind);
	assert.equal(code, 0);
	assert.match(complaints.join('\n'), /all is exported once more without it/);
	const named = (root: string) =>
		filesBelow(root, '').flatMap(path =>
			statSync(path).isFile() ? [path.slice(root.length)] : [],
		);
	assert.deepEqual(named(out), named(wanted));
	for (const name of named(out)) {
		const [file, other] = [join(out, name), join(wanted, name)];
		assert.deepEqual(readFileSync(file), readFileSync(other), name);
	}
	const rows = filesBelow(out, '.csv.gz').filter(path => path.includes('incremental'));
	const sizes = rows.flatMap(readTardis).map(({size}) => size);
	assert.deepEqual(
		sizes.filter(size => size.endsWith('1') && size !== '1'),
		[],
	);
});

test('of days that were whole before a file turned out to be damaged nothing is left', async () => {
	// Hours of a fourth day follow, so that three are surely written before the end of the file is read.
	const many = Array.from({length: 9600}, (_, index) => {
		const bids = Array.from({length: 50}, (__, level) => [
			String(1 + level / 100),
			String(index + 1),
		]);
		return {t: 200 + index * 20_000, ...update(11 + index, 11 + index, {bids: bids as never})};
	});
	const days = [{t: 0, ...open()}, {t: 100, ...snapshot(10, [['1', '10']], [['9', '1']])}, ...many];
	const header = {...captureHeader, exchanges: ['binance']};
	const path = write('days.jsonl.gz', otherSum(captureText(days, header)));
	const filesIn = (out: string) => filesBelow(out, '').filter(name => statSync(name).isFile());
	for (const format of ['tardis', 'parquet'] as const) {
		const {code, written, out} = await exported(format, path);
		assert.deepEqual([code, written.length], [1, 3]);
		assert.deepEqual(filesIn(out), []);
	}
	// Of those that are there already none is replaced.
	const whole = write('whole-days.jsonl.gz', gzipSync(captureText(days, header)));
	const {out} = await exported('tardis', whole);
	const kept = filesIn(out).map(name => [name, readFileSync(name)]);
	assert.ok(kept.length > 3);
	const {code, complaints} = await exportFiles([path], out, {isForced: true});
	assert.equal(code, 1);
	assert.match(complaints.at(-1) ?? '', /damaged.*nothing in it is certain$/);
	const now = () => filesIn(out).map(name => [name, readFileSync(name)]);
	assert.deepEqual(now(), kept);
	// What comes through a pipe cannot be looked at before.
	const pipe = join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	const through = async (from: string) => {
		const given = once(spawn('sh', ['-c', 'cat "$0" > "$1"', from, pipe]), 'exit');
		const {code: ended, written} = await exportFiles([pipe], out, {isForced: true});
		await given;
		return {ended, written: written.length};
	};
	assert.deepEqual(await through(path), {ended: 1, written: 0});
	assert.deepEqual(now(), kept);
	const replaced = await through(whole);
	assert.deepEqual(replaced, {ended: 0, written: 4});
	assert.deepEqual(
		now().map(([name]) => name),
		kept.map(([name]) => name),
	);
});

test('a replay of a damaged file vouches for nothing in the end', async () => {
	const words =
		/damaged: incorrect data check[^]*nothing that was read of a damaged file is certain/;
	const watched = await runProgram(['watch', '--replay', damaged, '--speed', 'max']);
	assert.equal(watched.code, 1);
	assert.match(watched.stderr, words);
});

test('no book of a damaged file is printed or served, nor is anything of it shown', async () => {
	const words = /damaged: incorrect data check: nothing in it is certain/;
	for (const when of [[], ['--from', '0:00']]) {
		const book = await runProgram(['book', '--replay', damaged, ...when]);
		assert.deepEqual([book.code, book.stdout], [1, []], when.join(' '));
		assert.match(book.stderr, words);
	}
	const way = {speed: 1, fromMs: 0, isLooped: false, host: '127.0.0.1', port: 0};
	await assert.rejects(serveCapture({paths: [damaged], clock: createFakeClock(), ...way}), words);
});

test('of a capture that is served what is damaged is not known, and all else is', async () => {
	const list = (text: string): UntimedEvent => ({
		...{kind: 'http', url: 'https://api.binance.com/api/v3/exchangeInfo', status: 200},
		data: text,
	});
	const topic = 'market.steembtc.mbp.150';
	const texts = [
		captureText(timed([open(), update(11, 11)])),
		captureText(timed([list('damaged')])).replace(/.*\n/, ''),
		captureText(
			timed([huobiEvents.open, huobiEvents.message({ch: topic, ts: 1, tick: {seqNum: 1}})]),
		).replace(/.*\n/, ''),
	];
	const [first, second, third] = texts.map(text => gzipSync(text));
	assert.ok(first && second && third);
	const path = write('served.jsonl.gz', Buffer.concat([first, otherSumOf(second), third]));
	const contents = await readContents([path]);
	assert.equal(contents.lists.find({exchange: 'binance', kind: 'list', symbol: ''}), null);
	assert.ok(contents.feed('huobi', topic));
});

/** A part of an hour of members, of which some are damaged; a snapshot is at the begin of each. */
const membersOf = (part: number, broken: readonly number[]): Buffer => {
	const members = Array.from({length: 6}, (_, index) => {
		const id = 10 + index * 20;
		const lines = [
			...(index === 0 ? [open()] : []),
			...Array.from({length: 20}, (__, more) =>
				update(id + more, id + more, {bids: [['1', String(100 + id + more)]]}),
			),
			snapshot(id + 19, [['1', String(100 + id + 19)]], [['2', '1']]),
		];
		const startedAt = captureHeader.startedAt + part * 3_600_000;
		const header = {...captureHeader, exchanges: ['binance'], startedAt};
		const events = lines.map((event, at) => ({t: index * 5000 + at * 200, ...event}));
		const text = captureText(events, header);
		const member = gzipSync(index === 0 ? text : text.slice(text.indexOf('\n') + 1));
		return broken.includes(index) ? otherSumOf(member) : member;
	});
	return Buffer.concat(members);
};

test('of a file of members only what is damaged is left out', async () => {
	const whole = write('members.jsonl.gz', membersOf(0, []));
	for (const broken of [[1], [3], [5], [2, 3], [1, 4]]) {
		const path = write(`members-${broken.join('-')}.jsonl.gz`, membersOf(0, broken));
		const {code, told} = await verified(path);
		const {told: wanted} = await verified(whole);
		assert.equal(code, 4);
		assert.equal(told.messages, wanted.messages - 20 * broken.length);
		const [{verifiedPercent} = {verifiedPercent: 0}] = told.coverage;
		assert.ok(
			verifiedPercent > 10 && verifiedPercent < 90,
			`${verifiedPercent} % of ${broken.join()}`,
		);
		const codes = told.defects.map(defect => defect.code);
		assert.deepEqual([...new Set(codes)], ['truncated']);

		const {code: exitCode, complaints, out} = await exported('tardis', path);
		assert.deepEqual([exitCode, complaints.filter(text => text.includes('once more'))], [0, []]);
		const rows = filesBelow(out, '.csv.gz').filter(name => name.includes('incremental'));
		const sizes = rows.flatMap(readTardis).map(({size}) => Number(size));
		assert.ok(sizes.length > 20);
		for (const index of broken)
			for (let id = 11 + index * 20; id < 29 + index * 20; id++)
				assert.ok(!sizes.includes(100 + id), `${id} of ${broken.join()}`);
		const gaps = filesBelow(out, 'gaps.csv').map(name => readFileSync(name, 'utf8'));
		if (!broken.includes(5)) assert.match(gaps.join(''), /nothing was recorded/);
	}
	const first = write('members-first.jsonl.gz', membersOf(0, [0]));
	const {code, told} = await verified(first);
	assert.deepEqual([code, told.books, told.coverage], [4, [], []]);
});

test('zeros at the end of a file are no damage, but where it was cut off', async () => {
	const lines = Array.from({length: 3000}, (_, index) => update(index, index));
	const text = captureText(timed(lines));
	const packed = gzipSync(text);
	const cut = packed.subarray(0, packed.length >> 1);
	const readAll = async (path: string) => {
		const items = [];
		for await (const item of readCapture(path)) items.push(item);
		return items.map(item => ('file' in item ? {...item, file: ''} : item)).slice(1);
	};
	const zeroed = await readAll(
		write('zeroed.jsonl.gz', Buffer.concat([cut, Buffer.alloc(70_000)])),
	);
	const wanted = await readAll(write('cut.jsonl.gz', cut));
	assert.ok(zeroed.length > 1000);
	assert.deepEqual(zeroed.at(-1), wanted.at(-1));
	assert.deepEqual(zeroed, wanted);
	const inside = Buffer.concat([cut, Buffer.alloc(70_000), packed.subarray(packed.length >> 1)]);
	const last = (await readAll(write('inside.jsonl.gz', inside))).at(-1);
	assert.ok(last?.type === 'defect' && last.code === 'damaged');
});

test('a book beside a damaged file is printed as if that were not there', async () => {
	for (const from of [250, null]) {
		const {books} = await printCapture([damaged, behind], {from});
		const {books: wanted} = await printCapture([behind], {from});
		assert.equal(wanted[0]?.status, 'live');
		assert.deepEqual(books, wanted);
	}
});

test('the first event behind what is damaged begins all anew, also where the reader makes it up', async () => {
	const memberOf = (text: string) => gzipSync(text.replace(/.*\n/, ''));
	const broken = otherSumOf(memberOf(captureText(timed([update(12, 12)]))));
	const raw = (t: number) =>
		`${JSON.stringify({t, kind: 'ws', url: 'wss://stream.binance.com:9443/ws/x', data: '{}'})}\n`;
	const cases = [
		// A connection that is opened again ends first.
		[
			[
				gzipSync(captureText(timed([open(), update(11, 11)]))),
				broken,
				memberOf(captureText([{t: 9000, ...open()}])),
			],
		],
		// One of a file without a header that is over has ended before.
		[[gzipSync(raw(100))], [gzipSync(raw(200)), broken, gzipSync(raw(30_000))]],
	];
	const wanted = [
		[
			['close', true],
			['open', undefined],
		],
		[['ws', true]],
	];
	for (const [index, files] of cases.entries()) {
		const paths = files.map((members, file) =>
			write(`made-up-${index}-${file}.jsonl.gz`, Buffer.concat(members)),
		);
		const items = [];
		for await (const item of readCapture(paths)) items.push(item);
		const lost = items.findIndex(item => item.type === 'defect' && item.code === 'lost');
		const behind = items.slice(lost).filter(item => item.type === 'event');
		assert.deepEqual(
			behind.map(({event, isAfterBreak}) => [event.kind, isAfterBreak]),
			wanted[index],
		);
	}
});

test('the header of a damaged file is not taken either, where nothing uncertain is', async () => {
	const text = textOf(1);
	const early = text.replace(/"startedAt":\d+/, '"startedAt":1000');
	assert.notEqual(early, text);
	const paths = [write('early.jsonl.gz', otherSum(early)), before];
	for await (const item of readCapture(paths, {trust: trusts.checked}))
		if (item.type === 'header') {
			assert.equal(item.header.startedAt, captureHeader.startedAt);
			assert.deepEqual([...item.files.keys()], [before]);
		}
});
