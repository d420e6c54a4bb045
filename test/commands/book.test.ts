import assert from 'node:assert/strict';
import {test} from 'node:test';
import {printBooks} from '../../source/commands/book.js';
import {parseMarket} from '../../source/options/options.js';
import {startSession} from '../../source/session/session.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

type Line = {readonly exchange: string; readonly status: string; readonly reason?: string};

/** What `book` prints of a market within a time, and how long it took. */
const print = async (market: string, timeoutMs: number, {isJson = true, pauseMs = 0} = {}) => {
	const {clock, simulator, venues, transport, random} = await startVirtual(7);
	const session = startSession({wanted: parseMarket(market), venues, transport, clock, random});
	await clock.run(pauseMs);
	const written: string[] = [];
	const complaints: string[] = [];
	const began = clock.now();
	let tookMs = NaN;
	const printed = printBooks(
		session,
		{
			write: text => written.push(text) > 0,
			onDrain: () => undefined,
			complain: text => complaints.push(text),
		},
		clock,
		{isJson, levels: 2, timeoutMs},
	).then(code => {
		tookMs = clock.now() - began;
		return code;
	});
	await clock.run(timeoutMs);
	const code = await printed;
	session.stop();
	await simulator.stop();
	const lines = written.join('').trimEnd().split('\n');
	return {code, lines, complaints, tookMs};
};

const booksOf = (lines: readonly string[]) =>
	lines.filter(line => line !== '').map(line => JSON.parse(line) as Line);

test('prints all books as soon as they are in sync', async () => {
	const {code, lines, complaints, tookMs} = await print('STEEM/USDT', 30_000);
	assert.deepEqual([code, complaints], [0, []]);
	assert.deepEqual(
		booksOf(lines).map(({exchange, status}) => [exchange, status]),
		[
			['binance', 'live'],
			['huobi', 'live'],
		],
	);
	assert.ok(tookMs < 5000, `${tookMs} ms`);
});

test('prints tables of two levels for people', async () => {
	const {code, lines} = await print('STEEM/USDT', 1, {isJson: false, pauseMs: 20_000});
	assert.equal(code, 0);
	const tables = lines.join('\n').split('\n\n');
	assert.deepEqual(
		tables.map(table => table.split('\n').length),
		[4, 4],
	);
	for (const [index, title] of ['Binance', 'Huobi'].entries()) {
		const [heading = '', columns = '', ...rows] = tables[index]?.split('\n') ?? [];
		assert.match(
			heading,
			new RegExp(
				`^${title} +STEEM/USDT {2}live {2}spread \\S+ \\(\\S+ bps\\) {2}\\d+ bids, \\d+ asks$`,
			),
		);
		assert.match(columns, /^ *bid size +bid +ask +ask size$/);
		for (const row of rows) assert.match(row, /^ *[\d.]+ +0\.1\d+ +0\.1\d+ +[\d.]+$/);
	}
});

test('tells a halted market from an unlisted one', async () => {
	const {code, lines, complaints} = await print('STEEM/BNB', 30_000);
	assert.deepEqual([code, booksOf(lines)], [3, []]);
	const [binance = '', huobi = ''] = complaints;
	assert.match(
		binance,
		/^Binance STEEM\/BNB is not in sync \(failed: listed, but trading is halted: BREAK\) \[halted\]$/,
	);
	assert.match(
		huobi,
		/^Huobi STEEM\/BNB is not in sync \(failed: the market is not listed.*\) \[not-listed\]$/,
	);
});

test('prints what is in sync when the time is up, and tells of a silent market', async () => {
	const {code, lines, complaints, tookMs} = await print('NKN/USDT', 8000);
	assert.deepEqual([code, tookMs], [3, 8000]);
	assert.deepEqual(
		booksOf(lines).map(({exchange}) => exchange),
		['binance'],
	);
	assert.match(
		complaints.join(),
		/^Huobi NKN\/USDT is not in sync \(\w+: listed, but no data has come yet.*\) \[no-data\]$/,
	);
});

test('a book that never changes is live and said to be quiet', async () => {
	for (const pauseMs of [0, 20_000]) {
		const {lines} = await print('XEM/USDT', 10_000, {pauseMs});
		const [{exchange, status, reason} = {}] = booksOf(lines);
		assert.deepEqual(
			[exchange, status, reason],
			['binance', 'live', 'no change since the snapshot'],
		);
	}
});
