import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {parseMarket} from '../../source/options/options.js';
import {inspectCapture} from '../../source/replay/inspect-capture.js';
import {captureText} from '../helpers/capture-lines.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const inspect = (events: readonly CaptureEvent[]) => {
	const path = join(folder, 'feed.jsonl');
	writeFileSync(path, captureText(events));
	return inspectCapture([path], null);
};

const subscribe = (connection: number, symbol: string): CaptureEvent => ({
	...{t: 2, kind: 'sent', connection},
	data: `{"method":"SUBSCRIBE","params":["${symbol}@depth@100ms"],"id":1}`,
});

test('keeps the newest addresses within a bound', async () => {
	const long = `wss://host/stream?streams=steembtc@depth&note=${'x'.repeat(39_000)}`;
	const opens = Array.from({length: 300}, (_, connection): CaptureEvent => {
		return {t: 1, kind: 'open', connection, url: long};
	});
	const {symbols} = await inspect([...opens, subscribe(0, 'first'), subscribe(299, 'last')]);
	assert.deepEqual([...(symbols.get('binance') ?? [])], ['STEEMBTC', 'LAST']);
});

const book = (t: number, code: string) => ({
	...{t, kind: 'ws', url: 'wss://api.upbit.com/websocket/v1'},
	data: `{"ty":"orderbook","cd":"${code}","tms":${t},"obu":[]}`,
});

const writeRaw = (lines: readonly object[]): string => {
	const path = join(folder, 'raw.jsonl');
	writeFileSync(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
	return path;
};

test('reads the first seconds of what there is, whenever it begins', async () => {
	const path = writeRaw([book(60_000, 'KRW-STEEM'), book(69_000, 'KRW-SBD'), book(71_000, 'x')]);
	const {symbols} = await inspectCapture([path], null);
	assert.deepEqual([...(symbols.get('upbit') ?? [])], ['KRW-STEEM', 'KRW-SBD']);
});

test('looks for the market asked for to the end', async () => {
	const lines = [book(1, 'KRW-STEEM'), book(30_000, 'BTC-STEEM'), book(60_000, 'KRW-SBD')];
	const {symbols} = await inspectCapture([writeRaw(lines)], parseMarket('STEEM/BTC'));
	assert.deepEqual([...(symbols.get('upbit') ?? [])], ['KRW-STEEM', 'BTC-STEEM']);
});

test('keeps no more symbols than an exchange has markets', async () => {
	const opens = Array.from({length: 40}, (_, connection): CaptureEvent => {
		const streams = Array.from({length: 1000}, (_, index) => `s${connection}x${index}@depth`);
		return {t: 1, kind: 'open', connection, url: `wss://host/stream?streams=${streams.join('/')}`};
	});
	const {symbols} = await inspect(opens);
	assert.equal(symbols.get('binance')?.size, 20_000);
});
