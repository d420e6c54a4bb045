import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {exchanges} from '../../source/exchanges/index.js';
import {
	captureFolder,
	readCapture,
	readExpected,
	skipWithoutCaptures,
} from '../helpers/captures.js';
import {exportFiles} from '../helpers/export-capture.js';
import {verifyFiles} from '../helpers/proven.js';
import {
	filesBelow,
	readCsv,
	readParquet,
	readTardis,
	rebuild,
	type Row,
} from '../helpers/read-exports.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

/** Of exchanges that the program knows; what was recorded in older protocols is read by none of today's clients. */
const files = skipWithoutCaptures
	? ['(none)']
	: readdirSync(captureFolder).filter(
			file =>
				/\d\.jsonl(\.gz)?$/.test(file) &&
				exchanges.some(({id}) => new RegExp(`^(derived-|edited-)?${id}`).test(file)),
		);

/** The expected books of a capture that verify ends on as well: others are not exported. */
const provenBooks = async (file: string) => {
	const {books} = await verifyFiles([join(captureFolder, file)]);
	const isProven = (symbol: string) =>
		books.some(book => book.symbol.toUpperCase() === symbol.toUpperCase() && book.isInSync);
	// Of Kraken's book nothing vouches for more.
	const most = /kraken/.test(file) ? 10 : 20;
	return Object.entries(readExpected(file)).map(([symbol, {synced_at_end, top20}]) => ({
		word: symbol.toUpperCase().replaceAll('/', '-'),
		top20:
			synced_at_end && isProven(symbol)
				? {bids: top20.bids.slice(0, most), asks: top20.asks.slice(0, most)}
				: null,
	}));
};

/** Rows of a capture's books by symbol, with when they were not proven. */
const readAll = (root: string) =>
	new Map(
		filesBelow(root, '.csv.gz')
			.filter(path => path.includes('incremental_book_L2'))
			.map(path => [path.replace(/^.*\/|\.csv\.gz$/g, ''), readTardis(path)]),
	);

const insideOf = (rows: readonly Row[], gaps: ReturnType<typeof readCsv>) =>
	rows.filter(({local}) =>
		gaps.some(({from = '', to = ''}) => local > BigInt(from) && local < BigInt(to)),
	);

const isSame = (found: ReturnType<typeof rebuild>, top20: {bids: readonly unknown[]}) => {
	assert.deepEqual({bids: found.bids.slice(0, 20), asks: found.asks.slice(0, 20)}, top20);
};

/** Reads an `.npz` as any user of it does: its order, and the book that those rows make which we saw. */
const numpyReader = `
import json, sys, numpy as np
rows = np.load(sys.argv[1])['data']
aligned = np.dtype([('ev', '<u8'), ('exch_ts', '<i8'), ('local_ts', '<i8'), ('px', '<f8'), ('qty', '<f8'), ('order_id', '<u8'), ('ival', '<i8'), ('fval', '<f8')], align=True)
assert rows.dtype == aligned and rows.dtype.itemsize == 64
assert (rows['local_ts'] > rows['exch_ts']).all()
books = []
for flag, time in ((1 << 31, 'exch_ts'), (1 << 30, 'local_ts')):
	seen = rows[rows['ev'] & flag != 0]
	assert (np.diff(seen[time]) >= 0).all()
	bids, asks = {}, {}
	for row in seen:
		ev = int(row['ev'])
		kind, isBuy, px, qty = ev & 0xff, ev & (1 << 29) != 0, float(row['px']), float(row['qty'])
		side = bids if isBuy else asks
		if kind == 3:
			for price in [price for price in side if (price >= px if isBuy else price <= px)]: del side[price]
		elif kind in (1, 4):
			if qty == 0: side.pop(px, None)
			else: side[px] = qty
	books.append({'bids': sorted(bids.items(), reverse=True), 'asks': sorted(asks.items())})
assert books[0] == books[1]
print(json.dumps({'first': int(rows['local_ts'][0]), 'book': books[1]}))
`;

const hasNumpy = (() => {
	try {
		execFileSync('python3', ['-c', 'import numpy'], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
})();

const numbers = (levels: readonly (readonly [string, string])[]) =>
	levels.map(level => level.map(Number));

for (const file of files)
	test(
		`exports ${file} to an array of the same books`,
		{skip: skipWithoutCaptures || !hasNumpy ? 'no captures, or no numpy' : false},
		async () => {
			const root = join(folder, file, 'hftbacktest');
			await exportFiles([join(captureFolder, file)], root, {format: 'hftbacktest'});
			for (const {word, top20} of await provenBooks(file)) {
				if (!top20) continue;
				const [path = ''] = filesBelow(root, '.npz').filter(name => name.includes(`_${word}_`));
				const found = JSON.parse(execFileSync('python3', ['-c', numpyReader, path]).toString()) as {
					book: {bids: number[][]; asks: number[][]};
				};
				assert.deepEqual(found.book.bids.slice(0, 20), numbers(top20.bids));
				assert.deepEqual(found.book.asks.slice(0, 20), numbers(top20.asks));
			}
		},
	);

/** Levels of the depth messages that came in these stretches of time, in microseconds since 1970. */
const countChanges = (
	file: string,
	t0: bigint,
	symbol: string,
	gaps: ReturnType<typeof readCsv>,
) => {
	let count = 0;
	let known = 0;
	for (const {t, kind, url, data} of readCapture(file)) {
		if (kind === 'http' && url.includes(`symbol=${symbol}&`))
			known = (JSON.parse(data) as {lastUpdateId: number}).lastUpdateId;
		if (kind !== 'ws') continue;
		const {e, s, u, b, a} = (JSON.parse(data) as {data: Record<string, unknown>}).data;
		// What is older than the snapshot that came before it changes nothing.
		if (e !== 'depthUpdate' || s !== symbol || Number(u) <= known) continue;
		const at = t0 + BigInt(Math.round(t * 1000));
		// What makes a book proven is told by the snapshot.
		if (gaps.some(({from = '', to = ''}) => at >= BigInt(from) && at <= BigInt(to))) continue;
		count += (b as unknown[]).length + (a as unknown[]).length;
	}
	return count;
};

for (const file of files.filter(name => /^(derived-)?binance-/.test(name)))
	test(`exports each change of ${file} once`, {skip: skipWithoutCaptures}, async () => {
		const root = join(folder, file, 'counted');
		await exportFiles([join(captureFolder, file)], root);
		const index = JSON.parse(readFileSync(join(captureFolder, 'index.json'), 'utf8')) as {
			file: string;
			t0_epoch_s: number;
		}[];
		const seconds = index.find(entry => entry.file === file)?.t0_epoch_s ?? 0;
		for (const [symbol, rows] of readAll(root)) {
			const [gaps = ''] = filesBelow(root, `${symbol}.gaps.csv`);
			const t0 = BigInt(Math.round(seconds * 1e6));
			const changes = rows.filter(({isSnapshot}) => !isSnapshot).length;
			assert.equal(changes, countChanges(file, t0, symbol, readCsv(gaps)));
		}
	});

for (const file of files) {
	test(`exports ${file} to the expected books`, {skip: skipWithoutCaptures}, async () => {
		const path = join(captureFolder, file);
		const root = join(folder, file);
		const expected = await provenBooks(file);
		const {code, written} = await exportFiles([path], join(root, 'tardis'));
		// Without a book that is followed there is nothing to export.
		if (code !== 0 && expected.every(({top20}) => !top20)) return;
		assert.equal(code, 0);
		await exportFiles([path], join(root, 'parquet'), {format: 'parquet'});
		const books = readAll(join(root, 'tardis'));
		for (const {word, top20} of expected) {
			const rows = books.get(word) ?? [];
			if (top20) isSame(rebuild(rows), top20);
			const ofBook = (paths: readonly string[]) => paths.filter(name => name.includes(`${word}`));
			const [gaps] = ofBook(filesBelow(join(root, 'tardis'), '.gaps.csv'));
			assert.deepEqual(insideOf(rows, gaps ? readCsv(gaps) : []), []);
			const [parquet] = ofBook(filesBelow(join(root, 'parquet'), 'book.parquet'));
			assert.deepEqual(parquet ? await readParquet(parquet) : [], rows);
			const own = written.find(one => one.path.includes('incremental') && one.path.includes(word));
			assert.equal(own?.rows ?? 0, rows.length);
		}
	});
}
