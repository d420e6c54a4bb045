import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {pairOf} from '../helpers/capture-server.js';
import {captureFolder, readExpected, skipWithoutCaptures} from '../helpers/captures.js';
import {printCapture, watchCapture, writeBusy, writeFile} from '../helpers/replay-run.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {busyCapture} from '../helpers/busy-capture.js';
import {createPacer} from '../../source/replay/pacer.js';
import type {CaptureEvent, UntimedEvent} from '../../source/capture/capture-format.js';
import {
	binanceEvents,
	captureHeader,
	captureText,
	huobiEvents,
	timed,
} from '../helpers/capture-lines.js';

const raw = (name: string) => join(captureFolder, name);

const files = skipWithoutCaptures
	? ['(none)']
	: readdirSync(captureFolder).filter(
			file => /binance|huobi/.test(file) && /\d\.jsonl(\.gz)?$/.test(file),
		);

for (const file of files) {
	test(`replays ${file} to its last book`, {skip: skipWithoutCaptures}, async () => {
		for (const [symbol, expected] of Object.entries(readExpected(file))) {
			const {base, quote} = pairOf(symbol);
			const {code, books, complaints} = await watchCapture([raw(file)], {
				market: `${base}/${quote}`,
			});
			const wanted = (!expected.synced_at_end && expected.book_before_last_gap) || expected;
			const last = books.at(-1);
			assert.deepEqual([code, complaints], [0, []]);
			assert.equal(last?.status === 'live', expected.synced_at_end);
			assert.equal(last?.sequence, wanted.sequence);
			assert.deepEqual([last?.bids, last?.asks], [wanted.top20.bids, wanted.top20.asks]);
			assert.deepEqual(last?.levels, wanted.levels);
		}
	});
}

test('replays files of two exchanges together', {skip: skipWithoutCaptures}, async () => {
	const names = ['binance-steemeth-20210417.jsonl', 'huobi-depth-trioeth-20210417.jsonl'];
	const {code, books} = await printCapture(names.map(raw));
	assert.equal(code, 0);
	assert.deepEqual(
		books.map(({exchange, market, status}) => [exchange, market, status]),
		[
			['binance', 'STEEM/ETH', 'live'],
			['huobi', 'TRIO/ETH', 'live'],
		],
	);
	const expected = names.flatMap(name => Object.values(readExpected(name)));
	assert.deepEqual(
		books.map(({bids, asks}) => ({bids, asks})),
		expected.map(({top20}) => top20),
	);
});

test(
	'the first of several markets, or the one asked for',
	{skip: skipWithoutCaptures},
	async () => {
		const paths = [raw('binance-multi4-20211012.jsonl')];
		const markets = async (market?: string) =>
			(await printCapture(paths, market === undefined ? {} : {market})).books.map(
				book => book.market,
			);
		assert.deepEqual(await markets(), ['NKN/USDT']);
		assert.deepEqual(await markets('LRC/BTC'), ['LRC/BTC']);
		assert.deepEqual(await markets('runeeur'), ['RUNE/EUR']);
	},
);

const busy = writeBusy({seconds: 30, gaps: [10], closes: [20], markers: [15]});

test('prints the same lines each time', async () => {
	const [first, second] = [await watchCapture([busy]), await watchCapture([busy])];
	assert.equal(first.code, 0);
	assert.ok(first.books.length > 500);
	assert.equal(second.text, first.text);
});

test('goes through gaps and lost connections as live data would', async () => {
	const {books} = await watchCapture([busy]);
	const statuses = (id: string) =>
		books
			.filter(({exchange}) => exchange === id)
			.map(({status}) => status)
			.filter((status, index, all) => status !== all[index - 1]);
	assert.deepEqual(statuses('binance'), ['connecting', 'syncing', 'live', 'resyncing', 'live']);
	assert.deepEqual(statuses('huobi').slice(0, 4), [
		'connecting',
		'syncing',
		'live',
		'reconnecting',
	]);
	assert.equal(statuses('huobi').at(-1), 'live');
	const gap = books.find(({status}) => status === 'resyncing');
	assert.match(gap?.reason ?? '', /updates were missed/);
});

test('the speed changes no line', async () => {
	const lines = (await watchCapture([busy], {from: 29_000})).books;
	assert.ok(lines.length > 10 && lines.length < 40);
	assert.ok(lines.every(({status}) => status === 'live'));
});

test('book tells a moment, or the end', async () => {
	const all = (await watchCapture([busy])).books.filter(({exchange}) => exchange === 'binance');
	const sequences = async (from: number | null) =>
		(await printCapture([busy], {from})).books.map(({sequence}) => sequence);
	const [middle] = await sequences(14_950);
	const [end] = await sequences(null);
	assert.ok(all.some(({sequence}) => sequence === middle));
	assert.equal(end, all.at(-1)?.sequence);
	assert.ok(Number(middle) < Number(end));
});

test('--exchange and --for narrow it', async () => {
	const {books} = await watchCapture([busy], {exchange: 'huobi', forMs: 1000});
	assert.deepEqual([...new Set(books.map(({exchange}) => exchange))], ['huobi']);
	assert.ok(books.length < 15);
});

test('plays what is whole of a file that was cut', async () => {
	const text = gzipSync([...busyCapture({seconds: 10})].join(''));
	const path = writeFile('', '.jsonl.gz');
	const {writeFileSync} = await import('node:fs');
	writeFileSync(path, text.subarray(0, text.length * 0.8));
	const {code, books, complaints} = await printCapture([path]);
	assert.equal(code, 0);
	assert.deepEqual(
		books.map(({status}) => status),
		['live', 'live'],
	);
	assert.match(complaints[0] ?? '', /the file ends early after line \d+/);
});

test('a quiet capture from the middle of a session plays from its first second', async () => {
	const depth = '{"lastUpdateId":5,"bids":[["1","1"]],"asks":[["2","1"]]}';
	const topic = 'market.steembtc.mbp.150';
	const data = {seqNum: 5, bids: [[1, 1]], asks: [[2, 1]]};
	const events: readonly UntimedEvent[] = [
		binanceEvents.open(),
		{kind: 'sent', connection: 1, data: '{"method":"LIST_SUBSCRIPTIONS","id":1}'},
		binanceEvents.streams,
		huobiEvents.open,
		{kind: 'sent', connection: 2, data: JSON.stringify({sub: topic, id: 'sub-1'})},
		huobiEvents.message({id: 'sub-1', status: 'ok', subbed: topic, ts: 1}),
		{kind: 'sent', connection: 2, data: JSON.stringify({req: topic, id: 'req-2'})},
		{...binanceEvents.snapshot(5, [], []), data: depth} as UntimedEvent,
		huobiEvents.message({id: 'req-2', status: 'ok', rep: topic, ts: 1, data}),
	];
	const {books} = await printCapture([writeFile(captureText(timed(events)))]);
	assert.deepEqual(
		books.map(({status, sequence}) => [status, sequence]),
		[
			['live', 5],
			['live', 5],
		],
	);
});

const topic = 'market.steembtc.mbp.150';

/** As Huobi says it: 5 is the book's sequence, or what it follows. */
const huobi = {
	asked: {kind: 'sent' as const, connection: 2, data: JSON.stringify({req: topic, id: 'req-1'})},
	reply: (seqNum: number) =>
		huobiEvents.message({
			...{id: 'req-1', status: 'ok', rep: topic, ts: 1},
			data: {seqNum, bids: [[1, seqNum]], asks: [[20, 1]]},
		}),
	update: (prevSeqNum: number, seqNum: number) =>
		huobiEvents.message({
			...{ch: topic, ts: 1},
			tick: {seqNum, prevSeqNum, bids: [[1, seqNum]], asks: []},
		}),
	/** What a capture from the middle of a session begins with. */
	begin: [
		huobiEvents.open,
		{kind: 'sent' as const, connection: 2, data: JSON.stringify({sub: topic, id: 'sub-1'})},
		huobiEvents.message({id: 'sub-1', status: 'ok', subbed: topic, ts: 1}),
	],
};

const bids = [['1', '1']] as const;
const asks = [['20', '1']] as const;

for (const {name, exchange, events} of [
	{
		name: 'a newer one comes before any update',
		exchange: 'huobi',
		events: [
			...huobi.begin,
			...[huobi.asked, huobi.reply(5), huobi.asked, huobi.reply(7), huobi.update(7, 8)],
		],
	},
	{
		name: 'an update does not follow it',
		exchange: 'huobi',
		events: [
			...huobi.begin,
			...[huobi.asked, huobi.reply(5), huobi.update(6, 7), huobi.asked, huobi.reply(7)],
			huobi.update(7, 8),
		],
	},
	{
		name: 'an update follows none of several',
		exchange: 'huobi',
		events: [
			...huobi.begin,
			...[huobi.asked, huobi.reply(5), huobi.asked, huobi.reply(5), huobi.asked, huobi.reply(4)],
			...[huobi.update(6, 7), huobi.asked, huobi.reply(7), huobi.update(7, 8)],
		],
	},
	{
		name: 'a newer answer comes before any update',
		exchange: 'binance',
		events: [
			binanceEvents.open(),
			binanceEvents.streams,
			...[5, 7].map(id => binanceEvents.snapshot(id, bids, asks)),
			binanceEvents.update(8, 8),
		],
	},
	{
		name: 'an update does not follow the answer',
		exchange: 'binance',
		events: [
			binanceEvents.open(),
			binanceEvents.streams,
			binanceEvents.snapshot(5, bids, asks),
			binanceEvents.update(7, 7),
			binanceEvents.snapshot(7, bids, asks),
			binanceEvents.update(8, 8),
		],
	},
] satisfies readonly {name: string; exchange: string; events: readonly UntimedEvent[]}[]) {
	test(`an old snapshot at the start of a capture makes no book: ${name}`, async () => {
		const {books} = await watchCapture([writeFile(captureText(timed(events)))], {exchange});
		assert.deepEqual(
			books.filter(({status}) => status === 'resyncing'),
			[],
		);
		const live = books.filter(({status}) => status === 'live').map(({sequence}) => sequence);
		assert.ok(!live.includes(5), live.join());
		assert.equal(live.at(-1), 8);
	});
}

test('the parts of a capture are one book, without a break', async () => {
	const parts = [
		[
			...[binanceEvents.open(), binanceEvents.snapshot(5, bids, asks), binanceEvents.update(6, 6)],
			...[...huobi.begin, huobi.asked, huobi.reply(5), huobi.update(5, 6)],
		],
		[
			...[binanceEvents.open(), ...huobi.begin, huobi.asked, huobi.reply(5), huobi.asked],
			...[binanceEvents.update(7, 7), huobi.update(6, 7), huobi.reply(7)],
			binanceEvents.snapshot(7, bids, asks),
		],
		[binanceEvents.open(), ...huobi.begin, binanceEvents.update(8, 8), huobi.update(7, 8)],
	];
	const paths = parts.map((events, index) =>
		writeFile(
			captureText(timed(events), {
				...captureHeader,
				startedAt: captureHeader.startedAt + index * 2000,
			}),
		),
	);
	const {books} = await watchCapture(paths);
	for (const id of ['binance', 'huobi']) {
		const own = books.filter(({exchange}) => exchange === id);
		const statuses = own.map(({status}) => status);
		assert.deepEqual([...new Set(statuses)], ['connecting', 'syncing', 'live']);
		assert.deepEqual(own.filter(({status}) => status === 'live').at(-1)?.sequence, 8);
	}
});

const late = (t: number, events: readonly UntimedEvent[]): readonly CaptureEvent[] =>
	events.map((event, index) => ({t: t + index * 100, ...event}));

const onConnection3 = (events: readonly UntimedEvent[]): readonly UntimedEvent[] =>
	events.map(event => ('connection' in event ? {...event, connection: 3} : event));

test('hours without an event cost nothing', async () => {
	const text = captureText([
		...late(0, [binanceEvents.open(), binanceEvents.snapshot(5, bids, asks)]),
		...late(200, [binanceEvents.update(6, 6)]),
		...late(3e9, [{kind: 'marker', label: 'late'}]),
	]);
	const path = writeFile(text);
	const {books, complaints} = await watchCapture([path], {exchange: 'binance'});
	assert.match(complaints[0] ?? '', /line 5: nothing for 833\.3 hours before it$/);
	const statuses = new Set(books.map(({status}) => status));
	assert.deepEqual([...statuses].slice(2), ['live', 'reconnecting']);
	assert.notEqual(books.at(-1)?.status, 'live');
	assert.ok(books.length < 100, String(books.length));
	const {books: then} = await printCapture([path], {exchange: 'binance', from: 2e9});
	assert.deepEqual(then, []);
});

const interrupted = 'the recording was interrupted';

/** Both exchanges from a start with nothing known; Binance at `id`, Huobi at `id` too. */
const fresh = (t: number, id: number): readonly CaptureEvent[] => {
	const time = {kind: 'http', url: 'https://api.binance.com/api/v3/time', status: 200} as const;
	return late(t, [
		{...time, data: `{"serverTime":${t}}`},
		...[binanceEvents.open(), ...huobi.begin],
		...[binanceEvents.update(id + 1, id + 1), binanceEvents.snapshot(id + 1, bids, asks)],
		...[huobi.asked, huobi.update(id, id + 1), huobi.reply(id)],
		...[binanceEvents.update(id + 2, id + 2), huobi.update(id + 1, id + 2)],
	]);
};

const statesOf = (books: Awaited<ReturnType<typeof watchCapture>>['books'], id: string) =>
	books
		.filter(({exchange}) => exchange === id)
		.map(({status, reason}) => (status === 'reconnecting' ? `${status}: ${reason}` : status))
		.filter((state, index, all) => state !== all[index - 1]);

for (const {name, pauseMs, id} of [
	{name: 'within seconds', pauseMs: 5000, id: 50},
	{name: 'with ids that fell', pauseMs: 5000, id: 5},
	{name: 'after 40 seconds', pauseMs: 40_000, id: 50},
	{name: 'after hours', pauseMs: 9_000_000, id: 50},
])
	test(`a recording begun after one that was killed is live at once: ${name}`, async () => {
		const startedAt = captureHeader.startedAt + pauseMs;
		const paths = [
			writeFile(captureText(fresh(0, 20))),
			writeFile(captureText(fresh(10, id), {...captureHeader, startedAt})),
		];
		const {books, complaints} = await watchCapture(paths);
		assert.deepEqual(complaints, []);
		for (const exchange of ['binance', 'huobi']) {
			const states = statesOf(books, exchange);
			const [begin, end] = [states.slice(0, 4), states.slice(4)];
			assert.deepEqual(begin, ['connecting', 'syncing', 'live', `reconnecting: ${interrupted}`]);
			assert.deepEqual(end, ['syncing', 'live']);
		}
		const last = (exchange: string) => books.findLast(book => book.exchange === exchange)?.sequence;
		assert.deepEqual([last('binance'), last('huobi')], [id + 2, id + 2]);
		const between = await watchCapture(paths, {from: 3000, forMs: 1000});
		assert.ok(between.books.every(({reason}) => reason === interrupted));
	});

for (const {name, ms} of [
	{name: '20 seconds', ms: 20_000},
	{name: '40 seconds', ms: 40_000},
	{name: '50 minutes', ms: 3_000_000},
	{name: 'years', ms: 3e11},
])
	test(`a pause of ${name} in a file is no silence of the exchange`, async () => {
		const path = writeFile(
			captureText([
				...fresh(0, 20),
				...late(ms, [{kind: 'ping', connection: 1}, huobiEvents.ping]),
				...late(ms + 5000, [binanceEvents.update(23, 23), huobi.update(22, 23)]),
			]),
		);
		const {books} = await watchCapture([path]);
		for (const exchange of ['binance', 'huobi']) {
			const states = statesOf(books, exchange);
			assert.deepEqual(states.slice(3), [`reconnecting: ${interrupted}`, 'live']);
			const again = books.filter(book => book.exchange === exchange && book.status === 'live');
			assert.equal(again.at(-1)?.sequence, 23);
			// A ping is no proof of the book.
			const back = books.findLastIndex(({reason}) => reason === interrupted);
			assert.ok(
				books.slice(back).every(({status, sequence}) => status !== 'live' || sequence === 23),
			);
		}
	});

test('a pause in a file after which updates are missing leaves no live book', async () => {
	const path = writeFile(
		captureText([
			...fresh(0, 20),
			...late(3_000_000, [binanceEvents.update(40, 41), huobi.update(40, 41)]),
		]),
	);
	const {books} = await watchCapture([path]);
	for (const exchange of ['binance', 'huobi']) {
		const states = statesOf(books, exchange).slice(3);
		assert.equal(states[0], `reconnecting: ${interrupted}`);
		assert.deepEqual(states.slice(1), ['resyncing']);
	}
});

test('a replay at a speed does not wait for what was left out', () => {
	const clock = createFakeClock();
	const console = {write: () => true, onDrain: () => undefined, complain: () => undefined};
	const pacer = createPacer(1, clock, console);
	pacer.start(0);
	pacer.skip(3e9);
	assert.equal(pacer.pace(3e9), undefined);
	assert.ok(pacer.pace(3e9 + 1000) instanceof Promise);
});

test('a connection that opens late is waited for', async () => {
	const trades = [
		{...huobiEvents.open, url: 'wss://api.huobi.pro/ws'},
		{...huobi.asked, data: JSON.stringify({sub: 'market.steembtc.trade.detail', id: 'sub-1'})},
	];
	const text = captureText([
		...late(0, trades),
		...late(20_000, onConnection3([...huobi.begin, huobi.asked, huobi.reply(5)])),
		...late(22_000, onConnection3([huobi.update(5, 6)])),
	]);
	const {books, complaints} = await printCapture([writeFile(text)], {exchange: 'huobi'});
	assert.deepEqual(complaints, []);
	assert.deepEqual(
		books.map(({status, sequence}) => [status, sequence]),
		[['live', 6]],
	);
});

test('a capture of the second channel alone is followed on that', async () => {
	const depth = 'market.steembtc.depth.step0';
	const push = (version: number) =>
		huobiEvents.message({
			...{ch: depth, ts: 1},
			tick: {version, ts: 1, bids: [[1, 1]], asks: [[2, 1]]},
		});
	const events = [
		{...huobiEvents.open, url: 'wss://api.huobi.pro/ws'},
		{...huobi.asked, data: JSON.stringify({sub: depth, id: 'sub-1'})},
		...[push(5), push(6)],
	];
	const {books} = await printCapture([writeFile(captureText(timed(events)))], {
		exchange: 'huobi',
	});
	assert.deepEqual(
		books.map(({status, sequence}) => [status, sequence]),
		[['live', 6]],
	);
});

for (const {name, paths, given, words} of [
	{name: 'no file', paths: [`${busy}.gone`], given: {}, words: '.gone does not exist'},
	{
		name: 'another market',
		paths: [busy],
		given: {market: 'BTC/USDT'},
		words: `${busy} does not hold BTC/USDT, but STEEM/USDT`,
	},
	{
		name: 'another exchange',
		paths: [writeFile('{"t":1,"kind":"ws","url":"wss://example.com/","data":"{}"}\n')],
		given: {exchange: 'huobi'},
		words: 'holds nothing of Huobi',
	},
	{
		name: 'a text',
		paths: [writeFile('words\n')],
		given: {},
		words: 'is not a capture: line 1: not JSON',
	},
	{
		name: 'a time after its end',
		paths: [busy],
		given: {from: 5_940_500},
		words: 'ends before 99:00.5',
	},
]) {
	test(`explains ${name}`, async () => {
		const {code, books, complaints} = await printCapture(paths, given);
		assert.deepEqual([code, books, complaints.length], [1, [], 1]);
		assert.ok(complaints[0]?.endsWith(words), complaints[0]);
	});
}

test('names from addresses bring nothing to the terminal', async () => {
	const name = 'ev\u001b]0;OWNED\u0007\u001b[31m\u202e\u009b31mil';
	const at = (symbol: string) =>
		`wss://stream.binance.com:9443/stream?streams=${symbol}@depth@100ms`;
	const header = {...captureHeader, market: 'X', exchanges: ['binance']};
	const toFile = (url: string) =>
		writeFile(captureText([{t: 0, kind: 'open', connection: 1, url}], header));
	const none = await watchCapture([toFile(at(`${name}usdt`))]);
	assert.equal(none.text, '');
	assert.match(none.complaints.join(), /holds no market we know/);
	const {text} = await watchCapture([toFile(at(`${name}usdt@depth/steemusdt`))]);
	assert.match(text, /STEEM\/USDT/);
	assert.doesNotMatch(text, /[^\P{C}\n]/u);
});
