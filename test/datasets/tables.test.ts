import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {crc32, gunzipSync, inflateRawSync} from 'node:zlib';
import {formatDecimal, fromUnits, parseDecimal} from '../../source/book/fixed-point.js';
import {toColumns, toLevels} from '../../source/book/level-columns.js';
import type {BookRows} from '../../source/datasets/book-rows.js';
import {createCsvFile} from '../../source/datasets/csv-file.js';
import {createDayFiles} from '../../source/datasets/day-files.js';
import {createEventOrder} from '../../source/datasets/event-order.js';
import {GrowingBytes} from '../../source/datasets/growing-bytes.js';
import {createHftbacktestSheet} from '../../source/datasets/hftbacktest.js';
import {joinSums} from '../../source/datasets/join-sums.js';
import {createHeldBytes, createParquetSheet} from '../../source/datasets/parquet.js';
import {putDecimal, putUnits} from '../../source/datasets/parquet-decimal.js';
import {writeUnits} from '../../source/datasets/write-units.js';
import {createRandom} from '../../source/random.js';
import {filesBelow, plain, query} from '../helpers/read-exports.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const level = (price: string, size: string) => ({
	price: parseDecimal(price),
	size: parseDecimal(size),
});

const noBook: BookRows['book'] = {
	bids: {top: () => toColumns([])},
	asks: {top: () => toColumns([])},
};

const rowsOf = (
	levels: BookRows['sides'][number]['levels'],
	localTime: number,
	exchangeTime: number | null,
): BookRows => ({
	...{isSnapshot: false, exchangeTime, localTime},
	...{sides: [{side: 'bid', levels}], book: noBook},
});

const sheetOf = (name: string, held = createHeldBytes()) =>
	createParquetSheet(
		{exchange: 'binance', symbol: name, day: 0, place: path => join(folder, path)},
		['book', 'trades'],
		held,
	);

test('writes a decimal of 128 bits as BigInt does', () => {
	const [fast, exact] = [new DataView(new ArrayBuffer(16)), new DataView(new ArrayBuffer(16))];
	const corners = [0, 1, 9, 65_535, 65_536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 48 + 1];
	for (const units of [...corners, 123_456_789_012_345, Number.MAX_SAFE_INTEGER])
		for (let decimals = 0; decimals <= 22; decimals++) {
			putUnits(fast, 0, units, decimals);
			putDecimal(exact, 0, {units, decimals});
			assert.deepEqual(fast, exact, `${units} with ${decimals} decimals`);
		}
	putUnits(fast, 0, 2_500_000, 24);
	putDecimal(exact, 0, parseDecimal('0.0000000000000000025'));
	assert.deepEqual(fast, exact);
	assert.throws(() => putUnits(fast, 0, 1, 23), /does not fit the decimals of Parquet/);
});

test('a number that no table takes is told with the file that it was for', () => {
	const sheet = sheetOf('wide');
	const size = '100000000000000000';
	const misfit = (name: string) =>
		new RegExp(
			`exchange=binance/symbol=WIDE/date=1970-01-01/${name}.parquet: ${size} does not fit the decimals of Parquet`,
		);
	const book = rowsOf(toColumns([level('1', size)]), 1, 1);
	assert.throws(() => sheet.book(book), misfit('book'));
	const trade = {...level('1', size), id: '1', side: null, time: 1};
	assert.throws(() => sheet.trades([trade], 1), misfit('trades'));
});

test('a file that cannot be written waits for the others: they are dropped behind it', async () => {
	const told: string[] = [];
	let write = () => {};
	const fileOf = (name: string, flush: () => Promise<void>) => ({
		...{path: name, flush},
		facts: () => ({rows: 1, from: 1, to: 1}),
		end: () => Promise.resolve(),
		keep: () => Promise.resolve(),
		drop: async () => void told.push(`${name} dropped`),
	});
	const files = {
		full: fileOf('full', () => Promise.reject(new Error('no space'))),
		slow: fileOf('slow', async () => {
			await new Promise<void>(resolve => (write = resolve));
			told.push('slow written');
		}),
	};
	const days = createDayFiles({
		...{
			folder,
			...{isForced: false, isHeldBack: false},
			onWritten: () => undefined,
			onGaps: () => undefined,
			onKept: () => undefined,
		},
		createSheet: ({symbol}) => ({
			...{book: () => undefined, trades: () => undefined},
			files: () => [symbol === 'full' ? files.full : files.slow],
			gaps: {exchange: 'binance', places: [], isShared: false},
		}),
	});
	for (const symbol of ['full', 'slow']) days.sinkOf({exchange: 'binance', symbol}).trades([], 1);
	const flushed = days.flush().catch(async (error: Error) => {
		told.push(error.message);
		await days.drop();
	});
	await new Promise(setImmediate);
	write();
	await flushed;
	assert.deepEqual(told, ['slow written', 'no space', 'full dropped', 'slow dropped']);
});

test('writes numbers as the text of a decimal', () => {
	const bytes = new GrowingBytes(200);
	const corners = [0, 1, 9, 10, 99, 100, 9999, 10_000, 10_001, 99_990_000, 99_999_999, 100_000_000];
	const large = [
		2 ** 31,
		1e12,
		999_999_999_999,
		1e15,
		123_456_789_012_345,
		Number.MAX_SAFE_INTEGER,
	];
	for (const units of [...corners, ...large])
		for (let decimals = 0; decimals <= 15; decimals++) {
			const end = writeUnits(bytes, 3, units, decimals);
			const text = bytes.bytes.toString('latin1', 3, end);
			assert.equal(text, formatDecimal(fromUnits(units, decimals)), `${units} / 10^${decimals}`);
		}
	// As near below a whole number as there is.
	for (let at = 0; at < 2000; at++) {
		const units = (4_503_599 + at) * 1_000_000_000 - 1;
		const end = writeUnits(bytes, 0, units, 8);
		assert.equal(bytes.bytes.toString('latin1', 0, end), formatDecimal(fromUnits(units, 8)));
	}
});

test('writes levels as text without padding zeros', async () => {
	const path = join(folder, 'lines.csv.gz');
	const file = createCsvFile(path, 'name,price,size');
	const pairs = Float64Array.of(2_000_000, 0, 5, 120, 9_007_199_254_740_991, 3_000_000_000_000);
	const levels = {length: 3, pairs, priceDecimals: 5, sizeDecimals: 2, wide: null};
	file.lines.addLevels('é,', levels);
	file.lines.addLevels('w,', toColumns([level('1234567890123456.5', '0.000000001')]));
	file.added(4, 1);
	await file.end();
	await file.keep();
	assert.equal(
		gunzipSync(readFileSync(path)).toString(),
		'name,price,size\né,20,0\né,0.00005,1.2\né,90071992547.40991,30000000000\nw,1234567890123456.5,0.000000001\n',
	);
});

test('reads groups of rows back as one table', async () => {
	const sheet = sheetOf('GROUPS');
	const count = 1000;
	const levels = toColumns(
		Array.from({length: count}, (_, at) => level(`${at + 1}.25`, String(at))),
	);
	for (let message = 0; message < 140; message++)
		sheet.book(rowsOf(levels, 1000 + message, message % 2 === 0 ? null : message));
	const [file] = sheet.files();
	assert.ok(file);
	await file.flush(1);
	await file.end();
	await file.keep();
	const [row = []] = await query(
		`SELECT count(*), count("timestamp"), sum(price), sum(size), min(epoch_us(local_timestamp)), max(epoch_us("timestamp")), count(DISTINCT side) FROM read_parquet('${file.path}')`,
	);
	const sum = (count * (count - 1)) / 2;
	assert.deepEqual(row.map(Number), [
		...[140 * count, 70 * count, 140 * (sum + 1.25 * count), 140 * sum],
		...[1000, 139_000, 1],
	]);
	const groups = await query(
		`SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata('${file.path}') ORDER BY 1`,
	);
	assert.deepEqual(groups, [
		['0', '66000'],
		['1', '66000'],
		['2', '8000'],
	]);
});

/** Levels of prices that come again after so many, and of sizes that hardly ever do. */
const variedLevels = (from: number, count: number, prices: number) => {
	const pairs = Float64Array.from({length: 2 * count}, (_, at) => {
		const row = from + (at >> 1);
		return at % 2 === 0 ? 1e15 + (row % prices) * 7919 : row * 104_729;
	});
	return {length: count, pairs, priceDecimals: 12, sizeDecimals: 5, wide: null};
};

test('reads back values that are named by number, and those that are not', async () => {
	const sheet = sheetOf('VARIED');
	const wide = [level('1234567890123456.5', '0.000000001'), level('1000', '1')];
	const told = [
		...Array.from({length: 700}, (_, at) => variedLevels(100 * at, 100, 3000)),
		toColumns(wide),
		toColumns(wide),
		...Array.from({length: 300}, (_, at) => variedLevels(100 * at, 100, 1e9)),
		variedLevels(0, 1, 1),
		{...variedLevels(0, 1, 1), priceDecimals: 13},
	];
	for (const [at, levels] of told.entries()) sheet.book(rowsOf(levels, at, null));
	const [file] = sheet.files();
	await file?.end();
	await file?.keep();
	const rows = await query(`SELECT price, size FROM read_parquet('${file?.path}')`);
	const asTold = told
		.flatMap(toLevels)
		.map(({price, size}) => [price, size].map(value => formatDecimal(value)));
	assert.deepEqual(
		rows.map(row => row.map(plain)),
		asTold,
	);
	const encodings = await query(
		`SELECT row_group_id, path_in_schema, contains(encodings, 'DICTIONARY') FROM parquet_metadata('${file?.path}') WHERE path_in_schema IN ('price', 'size') ORDER BY 1, 2`,
	);
	assert.deepEqual(encodings, [
		...[
			['0', 'price', 'true'],
			['0', 'size', 'false'],
		],
		...[
			['1', 'price', 'false'],
			['1', 'size', 'false'],
		],
	]);
});

test('keeps names and trades as they were', async () => {
	const sheet = sheetOf('TRADES');
	const trade = {id: '币-"1', side: null, price: parseDecimal('1e-22'), size: parseDecimal('7')};
	sheet.trades([{...trade, time: 5}], 6000);
	const [file] = sheet.files();
	await file?.end();
	await file?.keep();
	assert.deepEqual(await query(`SELECT id, side, price, size FROM read_parquet('${file?.path}')`), [
		['币-"1', 'unknown', '0.0000000000000000000001', '7.0000000000000000000000'],
	]);
});

test('holds the sums of floats that Huobi tells', async () => {
	const sizes = ['1.0000000002220446E-6', '0.0019754285714285716', '1.23456789012345E13'];
	const sheet = sheetOf('FLOATS');
	sheet.book(rowsOf(toColumns(sizes.map((size, at) => level(String(at + 1), size))), 0, null));
	const [file] = sheet.files();
	await file?.end();
	await file?.keep();
	const rows = await query(`SELECT size FROM read_parquet('${file?.path}') ORDER BY price`);
	assert.deepEqual(
		rows.map(row => row.map(plain)),
		[['0.0000010000000002220446'], ['0.0019754285714285716'], ['12345678901234.5']],
	);
});

test('holds no more of many markets than of one', async () => {
	const held = createHeldBytes(100_000);
	const sheets = Array.from({length: 20}, (_, at) => sheetOf(`MANY${at}`, held));
	const levels = toColumns([level('1', '1'), level('2', '1')]);
	for (let message = 0; message < 400; message++) {
		for (const sheet of sheets) sheet.book(rowsOf(levels, message, null));
		assert.ok(held.bytes() <= 110_000);
	}
	for (const sheet of sheets) for (const file of sheet.files()) await file.end().then(file.keep);
	assert.equal(held.bytes(), 0);
	const [row] = await query(`SELECT count(*) FROM read_parquet('${folder}/*/symbol=MANY*/*/*')`);
	assert.deepEqual(row, [String(20 * 400 * 2)]);
});

test('joins the sums of two texts to that of both', () => {
	const texts = ['', 'a', 'hello', 'x'.repeat(256), 'yz'.repeat(70_001)];
	for (const first of texts)
		for (const second of texts)
			assert.equal(
				joinSums(crc32(first), crc32(second), second.length),
				crc32(first + second),
				`${first.length} and ${second.length}`,
			);
});

/** The only entry of an archive, whose sum and sizes are right. */
const readArchive = (path: string): Buffer => {
	const file = readFileSync(path);
	const central = file.readUInt32LE(file.length - 22 + 12);
	const at = file.length - 22 - 20 - 56 - central;
	assert.equal(file.readUInt32LE(at), 0x0201_4b50);
	const begin = 30 + file.readUInt16LE(26) + file.readUInt16LE(28);
	const nameLength = file.readUInt16LE(at + 28);
	const [size, packed] = [0, 8].map(by =>
		Number(file.readBigUInt64LE(at + 46 + nameLength + 4 + by)),
	);
	const content = inflateRawSync(file.subarray(begin, begin + (packed ?? 0)));
	assert.deepEqual([content.length, crc32(content)], [size, file.readUInt32LE(at + 16)]);
	assert.equal(
		file.readUInt32LE(begin + (packed ?? 0)),
		0x0807_4b50,
		'what follows the packed bytes',
	);
	return content;
};

/** The rows of an array, behind its head, which tells as many. */
const rowsIn = (path: string): Buffer => {
	const content = readArchive(path);
	const length = content.readUInt16LE(8) + 10;
	const rows = content.subarray(length);
	const [, count] = /'shape': \((\d+),\)/.exec(content.toString('latin1', 0, length)) ?? [];
	assert.equal(Number(count), rows.length / 64);
	return rows;
};

/** Local and exchange's times of an array's rows, in microseconds. */
const arrayOf = async (name: string, latencies: readonly number[]) => {
	const path = join(folder, `${name}.npz`);
	const sheet = createHftbacktestSheet(
		{exchange: 'binance', symbol: name, day: 0, place: () => path},
		['book', 'trades'],
	);
	for (const [at, latency] of latencies.entries()) {
		const exchange = at * 20_000_000;
		sheet.book(rowsOf(toColumns([level('1', '2')]), exchange + latency, exchange / 1000));
		for (const file of sheet.files()) await file.flush(1);
	}
	for (const file of sheet.files()) await file.end().then(file.keep);
	const rows = rowsIn(path);
	return Array.from({length: rows.length / 64}, (_, row) => [
		Number(rows.readBigInt64LE(64 * row + 8)) / 1000,
		Number(rows.readBigInt64LE(64 * row + 16)) / 1000,
	]);
};

test('holds the nearest floats', async () => {
	const path = join(folder, 'floats.npz');
	const sheet = createHftbacktestSheet(
		{exchange: 'huobi', symbol: 'floats', day: 0, place: () => path},
		['book', 'trades'],
	);
	const told = [
		...['4093.1896100628933', '4058.1997100628932', '200.00002857142857', '0.1', '0.000000912'],
		...['90071992547409.93', '12345678901234567.8', '92233720368.54775807', '33581495.08'],
		...['0.00000000000000000000000123', '0.30000000000000000000000000004'],
	];
	const sent = [told, ...told.map(one => [one])];
	for (const [at, levels] of sent.entries())
		sheet.book(rowsOf(toColumns(levels.map(text => level(text, text))), at + 5, 0));
	for (const file of sheet.files()) await file.end().then(file.keep);
	const rows = rowsIn(path);
	const float = (row: number, at: number) => rows.readDoubleLE(64 * row + at);
	const numbers = Array.from({length: rows.length / 64}, (_, row) => [
		float(row, 24),
		float(row, 32),
	]);
	assert.deepEqual(
		numbers,
		[...told, ...told].map(text => [Number(text), Number(text)]),
	);
});

test('puts moments into the order of both clocks', () => {
	const byExchange: number[] = [];
	const byLocal: number[] = [];
	let twice = 0;
	const order = createEventOrder(({exchangeTime, localTime}, place) => {
		if (place !== 'local') byExchange.push(exchangeTime);
		if (place !== 'exchange') byLocal.push(localTime);
		if (place === 'local') twice++;
	});
	const random = createRandom('late');
	const told = Array.from({length: 5000}, (_, at) => {
		// Ten a second, of which each tenth is up to nine seconds late; some come at once.
		const localTime = 100_000 * (at - (at % 3 === 0 ? 1 : 0));
		const late = random() < 0.1 ? Math.floor(9_000_000 * random()) : 0;
		return {localTime, exchangeTime: localTime - late};
	});
	for (const times of told) order.add({numbers: new Float64Array(3), length: 1, ...times});
	order.end();
	assert.deepEqual(
		byExchange,
		told.map(({exchangeTime}) => exchangeTime).sort((a, b) => a - b),
	);
	assert.deepEqual(
		byLocal,
		told.map(({localTime}) => localTime),
	);
	assert.ok(twice > 400, `${twice} were told twice`);
});

test('packs an array as its rows come', async () => {
	assert.deepEqual(await arrayOf('ahead', [5, 7, 6]), [
		[0, 5],
		[20_000_000, 20_000_007],
		[40_000_000, 40_000_006],
	]);
});

test('moves the local times of an array whose clock was behind', async () => {
	assert.deepEqual(await arrayOf('behind', [5, -3, 6]), [
		[0, 9],
		[20_000_000, 20_000_001],
		[40_000_000, 40_000_010],
	]);
	// What was packed before more was known is packed again, the rest is not.
	assert.deepEqual(await arrayOf('more', [-2, 1, -5, 1]), [
		[0, 4],
		[20_000_000, 20_000_007],
		[40_000_000, 40_000_001],
		[60_000_000, 60_000_007],
	]);
	assert.deepEqual(await arrayOf('same', [-1, 3]), [
		[0, 1],
		[20_000_000, 20_000_005],
	]);
	assert.deepEqual(filesBelow(folder, '.part'), []);
});
