import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mergeRows} from '../../source/book/merge.js';
import {toDepthRows, type DepthRow} from '../../source/book/depth.js';
import {addDecimals, multiplyDecimals, parseDecimal} from '../../source/book/fixed-point.js';
import {createFlowTracker} from '../../source/flow/flow-tracker.js';
import {createHeatTracker} from '../../source/heat/heat-tracker.js';
import {createEdgeTracker} from '../../source/panes/edge/edge-tracker.js';
import {panes} from '../../source/panes/index.js';
import {createTheme} from '../../source/screen/theme.js';
import {clampScroll, initialUiState, type UiState} from '../../source/screen/ui-state.js';
import type {ViewId} from '../../source/screen/views.js';
import {createBookStore} from '../../source/store/book-store.js';
import type {BookView, MarketView} from '../../source/store/market-view.js';
import {createTrades} from '../helpers/busy-market.js';
import {captureFolder, skipWithoutCaptures} from '../helpers/captures.js';
import {columns} from '../helpers/columns.js';
import {startTime} from '../helpers/market.js';
import {startPlayerRun} from '../helpers/replay-run.js';
import {readCell} from '../helpers/shown-numbers.js';
import {createSimulatedBooks} from '../helpers/simulated-books.js';
import {startTestApp} from '../helpers/start-test-app.js';
import {goLive} from '../helpers/statuses.js';

const theme = createTheme(24);
const height = 22;
const widths = [38, 40, 47, 60, 78, 100, 150];
const tables = ['depth', 'aligned', 'merged'] as const;

const inputOf = (view: MarketView, index: number, width: number, ui: Partial<UiState> = {}) => {
	const book = view.books[index];
	assert.ok(book);
	const edges = createEdgeTracker();
	edges.sample(view);
	const place = {isFocused: index === 0, place: '1', hint: '', width, narrowest: width, height};
	const pasts = {edges, heat: createHeatTracker(), flow: createFlowTracker()};
	return {view, book, ...pasts, ui: {...initialUiState, ...ui}, ...place};
};

const paint = (
	id: ViewId,
	view: MarketView,
	width: number,
	ui: Partial<UiState> = {},
	index = 0,
	painter = panes[id].createPainter(theme),
) => painter(inputOf(view, index, width, {view: id, ...ui}), startTime).lines;

const plain = (line: string) => line.replaceAll(/\u001B\[[\d;]*m/g, '');

/** The line above the columns, without what a full bar stands for: that follows the sizes, in its own place. */
const headingOf = (lines: readonly string[], row = 1): string =>
	plain(lines[row] ?? '').replaceAll(/(?:bar(?:: size|: total)? )?0–[\d\s.]+[kMBT]?/g, legend =>
		' '.repeat(legend.length),
	);

/** Distances are rounded. */
const isTold = (piece: string) => /\d/.test(piece) && !/^ *[+−]/.test(piece);

/** The sign of a row of a table; the line of the spread has none but that behind the last price. */
const signOf = (line: string): string =>
	/[▴▾▵▿](?= )/.exec(plain(line).replace(/last .*/, ''))?.[0] ?? '';

/** The numbers of the rows of a table: the painted pieces that have digits. */
const rowsOf = (lines: readonly string[]): readonly (readonly string[])[] =>
	lines
		.filter(line => signOf(line) !== '')
		.map(line => line.split(/\u001B\[[\d;]*m| {2,}|◆/).filter(isTold));

/** As far as one can scroll up or down. */
const endOf = (id: ViewId, view: MarketView, by: 1 | -1): number => {
	const [book] = view.books;
	assert.ok(book);
	const ui = {...initialUiState, scroll: by * 100_000};
	const extent = panes[id].extentOf(view, book, ui, height, 120);
	return clampScroll(by * 100_000, {panes: 1, ...extent});
};

/** What the rows of a book are, from the top: as many asks as are shown, then the bids. */
const expectedRows = (
	asks: readonly DepthRow[],
	bids: readonly DepthRow[],
	lines: readonly string[],
): readonly DepthRow[] => {
	const signs = lines.map(signOf);
	const count = (sides: string) => signs.filter(sign => sign !== '' && sides.includes(sign)).length;
	return [...asks.slice(0, count('▴▵')).reverse(), ...bids.slice(0, count('▾▿'))];
};

const depthRows = ({asks, bids}: BookView, lines: readonly string[]) =>
	expectedRows(toDepthRows(asks, 'asks', 60), toDepthRows(bids, 'bids', 60), lines);

const mergedRows = ({books}: MarketView, lines: readonly string[]) => {
	const side = (name: 'asks' | 'bids') =>
		mergeRows(
			books.map(book => toDepthRows(book[name], name, 60)),
			name,
			60,
		);
	return expectedRows(side('asks'), side('bids'), lines);
};

const assertRows = (lines: readonly string[], expected: readonly DepthRow[], width: number) => {
	const rows = rowsOf(lines);
	assert.equal(rows.length, expected.length);
	for (const [at, {price, size, total}] of expected.entries()) {
		const [priceCell = '', sizeCell = '', totalCell] = rows[at] ?? [];
		assert.ok(readCell(priceCell).isExact, `${width}: ${priceCell}`);
		readCell(priceCell).assertTells(price);
		readCell(sizeCell).assertTells(size);
		if (totalCell !== undefined && width !== 38) readCell(totalCell).assertTells(total);
	}
};

const markets = [
	'STEEM/USDT',
	'BTC/USDT',
	'STEEM/BTC',
	'ETH/BTC',
	'BTT/BTC',
	'DENT/USDT',
	'BTC/TRY',
];

for (const market of markets)
	for (const isListed of [true, false]) {
		const name = `${market}, ${isListed ? 'listed' : 'its steps not known'}`;

		test(`each number of ${name} is exact or says that it is not`, () => {
			const books = createSimulatedBooks(market, 3, isListed);
			for (let round = 0; round < 4; round++) {
				const view = books.step(150);
				for (const width of widths) {
					for (const [index, book] of view.books.entries()) {
						const lines = paint('depth', view, width, {}, index);
						assertRows(lines, depthRows(book, lines), width);
					}
					const lines = paint('merged', view, width);
					assertRows(lines, mergedRows(view, lines), 38);
				}
			}
		});

		test(`a wide screen shows every digit of ${name}`, () => {
			const view = createSimulatedBooks(market, 4, isListed).step(300);
			for (const [id, width] of [
				['depth', 150],
				['aligned', 260],
				['merged', 260],
			] as const) {
				const rows = rowsOf(paint(id, view, width));
				for (const cell of rows.flat()) assert.ok(readCell(cell).isExact, cell);
			}
		});

		test(`nothing of ${name} moves sideways as it trades and is scrolled`, () => {
			const books = createSimulatedBooks(market, 5, isListed);
			const first = books.getView();
			for (const id of tables)
				for (const width of [38, 58, 98, 118]) {
					const places = new Set<string>();
					const add = (view: MarketView, ui: Partial<UiState>) => {
						const lines = paint(id, view, width, ui);
						places.add(headingOf(lines) + plain(lines[2] ?? '').replace(/[▴▾].*/, ''));
					};
					for (const scroll of [0, 40, endOf(id, first, 1), -40, endOf(id, first, -1)])
						add(first, {scroll});
					assert.equal(places.size, 1, [...places].join('\n'));
				}
			const headings = new Map<string, Set<string>>();
			for (let round = 0; round < 30; round++) {
				const view = books.step(50);
				for (const id of tables)
					for (const width of [38, 58, 98]) {
						const seen = headings.get(`${id} ${width}`) ?? new Set();
						headings.set(
							`${id} ${width}`,
							seen.add(headingOf(paint(id, view, width), id === 'aligned' ? 2 : 1)),
						);
					}
			}
			for (const [where, seen] of headings)
				assert.equal(seen.size, 1, `${where}\n${[...seen].join('\n')}`);
		});
	}

test('no digit that comes and goes moves a column', () => {
	const marketAt = (bid: string, ask: string, size: string) => {
		const store = createBookStore();
		const tickSize = parseDecimal('0.0001');
		const sizeStep = parseDecimal('0.01');
		store.add({key: 'a', exchange: 'a', title: 'A', market: 'X/USDT', tickSize, sizeStep});
		const sides = {bids: columns([bid, size]), asks: columns([ask, size])};
		const change = {...sides, sequence: 1, exchangeTime: null};
		store.apply('a', {type: 'snapshot', ...change}, startTime);
		goLive(store, 'a', startTime);
		store.publish();
		return store.getView();
	};
	for (const width of widths) {
		const places = [
			['9.9998', '9.9999', '9.99'],
			['9.9999', '10', '10'],
			['10', '10.0001', '1000'],
			['9.99', '10.0001', '999.5'],
		].map(([bid = '', ask = '', size = '']) => {
			const lines = paint('depth', marketAt(bid, ask, size), width);
			const row = plain(lines.find(line => line.includes('▴')) ?? '');
			return `${headingOf(lines)} ${row.indexOf('.')} ${row.indexOf('▴')}`;
		});
		assert.equal(new Set(places).size, 1, places.join('\n'));
	}
});

test('the tape tells what each trade was worth, or that it goes on', () => {
	const {store, step} = createSimulatedBooks('STEEM/USDT', 6, true);
	step(1);
	const trades = createTrades(60, 1805).map((trade, at) => ({
		...trade,
		size: addDecimals(trade.size, {units: 1234 + at, decimals: 4}),
	}));
	store.addTrades('huobi', trades, startTime);
	store.publish();
	for (const width of widths) {
		const rows = rowsOf(paint('trades', store.getView(), width, {}, 1));
		assert.ok(rows.length > 10);
		for (const [at, [, ...cells]] of rows.entries()) {
			const trade = trades.at(-1 - at);
			assert.ok(trade);
			const [price = '', size = '', value] = cells;
			readCell(price).assertTells(trade.price);
			readCell(size).assertTells(trade.size);
			if (value !== undefined)
				readCell(value).assertTells(multiplyDecimals(trade.price, trade.size));
		}
	}
});

test('prices far away stand in their place where bars are long', () => {
	const view = createSimulatedBooks('STEEM/USDT', 8, true).step(100);
	for (const [id, width] of [
		['depth', 60],
		['aligned', 120],
		['merged', 120],
	] as const) {
		const end = endOf(id, view, 1);
		const pages = [0, 20, end - 60, end - 40, end - 20, end].map(scroll =>
			paint(id, view, width, {scroll}),
		);
		const prices = pages.flatMap(lines =>
			lines.filter(line => /[▴▵] /.test(plain(line))).map(line => plain(line).slice(0, 20)),
		);
		const far = prices.filter(text => /\d{2}\.\d/.test(text));
		assert.ok(far.length > 0, prices.join('\n'));
		const points = new Set(prices.map(text => text.indexOf('.')));
		points.delete(-1);
		assert.equal(points.size, 1, far.join('\n'));
	}
});

const panesOf = (text: string) => text.split('\n').slice(0, -1).join('\n');

test('what was looked at before changes nothing', async () => {
	const {store, step} = createSimulatedBooks('STEEM/USDT', 8, true);
	step(100);
	const pages = (key: string, count: number) => Array.from({length: count}, () => key);
	const size = {columns: 160, rows: 60};
	const fresh = await startTestApp({store, ...size});
	const used = await startTestApp({store, ...size});
	for (const view of ['1', '2', '3', '4', '5']) {
		// To the absurd levels at the ends in one view, some way in the others.
		const count = view === '1' ? 24 : 3;
		await fresh.terminal.press(view);
		await used.terminal.press(view, ...pages('pageup', count));
		if (view === '1') assert.match(used.terminal.text(), /868\.1k|868 123…/);
		await used.terminal.press('tab', ...pages('pagedown', count));
		if (view === '1') assert.match(used.terminal.text(), /92 233 720 368|92\.2\d* B/);
		await used.terminal.press('g', 'g', 'G', 'G', 'tab', 'home');
		// The last line may say why a key did nothing.
		assert.equal(panesOf(used.terminal.text()), panesOf(fresh.terminal.text()));
	}
	fresh.app.stop();
	used.app.stop();
});

for (const file of [
	'binance-steemeth-20210417.jsonl',
	'binance-btcusdt-20210404.jsonl.gz',
	'binance-busdtry-20210417.jsonl',
	'binanceus-ethbtc-20210405.jsonl.gz',
	'huobi-depth-omgbtc-20210417.jsonl',
	'huobi-depth-yfihusd-20210417.jsonl',
	'derived-huobi-mbp150-fil3susdt-20210417.jsonl',
])
	test(
		`${file} is told exactly, and nothing of it moves`,
		{skip: skipWithoutCaptures},
		async () => {
			const run = await startPlayerRun(`${captureFolder}/${file}`);
			const headings = new Map<number, Set<string>>();
			for (let position = 3000; position < 28_000; position += 2500) {
				await run.seek(position);
				const view = run.source.getView();
				const [book] = view.books;
				if (book?.status !== 'live') continue;
				for (const width of widths)
					for (const scroll of [0, endOf('depth', view, 1), endOf('depth', view, -1)]) {
						const lines = paint('depth', view, width, {scroll});
						const seen = headings.get(width) ?? new Set();
						headings.set(width, seen.add(headingOf(lines)));
						if (scroll === 0) assertRows(lines, depthRows(book, lines), width);
						else for (const cell of rowsOf(lines).flat()) readCell(cell);
					}
			}
			assert.equal(headings.size, widths.length);
			for (const seen of headings.values()) assert.equal(seen.size, 1, [...seen].join('\n'));
			run.stop();
		},
	);
