import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {createTransportTap, type TransportTap} from '../../source/recording/transport-tap.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {startManyMarkets} from '../helpers/many-markets.js';
import {verifyFiles} from '../helpers/proven.js';
import {watchCapture, writeFile} from '../helpers/replay-run.js';

/** Markets that share a socket, with a capture of all from when it is begun. */
const record = (count: number) => {
	let tap: TransportTap | undefined;
	const run = startManyMarkets(count, 5, transport => {
		tap = createTransportTap(transport, url => url.endsWith('/exchangeInfo'));
		return tap.transport;
	});
	return {
		...run,
		/** Begins a capture; returns how to end it, and what it is then. */
		capture() {
			const events: CaptureEvent[] = [];
			const from = run.clock.now();
			const stop = tap?.start(event => events.push({t: run.clock.now() - from, ...event}));
			return (markets: readonly string[]): string => {
				stop?.();
				const header = {...captureHeader, startedAt: from, exchanges: ['binance'], markets};
				return writeFile(captureText(events, {...header, market: markets[0] ?? ''}));
			};
		},
	};
};

const markets = (count: number) => Array.from({length: count}, (_, index) => `M${index}/USDT`);

/** What `verify` and `watch --replay` say of each book at the end. */
const judge = async (path: string) => {
	const report = await verifyFiles([path]);
	const watched: unknown[] = [];
	for (const {symbol} of report.books) {
		const market = symbol.replace('USDT', '/USDT');
		const {books, complaints} = await watchCapture([path], {market});
		const last = books.at(-1);
		watched.push([market, last?.status, last?.bids[0]?.[1], ...complaints]);
	}
	return {
		...{defects: report.defects, watched},
		/** Whether each was proven without a break, to the last that came. */
		proven: report.books.map(({symbol, proof: {stretches}}) => [
			...[symbol, stretches.length, stretches.at(-1)?.to === report.last],
		]),
	};
};

test('a capture of markets on one socket is proven for each', async () => {
	const run = record(6);
	const end = run.capture();
	await run.clock.run(60_000);
	const expected = run
		.books()
		.map(({market, bids}) => [market, 'live', String(bids.size(0).units)]);
	const {defects, proven, watched} = await judge(end(markets(6)));
	run.sessions.stop();
	assert.deepEqual(defects, []);
	assert.deepEqual(
		proven,
		run.symbols.map(symbol => [symbol, 1, true]),
	);
	assert.deepEqual(watched, expected);
});

test('so is one that begins while they are on', async () => {
	const run = record(6);
	await run.clock.run(150_000);
	const end = run.capture();
	run.sessions.refresh();
	await run.clock.run(30_000);
	const {defects, proven, watched} = await judge(end(markets(6)));
	run.sessions.stop();
	assert.deepEqual(defects, []);
	assert.deepEqual(
		proven,
		run.symbols.map(symbol => [symbol, 1, true]),
	);
	assert.deepEqual(
		watched,
		run.books().map(({market, bids}) => [market, 'live', String(bids.size(0).units)]),
	);
});

test('a gap on a socket that many share is one of its book alone', async () => {
	const run = record(4);
	const end = run.capture();
	await run.clock.run(20_000);
	run.change('M2USDT', 'lost');
	await run.clock.run(20_000);
	const {books} = await verifyFiles([end(markets(4))]);
	run.sessions.stop();
	assert.deepEqual(
		books.map(({gaps}) => gaps),
		[0, 0, 1, 0],
	);
});

test('books that go over to another socket stay proven', async () => {
	const run = record(4);
	const end = run.capture();
	await run.clock.run(20_000);
	run.tellAll('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}');
	await run.clock.run(20_000);
	const {defects, proven, watched} = await judge(end(markets(4)));
	run.sessions.stop();
	assert.deepEqual(defects, []);
	assert.deepEqual(
		proven,
		run.symbols.map(symbol => [symbol, 1, true]),
	);
	assert.deepEqual(
		watched,
		run.books().map(({market, bids}) => [market, 'live', String(bids.size(0).units)]),
	);
});
