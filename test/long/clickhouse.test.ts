/**
 * What is written, read by a database that is not ours: the lines of `watch --json` in the table of
 * docs/operations/clickhouse.sql, and both kinds of exported tables next to each other. It runs inside of the process,
 * where it is installed.
 */
import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {exchanges} from '../../source/exchanges/index.js';
import {loadPeer} from '../benchmark/engine/peers/load.js';
import {makeCapture} from '../benchmark/make-capture.js';
import {captureFolder, skipWithoutCaptures} from '../helpers/captures.js';
import {exportFiles} from '../helpers/export-capture.js';
import {filesBelow} from '../helpers/read-exports.js';
import {printCapture, type JsonLine} from '../helpers/replay-run.js';

type Chdb = {
	readonly Session: new (folder: string) => {
		query(sql: string, format?: string): string;
		close(): void;
	};
};

const packages = 'test/clickhouse';
const chdb = await loadPeer<Chdb>('chdb', 'chdb', packages);
const skip = chdb
	? false
	: `ClickHouse is not installed: npm ci --ignore-scripts --prefix ${packages}`;

const captures = skipWithoutCaptures
	? []
	: readdirSync(captureFolder).filter(
			file => /\d\.jsonl(\.gz)?$/.test(file) && exchanges.some(({id}) => file.includes(`${id}-`)),
		);

/** The levels that a database has of a side, as texts without the zeros that a scale adds. */
const column = (side: string) =>
	`arrayMap(level -> [toString(level.1), toString(level.2)], ${side}) AS ${side}`;

const toKnown = ({exchange, market, status, sequence, exchangeTime, levels, ...line}: JsonLine) => {
	const texts = (side: readonly (readonly string[])[]) =>
		side.map(level =>
			level.slice(0, 2).map(text => (/\./.test(text) ? text.replace(/\.?0+$/, '') : text)),
		);
	return JSON.stringify([
		...[exchange, market, status, line.reason ?? null, sequence, exchangeTime, levels],
		...[texts(line.bids), texts(line.asks)],
	]);
};

describe('ClickHouse', {skip}, () => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
	const simulated = join(folder, 'nine.jsonl.gz');
	let session: InstanceType<Chdb['Session']>;
	const ask = <T>(sql: string): T[] =>
		session
			.query(sql, 'JSONEachRow')
			.split('\n')
			.filter(line => line !== '')
			.map(line => JSON.parse(line) as T);

	before(async () => {
		assert.ok(chdb);
		session = new chdb.Session(join(folder, 'database'));
		session.query(readFileSync('docs/operations/clickhouse.sql', 'utf8').replace(/;\s*$/, ''));
		await makeCapture({path: simulated, minutes: 1, market: 'STEEM/USDT', exchanges});
	});
	after(() => {
		session.close();
		rmSync(folder, {recursive: true});
	});

	const paths = () => [simulated, ...captures.map(file => join(captureFolder, file))];

	test('takes the lines of watch as they are', async () => {
		for (const path of paths()) {
			const {books} = await printCapture([path]);
			if (books.length === 0) continue;
			session.query('TRUNCATE TABLE books');
			session.query(
				`INSERT INTO books SETTINGS input_format_skip_unknown_fields = 1 FORMAT JSONEachRow ${books.map(line => JSON.stringify(line)).join('\n')}`,
			);
			const found = ask<JsonLine>(
				`SELECT exchange, market, status, reason, sequence, exchangeTime, ${column('bids')}, ${column('asks')}, levels FROM books`,
			);
			assert.deepEqual(found.map(toKnown).sort(), books.map(toKnown).sort(), path);
		}
	});

	test('reads the same rows from both kinds of tables', async () => {
		let rows = 0;
		for (const [index, path] of paths().entries()) {
			const root = join(folder, String(index));
			const {code} = await exportFiles([path], join(root, 'csv'));
			if (code !== 0) continue;
			await exportFiles([path], join(root, 'parquet'), {format: 'parquet'});
			for (const [table, words, sizes] of [
				[
					'book',
					'incremental_book_L2',
					'is_snapshot Bool, side String, price Decimal(38,22), size Decimal(38,22)',
				],
				['trades', 'trades', 'id String, side String, price Decimal(38,22), size Decimal(38,22)'],
			] as const) {
				if (filesBelow(join(root, 'parquet'), `${table}.parquet`).length === 0) continue;
				const wanted = table === 'book' ? 'is_snapshot, toString(side) AS side' : 'id';
				const parquet = `SELECT toUnixTimestamp64Micro(local_timestamp) AS local, ${wanted}, price, size FROM file('${root}/parquet/**/${table}.parquet', 'Parquet')`;
				const csv = `SELECT local_timestamp AS local, ${wanted}, price, size FROM file('${root}/csv/**/${words}/**/*.csv.gz', 'CSV', 'exchange String, symbol String, timestamp Int64, local_timestamp Int64, ${sizes}') SETTINGS input_format_csv_skip_first_lines = 1`;
				const [first, second] = [
					ask(`${parquet} ORDER BY ALL`),
					ask(`SELECT * FROM (${csv}) ORDER BY ALL`),
				];
				assert.deepEqual(first, second, `${table} of ${path}`);
				rows += first.length;
			}
		}
		assert.ok(rows > 0);
	});
});
