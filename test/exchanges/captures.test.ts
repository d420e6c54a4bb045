import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {formatDecimal} from '../../source/book/fixed-point.js';
import type {OrderBook} from '../../source/book/order-book.js';
import {channelFor, exchangeOf} from '../helpers/capture-channels.js';
import {
	captureFolder,
	type ExpectedBook,
	readCapture,
	readExpected,
	skipWithoutCaptures,
	toSocketData,
} from '../helpers/captures.js';
import {digest, marketOf, runClient, toRows} from '../helpers/client-run.js';

/** Recordings of what an exchange spoke once: its client follows today's protocol. */
const ofOldProtocols = /^(kraken-v1|okx|coinbase-exchange|bitstamp)-/;

const files = skipWithoutCaptures
	? ['(none)']
	: readdirSync(captureFolder).filter(
			file => /\d\.jsonl(\.gz)?$/.test(file) && exchangeOf(file) && !ofOldProtocols.test(file),
		);

/** Gives a client the whole capture, snapshots only in answer to a request. */
const play = (file: string, symbol: string) => {
	const run = runClient(channelFor(file).createClient(marketOf(symbol)));
	run.give({type: 'open', now: 0});
	let answered = 0;
	for (const line of readCapture(file)) {
		if (line.kind === 'http') {
			if (![...new URL(line.url).searchParams.values()].includes(symbol)) continue;
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

/** The whole book, or the best levels of it where a client keeps no more. Returns whether it is whole. */
const compare = ({bids, asks}: OrderBook, {levels, top20}: Omit<ExpectedBook, 'synced_at_end'>) => {
	const isWhole = bids.length === levels.bids && asks.length === levels.asks;
	assert.ok(isWhole || bids.length + asks.length < levels.bids + levels.asks);
	assert.deepEqual(toRows(bids, 20), top20.bids);
	assert.deepEqual(toRows(asks, 20), top20.asks);
	return isWhole;
};

for (const file of files) {
	test(`follows ${file} to its last book`, {skip: skipWithoutCaptures}, () => {
		for (const [symbol, expected] of Object.entries(readExpected(file))) {
			const {book, isInSync, outputs} = play(file, symbol);
			const wanted = (!expected.synced_at_end && expected.book_before_last_gap) || expected;
			assert.equal(isInSync(), expected.synced_at_end);
			if (channelFor(file).ids !== 'none') assert.equal(book.sequence, wanted.sequence);
			if (compare(book, wanted)) assert.equal(digest(book), wanted.sha256_full_book);
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
