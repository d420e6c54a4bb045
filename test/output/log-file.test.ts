import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Writable} from 'node:stream';
import {test} from 'node:test';
import {followLog, openBookLog, openLog} from '../../source/output/log-file.js';
import {createBookStore} from '../../source/store/book-store.js';
import {initialHealth} from '../../source/store/market-view.js';
import {goLive} from '../helpers/statuses.js';

const key = 'binance:STEEM/USDT';

const start = () => {
	const store = createBookStore();
	store.add({key, exchange: 'binance', title: 'Binance', market: 'STEEM/USDT', tickSize: null});
	store.publish();
	const lines: string[] = [];
	let isEnded = false;
	const output = {write: (line: string) => lines.push(line), end: () => (isEnded = true)};
	const stop = followLog(store, output, (at = Date.UTC(2026, 0, 2, 3, 4, 5)) => at);
	return {store, lines, stop, isEnded: () => isEnded};
};

test('writes a line for each status and each audit', () => {
	const {store, lines, stop, isEnded} = start();
	goLive(store, key, 1);
	store.publish();
	store.setRate(key, 5);
	store.publish();
	const lastAudit = {at: Date.UTC(2026, 0, 2, 3, 4, 6), differences: 2};
	store.setHealth(key, {...initialHealth, lastAudit});
	const why = {reason: 'an audit failed', code: 'different'} as const;
	store.setStatus(key, {...why, status: 'resyncing', retryAt: null}, 1);
	store.publish();
	stop();
	goLive(store, key, 1);
	store.publish();
	assert.deepEqual(lines, [
		'2026-01-02T03:04:05.000Z Binance STEEM/USDT connecting\n',
		'2026-01-02T03:04:05.000Z Binance STEEM/USDT syncing\n',
		'2026-01-02T03:04:05.000Z Binance STEEM/USDT live\n',
		'2026-01-02T03:04:05.000Z Binance STEEM/USDT resyncing: an audit failed [different]\n',
		'2026-01-02T03:04:06.000Z Binance STEEM/USDT audited: 2 differences\n',
	]);
	assert.ok(isEnded());
});

test('appends to the file', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
	t.after(() => {
		rmSync(folder, {recursive: true});
	});
	const path = join(folder, 'log');
	for (const line of ['one\n', 'two\n']) {
		const log = openLog(path, text => assert.fail(text));
		log.write(line);
		await new Promise<void>(resolve => {
			log.end(resolve);
		});
	}
	assert.equal(readFileSync(path, 'utf8'), 'one\ntwo\n');
});

test('a store that is followed already is not logged anew', () => {
	const stores = [createBookStore(), createBookStore()];
	for (const store of stores) {
		store.add({key, exchange: 'binance', title: 'Binance', market: 'STEEM/USDT', tickSize: null});
		store.publish();
	}
	const lines: string[] = [];
	const output = {write: (line: string) => lines.push(line), end: () => undefined};
	const log = openBookLog(
		'log',
		assert.fail,
		(at = 0) => at,
		() => output,
	);
	const [first, other] = stores;
	for (const store of [first, first, other, other]) if (store) log.follow(store);
	log.stop();
	assert.equal(lines.length, 2);
});

test('complains once of a file that cannot be written', async () => {
	const complaint = await new Promise<string>(resolve => {
		const log = openLog('/no/such/folder/log', resolve);
		log.write('line\n');
	});
	assert.match(complaint, /^the log cannot be written: ENOENT/);
});

test('complains once of a pipe that nobody reads, and of one that is read too slowly', () => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
	const pipe = join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	const complaints: string[] = [];
	const complain = (text: string) => complaints.push(text);
	const refused = openLog(pipe, complain);
	refused.write('a\n');
	let isDone = false;
	refused.end(() => (isDone = true));
	assert.ok(isDone);
	assert.deepEqual(complaints.splice(0), [
		'the log cannot be written: it is a pipe that nobody reads',
	]);
	// Takes nothing from what waits for it.
	const stuck = new Writable({write: () => undefined});
	const log = openLog(pipe, complain, () => stuck);
	for (let count = 0; count < 5000; count++) log.write(`${'x'.repeat(999)}\n`);
	assert.deepEqual(complaints, [
		'the log cannot be written: who reads it, or the disk, is too slow',
	]);
	assert.ok(stuck.writableLength < 1.1e6);
	rmSync(folder, {recursive: true});
});
