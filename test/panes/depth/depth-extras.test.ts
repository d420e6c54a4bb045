import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Ticker} from '../../../source/book/ticker.js';
import {parseDecimal, formatDecimal} from '../../../source/book/fixed-point.js';
import {createFlowTracker} from '../../../source/flow/flow-tracker.js';
import {createHeatTracker} from '../../../source/heat/heat-tracker.js';
import {
	formatDistance,
	noExtras,
	putExtras,
	type ExtraColumns,
} from '../../../source/panes/depth/depth-extras.js';
import {lastParts} from '../../../source/panes/depth/last-trade.js';
import {toColumn} from '../../../source/screen/column.js';
import {createDepthPainter} from '../../../source/panes/depth/depth-painter.js';
import {largeFrom, valueOfRow} from '../../../source/panes/depth/row-facts.js';
import {createCellPen, wholeRow} from '../../../source/screen/cell-pen.js';
import {createCellRoom, paintedText} from '../../../source/screen/cell-row.js';
import {createTheme} from '../../../source/screen/theme.js';
import {toAscii} from '../../../source/screen/to-ascii.js';
import {initialUiState, type UiState} from '../../../source/screen/ui-state.js';
import {toDepthRows} from '../../../source/book/depth.js';
import {binance, createLiveMarket, setLevel, startTime} from '../../helpers/market.js';
import {sideOf} from '../../helpers/sides.js';

/** A live market, what came to it, and how its first table looks without colours. */
const start = () => {
	const store = createLiveMarket();
	const flow = createFlowTracker();
	const see = () => {
		store.publish();
		flow.sample(store.getView(), startTime);
	};
	see();
	const paint = (
		width: number,
		ui: Partial<UiState> = {},
		painter = createDepthPainter(createTheme(1)),
		now = startTime,
	): readonly string[] => {
		const view = store.getView();
		const [book] = view.books;
		assert.ok(book);
		const pasts = {heat: createHeatTracker(), flow};
		const look = {isFocused: true, place: '1', hint: '', width, narrowest: width, height: 24};
		const input = {view, book, ...pasts, ui: {...initialUiState, ...ui}, ...look};
		return painter(input, now).lines.map(line =>
			paintedText(line).replaceAll(/\u001B\[[\d;]*m/g, ''),
		);
	};
	const trade = (price: string, size: string, side: 'buy' | 'sell') => {
		const id = `${price} ${size}`;
		const fill = {id, price: parseDecimal(price), size: parseDecimal(size), side, time: startTime};
		store.addTrades(binance, [fill], startTime);
		see();
	};
	/** What the exchange told of the last day, so long ago. */
	const tell = (more: Partial<Ticker> = {}, ageMs = 0) => {
		const prices = {bid: null, ask: null, open: parseDecimal('0.16'), last: parseDecimal('0.1643')};
		const [low, high] = [parseDecimal('0.1588'), parseDecimal('0.17')];
		const volume = parseDecimal('1234567.891');
		const ticker = {name: 'A', ...prices, low, high, volume, changePercent: 2.6875, ...more};
		store.setDay(binance, {ticker, at: startTime - ageMs});
		see();
	};
	return {store, see, paint, trade, tell};
};

const rowOf = (lines: readonly string[], price: string) =>
	lines.find(line => new RegExp(`[▴▾] +${price}(?![\\d])`).test(line)) ?? '';

test('a large size is marked at its number, and nothing moves', () => {
	const {store, see, paint} = start();
	const before = paint(60);
	setLevel(store, binance, 'asks', ['0.1646', '99999.5'], startTime);
	see();
	const after = paint(60);
	assert.match(rowOf(after, '0.1646'), /0\.1646 +◆99 999\.5 /);
	assert.equal(after.join('').match(/◆/g)?.length, 1);
	for (const [at, line] of before.entries())
		if (/0\.16\d\d /.test(line))
			assert.equal(after[at]?.indexOf('.'), line.indexOf('.'), 'the points stay');
	assert.match(toAscii(rowOf(after, '0.1646')), /!99 999\.5/);
	assert.equal(paint(60, {large: 0}).join('').includes('◆'), false);
	assert.match(rowOf(paint(38), '0.1646'), /◆99 999\.5/, 'where it fills its column, too');
});

test('large is told by the median of what is shown', () => {
	const row = (size: string) => ({
		type: 'level' as const,
		side: 'asks' as const,
		position: 1,
		level: {
			price: parseDecimal('1'),
			size: parseDecimal(size),
			total: parseDecimal('1'),
			levels: 1,
		},
	});
	assert.equal(largeFrom(['1', '2', '3', '4', '100'].map(row), 5), 15);
	assert.equal(largeFrom(['1', '2', '3', '4', '5', '100'].map(row), 10), 35);
	assert.equal(largeFrom(['1', '2', '3', '4'].map(row), 5), Infinity);
	assert.equal(largeFrom(['1', '2', '3', '4', '100'].map(row), 0), Infinity);
});

test('wide panes show more, narrow ones what is needed most', () => {
	const {paint} = start();
	const headings = (width: number) => (paint(width)[1] ?? '').split(/ {2,}|│/).filter(Boolean);
	const has = (width: number, ...words: readonly string[]) =>
		assert.deepEqual(
			['≈ USDT', 'bps', 'Traded 5m'].filter(word => paint(width)[1]?.includes(word)),
			words,
			headings(width).join(','),
		);
	has(38);
	has(60);
	has(72, 'Traded 5m');
	has(80, 'bps', 'Traded 5m');
	has(118, '≈ USDT', 'bps', 'Traded 5m');
	has(198, '≈ USDT', 'bps', 'Traded 5m');
});

test('what was traded stands beside the price, and the last trade is marked', () => {
	const {paint, trade} = start();
	const before = rowOf(paint(98), '0.1644');
	trade('0.1644', '20.5', 'buy');
	trade('0.1644', '1', 'sell');
	trade('0.1643', '7', 'buy');
	const lines = paint(98);
	assert.match(rowOf(lines, '0.1644'), / 21\.5 /);
	assert.match(rowOf(lines, '0.1643'), /▴ +7\.0 /);
	assert.equal(rowOf(lines, '0.1644').replace('21.5', '    '), before);
	trade('0.1642', '3', 'sell');
	assert.match(rowOf(paint(98), '0.1642'), /▾ +3\.0 /);
	assert.doesNotMatch(rowOf(paint(98), '0.1643'), /▴ +7\.0 /);
	// Groups of ten ticks: what was sold at 0.1642 is not among the asks up to 0.165.
	const grouped = paint(98, {grouping: 3});
	assert.match(rowOf(grouped, '0.165'), / 28\.5 /);
	assert.match(rowOf(grouped, '0.164'), /▾ +3\.0 /);
});

test('a row tells its distance from the middle, and what it is worth', () => {
	const lines = start().paint(118);
	assert.match(rowOf(lines, '0.1643'), / 1 643\.5 .* 270\.03 +\+3\.0 /);
	assert.match(rowOf(lines, '0.1641'), / −9\.1 /);
});

test('a group is worth what its levels are', () => {
	const side = sideOf('asks', [
		['0.1643', '10'],
		['0.1644', '20'],
		['0.1650', '5'],
		['0.1651', '7'],
	]);
	const rows = toDepthRows(side, 'asks', 9, parseDecimal('0.001'));
	assert.deepEqual(
		rows.map(row => formatDecimal(valueOfRow(side, row))),
		['5.756', '1.1557'],
	);
});

test('distances keep to their cells', () => {
	const format = {width: 7, decimals: 1};
	for (const [bps, text] of [
		[3.04, '   +3.0'],
		[-123.45, ' −123.5'],
		[0.01, '  +<0.1'],
		[0, '   +0.0'],
		[99_999.4, ' +99999'],
		[-1e12, '−>99999'],
	] as const)
		assert.equal(formatDistance(bps, format), text);
});

const at = (price: string) => ({side: 'asks' as const, price: parseDecimal(price)});

test('the level at the cursor tells what came and went there', () => {
	const {store, see, paint, trade} = start();
	const ui = {cursor: at('0.1644'), inspects: true};
	const plain = paint(98, {cursor: at('0.1644')});
	assert.match(
		paint(98, ui).join('\n'),
		/0\.1644 ask · seen since [\d:]+ · there already, 2 651\.6 of it/,
	);
	setLevel(store, binance, 'asks', ['0.1644', '2700.6'], startTime);
	see();
	setLevel(store, binance, 'asks', ['0.1644', '100.6'], startTime);
	see();
	trade('0.1644', '2000', 'buy');
	const lines = paint(98, ui);
	const text = lines.join('\n');
	assert.match(text, /there already, 100\.6 of it all the time/);
	assert.match(text, /added 49\.0 · cut 600\.0 · traded 2 000\.0 by the trades that were told/);
	assert.match(text, /traded 2 000\.0 +[\d:]+ −2 600\.0 +[\d:]+ \+49\.0/);
	assert.equal(lines.length, plain.length);
	assert.match(lines.at(-3) ?? '', /buy 1 744\.1 STEEM/, 'and what a fill costs');
	const narrow = paint(38, ui).join('\n');
	assert.match(narrow, /0\.1644 ask · seen since/);
	assert.match(narrow, /\+49\.0 −600\.0 x 2 000\.0|\+49\.0 cut 600\.0 traded 2 000\.0/);
	assert.match(
		paint(98, {...ui, cursor: at('0.1645'), grouping: 3}).join('\n'),
		/0\.165 ask .*\n.*added 49\.0/,
	);
	assert.match(paint(98, {...ui, cursor: at('0.1640')}).join('\n'), /nothing was seen there/);
});

test('what is not proven is not told of a level', () => {
	const {store, see, paint} = start();
	store.setStatus(binance, {status: 'resyncing', reason: null, retryAt: null}, startTime);
	see();
	assert.match(paint(98, {cursor: at('0.1644'), inspects: true}).join('\n'), /not watched/);
});

test('each row tells what was added less taken away, where that is wanted', () => {
	const {store, see, paint} = start();
	setLevel(store, binance, 'asks', ['0.1644', '2700.6'], startTime);
	setLevel(store, binance, 'asks', ['0.1646', '89.8'], startTime);
	see();
	for (const width of [38, 60, 98]) {
		assert.doesNotMatch(paint(width).join('\n'), /Net 5m/);
		const lines = paint(width, {hasNet: true});
		assert.match(lines[1] ?? '', /Net 5m/);
		assert.match(rowOf(lines, '0.1644'), / \+49(\.0| )/);
		assert.match(rowOf(lines, '0.1646'), / −600(\.0| )/);
		assert.doesNotMatch(rowOf(lines, '0.1645'), /[+−]\d+\.0 +[█▏▎▍▌▋▊▉]/);
	}
});

const spreadOfPane = (lines: readonly string[]) => lines.find(line => line.includes(' / ')) ?? '';

test('the last price is told with its direction, and with its age when it is old', () => {
	const {paint, trade, store} = start();
	assert.doesNotMatch(spreadOfPane(paint(98)), /last/);
	trade('0.1643', '2', 'buy');
	assert.match(spreadOfPane(paint(98)), /bps {3}last 0\.1643 · <1 s ago ─/);
	trade('0.1642', '3', 'sell');
	assert.match(spreadOfPane(paint(98)), / last 0\.1642 ▾ /);
	trade('0.1643', '4', 'buy');
	assert.match(spreadOfPane(paint(98)), / last 0\.1643 ▴ <1 s ago /);
	assert.match(spreadOfPane(paint(60)), /0\.0001 · 6\.1 bps {2}last 0\.1643 ▴ ─/);
	assert.doesNotMatch(spreadOfPane(paint(38)), /last/);
	const old = {id: 'x', price: parseDecimal('0.1643'), size: parseDecimal('1'), side: null};
	const [book] = store.getView().books;
	assert.ok(book);
	const format = toColumn({whole: 1, decimals: 4, useful: 4, padded: 4});
	const parts = (time: number) =>
		lastParts({...book, trades: [{...old, time}]}, format, startTime).map(choice =>
			choice.map(([, text]) => text).join(''),
		);
	assert.deepEqual(parts(startTime - 30_000), ['last 0.1643 · 30 s ago', 'last 0.1643 ·']);
	assert.deepEqual(parts(startTime - 90_000), ['last 0.1643 · 90 s ago']);
});

test('a fetched trade is the last price, and no more than that', () => {
	const {paint, see, store, tell, trade} = start();
	const painter = createDepthPainter(createTheme(1));
	const look = (width: number) => paint(width, {}, painter, startTime);
	tell();
	assert.match(look(98).at(-1) ?? '', / last 0\.1643 /, 'as the exchange tells it');
	const [size, time] = [parseDecimal('7'), startTime - 20_000];
	const run = ['0.1640', '0.1646'].map((price, id) => ({
		...{id: `${id}`, price: parseDecimal(price), size, time},
		side: 'buy' as const,
	}));
	store.addRun(binance, run, startTime);
	see();
	assert.match(spreadOfPane(look(98)), / last 0\.1646 ▴ 20 s ago /);
	assert.doesNotMatch(look(98).at(-1) ?? '', / last /);
	assert.doesNotMatch(look(118).join(''), /traded 5m/);
	trade('0.1644', '2', 'sell');
	assert.match(spreadOfPane(look(98)), / last 0\.1644 ▾ <1 s ago /);
	assert.match(look(118).at(-3) ?? '', /traded 5m 2\.0 /);
});

test('a wide line under the table tells of the last minutes', () => {
	const {paint, trade} = start();
	trade('0.1640', '5', 'sell');
	trade('0.1646', '7.5', 'buy');
	assert.match(paint(118).at(-3) ?? '', /60 asks {3,}traded 5m 12\.5 from 0\.1640 to 0\.1646 │/);
	assert.doesNotMatch(paint(60).join(''), /traded 5m/);
});

test('the bottom edge tells of the last day what there is room for', () => {
	const {paint, tell, trade} = start();
	const foot = (width: number) => /^╰─*(?: (.*?) )?─*╯$/.exec(paint(width).at(-1) ?? '')?.[1];
	assert.equal(foot(60), undefined);
	const rows = paint(60).slice(0, -1);
	tell();
	assert.deepEqual(paint(60).slice(0, -1), rows, 'it takes the place of nothing');
	assert.equal(foot(38), '24 h +2.69 %  0.1588–0.1700');
	assert.equal(foot(50), '24 h +2.69 %  0.1588–0.1700  vol 1.234 M');
	assert.equal(foot(60), '24 h +2.69 %  low 0.1588  high 0.1700  vol 1.234 M');
	const all = '24 h +2.69 %  low 0.1588  high 0.1700  volume 1.234 M STEEM';
	assert.equal(foot(98), `${all}  last 0.1643`);
	trade('0.1644', '20.5', 'buy');
	const since = all.replace('+2.69', '+2.75');
	assert.equal(foot(98), since, 'the row of the spread has the last price');
	trade('0.1711', '1', 'buy');
	trade('0.1584', '1', 'sell');
	assert.equal(foot(40), '24 h −1.00 %  0.1584–0.1711', 'of now, as far as trades tell');
});

test('what was told of the day long ago is told with its age', () => {
	const {paint, tell} = start();
	tell({changePercent: -0.5}, 89_000);
	assert.match(paint(38).at(-1) ?? '', / 24 h −0\.50 % {2}0\.1588–0\.1700 ─/);
	tell({changePercent: -0.5}, 5 * 60_000);
	assert.match(paint(38).at(-1) ?? '', / 24 h −0\.50 % {2}5 min ago ─/, 'rather than the range');
	tell({isSinceMidnight: true, low: null, volume: null});
	assert.match(paint(60).at(-1) ?? '', / UTC day \+2\.69 % {2}high 0\.1700 /);
	tell({changePercent: null});
	assert.match(paint(60).at(-1) ?? '', /^╰─+╯$/);
});

test('what is told of the day appears, changes and grows old on a screen that stays', () => {
	const {paint, tell} = start();
	const painter = createDepthPainter(createTheme(1));
	const foot = (now: number) => paint(38, {}, painter, startTime + now).at(-1) ?? '';
	assert.doesNotMatch(foot(0), /24 h/);
	tell();
	assert.match(foot(100), / 24 h \+2\.69 % /);
	tell({changePercent: -1});
	assert.match(foot(200), / 24 h −1\.00 % /);
	assert.doesNotMatch(foot(80_000), /ago/);
	assert.match(foot(100_000), / 2 min ago /);
	assert.match(foot(3_600_000), / 60 min ago /);
});

test('what came to a price has its sign, however long the number is', () => {
	const net = {...toColumn({whole: 5, decimals: 1, useful: 1, padded: 1}), width: 9};
	const columns: ExtraColumns = {value: null, bps: null, traded: null, net};
	const shown = (units: number) => {
		const [pen, room] = [createCellPen(), createCellRoom(10)];
		pen.begin(room, 0, 10);
		const styles = {gap: 1, blank: 0, style: () => 0};
		putExtras(pen, columns, {...noExtras, net: {units, decimals: 1}}, styles);
		return paintedText(wholeRow(room));
	};
	for (const [units, text] of [
		[-525, '     −52.5'],
		[123_456, ' +12 345.6'],
		[-1_234_567, ' −123 456…'],
		[1_234_567, ' +123 456…'],
		[-123_456_789, '  −12.34 M'],
		[0, ' '.repeat(10)],
	] as const)
		assert.equal(shown(units), text);
});
