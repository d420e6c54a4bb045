import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {
	captureFolder,
	readExpected,
	skipWithoutCaptures,
	type ExpectedBook,
} from '../helpers/captures.js';
import {pairOf, startCaptureServer} from '../helpers/capture-server.js';
import {runUntil} from '../helpers/run-program.js';

type Line = {
	readonly status: string;
	readonly sequence: number | null;
	readonly bids: [string, string][];
	readonly asks: [string, string][];
};

const files = skipWithoutCaptures
	? ['(none)']
	: readdirSync(captureFolder).filter(
			file => /binance|derived-huobi|huobi-depth/.test(file) && /\d\.jsonl(\.gz)?$/.test(file),
		);

/** What `watch --json` prints at the sequence the capture ends on. */
const watchToEnd = async (
	file: string,
	symbol: string,
	symbols: string[],
	wanted: ExpectedBook,
) => {
	const server = await startCaptureServer(file, symbols);
	const id = file.includes('huobi') ? 'huobi' : 'binance';
	const {base, quote} = pairOf(symbol);
	const args = ['watch', `${base}/${quote}`, '--json', '--exchange', id];
	const isLast = (line: string) => {
		const {status, sequence} = JSON.parse(line) as Line;
		return status === 'live' && sequence === wanted.sequence;
	};
	const {stdout, stderr} = await runUntil(isLast, args, {
		[`STEEM_TUI_${id.toUpperCase()}_WS`]: `ws://${server.address}`,
		[`STEEM_TUI_${id.toUpperCase()}_REST`]: `http://${server.address}`,
	});
	server.close();
	const last = stdout.at(-1) ?? '{}';
	assert.ok(isLast(last), `ended without the last book: ${stderr}`);
	return JSON.parse(last) as Line;
};

for (const file of files) {
	test(`watch ends ${file} on the expected top 20`, {skip: skipWithoutCaptures}, async () => {
		const books = readExpected(file);
		for (const [symbol, expected] of Object.entries(books)) {
			const book = await watchToEnd(file, symbol, Object.keys(books), expected);
			assert.deepEqual(book.bids, expected.top20.bids);
			assert.deepEqual(book.asks, expected.top20.asks);
		}
	});
}
