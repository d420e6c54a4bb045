/** Rows that are made on a thread of their own: it runs what the build made. */
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {after, test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {toColumns} from '../../source/book/level-columns.js';
import {dayUs, type BookRows} from '../../source/datasets/book-rows.js';
import type {Written} from '../../source/datasets/day-files.js';
import {topsOf, type RowRequest} from '../../source/datasets/row-maker.js';
import {startThread} from '../../source/datasets/row-thread.js';
import {openRowsHere} from '../../source/datasets/rows-here.js';
import {createSentDays, type RowPort, type SentDays} from '../../source/datasets/sent-days.js';
import {FileError} from '../../source/files/file-error.js';
import {filesBelow} from '../helpers/read-exports.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const program = new URL('../../dist/row-worker.cjs', import.meta.url);

const levelsOf = (...levels: readonly (readonly [price: string, size: string])[]) =>
	toColumns(
		levels.map(([price, size]) => ({price: parseDecimal(price), size: parseDecimal(size)})),
	);

/** What no number holds. */
const wide = levelsOf(['1234567890123456.75', '0.000000001'], ['1', '1234567890123456.75']);

const rowsAt = (localTime: number, levels: BookRows['sides'][number]['levels']): BookRows => ({
	...{isSnapshot: localTime === 0, exchangeTime: localTime % 2 === 0 ? null : localTime / 1000},
	localTime,
	sides: [
		{side: 'bid', levels},
		{side: 'ask', levels: levelsOf(['3', '1.50'])},
	],
	book: {bids: {top: () => levels}, asks: {top: () => levelsOf(['3', '1.50'])}},
});

const trade = {
	...{id: 'a', side: null, price: parseDecimal('2.5'), time: 1},
	size: parseDecimal('1234567890123456.75'),
};

/** Tells two markets over two days, in several blocks. */
const tellAll = async (days: SentDays) => {
	const [one, other] = ['STEEMUSDT', 'BTCUSDT'].map(symbol =>
		days.sinkOf({exchange: 'binance', symbol}),
	);
	for (let at = 0; at < 8000; at++) {
		one?.book(rowsAt(at, at % 1000 === 7 ? wide : levelsOf(['2', `${at}`], ['1.5', '0'])));
		if (at % 100 === 0) other?.trades([trade, {...trade, id: String(at)}], at);
		await days.flush();
	}
	for (const sink of [one, other]) sink?.endDay({from: 0, to: dayUs, gaps: []});
	one?.book(rowsAt(dayUs + 1, wide));
	for (const sink of [one, other])
		sink?.endDay({from: dayUs, to: dayUs + 2, gaps: [{from: dayUs, to: dayUs + 1, reason: 'é'}]});
	await days.settle();
	await days.drop();
};

const requestOf = (name: string, format: RowRequest['format']): RowRequest => ({
	...{format, folder: join(folder, name, format), levels: 3, isForced: false, isHeldBack: false},
	types: format === 'tardis' ? ['book', 'trades', 'quotes', 'snapshots'] : ['book', 'trades'],
});

/** What files there are, and all that is told of them. */
const made = async (request: RowRequest, port: RowPort) => {
	const told: (Written | string)[] = [];
	const days = createSentDays({
		...{port, tops: topsOf(request)},
		onWritten: written => told.push({...written, path: written.path.slice(request.folder.length)}),
		onGaps: () => undefined,
		onKept: path => told.push(path),
	});
	try {
		await tellAll(days);
	} finally {
		await port.close();
	}
	const paths = filesBelow(request.folder, '').filter(path => statSync(path).isFile());
	const files = paths.map(path => [path.slice(request.folder.length), readFileSync(path)]);
	return {told, files};
};

for (const format of ['tardis', 'hftbacktest', 'parquet'] as const)
	test(`makes the same files of ${format} on another thread`, async () => {
		const [apart, here] = [requestOf('apart', format), requestOf('here', format)];
		const other = await made(apart, startThread(program).begin(apart));
		assert.ok(other.files.length > 2, 'there are files');
		assert.deepEqual(other, await made(here, await openRowsHere(here)));
	});

const failing = async (request: RowRequest, port: RowPort) => {
	const days = createSentDays({
		...{port, tops: topsOf(request)},
		...{onWritten: () => assert.fail(), onKept: () => assert.fail()},
		onGaps: () => undefined,
	});
	await assert.rejects(tellAll(days));
	const error = await days.flush().then(
		() => null,
		(reason: unknown) => reason,
	);
	await days.drop();
	await port.close();
	return error;
};

test('tells from another thread where no file can be written', async () => {
	const request = requestOf('blocked', 'tardis');
	writeFileSync(join(folder, 'blocked'), 'a file');
	const error = await failing(request, startThread(program).begin(request));
	assert.ok(error instanceof FileError, String(error));
	assert.match(error.message, /blocked.* cannot be written/);
});

test('fails where the other thread is gone, and leaves nothing of what that had begun', async () => {
	const request = requestOf('gone', 'tardis');
	const below = join(request.folder, 'binance', 'trades');
	const begun = ['1', '12'].map(number => `.steem-tui-${process.pid}-${number}.part`);
	const others = [`.steem-tui-${process.pid + 1}-1.part`, 'STEEMUSDT.csv.gz'];
	const dying = `
		import {mkdirSync, writeFileSync} from 'node:fs';
		import {parentPort} from 'node:worker_threads';
		parentPort.once('message', () => {
			mkdirSync(${JSON.stringify(below)}, {recursive: true});
			for (const name of ${JSON.stringify([...begun, ...others])})
				writeFileSync(${JSON.stringify(`${below}/`)} + name, '');
			process.exit(3);
		});`;
	const gone = new URL(`data:text/javascript,${encodeURIComponent(dying)}`);
	const error = await failing(request, startThread(gone).begin(request));
	assert.match(String(error), /the thread that makes rows ended with 3/);
	const left = filesBelow(request.folder, '').filter(path => statSync(path).isFile());
	assert.deepEqual(left.map(path => basename(path)).sort(), others.sort());
});
