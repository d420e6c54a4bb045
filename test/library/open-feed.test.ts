import assert from 'node:assert/strict';
import {getEventListeners} from 'node:events';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {test} from 'node:test';
import {exportCapture} from '../../source/library/export-data.js';
import {FeedError} from '../../source/library/feed-error.js';
import type {BookUpdate, Feed, FeedOptions} from '../../source/library/feed-types.js';
import {openFeed} from '../../source/library/open-feed.js';
import {readCapture} from '../../source/library/read-capture.js';
import {verifyCapture} from '../../source/library/verify-capture.js';

const files = join(import.meta.dirname, '../fixtures/demo.jsonl.gz');
const source = {type: 'capture', files} as const;

const readAll = async (feed: Feed, pause?: () => Promise<void>) => {
	const updates: BookUpdate[] = [];
	for await (const update of feed.books()) {
		updates.push(update);
		await pause?.();
	}
	return updates;
};

test('a capture gives each book to the slow, too', async () => {
	const feed = await openFeed({source, levels: 3});
	let trades = 0;
	feed.onTrade(() => trades++);
	const [quick, slow] = await Promise.all([readAll(feed), readAll(feed, setImmediate)]);
	await feed.closed;
	assert.ok(quick.length > 100 && trades > 100, `${quick.length} books, ${trades} trades`);
	assert.deepEqual(slow, quick);
	const live = quick.filter(update => update.status === 'live');
	for (const {bids, asks} of live) {
		assert.ok(bids.length <= 3 && asks.length <= 3);
		assert.ok(Number(bids[0]?.[0]) < Number(asks[0]?.[0]), 'no proven book is crossed');
	}
	assert.ok(quick.length > live.length, 'those that are lost are told');
	assert.equal(feed.current().length, 2);
});

test('a listener is told where books stand once it was added, and may end itself then', async () => {
	const feed = await openFeed({source});
	const reader = feed.books();
	while (feed.current().length < 2) await reader.next();
	const told: BookUpdate[] = [];
	let calls = 0;
	const off = feed.onBook(() => {
		calls++;
		off();
	});
	feed.onBook(update => told.push(update));
	feed.onBook(() => calls++)();
	assert.deepEqual([calls, told], [0, []], 'not before it is known how to end it');
	await Promise.resolve();
	assert.equal(calls, 1);
	assert.deepEqual(told, feed.current());
	for await (const _ of reader) if (told.length > 20) break;
	assert.equal(calls, 1);
	await feed.close();
});

test('a signal ends a feed, and who reads it', async () => {
	const stop = new AbortController();
	const feed = await openFeed({source, signal: stop.signal});
	const reason = new Error('enough');
	await assert.rejects(async () => {
		for await (const {status} of feed.books()) if (status === 'live') stop.abort(reason);
	}, reason);
	await assert.rejects(feed.closed, reason);
	await assert.rejects(openFeed({source, signal: stop.signal}), reason);
});

test('a signal ends a feed that waits for relays', async () => {
	const reason = new Error('enough');
	const stop = new AbortController();
	const opening = openFeed({
		source: {type: 'nats', url: 'nats://127.0.0.1:1'},
		signal: stop.signal,
	});
	setTimeout(() => stop.abort(reason));
	await assert.rejects(opening, reason);
	assert.deepEqual(getEventListeners(stop.signal, 'abort'), []);
});

test('a feed that is over leaves nothing on its signal', async () => {
	const {signal} = new AbortController();
	const feed = await openFeed({source, signal});
	assert.equal(getEventListeners(signal, 'abort').length, 1);
	await readAll(feed);
	await feed.closed;
	assert.deepEqual(getEventListeners(signal, 'abort'), []);
	await (await openFeed({source, signal})).close();
	assert.deepEqual(getEventListeners(signal, 'abort'), []);
});

test('closing ends every loop', async () => {
	const feed = await openFeed({source});
	let count = 0;
	for await (const {status} of feed.books())
		if (status === 'live' && ++count === 3) await feed.close();
	assert.equal(count, 3);
	await feed.closed;
	await feed[Symbol.asyncDispose]();
});

test('closing ends the loops of a capture that is over', async () => {
	const feed = await openFeed({source});
	const trades = feed.trades();
	await feed.closed;
	assert.equal((await trades.next()).done, false);
	await feed.close();
	assert.equal((await trades.next()).done, true);
});

const refuses = (options: unknown, code: string, message: RegExp) =>
	assert.rejects(openFeed(options as FeedOptions), (error: unknown) => {
		assert.ok(error instanceof FeedError);
		assert.equal(error.code, code);
		assert.match(error.message, message);
		return true;
	});

/** What `String` throws at. */
const textless = Object.create(null) as object;

test('refuses what it cannot do, with the reason', async () => {
	for (const [options, message] of [
		[{levls: 3}, /no option "levls" \(did you mean levels\?\)/],
		[{levels: 0}, /levels is 0: it is a whole number from 1 up/],
		[null, /openFeed was given null: an object/],
		['STEEM/USDT', /openFeed was given STEEM\/USDT/],
		[{signal: new AbortController()}, /signal is \[object AbortController\]: an AbortSignal/],
		[{source: 'dmeo'}, /choose from live, demo/],
		[{source: null}, /source.type is "undefined"/],
		[{source: {type: 'constructor'}}, /source.type is "constructor"/],
		[{source: {type: 'demo', faults: 5}}, /source.faults holds 5/],
		[{source: {...source, onDefect: 'log'}}, /source.onDefect is log: a function/],
		[{levels: null}, /levels is null: it is a whole number from 1 up/],
		[{source: {type: 'demo', seed: Infinity}}, /source.seed is Infinity/],
		[{source: {...source, from: Infinity}}, /source.from is Infinity/],
		[{endpoints: {binance: null}}, /endpoints.binance was given null/],
		[{endpoints: null}, /endpoints was given null/],
		[{endpoints: 5}, /endpoints was given 5/],
		[{endpoints: [{}]}, /endpoints was given \[object Object\]/],
		[{proxy: null}, /proxy is null: a text was meant/],
		[{proxy: ['socks5://x:1']}, /proxy is \["socks5:\/\/x:1"\]: a text was meant/],
		[{source: {type: 'demo', from: 3}}, /source has no option "from"/],
		[{source: {...source, speed: 100}}, /source.speed is 100: it is a number from 0.25 to 64/],
		[{source, proxy: 'x:1'}, /proxy is for live exchanges/],
		[{source: 'demo', endpoints: {}}, /endpoints is for live exchanges/],
		[{markets: ['a/b/c']}, /not a market/],
		[{markets: []}, /markets is empty/],
		[{exchanges: ['binanse']}, /not an exchange/],
		[{endpoints: {binance: {ws: 'http://x'}}}, /endpoints.binance.ws is "http:\/\/x"/],
		[{source, markets: ['STEEM/USDT', 'BTC/USDT']}, /one at a time/],
		[{restShare: 2}, /restShare is 2: it is a number above 0, up to 1$/],
		[{endpoints: {'binance,huobi': {}}}, /endpoints names "binance,huobi", no exchange/],
		[{endpoints: {'binance:STEEM/BTC': {}}}, /endpoints names "binance:STEEM\/BTC", no/],
		[{endpoints: {htx: {}, huobi: {}}}, /endpoints names huobi twice/],
		[{levels: textless}, /levels is \[object Object\]: it is a whole number/],
		[{markets: textless}, /markets holds \[object Object\]: a text/],
		[{source: {type: textless}}, /source.type is "\[object Object\]": choose from/],
		[{source: {type: 'demo', faults: [textless]}}, /source.faults holds \[object Object\]/],
		[{proxy: 5n}, /proxy is \[object BigInt\]: a text was meant/],
		[{signal: textless}, /signal is \[object Object\]: an AbortSignal/],
		[{source: {type: 'nats', url: 'http://hub'}}, /is not a NATS server/],
		[{source: {type: 'nats', url: 'nats://hub', token: 7}}, /source.token is no text/],
		[{source: {type: 'nats', url: 'nats://a:b@hub', token: 'c'}}, /more than one way to log in/],
		[{source: {type: 'nats', url: 'nats://hub'}, restShare: 1}, /restShare is for exchanges/],
		[{source: {type: 'nats', url: 'nats://hub'}, proxy: 'http://x:1'}, /proxy is for live/],
	] as const)
		await refuses(options, 'bad-option', message);
});

test('says which file is no capture', async () => {
	await refuses(
		{source: {type: 'capture', files: '/nowhere'}},
		'capture',
		/nowhere does not exist/,
	);
	const feed = await openFeed({source: {...source, from: 3_600_000}});
	await assert.rejects(readAll(feed), /ends before 60:00/);
	await assert.rejects(feed.closed, /ends before/);
});

test('reads and judges a capture, and refuses as it does', async () => {
	const kinds = new Set<string>();
	for await (const item of readCapture(files))
		kinds.add(item.type === 'event' ? item.event.kind : item.type);
	assert.ok(['header', 'open', 'ws', 'http'].every(kind => kinds.has(kind)));
	const {books, coverage, isWhole} = await verifyCapture(files);
	assert.deepEqual(books.map(({exchange}) => exchange).sort(), ['binance', 'huobi']);
	assert.ok(coverage.every(({verifiedPercent}) => verifiedPercent > 0));
	assert.equal(typeof isWhole, 'boolean');
	await assert.rejects(verifyCapture('/nowhere'), FeedError);
	const wrong = exportCapture(files, {as: 'parquet', to: '/nowhere', types: ['quotes']});
	await assert.rejects(wrong, /parquet has no quotes: choose from book, trades/);
	const refusals: readonly (readonly [object, RegExp])[] = [
		[{market: 5}, /market is 5: a text was meant/],
		[{to: ['a', 'b']}, /to is \["a","b"\]: a text was meant/],
		[{overwrite: 'no'}, /overwrite is no: true or false was meant/],
		[{levels: Infinity}, /levels is Infinity: it is a whole number from 1 to 50000/],
		[{levels: 50_001}, /levels is 50001: it is a whole number from 1 to 50000/],
		[{as: textless}, /"\[object Object\]" is not a format: choose from/],
	];
	for (const [options, message] of refusals) {
		const refused = exportCapture(files, {as: 'tardis', to: '/nowhere', ...options});
		await assert.rejects(refused, {name: 'FeedError', code: 'bad-option', message});
	}
	await assert.rejects(exportCapture(join(files, 'x'), {as: 'tardis', to: '/nowhere'}), {
		...{name: 'FeedError', code: 'capture'},
	});
	const signal = 5 as unknown as AbortSignal;
	await assert.rejects(verifyCapture(files, {signal}), /signal is 5/);
	await assert.rejects(readCapture(files, {signal}).next(), /signal is 5/);
	await assert.rejects(exportCapture(files, 5 as never), /exportCapture was given 5/);
	await assert.rejects(verifyCapture(files, null as never), /verifyCapture was given null/);
	const misspelled = {singal: new AbortController().signal} as never;
	await assert.rejects(readCapture(files, misspelled).next(), /no option "singal"/);
});
