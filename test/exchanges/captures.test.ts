import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {formatDecimal} from '../../source/book/fixed-point.js';
import type {ExchangeClient, Market} from '../../source/exchanges/exchange.js';
import {createBinanceClient} from '../../source/exchanges/binance/client.js';
import {createDepthClient} from '../../source/exchanges/huobi/depth-client.js';
import {createMbpClient} from '../../source/exchanges/huobi/mbp-client.js';
import {
	captureFolder,
	readCapture,
	readExpected,
	skipWithoutCaptures,
	toSocketData,
} from '../helpers/captures.js';
import {digest, marketOf, runClient, toRows} from '../helpers/client-run.js';

const files = skipWithoutCaptures
	? ['(none)']
	: readdirSync(captureFolder).filter(
			file => /binance|huobi/.test(file) && /\d\.jsonl(\.gz)?$/.test(file),
		);

const clientFor = (file: string): ((market: Market) => ExchangeClient) => {
	if (file.includes('binance')) return createBinanceClient;
	return file.includes('mbp') ? createMbpClient : createDepthClient;
};

/** Gives a client the whole capture, snapshots only in answer to a request. */
const play = (file: string, symbol: string) => {
	const run = runClient(clientFor(file)(marketOf(symbol)));
	run.give({type: 'open'});
	let answered = 0;
	for (const line of readCapture(file)) {
		if (line.kind === 'http') {
			if (new URL(line.url).searchParams.get('symbol') !== symbol) continue;
			assert.ok(run.requests() > answered, 'a snapshot was asked for before it came');
			answered++;
			run.give({type: 'response', body: line.data});
		} else {
			const data = toSocketData(line);
			const isPlainHuobi = file.includes('huobi') && typeof data === 'string';
			run.give({type: 'message', data: isPlainHuobi ? gzipSync(data) : data});
		}
	}
	return run;
};

for (const file of files) {
	test(`follows ${file} to its last book`, {skip: skipWithoutCaptures}, () => {
		for (const [symbol, expected] of Object.entries(readExpected(file))) {
			const {book, isInSync, outputs} = play(file, symbol);
			const wanted = (!expected.synced_at_end && expected.book_before_last_gap) || expected;
			assert.equal(isInSync(), expected.synced_at_end);
			assert.equal(book.sequence, wanted.sequence);
			assert.deepEqual({bids: book.bids.length, asks: book.asks.length}, wanted.levels);
			assert.deepEqual(toRows(book.bids, 20), wanted.top20.bids);
			assert.deepEqual(toRows(book.asks, 20), wanted.top20.asks);
			assert.equal(digest(book), wanted.sha256_full_book);
			if (!expected.synced_at_end) assert.equal(outputs.at(-1)?.type, 'request');
		}
	});
}

test('tells the merged trades of a capture, each once', {skip: skipWithoutCaptures}, () => {
	const file = 'binance-btcusdt-20210404.jsonl.gz';
	const {outputs} = play(file, 'BTCUSDT');
	const trades = outputs.flatMap(output => (output.type === 'trades' ? output.trades : []));
	const sent = readCapture(file).flatMap(({kind, data}) => {
		const message = kind === 'ws' && (JSON.parse(data) as {data: Record<string, unknown>}).data;
		return message && message['e'] === 'aggTrade' ? [message] : [];
	});
	assert.equal(trades.length, 1227);
	assert.deepEqual(
		trades.map(({id, price, size, side, time}) => [
			id,
			Number(formatDecimal(price)),
			Number(formatDecimal(size)),
			side,
			time,
		]),
		sent.map(({l, p, q, m, T}) => [String(l), Number(p), Number(q), m ? 'sell' : 'buy', T]),
	);
});
