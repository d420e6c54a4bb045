import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {toColumns} from '../../source/book/level-columns.js';
import {createDayFiles, type DayFiles} from '../../source/datasets/day-files.js';
import {createHftbacktestSheet} from '../../source/datasets/hftbacktest.js';
import {createHeldBytes, createParquetSheet} from '../../source/datasets/parquet.js';
import {createTardisSheet} from '../../source/datasets/tardis.js';
import {filesBelow, readCsv} from '../helpers/read-exports.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

type DayOptions = Parameters<typeof createDayFiles>[0];

const levels = toColumns([{price: parseDecimal('1'), size: parseDecimal('2')}]);
const tops = {bids: {top: () => levels}, asks: {top: () => toColumns([])}};

const nameOf = ({exchange, symbol}: Readonly<Record<string, string>> = {}) => ({exchange, symbol});

const begin = (
	out: string,
	kept: string[],
	createSheet: DayOptions['createSheet'],
	isForced = false,
	gaps: string[] = [],
) =>
	createDayFiles({
		...{folder: out, isForced, isHeldBack: false, createSheet},
		onWritten: () => undefined,
		onGaps: path => gaps.push(path),
		onKept: path => kept.push(path),
	});

const writeDay = (days: DayFiles, exchange: string, symbol: string, reason: string) => {
	const sink = days.sinkOf({exchange, symbol});
	sink.book({
		...{isSnapshot: true, exchangeTime: null, localTime: 20},
		...{sides: [{side: 'bid', levels}], book: tops},
	});
	sink.endDay({from: 10, to: 30, gaps: [{from: 10, to: 20, reason}]});
	return days.flush();
};

test('a file that another export has made meanwhile is kept, with what lies beside it', async () => {
	const out = join(folder, 'two');
	const kept: string[] = [];
	const createSheet: DayOptions['createSheet'] = options =>
		createTardisSheet(options, {types: ['book'], levels: 1});
	const [first, second] = [begin(out, kept, createSheet), begin(out, kept, createSheet)];
	const late = second.sinkOf({exchange: 'huobi', symbol: 'a'});
	late.book({
		...{isSnapshot: true, exchangeTime: null, localTime: 15},
		...{sides: [{side: 'bid', levels}], book: tops},
	});
	await writeDay(first, 'huobi', 'a', 'of the first');
	late.endDay({from: 10, to: 30, gaps: [{from: 10, to: 15, reason: 'of the second'}]});
	await second.flush();
	await second.drop();
	assert.equal(kept.length, 1);
	const [gap] = filesBelow(out, '.gaps.csv').flatMap(readCsv);
	const [row] = filesBelow(out, '.csv.gz').flatMap(readCsv);
	assert.deepEqual([gap?.['reason'], row?.['local_timestamp']], ['of the first', '20']);
	assert.deepEqual(filesBelow(out, '.part'), []);
});

test(
	'exports at once tell of the gaps of all exchanges',
	{skip: process.platform !== 'linux'},
	async () => {
		const out = join(folder, 'at-once');
		const createSheet: DayOptions['createSheet'] = options =>
			createHftbacktestSheet(options, ['book']);
		const exchanges = ['binance', 'huobi', 'gate', 'bybit', 'okx'];
		await Promise.all(
			exchanges.map(exchange => writeDay(begin(out, [], createSheet), exchange, 'steem', 'why')),
		);
		const gaps = filesBelow(out, '.gaps.csv').flatMap(readCsv);
		assert.deepEqual(gaps.map(gap => gap['exchange']).sort(), exchanges.sort());
	},
);

for (const [name, createSheet] of [
	['tardis', options => createTardisSheet(options, {types: ['book', 'trades'], levels: 1})],
	['hftbacktest', options => createHftbacktestSheet(options, ['book', 'trades'])],
	['parquet', options => createParquetSheet(options, ['book', 'trades'], createHeldBytes())],
] satisfies [string, DayOptions['createSheet']][]) {
	test(`what ${name} tells beside rows is of those alone`, async () => {
		const out = join(folder, `beside-${name}`);
		await writeDay(begin(out, [], createSheet), 'huobi', 'a', 'of the rows');
		const later = begin(out, [], createSheet);
		const sink = later.sinkOf({exchange: 'huobi', symbol: 'a'});
		sink.endDay({from: 40, to: 50, gaps: [{from: 40, to: 50, reason: 'of no rows'}]});
		await later.flush();
		const beside = filesBelow(out, '.gaps.csv').filter(path => !path.includes('trades'));
		const reasons = beside.flatMap(readCsv).map(({reason}) => reason);
		assert.deepEqual(reasons, ['of the rows']);
	});

	test(`${name} says what it tells of one day alone: that goes where its rows do`, async () => {
		const out = join(folder, `gone-${name}`);
		const told: string[] = [];
		await writeDay(begin(out, [], createSheet, false, told), 'huobi', 'a', 'why');
		const written = filesBelow(out, '.gaps.csv');
		assert.ok(written.length > 0);
		assert.deepEqual(told.sort(), name === 'hftbacktest' ? [] : written);
	});

	test(`nothing of rows that ${name} replaced is told beside the new ones`, async () => {
		const out = join(folder, `replaced-${name}`);
		const kept: string[] = [];
		await writeDay(begin(out, kept, createSheet), 'huobi', 'a', 'of the old rows');
		const later = begin(out, kept, createSheet, true);
		const sink = later.sinkOf({exchange: 'huobi', symbol: 'a'});
		sink.book({
			...{isSnapshot: true, exchangeTime: null, localTime: 45},
			...{sides: [{side: 'bid', levels}], book: tops},
		});
		sink.endDay({from: 40, to: 50, gaps: [{from: 40, to: 45, reason: 'of the new rows'}]});
		await later.flush();
		const beside = filesBelow(out, '.gaps.csv').filter(path => !path.includes('trades'));
		const reasons = beside.flatMap(readCsv).map(({reason}) => reason);
		assert.deepEqual([reasons, kept], [['of the new rows'], []]);
	});
}

for (const [exchange, symbol] of [
	['okx', 'ZEN-USDT'],
	['bybit', 'ETHUSDT'],
	['gate', 'OMG_USDT'],
	['huobi', 'steemusdt'],
	['kraken', 'MINA/GBP'],
] as const)
	test(`gaps of ${exchange} go by the names of the rows beside them`, async () => {
		const out = join(folder, exchange);
		const days = createDayFiles({
			...{folder: out, isForced: false, isHeldBack: false},
			createSheet: options => createTardisSheet(options, {types: ['book'], levels: 1}),
			...{onWritten: () => undefined, onGaps: () => undefined, onKept: () => undefined},
		});
		const sink = days.sinkOf({exchange, symbol});
		sink.book({
			...{isSnapshot: true, exchangeTime: null, localTime: 20},
			...{sides: [{side: 'bid', levels}], book: tops},
		});
		sink.endDay({from: 10, to: 30, gaps: [{from: 10, to: 20, reason: 'none yet'}]});
		await days.flush();
		const [row] = filesBelow(out, '.csv.gz').flatMap(readCsv);
		const [gap] = filesBelow(out, '.gaps.csv').flatMap(readCsv);
		assert.deepEqual(nameOf(gap), nameOf(row));
		assert.deepEqual([gap?.['from'], gap?.['to']], ['10', '20']);
	});
