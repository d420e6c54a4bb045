import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
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

test('keeps no more symbols than an exchange has markets', async () => {
	const opens = Array.from({length: 40}, (_, connection): CaptureEvent => {
		const streams = Array.from({length: 1000}, (_, index) => `s${connection}x${index}@depth`);
		return {t: 1, kind: 'open', connection, url: `wss://host/stream?streams=${streams.join('/')}`};
	});
	const {symbols} = await inspect(opens);
	assert.equal(symbols.get('binance')?.size, 20_000);
});
