import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {toColumns} from '../../source/book/level-columns.js';
import {openFormat} from '../../source/datasets/formats.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

/** Files below the folder that this process has open. */
const openBelow = (): readonly string[] =>
	readdirSync('/proc/self/fd')
		.map(fd => {
			try {
				return readlinkSync(`/proc/self/fd/${fd}`);
			} catch {
				// That of the list itself.
				return '';
			}
		})
		.filter(path => path.startsWith(folder));

const levels = toColumns([{price: parseDecimal('1.5'), size: parseDecimal('2')}]);
const book = {bids: {top: () => levels}, asks: {top: () => levels}};

for (const format of ['tardis', 'hftbacktest', 'parquet'] as const)
	test(
		`days of ${format} that wait for their names hold no open file`,
		{skip: process.platform !== 'linux'},
		async () => {
			const createSheet = await openFormat(format, ['book', 'trades'], 1);
			const sheet = createSheet({
				...{exchange: 'binance', symbol: 'STEEMUSDT', day: 0},
				place: path => join(folder, path),
			});
			const sides = [{side: 'bid', levels}] as const;

			for (const localTime of [1000, 2000])
				sheet.book({isSnapshot: true, exchangeTime: 5000 - localTime, localTime, sides, book});
			const files = sheet.files();
			for (const file of files) await file.end();
			assert.deepEqual(openBelow(), []);
			assert.ok(!files.some(({path}) => existsSync(path)));
			const [first, ...others] = files;
			await first?.keep();
			for (const file of files) await file.drop();
			assert.ok(first && existsSync(first.path));
			assert.ok(!others.some(({path}) => existsSync(path)));
			const left = readdirSync(folder, {recursive: true}).map(String);
			assert.deepEqual(
				left.filter(path => path.endsWith('.part')),
				[],
			);
		},
	);
