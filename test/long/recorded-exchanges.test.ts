import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {describe, test} from 'node:test';
import {formatPair} from '../../source/market-name.js';
import {pairOf} from '../../source/replay/symbol-of.js';
import {exchangeOf} from '../helpers/capture-channels.js';
import {captureFolder, readExpected, skipWithoutCaptures} from '../helpers/captures.js';
import {startRecordedExchange} from '../helpers/recorded-exchange.js';
import type {JsonLine} from '../helpers/replay-run.js';
import {runUntil} from '../helpers/run-program.js';

/** Recordings of what an exchange spoke once, or of a book that no client follows. */
const isOther = (file: string) => /^(kraken-v1|okx|coinbase-exchange|bitstamp)-/.test(file);

/** Of the exchanges beside Binance and Huobi. */
const files = skipWithoutCaptures
	? []
	: readdirSync(captureFolder).filter(
			file =>
				/\d\.jsonl(\.gz)?$/.test(file) &&
				!/binance|huobi/.test(file) &&
				!isOther(file) &&
				exchangeOf(file),
		);

// They wait more than they work.
describe('the program on recorded exchanges', {skip: skipWithoutCaptures, concurrency: 2}, () => {
	for (const file of files) {
		test(`watch ends ${file} on the expected book`, async () => {
			const exchange = exchangeOf(file);
			assert.ok(exchange);
			for (const [symbol, expected] of Object.entries(readExpected(file))) {
				const server = await startRecordedExchange(file, exchange);
				const pair = pairOf(exchange, symbol.toUpperCase());
				assert.ok(pair, symbol);
				const isLast = (text: string) => {
					const {status, sequence} = JSON.parse(text) as JsonLine;
					return status === 'live' && sequence === expected.sequence;
				};
				const args = ['watch', formatPair(pair), '--json', '--exchange', exchange.id];
				const {stdout, stderr} = await runUntil(isLast, args, {
					[exchange.endpointVariables.ws]: `ws://${server.address}`,
					[exchange.endpointVariables.rest]: `http://${server.address}`,
				});
				server.close();
				const last = stdout.at(-1) ?? '{}';
				assert.ok(isLast(last), `ended without the last book: ${stderr} ${last.slice(0, 200)}`);
				const {bids, asks, levels} = JSON.parse(last) as JsonLine;
				assert.deepEqual([bids, asks], [expected.top20.bids, expected.top20.asks]);
				assert.deepEqual(levels, expected.levels);
			}
		});
	}
});
