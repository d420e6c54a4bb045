import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {openFile} from '../../source/files/file-system.js';
import {openReplay} from '../../source/replay/open-replay.js';
import {encodeEvent, encodeHeader, type UntimedEvent} from '../../source/capture/capture-format.js';
import {writeHistory} from '../../source/commands/wire-history.js';
import {findBeginnings, readWireEvents} from '../../source/commands/wire-events.js';
import {subjectsOf, type BookName} from '../../source/relay/subjects.js';
import {connectMemoryBus} from '../helpers/memory-bus.js';
import {createStage, stageBook} from '../helpers/relay-stage.js';

const otherBook: BookName = {exchange: 'huobi', base: 'STEEM', quote: 'USDT'};

/** A bus on which wires are kept by hand. */
const createWires = () => {
	const stage = createStage();
	const bus = connectMemoryBus({server: stage.server});
	const parts = new Map<string, {readonly startedAt: number; n: number; after?: string}>();
	const now = () => stage.clock.wall();
	const began = now();

	/** The next message of a part: the first has its header; times are those of now. */
	const keep = (book: BookName, part: string, ...events: readonly UntimedEvent[]) => {
		const own = parts.get(part) ?? {startedAt: now(), n: 0};
		parts.set(part, own);
		const n = ++own.n;
		const {startedAt} = own;
		const facts = {market: 'STEEM/USDT', exchanges: [book.exchange], app: '1', startedAt};
		const lines = events.map(event => encodeEvent({t: now() - startedAt, ...event}));
		const bytes = gzipSync([...(n === 1 ? [encodeHeader(facts)] : []), ...lines].join(''));
		const after = n === 1 && own.after !== undefined ? {after: own.after} : {};
		void bus.store(subjectsOf(book).wire, bytes, {headers: {part, n: String(n), ...after}});
	};
	/** A part begins behind the newest message of another, and nothing is missing between them. */
	const goOn = (before: string, part: string) => {
		parts.set(part, {startedAt: now(), n: 0, after: `${before} ${parts.get(before)?.n}`});
	};
	/** The next message of it is nowhere. */
	const lose = (part: string) => {
		const {startedAt = now(), n = 0} = parts.get(part) ?? {};
		parts.set(part, {startedAt, n: n + 1});
	};
	/** A message of it that is torn. */
	const tear = (book: BookName, part: string) => {
		const n = String((parts.get(part)?.n ?? 0) + 1);
		void bus.store(subjectsOf(book).wire, Buffer.from([0x1f, 0x8b, 8, 0]), {headers: {part, n}});
	};
	const open = (connection: number, url = 'wss://exchange.example/ws'): UntimedEvent => ({
		kind: 'open',
		connection,
		url,
	});
	const heard = (connection: number, data: string): UntimedEvent => ({
		...{kind: 'ws', connection, data},
	});

	/** What is read from a moment on, as `2.0 s: ws 1 news`; seconds since all began. */
	const read = async (books: readonly BookName[], fromMs: number, toMs: number) => {
		const told: string[] = [];
		const stretch = {from: began + fromMs, to: began + toMs};
		const reading = (async () => {
			const beginnings = await findBeginnings(bus, books, stretch);
			for await (const {event, at} of readWireEvents(bus, beginnings, stretch.to)) {
				const of = 'connection' in event ? ` ${event.connection}` : '';
				const what = event.kind === 'ws' ? ` ${event.data}` : '';
				told.push(`${((at - began) / 1000).toFixed(1)} s: ${event.kind}${of}${what}`);
			}
			return true;
		})();
		// The bus needs its clock, and unpacking the real one.
		let isRead = false;
		void reading.then(() => (isRead = true));
		while (!isRead) {
			await stage.run(2);
			await new Promise(resolve => setImmediate(resolve));
		}
		return told;
	};
	/** Of two markets, as a capture on disk. */
	const write = async (path: string, books: readonly BookName[], fromMs: number, toMs: number) => {
		const options = {
			...{path, books, maxBytes: Infinity},
			header: {market: 'STEEM/USDT', exchanges: ['binance'], app: '1'},
			stretch: {from: began + fromMs, to: began + toMs},
		};
		const context = {bus, clock: stage.clock, open: openFile, isStopped: () => false};
		const writing = writeHistory(options, context);
		let isWritten = false;
		void writing.finally(() => (isWritten = true));
		while (!isWritten) {
			await stage.run(2);
			await new Promise(resolve => setImmediate(resolve));
		}
		return writing;
	};
	return {...{run: stage.run, keep, goOn, lose, tear, open, heard, read, write}};
};

test('wires of several books are read in the order of their times', async () => {
	const {run, keep, open, heard, read} = createWires();
	keep(stageBook, 'desk-1~a~1', open(1), heard(1, 'one'));
	await run(1000);
	keep(otherBook, 'desk-1~a~2', open(1), heard(1, 'two'));
	await run(1000);
	keep(stageBook, 'desk-1~a~1', heard(1, 'three'));
	await run(1000);
	assert.deepEqual(await read([stageBook, otherBook], 1500, 2500), [
		...['0.0 s: open 1', '0.0 s: ws 1 one', '1.0 s: open 2', '1.0 s: ws 2 two'],
		'2.0 s: ws 1 three',
	]);
});

test('a stretch begins with the part in which it lies', async () => {
	const {run, keep, open, heard, read} = createWires();
	for (const part of [1, 2, 3]) {
		keep(stageBook, `desk-1~a~${part}`, open(1), heard(1, `part ${part}`));
		await run(10_000);
	}
	const told = await read([stageBook], 12_000, 15_000);
	assert.deepEqual(told.slice(0, 2), ['10.0 s: open 1', '10.0 s: ws 1 part 2']);
});

test('what a relay began after a killed one leaves nothing open between them', async () => {
	const {run, keep, open, heard, read} = createWires();
	keep(stageBook, 'desk-1~a~1', open(1), heard(1, 'last'));
	await run(3500);
	keep(stageBook, 'desk-2~b~1', open(1), heard(1, 'next'));
	await run(1000);
	assert.deepEqual(await read([stageBook], 3000, 4000), [
		...['0.0 s: open 1', '0.0 s: ws 1 last', '0.0 s: close 1', '3.5 s: marker'],
		...['3.5 s: open 2', '3.5 s: ws 2 next'],
	]);
});

test('where a part goes on behind another, all was open up to there', async () => {
	const {run, keep, goOn, open, heard, read} = createWires();
	keep(stageBook, 'desk-1~a~1', open(1));
	keep(stageBook, 'desk-1~a~1', heard(1, 'last'));
	await run(3500);
	goOn('desk-1~a~1', 'desk-1~a~2');
	keep(stageBook, 'desk-1~a~2', open(1), heard(1, 'next'));
	await run(1000);
	assert.deepEqual(await read([stageBook], 3000, 4000), [
		...['0.0 s: open 1', '0.0 s: ws 1 last', '3.5 s: close 1'],
		...['3.5 s: open 2', '3.5 s: ws 2 next'],
	]);
});

test('what one relay kept no more for a while leaves nothing open meanwhile', async () => {
	for (const isLost of [false, true]) {
		const {run, keep, goOn, lose, open, heard, read} = createWires();
		keep(stageBook, 'desk-1~a~1', open(1), heard(1, 'last'));
		// Its owner says that it goes on, but behind a message that is not there.
		if (isLost) lose('desk-1~a~1');
		await run(3500);
		if (isLost) goOn('desk-1~a~1', 'desk-1~a~2');
		keep(stageBook, 'desk-1~a~2', open(1), heard(1, 'next'));
		await run(1000);
		assert.deepEqual(await read([stageBook], 3000, 4000), [
			...['0.0 s: open 1', '0.0 s: ws 1 last', '0.0 s: close 1', '3.5 s: marker'],
			...['3.5 s: open 2', '3.5 s: ws 2 next'],
		]);
	}
});

test('a wire that ends before the stretch leaves nothing open behind it', async () => {
	const {run, keep, open, heard, read} = createWires();
	keep(stageBook, 'desk-1~a~1', open(1), heard(1, 'last'));
	keep(otherBook, 'desk-2~b~1', open(1));
	await run(20_000);
	keep(otherBook, 'desk-2~b~1', heard(1, 'still there'));
	await run(1000);
	assert.deepEqual(await read([stageBook, otherBook], 0, 20_500), [
		...['0.0 s: open 1', '0.0 s: ws 1 last', '0.0 s: close 1', '0.0 s: marker'],
		...['0.0 s: open 2', '20.0 s: ws 2 still there'],
	]);
});

test('a message that cannot be read costs the rest of its part alone', async () => {
	const {run, keep, tear, open, heard, read} = createWires();
	keep(stageBook, 'desk-1~a~1', open(1), heard(1, 'one'));
	tear(stageBook, 'desk-1~a~1');
	await run(1000);
	keep(stageBook, 'desk-1~a~1', heard(1, 'not understood'));
	await run(1000);
	keep(stageBook, 'desk-1~a~2', open(1), heard(1, 'next'));
	await run(1000);
	const told = await read([stageBook], 500, 3000);
	assert.deepEqual(
		told.filter(words => !words.includes('marker')),
		['0.0 s: open 1', '0.0 s: ws 1 one', '0.0 s: close 1', '2.0 s: open 2', '2.0 s: ws 2 next'],
	);
});

test('a message that is missing costs the rest of its part alone', async () => {
	const {run, keep, lose, open, heard, read} = createWires();
	keep(stageBook, 'desk-1~a~1', open(1), heard(1, 'one'));
	await run(1000);
	lose('desk-1~a~1');
	keep(stageBook, 'desk-1~a~1', heard(1, 'three'));
	await run(1000);
	keep(stageBook, 'desk-1~a~2', open(1), heard(1, 'next'));
	await run(1000);
	lose('desk-1~a~3');
	keep(stageBook, 'desk-1~a~3', heard(1, 'of a part whose beginning is missing'));
	await run(1000);
	const told = await read([stageBook], 500, 4000);
	assert.deepEqual(
		told.filter(words => !words.includes('marker')),
		[
			...['0.0 s: open 1', '0.0 s: ws 1 one', '0.0 s: close 1'],
			...['2.0 s: open 2', '2.0 s: ws 2 next', '2.0 s: close 2'],
		],
	);
});

test('nothing is read of a time of which nothing is kept', async () => {
	const {run, read} = createWires();
	await run(1000);
	assert.deepEqual(await read([stageBook, otherBook], 0, 500), []);
});

test('a capture of books whose parts begin far apart is replayed with all of them', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-wire-'));
	t.after(() => rmSync(folder, {recursive: true}));
	const path = join(folder, 'history.jsonl');
	const {run, keep, open, write} = createWires();
	const streams = 'wss://stream.binance.com:9443/stream?streams=';
	const btc: BookName = {...stageBook, quote: 'BTC'};
	keep(stageBook, 'desk-1~a~1', open(1, `${streams}steemusdt@depth@100ms`));
	await run(900_000);
	keep(btc, 'desk-1~a~2', open(1, `${streams}steembtc@depth@100ms`));
	await run(5000);
	const written = await write(path, [stageBook, btc], 901_000, 904_000);
	assert.equal(written.type, 'written');
	const {groups} = await openReplay(
		{paths: [path], market: null, exchanges: defaultExchanges},
		true,
	);
	assert.deepEqual(
		groups.map(({wanted}) => `${wanted.base}/${wanted.quote}`),
		['STEEM/USDT', 'STEEM/BTC'],
	);
});
