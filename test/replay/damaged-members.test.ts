import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {encodeEvent, encodeHeader, type UntimedEvent} from '../../source/capture/capture-format.js';
import {formatDecimal, type Decimal} from '../../source/book/fixed-point.js';
import {verifyCapture} from '../../source/verify/verify-capture.js';
import {captureHeader} from '../helpers/capture-lines.js';
import {dialects, pushedDialects, type Dialect} from '../helpers/linked-capture.js';
import {printCapture, startPlayerRun, watchCapture} from '../helpers/replay-run.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const lengthMs = 60_000;
const memberMs = 5000;
const changeMs = 200;
const snapshotMs = 12_000;

type Told = {
	readonly at: number;
	readonly event: UntimedEvent;
	/** Which it brings. */
	readonly sequence?: number;
	readonly isSnapshot?: boolean;
};

/** What one connection brings of a book: the size of the best bid is the sequence, so that an old book shows. */
const tell = (dialect: Dialect, forMs = lengthMs, everyMs = snapshotMs): readonly Told[] => {
	const told: Told[] = dialect.open(1).map(event => ({at: 0, event}));
	let sequence = 100;
	for (let at = changeMs; at < forMs; at += changeMs) {
		if (at % memberMs === 0) told.push({at, event: {kind: 'ping', connection: 1}});
		const before = sequence++;
		told.push({at, event: dialect.update(1, before, sequence), sequence});
		if (at % everyMs !== 4 * changeMs) continue;
		const snapshot = (dialect.audit ?? dialect.snapshot)(1, sequence);
		for (const event of snapshot) told.push({at: at + 50, event, sequence, isSnapshot: true});
	}
	return told;
};

let files = 0;

const memberOf = ({at}: Told) => Math.floor(at / memberMs);

/** Writes it a member for each five seconds, some of which are damaged. */
const write = (dialect: Dialect, told: readonly Told[], damaged: readonly number[]): string => {
	const header = encodeHeader({...captureHeader, exchanges: [dialect.exchange]});
	const members = Array.from({length: memberOf(told.at(-1) ?? assert.fail()) + 1}, (_, index) => {
		const lines = told.filter(one => memberOf(one) === index);
		const text = lines.map(({at, event}) => encodeEvent({t: at, ...event})).join('');
		const member = gzipSync((index === 0 ? header : '') + text);
		if (damaged.includes(index)) member.writeUInt32LE(7, member.length - 8);
		return member;
	});
	const path = join(folder, `${++files}.jsonl.gz`);
	writeFileSync(path, Buffer.concat(members));
	return path;
};

const cases: readonly (readonly number[])[] = [[], [1], [4], [11], [4, 5], [3, 8], [2, 3, 10, 11]];

for (const [name, dialect] of Object.entries({...dialects, ...pushedDialects}))
	for (const damaged of cases)
		test(`${name}: no book is live over what is damaged: ${damaged.join(', ') || 'nothing'}`, async () => {
			const told = tell(dialect);
			const path = write(dialect, told, damaged);
			const left = told.filter(one => !damaged.includes(memberOf(one)));
			/** Where the last hole before a time ends: with the first that is told behind it. */
			const begunAt = (ms: number): number => {
				const before = damaged.filter(index => index * memberMs <= ms).at(-1);
				if (before === undefined) return 0;
				return left.find(({at}) => at >= (before + 1) * memberMs)?.at ?? Infinity;
			};
			/** Whether the exchange has told the whole book since then. */
			const mayBeLive = (ms: number): boolean =>
				left.some(
					({at, isSnapshot, sequence}) =>
						(isSnapshot || (name === 'depth' && sequence !== undefined)) &&
						at >= begunAt(ms) &&
						at <= ms,
				);
			const run = await startPlayerRun(path);
			let live = 0;
			let lastLive = 0;
			for (let ms = 50; ms < lengthMs; ms += 350) {
				await run.seek(ms);
				const [book] = run.source.getView().books;
				const {position} = run.control.getState();
				// What is on the screen is of the last tenth of a second.
				const shown = Math.floor(position / 100) * 100;
				if (book?.status !== 'live') continue;
				live++;
				lastLive = ms;
				assert.ok(mayBeLive(position), `live at ${position}`);
				const newest = left.findLast(({at, sequence}) => sequence !== undefined && at <= shown);
				const best = book.bids.size(0) as Decimal;
				assert.equal(formatDecimal(best), String(book.sequence));
				assert.ok(Number(book.sequence) >= (newest?.sequence ?? 0), `old at ${ms}`);
			}
			run.stop();
			// Only behind what is whole again a book can be proven again.
			const isOver = damaged.includes(lengthMs / memberMs - 1);
			assert.ok(isOver || lastLive > lengthMs - 1000, `live until ${lastLive}`);
			assert.ok(live > 40, `${live} times`);

			const {report, coverage} = await verifyCapture([path], () => undefined);
			const [{proof} = assert.fail('no book')] = report.books;
			assert.equal(proof.stretches.length > 0, true);
			for (const {from, to} of proof.stretches) {
				assert.ok(mayBeLive(from), `proven from ${from} to ${to}`);
				for (const index of damaged)
					assert.ok(
						to <= index * memberMs + 100 || from >= (index + 1) * memberMs,
						`proven from ${from} to ${to}`,
					);
			}
			const lost = report.defects.filter(({code}) => code === 'truncated');
			const holes = damaged.filter(index => !damaged.includes(index - 1)).length;
			assert.equal(
				lost.reduce((sum, {count}) => sum + count, 0),
				holes,
			);
			const missing = coverage.holes.filter(({kind}) => kind === 'missing');
			assert.ok(missing.length >= holes - (isOver ? 1 : 0), `${missing.length} holes`);
		});

for (const [name, dialect] of Object.entries({...dialects, ...pushedDialects}))
	test(`${name}: a book comes back with the next snapshot, minutes later`, async () => {
		const told = tell(dialect, 240_000, 170_000);
		const run = await startPlayerRun(write(dialect, told, [1]));
		for (const [ms, isLive] of [
			[4000, true],
			[11_000, name === 'depth'],
			[169_000, name === 'depth'],
			[172_000, true],
			[230_000, true],
		] as const) {
			await run.seek(ms);
			assert.equal(run.source.getView().books[0]?.status === 'live', isLive, `at ${ms}`);
		}
		run.stop();
	});

test('nothing is carried over a hole, also where all changes link', async () => {
	const {binance: dialect = assert.fail()} = dialects;
	const told = tell(dialect);
	const idle = 5;
	// While the market stands still, only a mark is lost.
	let hasMark = false;
	const quiet = told.flatMap((one): readonly Told[] => {
		if (memberOf(one) !== idle) return [one];
		if (hasMark) return [];
		hasMark = true;
		return [{at: one.at, event: {kind: 'marker', label: 'here'}}];
	});
	const linked = quiet.map((one, index) => {
		if (one.sequence === undefined || memberOf(one) <= idle) return one;
		const sequence = one.sequence - memberMs / changeMs;
		const at = quiet
			.slice(0, index)
			.findLast(before => before.sequence !== undefined && !before.isSnapshot);
		assert.ok(at);
		const event = one.isSnapshot
			? dialect.snapshot(1, sequence)[0]
			: dialect.update(1, sequence - 1, sequence);
		return {...one, sequence, event: event ?? one.event};
	});
	const whole = await startPlayerRun(write(dialect, linked, []));
	const run = await startPlayerRun(write(dialect, linked, [idle]));
	const statusAt = async (player: typeof run, ms: number) => {
		await player.seek(ms);
		return player.source.getView().books[0]?.status;
	};
	const after = (idle + 1) * memberMs + 1000;
	assert.equal(await statusAt(whole, after), 'live');
	assert.notEqual(await statusAt(run, after), 'live');
	const snapshot = linked.find(({at, isSnapshot}) => isSnapshot && at > after)?.at ?? 0;
	assert.notEqual(await statusAt(run, snapshot - 100), 'live');
	assert.equal(await statusAt(run, snapshot + 500), 'live');
	whole.stop();
	run.stop();
});

test('a book is printed from before damage, and after it, but not where it is', async () => {
	const {binance: dialect = assert.fail()} = dialects;
	const path = write(dialect, tell(dialect), [4]);
	for (const [from, code] of [
		[15_000, 0],
		[22_000, 3],
		[40_000, 0],
	] as const) {
		const printed = await printCapture([path], {from});
		assert.deepEqual([printed.code, printed.books.length], [code, code === 0 ? 1 : 0], `${from}`);
	}
	const {books, complaints} = await watchCapture([path]);
	assert.ok(books.filter(({status}) => status === 'live').length > 100);
	assert.match(complaints.join('\n'), /damaged: incorrect data check after line \d+/);
});

/** One member of more than is held back, of noise that says nothing, as other recorders write them. */
const writeLong = (damage: boolean): string => {
	const {binance: dialect = assert.fail()} = dialects;
	const told = tell(dialect);
	const noise = Array.from({length: 90}, (_, index) =>
		encodeEvent({t: lengthMs + index, kind: 'marker', label: 'm'.repeat(200_000)}),
	);
	const header = encodeHeader({...captureHeader, exchanges: [dialect.exchange]});
	const text = told.map(({at, event}) => encodeEvent({t: at, ...event})).join('');
	const member = gzipSync(header + text + noise.join(''), {level: 1});
	if (damage) member.writeUInt32LE(7, member.length - 8);
	const path = join(folder, `${++files}.jsonl.gz`);
	writeFileSync(path, member);
	return path;
};

test('a replay that ends before its file does knows the sum first', async () => {
	const [whole, damaged] = [writeLong(false), writeLong(true)];
	const {books} = await watchCapture([whole], {forMs: 20_000});
	assert.ok(books.some(({status}) => status === 'live'));
	const {code, books: none, complaints} = await watchCapture([damaged], {forMs: 20_000});
	assert.deepEqual([code, none], [1, []]);
	assert.match(complaints.join('\n'), /damaged: incorrect data check: nothing in it is certain/);
});

test('of a long file nothing is printed or shown before its sum is known', async () => {
	const [whole, damaged] = [writeLong(false), writeLong(true)];
	assert.equal((await printCapture([whole], {from: 20_000})).code, 0);
	const {code, books, complaints} = await printCapture([damaged], {from: 20_000});
	assert.deepEqual([code, books], [1, []]);
	assert.match(complaints.join('\n'), /damaged: incorrect data check: nothing in it is certain/);
	await assert.rejects(startPlayerRun(damaged), /damaged: incorrect data check: nothing in it/);
	const all = await printCapture([damaged, writeLong(true)], {from: 20_000});
	assert.deepEqual([all.code, all.books], [1, []]);
	assert.match(
		all.complaints.join('\n'),
		/damaged: incorrect data check: nothing in it is certain/,
	);
	const run = await startPlayerRun(whole);
	await run.seek(20_000);
	assert.equal(run.source.getView().books[0]?.status, 'live');
	run.stop();
});
