import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {formatPair} from '../../source/market-name.js';
import {pairOf} from '../../source/replay/symbol-of.js';
import {readCapture} from '../../source/capture/read-capture.js';
import type {OrderBook} from '../../source/book/order-book.js';
import {createVerifier} from '../../source/verify/verifier.js';
import {exchangeOf} from '../helpers/capture-channels.js';
import {captureFolder, readExpected, skipWithoutCaptures} from '../helpers/captures.js';
import {digest} from '../helpers/client-run.js';
import {printCapture} from '../helpers/replay-run.js';

/** Recordings of what an exchange spoke once, or of a book that no client follows. */
const isOther = (file: string) => /^(kraken-v1|okx|coinbase-exchange|bitstamp)-/.test(file);

/** Of the exchanges beside Binance and Huobi. */
const files = skipWithoutCaptures
	? ['(none)']
	: readdirSync(captureFolder).filter(
			file => /\d\.jsonl(\.gz)?$/.test(file) && !/binance|huobi/.test(file) && exchangeOf(file),
		);

const normal = (symbol: string) => symbol.toUpperCase();

const nothing = () => undefined;

/** What verify makes of a capture, with the books that are proven at its end. */
const verify = async (file: string) => {
	const proven = new Map<string, OrderBook>();
	const verifier = createVerifier({
		follow: (_, symbol) => ({
			...{onEvent: nothing, before: nothing, changing: nothing, changed: nothing},
			...{replaced: nothing, traded: nothing},
			settled(now) {
				if (now.isProven) proven.set(normal(symbol), now.book);
				else proven.delete(normal(symbol));
			},
		}),
		heard: nothing,
	});
	for await (const item of readCapture([join(captureFolder, file)])) verifier.give(item);
	return {report: verifier.finish(), proven};
};

for (const file of files.filter(one => !isOther(one))) {
	test(`verify proves ${file} to the expected book`, {skip: skipWithoutCaptures}, async () => {
		const {report, proven} = await verify(file);
		const isCounted = exchangeOf(file)?.channels[0].ids !== 'none';
		let gaps = 0;
		for (const [symbol, expected] of Object.entries(readExpected(file))) {
			const tally = report.books.find(one => normal(one.symbol) === normal(symbol));
			assert.ok(tally, symbol);
			assert.equal(tally.isInSync, expected.synced_at_end);
			assert.deepEqual(tally.levels, expected.levels);
			assert.equal(tally.gaps, expected.events.gaps.length);
			const book = proven.get(normal(symbol));
			assert.ok(book, symbol);
			assert.equal(digest(book), expected.sha256_full_book);
			if (isCounted) assert.equal(book.sequence, expected.sequence);
			gaps += tally.gaps;
		}
		assert.deepEqual(
			report.defects.map(({code}) => code),
			gaps > 0 ? ['gap'] : [],
		);
	});

	test(`replay ends ${file} on the expected book`, {skip: skipWithoutCaptures}, async () => {
		const exchange = exchangeOf(file);
		assert.ok(exchange);
		for (const [symbol, expected] of Object.entries(readExpected(file))) {
			const pair = pairOf(exchange, normal(symbol));
			assert.ok(pair, symbol);
			const market = formatPair(pair);
			const {books} = await printCapture([join(captureFolder, file)], {market});
			const [book] = books;
			assert.deepEqual([book?.market, book?.status], [market, 'live']);
			assert.ok(book && expected.synced_at_end);
			assert.equal(book.sequence, expected.sequence);
			assert.deepEqual([book.bids, book.asks], [expected.top20.bids, expected.top20.asks]);
			assert.deepEqual(book.levels, expected.levels);
		}
	});
}

for (const file of files.filter(isOther)) {
	test(`proves no book of ${file}`, {skip: skipWithoutCaptures}, async () => {
		const {report, proven} = await verify(file);
		assert.deepEqual([report.books, [...proven], report.defects], [[], [], []]);
		assert.match(report.notices.join(), /is not followed|no book of an exchange we know/);
	});
}
