import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {toColumns} from '../../source/book/level-columns.js';
import {createDayFiles} from '../../source/datasets/day-files.js';
import {createTardisSheet} from '../../source/datasets/tardis.js';
import {filesBelow, readCsv} from '../helpers/read-exports.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const levels = toColumns([{price: parseDecimal('1'), size: parseDecimal('2')}]);
const tops = {bids: {top: () => levels}, asks: {top: () => toColumns([])}};

const nameOf = ({exchange, symbol}: Readonly<Record<string, string>> = {}) => ({exchange, symbol});

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
