import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertGolden} from '../helpers/golden.js';
import {
	createMarketStores,
	fixedBoard,
	someMarkets,
	toldLine,
	type MarketFacts,
} from '../helpers/market-lines.js';
import {startTime} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';

const sizes = [
	[40, 12],
	[80, 24],
	[120, 40],
	[200, 60],
] as const;

const startList = (
	columns: number,
	rows: number,
	{
		exchanges = 2,
		facts = someMarkets,
		isAscii = false,
	}: {exchanges?: number; facts?: readonly MarketFacts[]; isAscii?: boolean} = {},
) => {
	const {stores, board} = createMarketStores(facts, exchanges);
	const [store] = stores;
	assert.ok(store);
	const opened: string[] = [];
	const start = startTestApp({
		...{store, board, view: 'markets', columns, rows, isAscii},
		onMarket: name => opened.push(name),
	});
	return start.then(run => ({...run, stores, board, opened}));
};

/** The markets of the list from top to bottom, the chosen one with its mark. */
const shown = (text: string): readonly string[] =>
	text
		.split('\n')
		.flatMap(
			line => /^│(▸? ?)\s*(\S+\/\S+) +[−+≈·<>\d]/.exec(line)?.slice(1, 3).join('').trim() ?? [],
		);

/** What a terminal sends for a click, cells counted from 0. */
const click = (x: number, y: number) => `\u001B[<0;${x + 1};${y + 1}M`;

const chosen = (text: string): string => /│▸ (\S+)/.exec(text)?.[1] ?? '';

for (const [columns, rows] of sizes)
	for (const exchanges of [1, 2, 3, 4])
		test(`many markets on ${exchanges} exchanges at ${columns}×${rows}`, async () => {
			const {app, terminal, clock} = await startList(columns, rows, {exchanges});
			clock.advance(1000);
			assertGolden(`markets/live-${exchanges}-${columns}x${rows}`, terminal.text());
			app.stop();
		});

for (const [columns, rows] of sizes)
	test(`books that are not live are told apart at ${columns}×${rows}`, async () => {
		const {app, terminal, clock, stores} = await startList(columns, rows);
		for (const [index, status] of (['reconnecting', 'resyncing', 'failed'] as const).entries()) {
			const key = `huobi:${someMarkets[index]?.market ?? ''}`;
			const reason = status === 'failed' ? 'the market is not listed' : 'the connection was closed';
			stores[index]?.setStatus(key, {status, reason, retryAt: null}, startTime);
			stores[index]?.publish();
		}
		clock.advance(1100);
		await terminal.press('S', 'S', 'S', 'S');
		assertGolden(`markets/one-down-${columns}x${rows}`, terminal.text());
		app.stop();
	});

/** What exchanges tell, some of it in part. */
const told = [
	toldLine('STEEM/USDT', {
		Binance: {bid: '0.1642', ask: '0.1643', last: '0.1642', open: '0.16'},
		Huobi: {bid: '0.1651', ask: '0.1652', last: '0.1651', open: '0.17'},
	}),
	toldLine('BTC/USDT', {
		Binance: {bid: '65083.6', ask: '65083.67', last: '65083.6', open: '64000'},
		Huobi: {last: '65010.12', open: '64000'},
	}),
	toldLine('ETH/USDT', {Binance: {bid: '3012', ask: '3012.5'}, Huobi: null}),
];

for (const [columns, rows] of sizes)
	test(`what is told is never taken for proven at ${columns}×${rows}`, async () => {
		const notes = ['no prices of OKX: the exchange cannot be reached'];
		const {app, terminal} = await startTestApp({
			...{board: fixedBoard(told, notes), view: 'markets', columns, rows},
		});
		const text = terminal.text();
		assertGolden(`markets/told-${columns}x${rows}`, text);
		assert.doesNotMatch(text, /● (Binance|Huobi) live/);
		for (const line of text.split('\n').filter(one => /STEEM\/USDT +≈?[+−\d]/.test(one)))
			assert.match(line, /≈\+0\./);
		app.stop();
	});

test('a line is live in words and sign only while its books are', async () => {
	const {app, terminal, clock, stores} = await startList(120, 40);
	await terminal.press('S', 'end');
	const name = chosen(terminal.text());
	assert.equal(name, 'STEEM/USDT');
	assert.match(terminal.text(), /● Huobi {3}live/);
	for (const status of ['stale', 'resyncing', 'reconnecting', 'syncing', 'failed'] as const) {
		stores[0]?.setStatus(`huobi:${name}`, {status, reason: null, retryAt: null}, startTime);
		stores[0]?.publish();
		clock.advance(1100);
		await terminal.flush();
		const text = terminal.text();
		assert.doesNotMatch(text, /Huobi {3}live/, status);
		assert.match(text, new RegExp(`Huobi {3}${status}`));
		const line: string = text.split('\n').find(one => one.startsWith(`│▸ ${name}`)) ?? '';
		assert.equal(line.split('●').length, 2, `${status}: ${line}`);
		assert.match(
			line,
			/STEEM\/USDT +· +· +0\.1642 Bin +· +(<1 s +)?●/,
			'no edge with a book that is not proven',
		);
	}
	app.stop();
});

test('lines are sorted by what they bring, at most once a second', async () => {
	const {app, terminal, clock, stores} = await startList(120, 40);
	let touches = 0;
	const touch = async () => {
		stores[6]?.setRate(`huobi:${market}`, ++touches);
		stores[6]?.publish();
		await terminal.flush();
	};
	const {market = '', price = ''} = someMarkets[6] ?? {};
	clock.advance(1000);
	await touch();
	clock.advance(500);
	const before = shown(terminal.text());
	assert.notEqual(before[0], `▸ ${market}`);
	const {moveBook} = await import('../helpers/market-lines.js');
	moveBook(stores[6] ?? assert.fail(), `huobi:${market}`, price, 40, clock.now());
	stores[6]?.publish();
	await terminal.flush();
	assert.deepEqual(shown(terminal.text()), before);
	clock.advance(600);
	await touch();
	assert.match(shown(terminal.text())[0] ?? '', new RegExp(market));
	assert.match(terminal.text(), new RegExp(`${market} +\\+\\d`));
	app.stop();
});

test('another size makes other edges, and another order', async () => {
	const {app, terminal} = await startList(120, 40);
	const sizeOf = () => / ─ \S+ for ([\d .]+) /.exec(terminal.text())?.[1] ?? '';
	await terminal.press('S', 'end');
	assert.equal(sizeOf(), '500');
	await terminal.press('+');
	assert.equal(sizeOf(), '1 000');
	assert.match(terminal.text(), /about 200 \$ each/);
	await terminal.press('-', '-');
	assert.equal(sizeOf(), '200');
	await terminal.press('5');
	assert.match(terminal.text(), /200 STEEM/);
	app.stop();
});

test('Enter opens a market, 8 and Escape come back to it', async () => {
	const {app, terminal, stores, board, opened} = await startList(120, 40);
	await terminal.press('S', 'down', 'enter');
	assert.deepEqual(opened, ['BTC/USDT']);
	assert.match(terminal.text(), /Markets ──/, 'until it is there, the list stays');
	app.setSource(stores[1] ?? assert.fail(), 'live', 'BTC/USDT', board);
	await terminal.flush();
	assert.match(terminal.text(), /^ BTC\/USDT .*\n.*1 Binance ─/);
	await terminal.press('escape');
	assert.equal(chosen(terminal.text()), 'BTC/USDT');
	// The one that is shown in the other views needs not be asked for.
	await terminal.press('enter');
	assert.deepEqual(opened, ['BTC/USDT']);
	assert.match(terminal.text(), /1 Binance ─/);
	await terminal.press('8');
	assert.equal(chosen(terminal.text()), 'BTC/USDT');
	app.stop();
});

test('a filter is typed, kept and taken away', async () => {
	const {app, terminal} = await startList(120, 40);
	await terminal.press('S', '/', 'b', 't');
	assert.match(terminal.text(), /Markets ── 2 of 8 · \/bt▏/);
	assert.deepEqual(shown(terminal.text()), ['▸ BTC/USDT', 'STEEM/BTC']);
	assert.match(terminal.text().split('\n').at(-1) ?? '', /Enter open .*Esc keep it/);
	// Letters that are keys elsewhere are text.
	await terminal.press('q');
	assert.match(terminal.text(), /no market is like btq/);
	await terminal.press('backspace', 'down');
	assert.equal(chosen(terminal.text()), 'STEEM/BTC');
	await terminal.press('escape');
	assert.match(terminal.text(), /2 of 8 · \/bt ·/);
	await terminal.press('escape');
	assert.match(terminal.text(), /Markets ── 8 · by name/);
	assert.equal(chosen(terminal.text()), 'STEEM/BTC');
	await terminal.press('escape');
	assert.equal(chosen(terminal.text()), '1000SATS/USDT');
	app.stop();
});

test('a filter that is typed ends in a bar in ASCII, too', async () => {
	const {app, terminal} = await startList(120, 40, {isAscii: true});
	await terminal.press('S', '/', '5', '0', '.');
	assert.match(terminal.text(), /\/50\.\| /);
	app.stop();
});

test('a long list is walked through row by row, page by page', async () => {
	const facts = Array.from({length: 200}, (_, index) => ({
		...{market: `M${String(index).padStart(3, '0')}/USDT`, price: '1.2345', apart: 1},
	}));
	const {app, terminal} = await startList(80, 24, {facts});
	await terminal.press('S');
	const go = async (key: string) => {
		await terminal.press(key);
		return chosen(terminal.text());
	};
	assert.equal(await go('down'), 'M001/USDT');
	assert.equal(await go('pagedown'), 'M015/USDT');
	assert.equal(await go('end'), 'M199/USDT');
	assert.equal(shown(terminal.text()).length, 15);
	assert.equal(await go('down'), 'M199/USDT');
	assert.equal(await go('pageup'), 'M185/USDT');
	assert.equal(await go('home'), 'M000/USDT');
	assert.equal(await go('I'), 'M199/USDT');
	app.stop();
});

test('a click chooses a line, another one opens it', async () => {
	const {app, terminal, opened} = await startList(80, 24);
	await terminal.press('S');
	const row = terminal
		.text()
		.split('\n')
		.findIndex(line => line.includes('HIVE/USDT'));
	await terminal.press(click(5, row));
	assert.equal(chosen(terminal.text()), 'HIVE/USDT');
	assert.deepEqual(opened, []);
	await terminal.press(click(5, row));
	assert.deepEqual(opened, ['HIVE/USDT']);
	app.stop();
});

test('a frozen list stays, and can be looked through', async () => {
	const {app, terminal, clock, stores} = await startList(120, 40);
	await terminal.press('S', ' ');
	const before = terminal.text().split('\n').slice(3, 12);
	const {moveBook} = await import('../helpers/market-lines.js');
	moveBook(stores[0] ?? assert.fail(), 'huobi:STEEM/USDT', '0.1642', 90, clock.now());
	stores[0]?.publish();
	clock.advance(2000);
	await terminal.flush();
	assert.deepEqual(terminal.text().split('\n').slice(3, 12), before);
	assert.match(terminal.text(), /frozen since/);
	await terminal.press('end');
	assert.equal(chosen(terminal.text()), 'STEEM/USDT');
	assert.match(terminal.text(), /Huobi {3}live {3}bid 0\.1643/);
	app.stop();
});

test('nothing is painted while nothing happens but ages', async () => {
	const {app, terminal, clock, stores} = await startList(120, 40);
	clock.advance(1100);
	const count = terminal.writes.length;
	for (let tick = 0; tick < 8; tick++) {
		clock.advance(100);
		for (const store of stores) store.publish();
	}
	assert.equal(terminal.writes.length, count);
	app.stop();
});

test('a name that takes two cells a letter keeps the columns', async () => {
	const facts = [...someMarkets, {market: '币安人生/USDT', price: '0.1642', apart: 1}];
	const {app, terminal} = await startList(120, 40, {facts});
	const [odd = '', even = ''] = ['币安', 'STEEM/USDT'].map(
		name =>
			terminal
				.text()
				.split('\n')
				.find(line => line.includes(name) && line.includes('Bin→')) ?? '',
	);
	const cells = (text: string) => text.length + (text.match(/[\u4e00-\u9fff]/g)?.length ?? 0);
	assert.equal(cells(odd.slice(0, odd.indexOf('●'))), cells(even.slice(0, even.indexOf('●'))));
	assert.equal(cells(odd.trimEnd()), cells(even.trimEnd()));
	app.stop();
});

test('a name of wide characters has the room it takes, and what is cut of one has a sign', async () => {
	const facts = ['币安人生/USDT', '币安人生币安人生/USDT'].map(market => ({
		...{market, price: '0.1642', apart: 1},
	}));
	const {app, terminal} = await startList(120, 40, {facts});
	assert.match(terminal.text(), / 币安人生\/USDT +−/);
	assert.match(terminal.text(), / 币安人生币安… +−/);
	app.stop();
});
