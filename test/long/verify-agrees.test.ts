import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Stretch} from '../../source/verify/proof.js';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import {binanceEvents, captureHeader, captureText} from '../helpers/capture-lines.js';
import {dialects, linkedCapture, pushedDialects, type Dialect} from '../helpers/linked-capture.js';
import {defectsOf, liveStretches, provenStretches} from '../helpers/proven.js';
import {printCapture, watchCapture, writeFile} from '../helpers/replay-run.js';

/** Milliseconds that replay may be late after a lost connection: it waits before it connects again. */
const backoffMs = 5000;

/** Milliseconds between two looks for silence, which then begin at another time. */
const tickMs = 1000;

/** Whether both tell the same, but for a wait before the one is live. */
const isSame = (live: Stretch, proven: Stretch) => {
	const late = live.from - proven.from;
	if (late === 0) return live.to === proven.to;
	return late > 0 && late < backoffMs && Math.abs(live.to - proven.to) <= tickMs;
};

const assertAgree = (live: readonly Stretch[], proven: readonly Stretch[], name: string) => {
	const told = `${name}: live ${JSON.stringify(live)}, proven ${JSON.stringify(proven)}`;
	for (const one of live)
		assert.ok(
			proven.some(stretch => isSame(one, stretch)),
			told,
		);
	for (const one of proven)
		assert.ok(one.to - one.from < backoffMs || live.some(stretch => isSame(stretch, one)), told);
};

const seeds = Array.from({length: 25}, (_, index) => `links ${index}`);

for (const [name, dialect] of Object.entries({...dialects, ...pushedDialects}))
	test(`${name}: what replay shows live is what verify calls proven`, async () => {
		let ms = 0;
		for (const seed of seeds) {
			const {events, exchange} = linkedCapture(dialect, seed);
			const path = writeFile(captureText(events, {...captureHeader, exchanges: [exchange]}));
			const proven = await provenStretches([path]);
			assertAgree(await liveStretches([path]), proven, seed);
			for (const {from, to} of proven) ms += to - from;
		}
		assert.ok(ms > seeds.length * 5000);
	});

type Rows = readonly (readonly [price: string, size: string])[];

const levels = (from: number, to: number, size: string): Rows =>
	Array.from({length: to - from + 1}, (_, index) => [String(to - index), size]);

/** A snapshot of 1,000 bids of which all but so many go, for a while: what is left of them vouches for less. */
const leaving = (left: number, more: readonly UntimedEvent[] = []): readonly UntimedEvent[] => {
	const {open, update, snapshot} = binanceEvents;
	const gone = {bids: levels(1000 + left, 1999, '0')};
	const back = {bids: levels(1900, 1999, '7')};
	return [
		open(),
		update(1, 1),
		snapshot(1, levels(1000, 1999, '5'), [['3000', '1']]),
		update(2, 2),
		update(3, 3, gone),
		update(4, 4, {bids: [['1001', '9']]}),
		...more,
		update(5, 5, {bids: [['1002', '9']]}),
		update(6, 6, back),
		update(7, 7),
	];
};

const writeEvents = (events: readonly UntimedEvent[], everyMs = 100) =>
	writeFile(
		captureText(
			events.map((event, index) => ({t: index * everyMs, ...event})),
			{...captureHeader, exchanges: ['binance']},
		),
	);

test('both follow a market out of the range and back', async () => {
	const path = writeEvents(leaving(40));
	const away = [
		{from: 200, to: 400},
		{from: 700, to: 800},
	];
	assert.deepEqual(await liveStretches([path]), away);
	assert.deepEqual(await provenStretches([path]), away);
	const {books} = await watchCapture([path]);
	const followed = books.filter(({status}) => status === 'resyncing').map(({sequence}) => sequence);
	assert.deepEqual(followed, [3, 4, 5]);
	assert.match(books.find(({sequence}) => sequence === 4)?.reason ?? '', /left the range/);
	const {books: printed, complaints} = await printCapture([path], {from: 550});
	assert.deepEqual(printed, []);
	assert.match(complaints[0] ?? '', /resyncing: the market left the range/);
	const end = await printCapture([path]);
	assert.equal(end.books[0]?.sequence, 7);
	const near = writeEvents(leaving(50));
	assert.deepEqual(await liveStretches([near]), [{from: 200, to: 800}]);
	assert.deepEqual(await provenStretches([near]), [{from: 200, to: 800}]);
});

test('a new snapshot vouches for what the old one does not', async () => {
	const {snapshot} = binanceEvents;
	const now: Rows = [
		...levels(1002, 1039, '5'),
		['1001', '9'],
		['1000', '5'],
		...levels(1, 999, '3'),
	];
	const path = writeEvents(leaving(40, [snapshot(4, now, [['3000', '1']])]), 2000);
	const expected = [
		{from: 4000, to: 8000},
		{from: 12_000, to: 18_000},
	];
	assert.deepEqual(await liveStretches([path]), expected);
	assert.deepEqual(await provenStretches([path]), expected);
});

test('a snapshot renews what is vouched for while the book is live', async () => {
	const {snapshot, update} = binanceEvents;
	const fresh = snapshot(4, levels(900, 1899, '5'), [['3000', '1']]);
	const {open} = binanceEvents;
	const path = writeEvents(
		[
			open(),
			update(1, 1),
			snapshot(1, levels(1000, 1999, '5'), [['3000', '1']]),
			update(2, 2),
			update(3, 3, {bids: levels(1900, 1999, '0')}),
			update(4, 4, {bids: levels(900, 999, '5')}),
			fresh,
			update(5, 5, {bids: levels(1010, 1899, '0')}),
			update(6, 6),
		],
		2000,
	);
	assert.deepEqual(await liveStretches([path]), [{from: 4000, to: 16_000}]);
	assert.deepEqual(await provenStretches([path]), [{from: 4000, to: 16_000}]);
});

test('a snapshot that differs ends the proof in both', async () => {
	const {open, update, snapshot} = binanceEvents;
	const bids: Rows = [['1', '5']];
	const asks: Rows = [['2', '5']];
	const path = writeEvents(
		[
			open(),
			update(1, 1),
			snapshot(1, bids, asks),
			update(2, 2),
			snapshot(2, [['1', '6']], asks),
			update(3, 3),
			snapshot(3, bids, asks),
			update(4, 4),
		],
		5000,
	);
	const expected = [
		{from: 10_000, to: 20_000},
		{from: 30_000, to: 35_000},
	];
	assert.deepEqual(await provenStretches([path]), expected);
	assert.deepEqual(await liveStretches([path]), expected);
});

/** One update is lost; a snapshot answers it late, and is five updates ahead of the stream. */
const lateSnapshot = (timesPerMs: number): readonly UntimedEvent[] => {
	const {open, update, snapshot} = binanceEvents;
	const startedAt = 1_730_000_000_000;
	const at = (event: UntimedEvent, index: number): UntimedEvent =>
		event.kind === 'ws'
			? {
					...event,
					data: event.data.replace('"E":1', `"E":${(startedAt + index * 200) * timesPerMs}`),
				}
			: event;
	const updates = (from: number, to: number) =>
		Array.from({length: to - from + 1}, (_, index) => update(from + index, from + index));
	const asks: Rows = [['2', '5']];
	return [
		open(),
		update(1, 1),
		snapshot(1, [['1', '5']], asks),
		...updates(2, 6),
		...updates(8, 50),
		snapshot(55, [['1', '6']], asks),
		...updates(51, 70),
	].map(at);
};

test('a late snapshot ahead of the stream stays, in any unit of time', async () => {
	for (const timesPerMs of [1, 1000]) {
		const path = writeEvents(lateSnapshot(timesPerMs), 200);
		const expected = [
			{from: 400, to: 1600},
			{from: 10_200, to: 14_200},
		];
		assert.deepEqual(await provenStretches([path]), expected);
		assert.deepEqual(await liveStretches([path]), expected);
		const {books} = await printCapture([path]);
		assert.equal(books[0]?.sequence, 70);
		assert.equal(books[0]?.exchangeTime, 1_730_000_014_200);
	}
});

test('a file without a header vouches for its book to its own end', async () => {
	const raw = (symbol: string, count: number) => {
		const stream = `${symbol}@depth@100ms`;
		const url = `wss://stream.binance.com:9443/stream?streams=${stream}`;
		const book = {lastUpdateId: 1, bids: [['1', '5']], asks: [['2', '5']]};
		const rest = `https://api.binance.com/api/v3/depth?symbol=${symbol.toUpperCase()}`;
		const lines = Array.from({length: count}, (_, index) => ({
			t: index * 1000,
			kind: 'ws',
			url,
			data: JSON.stringify({
				stream,
				data: {e: 'depthUpdate', s: symbol.toUpperCase(), U: index + 1, u: index + 1, b: [], a: []},
			}),
		}));
		const snapshot = {t: 0, kind: 'http', url: rest, data: JSON.stringify(book)};
		const [first, ...others] = lines;
		return writeFile(
			[first, snapshot, ...others].map(line => `${JSON.stringify(line)}\n`).join(''),
		);
	};
	const paths = [raw('steembtc', 5), raw('hivebtc', 40)];
	const short = await provenStretches(paths);
	assert.equal(short.at(-1)?.to, 4000);
	const {books} = await printCapture(paths, {market: 'STEEM/BTC'});
	assert.deepEqual(books, []);
});

type Step = readonly [at: number, events: readonly UntimedEvent[]];

/** Five updates up to 115, then pings alone; a snapshot in between is far ahead of them. */
const stoppedEvents = (dialect: Dialect, more: readonly Step[] = []): readonly Step[] => {
	const ahead = (dialect.audit ?? dialect.snapshot)(1, 400);
	const updates = Array.from({length: 5}, (_, index): Step => [
		1000 * (index + 1),
		[dialect.update(1, 100 + 3 * index, 103 + 3 * index)],
	]);
	const pings = Array.from({length: 60}, (_, index): Step => [
		6000 + 5000 * index,
		[{kind: 'ping', connection: 1}],
	]);
	const steps: readonly Step[] = [
		[0, dialect.open(1)],
		[100, [dialect.update(1, 97, 100)]],
		[300, dialect.snapshot(1, 100)],
		...updates,
		...pings,
		[60_000, ahead],
		...more,
	];
	return [...steps].sort(([one], [other]) => one - other);
};

const writeSteps = (steps: readonly Step[], exchange: string) =>
	writeFile(
		captureText(
			steps.flatMap(([t, events]) => events.map(event => ({t, ...event}))),
			{...captureHeader, exchanges: [exchange]},
		),
	);

for (const [name, dialect] of Object.entries(dialects)) {
	test(`${name}: a book that a snapshot left behind is not live`, async () => {
		const path = writeSteps(stoppedEvents(dialect), dialect.exchange);
		const proven = await provenStretches([path]);
		const live = await liveStretches([path]);
		assertAgree(live, proven, name);
		const [stretch] = proven;
		assert.equal(proven.length, 1);
		assert.ok(stretch && stretch.to > 60_000 && stretch.to <= 70_000, JSON.stringify(proven));
		const {books} = await watchCapture([path]);
		assert.notEqual(books.at(-1)?.status, 'live');
		assert.deepEqual((await printCapture([path])).books, []);
		const defects = await defectsOf([path]);
		assert.deepEqual(
			defects.map(({code, t}) => [code, t]),
			[['stopped', 70_000]],
		);
		assert.match(defects[0]?.detail ?? '', /updates ended at 115, a snapshot is at 400$/);
	});

	test(`${name}: updates that come up to the snapshot keep it live`, async () => {
		const caughtUp = [62_000, [dialect.update(1, 115, 400)]] as const;
		const path = writeSteps(stoppedEvents(dialect, [caughtUp]), dialect.exchange);
		const {books} = await printCapture([path]);
		assert.deepEqual(
			books.map(({sequence}) => sequence),
			[400],
		);
		assertAgree(await liveStretches([path]), await provenStretches([path]), name);
		assert.deepEqual(await defectsOf([path]), []);
	});

	test(`${name}: updates that go on late make it live again`, async () => {
		const late = [90_500, [dialect.update(1, 115, 400)]] as const;
		const path = writeSteps(stoppedEvents(dialect, [late]), dialect.exchange);
		const [before, after, ...others] = await liveStretches([path]);
		assert.ok(before && before.to <= 70_000);
		assert.ok(after && after.from >= 90_500 && others.length === 0);
		const [, proven] = await provenStretches([path]);
		// A client that has waited in vain may take a while to connect once more.
		assert.deepEqual(proven, {from: 90_500, to: after.to});
	});
}

/** Bitstamp: each push is a whole book, and its size tells which. */
const bitstampTold = (event: string, data: unknown): UntimedEvent => ({
	...{kind: 'ws', connection: 1},
	data: JSON.stringify({event, channel: 'order_book_steembtc', data}),
});
const bitstampBook = (second: number) => ({
	...{timestamp: String(second), microtimestamp: String(second * 1_000_000)},
	...{bids: [['1', String(second)]], asks: [['2', '1']]},
});

test('a book whose client gave its connection up goes on with what comes on it', async () => {
	const subscription = {event: 'bts:subscribe', data: {channel: 'order_book_steembtc'}};
	const push = (second: number) => bitstampTold('data', bitstampBook(second));
	const ahead: UntimedEvent = {
		...{kind: 'http', url: 'https://www.bitstamp.net/api/v2/order_book/steembtc/', status: 200},
		data: JSON.stringify(bitstampBook(30)),
	};
	const path = writeSteps(
		[
			[0, [{kind: 'open', url: 'wss://ws.bitstamp.net', connection: 1}]],
			[0, [{kind: 'sent', connection: 1, data: JSON.stringify(subscription)}]],
			[100, [bitstampTold('bts:subscription_succeeded', {})]],
			...Array.from({length: 5}, (_, at): Step => [1000 * (at + 1), [push(at + 1)]]),
			...Array.from({length: 20}, (_, at): Step => [
				6000 + 5000 * at,
				[{kind: 'ping', connection: 1}],
			]),
			[30_000, [ahead]],
			...Array.from({length: 20}, (_, at): Step => [60_500 + 1000 * at, [push(60 + at)]]),
			[80_200, [{...ahead, data: JSON.stringify(bitstampBook(78))}]],
		].sort(([one], [other]) => Number(one) - Number(other)) as Step[],
		'bitstamp',
	);
	const [before, after, ...others] = await provenStretches([path]);
	assert.deepEqual([before?.from, others.length], [1000, 0]);
	assert.ok(before && before.to <= 40_000);
	assert.deepEqual(after, {from: 60_500, to: 101_000});
	assertAgree(await liveStretches([path]), [before, after], 'bitstamp');
	const {books} = await watchCapture([path]);
	const isOwn = ({sequence, bids}: (typeof books)[number]) =>
		String(bids?.[0]?.[1]) === String(Number(sequence) / 1_000_000);
	assert.ok(books.filter(({status}) => status === 'live').every(isOwn));
	assert.equal((await printCapture([path])).books[0]?.sequence, 79_000_000);
});

test('a late snapshot does not end what came up to one before', async () => {
	const {binance} = dialects;
	assert.ok(binance);
	const more: readonly Step[] = [
		[66_000, [binance.update(1, 115, 400)]],
		[68_000, binance.snapshot(1, 410)],
		[72_000, [binance.update(1, 400, 410)]],
	];
	const path = writeSteps(stoppedEvents(binance, more), 'binance');
	assert.deepEqual(await defectsOf([path]), []);
	assert.equal((await printCapture([path])).books[0]?.sequence, 410);
});
