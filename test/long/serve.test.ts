import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {systemClock} from '../../source/clock.js';
import {exchanges} from '../../source/exchanges/index.js';
import {formatPair} from '../../source/market-name.js';
import {pairOf} from '../../source/replay/symbol-of.js';
import {serveCapture} from '../../source/serve/serve-capture.js';
import {makeCapture} from '../benchmark/make-capture.js';
import {exchangeOf} from '../helpers/capture-channels.js';
import {captureFolder, readExpected, skipWithoutCaptures} from '../helpers/captures.js';
import {printCapture, type JsonLine} from '../helpers/replay-run.js';
import {runUntil} from '../helpers/run-program.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

type Book = {readonly [Side in 'bids' | 'asks']: readonly (readonly [string, string])[]};

/** Plays a served capture to the built program until that has shown a book, which is told. */
const watch = async (
	served: Awaited<ReturnType<typeof serveCapture>>,
	{exchange, market, expected}: {exchange: string; market: string; expected: Book},
): Promise<{readonly book: Book; readonly said: string}> => {
	const isExpected = (text: string) => {
		const {status, bids, asks} = JSON.parse(text) as JsonLine;
		return (
			status === 'live' &&
			JSON.stringify([bids, asks]) === JSON.stringify([expected.bids, expected.asks])
		);
	};
	const {stdout, stderr} = await runUntil(
		isExpected,
		['watch', market, '--json', '--exchange', exchange, '--for', '60s'],
		served.environment,
	);
	const last = stdout.at(-1) ?? '{}';
	return {book: JSON.parse(last) as JsonLine, said: `${stderr} ${last.slice(0, 300)}`};
};

const serve = (paths: readonly string[], speed: number) =>
	serveCapture({
		...{paths, speed, clock: systemClock, fromMs: 0, isLooped: false},
		...{host: '127.0.0.1', port: 0},
	});

/** Recordings of what an exchange spoke once, or of a book that no client follows, or that end out of sync. */
const isOther = (file: string) =>
	/^(kraken-v1|okx|coinbase-exchange|bitstamp|edited-huobi)-/.test(file);

const files = skipWithoutCaptures
	? []
	: readdirSync(captureFolder).filter(
			file => /\d\.jsonl(\.gz)?$/.test(file) && !isOther(file) && exchangeOf(file),
		);

// They wait more than they work.
describe('captures that are served', {skip: skipWithoutCaptures, concurrency: 4}, () => {
	for (const file of files) {
		test(`watch ends ${file} on the expected book`, async () => {
			const exchange = exchangeOf(file);
			assert.ok(exchange);
			for (const [symbol, {top20, synced_at_end: isSynced}] of Object.entries(readExpected(file))) {
				const pair = pairOf(exchange, symbol.toUpperCase());
				assert.ok(pair && isSynced, symbol);
				const served = await serve([join(captureFolder, file)], 64);
				const wanted = {exchange: exchange.id, market: formatPair(pair), expected: top20};
				const {book, said} = await watch(served, wanted);
				await served.stop();
				assert.deepEqual([book.bids, book.asks], [top20.bids, top20.asks], said);
			}
		});
	}
});

describe('simulated exchanges that were recorded and are served', {concurrency: 4}, () => {
	const market = 'STEEM/USDT';
	/** Simulated, two of them are at the same path of hosts that do not say whose they are. */
	const parts = [
		exchanges.filter(({id}) => id !== 'coinbase'),
		exchanges.filter(({id}) => id === 'coinbase'),
	];
	const paths = parts.map((_, index) => join(folder, `${index}.jsonl.gz`));
	const pathOf = (id: string) =>
		paths.filter((_, index) => parts[index]?.some(one => one.id === id));
	const books = new Map<string, JsonLine>();
	before(async () => {
		for (const [index, path] of paths.entries()) {
			await makeCapture({path, minutes: 0.5, market, exchanges: parts[index]});
			const {books: last} = await printCapture([path], {market});
			for (const book of last)
				if (parts[index]?.some(({id}) => id === book.exchange)) books.set(book.exchange, book);
		}
	});

	for (const {id} of exchanges) {
		test(`watch ends ${id} on the book of the replay`, async () => {
			const expected = books.get(id);
			assert.ok(expected?.status === 'live');
			const served = await serve(pathOf(id), 4);
			const {book, said} = await watch(served, {exchange: id, market, expected});
			await served.stop();
			assert.deepEqual([book.bids, book.asks], [expected.bids, expected.asks], said);
		});
	}

	test('whoever comes when it is over has the last book', async () => {
		const served = await serve(pathOf('binance'), Infinity);
		for (const id of ['kraken', 'binance']) {
			const expected = books.get(id);
			assert.ok(expected);
			const {book, said} = await watch(served, {exchange: id, market, expected});
			assert.deepEqual([book.bids, book.asks], [expected.bids, expected.asks], said);
		}
		await served.stop();
	});
});
