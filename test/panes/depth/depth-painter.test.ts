import assert from 'node:assert/strict';
import {test} from 'node:test';
import stringWidth from 'string-width';
import {formatDecimal, parseDecimal} from '../../../source/book/fixed-point.js';
import {noLevels} from '../../../source/book/level-columns.js';
import {createFlowTracker} from '../../../source/flow/flow-tracker.js';
import {createHeatTracker} from '../../../source/heat/heat-tracker.js';
import {createDepthPainter} from '../../../source/panes/depth/depth-painter.js';
import {between, createRandom} from '../../../source/random.js';
import type {CellRow, PaintedLine} from '../../../source/screen/cell-row.js';
import {createTheme} from '../../../source/screen/theme.js';
import {initialUiState, type UiState} from '../../../source/screen/ui-state.js';
import {createBookStore} from '../../../source/store/book-store.js';
import {columns} from '../../helpers/columns.js';
import {binance, createLiveMarket, setLevel, startTime} from '../../helpers/market.js';
import {goLive} from '../../helpers/statuses.js';

const at = (side: 'asks' | 'bids', price: string) => ({side, price: parseDecimal(price)});

const theme = createTheme(24);

const heat = createHeatTracker();
const flow = createFlowTracker();

const shownOf = (store: ReturnType<typeof createBookStore>) => {
	const view = store.getView();
	const book = view.books[0];
	assert.ok(book);
	return {view, book, heat, flow};
};

const paint = (
	store: ReturnType<typeof createBookStore>,
	width: number,
	height: number,
	ui: Partial<UiState> = {},
) =>
	createDepthPainter(theme)(
		{
			...shownOf(store),
			ui: {...initialUiState, ...ui},
			isFocused: true,
			place: '1',
			hint: '',
			width,
			narrowest: width,
			height,
		},
		startTime,
	);

/** A market of other numbers: its levels as text, best first. */
const marketOf = (
	name: string,
	tick: string,
	bids: readonly string[][],
	asks: readonly string[][],
) => {
	const store = createBookStore();
	store.add({key: 'a', exchange: 'a', title: 'A', market: name, tickSize: parseDecimal(tick)});
	const sides = {bids: columns(...bids), asks: columns(...asks)};
	const change = {...sides, sequence: 1, exchangeTime: null};
	store.apply('a', {type: 'snapshot', ...change}, startTime);
	goLive(store, 'a', startTime);
	store.publish();
	return store;
};

const markets = [
	{name: 'live', store: createLiveMarket()},
	{
		name: 'dear',
		store: marketOf('BTC/USDT', '0.01', [['58123.45', '0.00012']], [['58123.46', '12.5']]),
	},
	{
		name: 'tiny',
		store: marketOf(
			'SHIB/BTC',
			'0.00000000001',
			[['0.000000000912', '33581495.08']],
			[['0.000000000913', '12345.123456789012']],
		),
	},
	{name: 'absurd', store: marketOf('A', '1e-30', [['1e-30', '1e30']], [['9e29', '0.1']])},
	{name: 'one-sided', store: marketOf('A/B', '1', [['1', '1']], [])},
];

for (const {name, store} of markets) {
	test(`fills exactly its cells for a ${name} market, whatever the size`, () => {
		for (let width = 38; width < 130; width += 7)
			for (const height of [10, 22, 39])
				for (const ui of [
					{},
					{cursor: at('asks', '0.1643')},
					{cursor: at('bids', '0.164'), bars: 'total', grouping: 4},
				] as const) {
					const {lines} = paint(store, width, height, ui);
					assert.equal(lines.length, height);
					for (const line of lines) assert.equal(stringWidth(line), width);
				}
	});
}

test('returns the same lines while nothing changed', () => {
	const painter = createDepthPainter(theme);
	const store = createLiveMarket();
	const input = {
		...shownOf(store),
		ui: initialUiState,
		isFocused: true,
		place: '1',
		hint: '',
		width: 40,
		narrowest: 40,
		height: 22,
	};
	const first = painter(input, startTime);
	assert.equal(painter({...input}, startTime + 900), first);
	assert.notEqual(painter(input, startTime + 1000), first);
});

test('asks to be painted again when a flash fades, else at the next second', () => {
	const painter = createDepthPainter(theme);
	const store = createLiveMarket();
	const input = {
		ui: initialUiState,
		isFocused: true,
		place: '1',
		hint: '',
		width: 40,
		narrowest: 40,
		height: 22,
	};
	assert.equal(painter({...input, ...shownOf(store)}, startTime).repaintAt, startTime + 1000);
	setLevel(store, binance, 'asks', ['0.1643', '9.5'], startTime + 100);
	store.publish();
	const painting = painter({...input, ...shownOf(store)}, startTime + 100);
	assert.equal(painting.repaintAt, startTime + 300);
});

test('paints anew only the rows that look otherwise', () => {
	const painter = createDepthPainter(theme);
	const store = createLiveMarket();
	const place = {isFocused: true, place: '1', hint: '', width: 40, narrowest: 40, height: 22};
	let last: readonly PaintedLine[] = [];
	const paintedAt = (time: number) => {
		const input = {...place, ui: initialUiState, ...shownOf(store)};
		const {lines, rows = []} = painter(input, time);
		const fresh = rows.filter((row, at) => typeof row !== 'string' && row !== last[at]).length;
		last = rows;
		return {lines, fresh};
	};
	assert.ok(paintedAt(startTime).fresh > 10);
	// With the sides of the frame, which come into rows that are new.
	paintedAt(startTime + 1000);
	assert.equal(paintedAt(startTime + 2000).fresh, 1, 'a second alone: the pressures');
	const worst = shownOf(store).book.bids.length - 1;
	assert.ok(worst > 8);
	const bids = columns([formatDecimal(shownOf(store).book.bids.price(7)), '7']);
	const sequence = (shownOf(store).book.sequence ?? 0) + 1;
	const change = {bids, asks: noLevels, sequence, exchangeTime: null};
	store.apply(binance, {type: 'update', ...change}, startTime + 2100);
	store.publish();
	const {fresh} = paintedAt(startTime + 2100);
	assert.ok(fresh > 0 && fresh < 10, String(fresh));
});

/** Follows what is painted, and looks that no cell of a row is another that the row does not tell of. */
const createNewsCheck = () => {
	let before: readonly PaintedLine[] = [];
	let cells: readonly string[][] = [];
	/** Returns how many rows told of a part of theirs alone. */
	return (rows: readonly PaintedLine[], what: string): number => {
		const cellsOf = ({codes, styles, width}: CellRow) =>
			Array.from({length: width}, (_, cell) => `${codes[cell]} ${styles[cell]}`);
		let told = 0;
		const next = rows.map(row => (typeof row === 'string' ? [] : cellsOf(row)));
		for (const [at, row] of rows.entries()) {
			const last = before[at];
			if (typeof row === 'string' || typeof last !== 'object') continue;
			if (row === last) assert.deepEqual(cells[at], next[at], `${what}, the same row ${at}`);
			if (row === last) continue;
			if (last.codes !== row.codes || last.nth + 1 !== row.nth || !row.news) continue;
			told++;
			const shown = [...(cells[at] ?? [])];
			for (let place = 0; place < row.news.length; place += 2)
				for (let cell = row.news[place] ?? 0; cell < (row.news[place + 1] ?? 0); cell++)
					shown[cell] = next[at]?.[cell] ?? '';
			assert.deepEqual(shown, next[at], `${what}, row ${at}`);
		}
		[before, cells] = [rows, next];
		return told;
	};
};

test('rows that were painted in part read as those that are painted anew', () => {
	const random = createRandom('parts of rows');
	const pick = <T>(from: readonly T[]): T => from[between(random, 0, from.length - 1)] as T;
	const painter = createDepthPainter(theme);
	const check = createNewsCheck();
	let told = 0;
	const store = createLiveMarket();
	let ui = initialUiState;
	let place = {isFocused: true, place: '1', hint: '', width: 70, narrowest: 70, height: 22};
	for (let step = 0; step < 400; step++) {
		const time = startTime + step * 2000;
		for (let count = between(random, 0, 3); count > 0; count--) {
			const {book} = shownOf(store);
			const name = pick(['bids', 'asks'] as const);
			const {length} = book[name];
			const level =
				length === 0 ? '0.1642' : formatDecimal(book[name].price(between(random, 0, length - 1)));
			const size = pick(['1', '0.5', '7', '12.25', '9500', '99999.5', '123456789.125']);
			setLevel(store, binance, name, [level, random() < 0.2 && length > 3 ? '0' : size], time);
		}
		store.publish();
		if (random() < 0.1)
			ui = {...ui, bars: pick(['size', 'total']), cursor: pick([null, at('asks', '0.1644')])};
		if (random() < 0.1)
			ui = {...ui, grouping: pick([0, 0, 3]), hasNet: random() < 0.5, large: pick([0, 5])};
		if (random() < 0.05) {
			const width = between(random, 38, 130);
			place = {...place, width, narrowest: width};
		}
		const input = {...place, ui, ...shownOf(store)};
		// What flashes is told by what was painted before: that is long over.
		told += check(painter(input, time).rows ?? [], `step ${step}`);
		const {lines, rows = []} = painter(input, time + 1000);
		told += check(rows, `step ${step}, a second later`);
		assert.deepEqual(lines, createDepthPainter(theme)(input, time + 1000).lines, `step ${step}`);
	}
	assert.ok(told > 1000, String(told));
});

test('a row tells of its frame, too, where that was never shown as it is', () => {
	const painter = createDepthPainter(theme);
	const check = createNewsCheck();
	const store = createLiveMarket();
	const frame = (isFocused: boolean, now: number) => {
		const input = {place: '1', hint: '', width: 70, narrowest: 70, height: 22, isFocused};
		return painter({...input, ui: initialUiState, ...shownOf(store)}, now).rows ?? [];
	};
	const change = (size: string, now: number) => {
		setLevel(store, binance, 'bids', ['0.1641', size], now);
		store.publish();
	};
	let told = 0;
	for (let second = 1; second < 30; second++) {
		const now = startTime + 1000 * second;
		if (second % 3 === 0) change(`${second}`, now);
		told += check(frame(second % 2 === 0, now), `second ${second}`);
		// A terminal that reads nothing is not written to: what is shown next is what was painted last.
		frame(second % 2 === 1, now);
		if (second % 5 === 0) told += check(frame(second % 2 === 1, now), `again ${second}`);
	}
	assert.ok(told > 0);
});

test('sums what the cursor would take', () => {
	const {lines} = paint(createLiveMarket(), 60, 22, {cursor: at('asks', '0.1644')});
	const text = lines.join('\n').replaceAll(/\u001B\[[\d;]*m/g, '');
	assert.match(text, /buy 4 295\.1 STEEM {8}for 705\.95009 USDT/);
	assert.match(text, /at 0\.164361… on average · to 0\.1644, 9\.1 bps from mid/);
});

test('a level that nobody vouches for does not flash', () => {
	const store = marketOf('A/B', '0.1', [['0.9', '1']], [['1.1', '1']]);
	const sides = (bids: readonly string[]) => ({
		bids: columns(...bids.map(price => [price, '1'])),
		asks: columns(['1.1', '1']),
		exchangeTime: null,
	});
	store.apply('a', {type: 'snapshot', ...sides(['0.9']), sequence: 2, limit: 1}, startTime);
	store.apply('a', {type: 'update', ...sides(['0.5']), sequence: 3}, startTime);
	store.publish();
	const painter = createDepthPainter(theme);
	const place = {isFocused: true, place: '1', hint: '', width: 40, narrowest: 40, height: 22};
	const loose = (time: number) => {
		const {lines} = painter({...place, ui: initialUiState, ...shownOf(store)}, time);
		return lines.find(line => line.includes('▿'));
	};
	const still = loose(startTime);
	assert.ok(still?.includes('0.5'));
	const sizes = {bids: columns(['0.5', '2']), asks: noLevels};
	store.apply('a', {type: 'update', ...sizes, sequence: 4, exchangeTime: null}, startTime);
	store.publish();
	const changed = loose(startTime + 100);
	assert.notEqual(changed, still);
	assert.equal(loose(startTime + 9000), changed);
});
