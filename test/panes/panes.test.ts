import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {FeeOf} from '../../source/book/edge.js';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {noLevels} from '../../source/book/level-columns.js';
import {toReason} from '../../source/faults.js';
import {createFlowTracker} from '../../source/flow/flow-tracker.js';
import {createHeatTracker} from '../../source/heat/heat-tracker.js';
import {createEdgeTracker} from '../../source/panes/edge/edge-tracker.js';
import {panes} from '../../source/panes/index.js';
import {widthOf} from '../../source/screen/cells.js';
import {createTheme} from '../../source/screen/theme.js';
import {clampScroll, initialUiState, type UiState} from '../../source/screen/ui-state.js';
import {views, type ViewId} from '../../source/screen/views.js';
import {createBookStore, type BookStore} from '../../source/store/book-store.js';
import {initialHealth} from '../../source/store/market-view.js';
import {
	createBusyMarket,
	createCrossedMarket,
	createHalfMarket,
	createTrades,
} from '../helpers/busy-market.js';
import {columns} from '../helpers/columns.js';
import {
	binance,
	createLiveMarket,
	createMarket,
	huobi,
	setLevel,
	startTime,
} from '../helpers/market.js';
import {createExchanges, spoilTwo} from '../helpers/many-exchanges.js';
import {goLive} from '../helpers/statuses.js';

process.env['TZ'] = 'UTC';
const at = (side: 'asks' | 'bids', price: string) => ({side, price: parseDecimal(price)});

const theme = createTheme(24);

/** So many exchanges in a market of odd numbers, each with a level or two. */
const createOdd = (count: number): BookStore => {
	const store = createBookStore();
	for (let index = 0; index < count; index++) {
		const key = `x${index}`;
		const title = `Exchange ${index} of many`;
		store.add({key, exchange: key, title, market: 'SHIB/BTC', tickSize: null});
		const bids = columns(['0.000000000912', '33581495.08'], ['0.0000000005', '1e30']);
		const asks = columns([`0.00000000091${3 + index}`, '12345.123456789012']);
		store.apply(
			key,
			{type: 'snapshot', bids, asks, sequence: 1, exchangeTime: null, limit: 2},
			startTime,
		);
		goLive(store, key, startTime);
	}
	store.publish();
	return store;
};

const createTwoMarkets = () => {
	const store = createCrossedMarket();
	store.setFacts(huobi, {market: 'TRIO/ETH'});
	store.publish();
	return store;
};

const stores: Readonly<Record<string, BookStore>> = {
	'two exchanges': createBusyMarket(),
	'one down': createHalfMarket(),
	'prices that cross': createCrossedMarket(),
	'two markets': createTwoMarkets(),
	'nothing yet': createMarket(),
	'one exchange': createOdd(1),
	'five exchanges': createOdd(5),
};

const paint = (
	store: BookStore,
	id: ViewId,
	width: number,
	height: number,
	ui: Partial<UiState> = {},
	feeOf?: FeeOf,
) => {
	const view = store.getView();
	const [book] = view.books;
	assert.ok(book);
	const edges = createEdgeTracker(feeOf);
	edges.sample(view);
	const input = {
		view,
		book,
		edges,
		heat: createHeatTracker(),
		flow: createFlowTracker(),
		ui: {...initialUiState, view: id, ...ui},
		isFocused: true,
		place: '1',
		hint: 'press D',
		width,
		narrowest: width,
		height,
	};
	return panes[id].createPainter(theme)(input, startTime).lines;
};

const plain = (lines: readonly string[]) => lines.join('\n').replaceAll(/\u001B\[[\d;]*m/g, '');

for (const {id} of views)
	for (const [name, store] of Object.entries(stores))
		test(`${id} fills exactly its cells with ${name}, whatever the size`, () => {
			for (const width of [38, 40, 47, 61, 80, 100, 120, 200])
				for (const height of [10, 14, 22, 38, 58])
					for (const ui of [
						{},
						{cursor: at('asks', '0.1643'), grouping: 2},
						{cursor: at('bids', '0.164'), bars: 'total'},
					] as const) {
						const lines = paint(store, id, width, height, ui);
						assert.equal(lines.length, height);
						for (const line of lines) assert.equal(widthOf(line), width);
						assert.doesNotMatch(plain(lines), /NaN|undefined|Infinity/);
					}
		});

test('the merged book leaves out what nobody vouches for, and says so', () => {
	const text = plain(paint(createHalfMarket(), 'merged', 120, 38));
	assert.match(text, /Merged ── ● Binance live · ○ Huobi reconnecting/);
	assert.match(text, /0\.1642 +1 642\.5 +1 642\.5 +1 642\.5 {2,}█/);
	assert.match(
		text,
		/○ Huobi {4}left out · next try in 4 s · no answer within 10 s: api\.huobi\.pro/,
	);
});

test('beside a live book, one that is lost is shown dimmed', () => {
	const lines = paint(createHalfMarket(), 'aligned', 120, 38);
	const row = lines.find(line => plain([line]).includes('0.1641 '));
	assert.ok(row);
	const [, second = ''] = row.split('3 733.7');
	assert.doesNotMatch(second, /38;2;(63;185;138|34;102;79)/);
	assert.match(plain(lines), /shown dimmed · next try/);
});

test('one level cursor for all: on each exchange and on all of them', () => {
	const ui = {cursor: at('asks', '0.1644')};
	const merged = plain(paint(createBusyMarket(), 'merged', 120, 38, ui));
	assert.match(merged, /all +buy +5 939\.6 STEEM +for +976\.30589 USDT +at 0\.164372/);
	assert.match(merged, /Binance +buy +4 295\.1 STEEM/);
	assert.match(merged, /Huobi +buy +1 644\.5 STEEM +for +270\.3558 USDT/);
	const aligned = plain(paint(createBusyMarket(), 'aligned', 120, 38, ui));
	assert.match(aligned, /Binance +buy +4 295\.1 STEEM .* 6\.1 bps from mid/);
	assert.match(aligned, /Huobi +buy +1 644\.5 STEEM/);
});

test('what is filled is the same in all views, also where the price is gone', () => {
	const fillsOf = (id: ViewId, price: string) =>
		plain(paint(createBusyMarket(), id, 120, 38, {cursor: at('asks', price)}));
	for (const id of ['depth', 'aligned', 'merged'] as const) {
		// Nothing so good; and a price between those that are there.
		assert.match(fillsOf(id, '0.1641'), /nothing to 0\.1641/);
		const between = fillsOf(id, '0.16445');
		assert.match(between, /buy +4 295\.1 STEEM +for [^]* to 0\.16445/);
	}
});

test('a side stays what it was where its price falls into the other half', () => {
	const ui = {cursor: at('asks', '0.1643'), scroll: 0};
	const store = createBusyMarket();
	for (const height of [8, 38])
		assert.match(plain(paint(store, 'aligned', 120, height, ui)), /Binance +buy .* to 0\.1643/);
});

test('with room for one exchange, what the cursor would take is told of the focused one', () => {
	const store = createBusyMarket();
	const ui = {cursor: at('asks', '0.1645')};
	assert.match(
		plain(paint(store, 'aligned', 38, 10, ui)),
		/Binance 8 028(…|\.8) at 0\.164… to 0\.1645 /,
	);
	const merged = plain(paint(store, 'merged', 38, 10, ui));
	assert.match(merged, /buy [\d .]+…? STEEM for [\d .]+… USDT *│/);
	assert.match(merged, /at 0\.\d+… · to 0\.1645, [\d.]+ bps *│/);
});

for (const id of ['depth', 'aligned', 'merged'] as const)
	test(`no number of the cursor's fill is cut in ${id}`, () => {
		const store = createBusyMarket();
		for (const key of [binance, huobi])
			setLevel(store, key, 'asks', ['0.1646', '60595.28'], startTime);
		store.publish();
		for (let width = 40; width <= 120; width++)
			for (const height of [10, 22]) {
				const lines = paint(store, id, width, height, {cursor: at('asks', '0.1646')});
				const foot = plain(lines)
					.split('\n')
					.filter(line => /to 0\.1646|buy /.test(line));
				assert.ok(foot.length > 0);
				for (const line of foot) assert.match(line, /[ ]│$/, line);
				assert.match(foot.join('\n'), /at 0\.164\d*…? .*to 0\.1646\b/);
			}
	});

/** Two exchanges of a market in bitcoin. */
const createSmallMarket = (bid: string, ask: string) => {
	const store = createBookStore();
	for (const [key, title] of [
		['a', 'Alpha'],
		['b', 'Beta'],
	] as const) {
		const tickSize = parseDecimal('0.00000001');
		store.add({key, exchange: key, title, market: 'STEEM/BTC', tickSize});
		const sides = {bids: columns([bid, '170']), asks: columns([ask, '170'])};
		const change = {...sides, sequence: 1, exchangeTime: null};
		store.apply(key, {type: 'snapshot', ...change}, startTime);
		goLive(store, key, startTime);
	}
	store.publish();
	return store;
};

test('an edge in bitcoin is told in the digits that count', () => {
	const text = plain(paint(createSmallMarket('0.00098', '0.00099'), 'edge', 120, 38));
	const money = [...text.matchAll(/([−+][\d.]+…?) {1,2}BTC/g)].map(([, value = '']) => value);
	assert.ok(money.length >= 6, text);
	for (const value of money) assert.match(value, /^[−+]0\.0\d{5,7}…?$/);
	assert.equal(new Set(money.map(value => value.length)).size, 1);
	const tiny = plain(paint(createSmallMarket('0.00000276', '0.00000277'), 'edge', 80, 22));
	assert.match(tiny, /net −/);
	assert.match(tiny, /−0\.\d{8}…? +BTC/);
	assert.doesNotMatch(tiny, /[<>]−?0/);
});

test('the edge is told after the fees of each exchange', () => {
	const store = createCrossedMarket();
	const view = store.getView();
	const [book] = view.books;
	assert.ok(book);
	const edges = createEdgeTracker(({exchange}) =>
		parseDecimal(exchange === 'binance' ? '0.075' : '0.1'),
	);
	edges.sample(view);
	const input = {
		view,
		book,
		edges,
		heat: createHeatTracker(),
		flow: createFlowTracker(),
		ui: {...initialUiState, sizeStep: 0},
		isFocused: true,
	};
	const size = {place: '1', hint: '', width: 118, narrowest: 118, height: 38};
	const text = plain(panes.edge.createPainter(theme)({...input, ...size}, startTime).lines);
	assert.match(text, /net of taker fees: Binance 0\.075 %, Huobi 0\.1 %/);
	assert.match(text, /buy Binance → sell Huobi +net +\+0\.007 % +\+0\.006… USDT +pays/);
});

test('an edge needs two exchanges, and both in sync', () => {
	assert.match(plain(paint(createOdd(1), 'edge', 80, 22)), /an edge needs two exchanges/);
	assert.match(plain(paint(createMarket(), 'edge', 80, 22)), /two exchanges have to be in sync/);
});

test('different markets are neither aligned nor merged nor bought and sold', () => {
	for (const id of ['aligned', 'merged', 'edge'] as const) {
		const text = plain(paint(createTwoMarkets(), id, 80, 22));
		assert.match(text, /different markets:[^]*Binance STEEM\/USDT[^]*Huobi TRIO\/ETH/);
		assert.doesNotMatch(text, /0\.16/);
	}
});

test('of three exchanges, the one with another market is left out', () => {
	const store = createOdd(3);
	store.setFacts('x1', {market: 'TRIO/ETH'});
	store.publish();
	const text = plain(paint(store, 'merged', 120, 22));
	assert.match(text, /Exchange 0[^]*Exchange 2/);
	assert.match(text, /\n left out, as other money is not compared: Exchange 1… TRIO\/ETH *$/);
	assert.doesNotMatch(text.slice(0, text.lastIndexOf('left out')), /Exchange 1|TRIO/);
});

test('the money that most exchanges have is compared, whichever book is in focus', () => {
	const store = createOdd(3);
	store.setFacts('x0', {market: 'STEEM/KRW'});
	store.publish();
	for (const id of ['aligned', 'merged', 'edge'] as const)
		assert.match(plain(paint(store, id, 120, 22)), /not compared: Exchange 0… STEEM\/KRW/);
});

/** Without Gate and OKX, which the user has taken out; Upbit's money is another one. */
const paintMixed = (id: ViewId, ui: Partial<UiState> = {}, width = 160) => {
	const store = createExchanges('binance', 'huobi', 'gate', 'okx', 'kraken', 'upbit');
	spoilTwo(store, 'huobi', 'okx');
	return plain(paint(store, id, width, 38, {out: ['gate', 'okx'], ...ui}));
};

for (const id of ['aligned', 'merged', 'edge'] as const)
	test(`${id} tells who is in, who is out, and why`, () => {
		const text = paintMixed(id);
		assert.match(text, /USDT ── ● Binance live · ◐ Huobi resyncing · ● Kraken live/);
		assert.match(
			text,
			/\n left out, as other money is not compared: Upbit BTC\/KRW · taken out: Gate, OKX *$/,
		);
		assert.match(
			paintMixed(id, {}, 60),
			/\n other money: Upbit BTC\/KRW · taken out: Gate, OKX *$/,
		);
		const body = text.slice(0, text.lastIndexOf('left out'));
		assert.doesNotMatch(body, /Gate|OKX|Upbit|89 0/);
		assert.match(paintMixed(id, {money: 'BTC/KRW'}), /KRW ── ● Upbit live/);
		assert.doesNotMatch(paintMixed(id, {money: 'BTC/KRW'}), /60 00/);
	});

test('where all are taken out, nothing is compared', () => {
	const out = ['binance', 'huobi', 'kraken', 'gate', 'okx'];
	for (const id of ['aligned', 'merged', 'edge'] as const)
		assert.match(paintMixed(id, {out}), /all exchanges with USDT are taken out/);
});

/** Seven exchanges, of which two are not live and one has other money. */
const paintSeven = (id: ViewId, width: number, height = 38) => {
	const store = createExchanges('binance', 'huobi', 'gate', 'okx', 'bybit', 'kraken', 'upbit');
	spoilTwo(store, 'okx', 'gate');
	return plain(paint(store, id, width, height));
};

test('of many exchanges every way is in a table, the best marked and told in full', () => {
	const text = paintSeven('edge', 100);
	assert.match(text, /buy ↓ sell → +Binance +Huobi +Gate +OKX +Bybit +Kraken/);
	assert.match(text, /● Binance +−0\.197 +· +· +−0\.200 +▸−0\.197 /);
	assert.match(text, /◐ OKX +· +· +· +· +· /);
	assert.match(text, /● Kraken +−0\.204 +−0\.201 +· +· +−0\.203 /);
	assert.equal(text.split('▸').length, 2, 'one is the best');
	assert.match(text, /buy Binance → sell Kraken +net +−0\.197 %[^]*buy on Binance +60 000\.13/);
	assert.doesNotMatch(text, /Upbit {2,}/);
});

test('where a table of all ways has no room, the best come first', () => {
	const text = paintSeven('edge', 40, 10);
	assert.match(text, /\n│ buy Binance → sell Kraken +−0\.197 % +│\n│ buy /);
	const nets = [...text.matchAll(/−(0\.\d+) %/g)].map(([, net]) => Number(net));
	assert.ok(nets.length > 2);
	assert.deepEqual(
		nets,
		nets.toSorted((a, b) => a - b),
	);
	assert.match(paintSeven('edge', 120, 9), /buy Binance → sell Kraken/);
});

test('an edge between nine exchanges has a place in 80 columns', () => {
	const store = createOdd(9);
	const lines = paint(store, 'edge', 80, 22).map(line => plain([line]));
	assert.equal(lines.filter(line => /● Exchange/.test(line)).length, 9);
});

test('numbers tell more exchanges apart than there are shades', () => {
	const text = paintSeven('merged', 80, 22);
	assert.match(text, /1● Binance 2● Huobi 3○ Gate 4◐ OKX 5● Bybit 6● Kraken/);
	assert.match(text, /60 001\.72 .* 2+6+ /);
	assert.match(paintSeven('merged', 60, 22), /1●Bin 2●Huo 3○Gat 4◐OKX 5●Byb 6●Kra/);
});

test('who is not live is told first where there is no room for all', () => {
	for (const id of ['aligned', 'merged'] as const)
		assert.match(paintSeven(id, 80, 22), /○ Gate .* no answer[^]*\n│ ◐ OKX .*an update was missed/);
});

test('levels in which a loss would not be seen are marked, and counted', () => {
	const store = createExchanges('kraken');
	const text = plain(paint(store, 'depth', 80, 38));
	assert.equal(text.match(/▴ /g)?.length, 10);
	assert.ok(text.includes('▵ '));
	assert.match(text, /25 bids, 25 asks, best 10 vouched for/);
	assert.match(plain(paint(store, 'depth', 40, 38)), /in sync · best 10 vouched for/);
	assert.match(plain(paint(store, 'health', 80, 38)), /Book .*25 asks {2}best 10 vouched for/);
	assert.doesNotMatch(plain(paint(createExchanges('binance'), 'depth', 80, 38)), /vouched/);
});

test('an edge in one money has the size of all', () => {
	assert.match(paintMixed('edge'), /0\.002 BTC · /);
	assert.doesNotMatch(paintMixed('edge'), /nothing to trade/);
});

test('says where a book is too thin for the size', () => {
	const text = plain(paint(createBusyMarket(), 'edge', 120, 38, {sizeStep: 9}));
	assert.match(text, /only [\d .]+ STEEM there/);
});

test('the tape is newest first, and scrolls as far as it goes', () => {
	const store = createBusyMarket();
	assert.match(plain(paint(store, 'trades', 60, 22)), /Value\s+│\n│ 12:04:30\.5/);
	const bottom = plain(paint(store, 'trades', 60, 22, {scroll: -999}));
	assert.match(bottom, /11:58:4\d\.\d .*│\n│ 120 trades/);
});

test('the pressure is that of the best 20 levels, however many are shown', () => {
	for (const id of ['depth', 'merged'] as const) {
		const told = [
			paint(createBusyMarket(), id, 60, 14),
			paint(createBusyMarket(), id, 60, 58),
			paint(createBusyMarket(), id, 60, 22, {scroll: 40}),
			paint(createBusyMarket(), id, 60, 22, {grouping: 4, depth: 10}),
		].map(lines => /best 20 .*asks/.exec(plain(lines))?.[0]);
		assert.ok(told[0]);
		assert.deepEqual(new Set(told), new Set([told[0]]));
	}
	assert.match(plain(paint(createBusyMarket(), 'depth', 38, 22)), /best 20 {2}bids 5\d %/);
});

test('marks what lies beyond the snapshot', () => {
	const text = plain(paint(createOdd(1), 'depth', 80, 22));
	assert.doesNotMatch(text, /▿|▵/);
	const store = createOdd(1);
	const sides = {bids: columns(['0.0000000001', '7']), asks: noLevels};
	const change = {...sides, sequence: 2, exchangeTime: null};
	store.apply('x0', {type: 'update', ...change}, startTime);
	store.publish();
	for (const id of ['depth', 'aligned', 'merged'] as const)
		assert.match(plain(paint(store, id, 80, 22)), /▿/);
});

test('the edge without a usable size says no more than its terms', () => {
	const text = plain(paint(createOdd(1), 'edge', 80, 22));
	assert.match(text, /│ fees|│ net of taker fees/);
	assert.doesNotMatch(text, /· *│|│ *·/);
});

test('the charts of the edge hold the net shown, and end where it ends', () => {
	const store = createBusyMarket();
	const edges = createEdgeTracker();
	edges.sample(store.getView());
	const painter = panes.edge.createPainter(theme);
	for (let second = 1; second < 40; second++) {
		const at = startTime + second * 400;
		const size = String(100 + ((second * 7919) % 4000));
		const price = second % 3 === 0 ? '0.1643' : '0.1642';
		setLevel(store, binance, 'asks', [price, second % 3 === 0 ? size : '0'], at);
		setLevel(store, binance, 'bids', ['0.1642', size], at);
		store.publish();
		const view = store.getView();
		edges.sample(view);
		const [book] = view.books;
		assert.ok(book);
		const input = {
			view,
			book,
			edges,
			heat: createHeatTracker(),
			flow: createFlowTracker(),
			ui: initialUiState,
			isFocused: true,
			place: '1',
			hint: '',
		};
		const text = plain(painter({...input, width: 80, narrowest: 80, height: 22}, at).lines);
		const blocks = text.split(/ buy \S+ → sell/).slice(1);
		assert.equal(blocks.length, 2);
		const lows = new Set<number>();
		for (const block of blocks) {
			const percents = block
				.split('\n')
				.flatMap(line => /([−+]?[\d.]+) % │$/.exec(line)?.[1]?.replace('−', '-') ?? [])
				.map(Number);
			// One value has one label, beside its bar.
			const net = Number(/net +([−+]?[\d.]+) %/.exec(block)?.[1]?.replace('−', '-'));
			const [zero = NaN, low = NaN] = percents;
			assert.equal(zero, 0);
			assert.ok(low <= net && net < 0, `${low} ${net}`);
			lows.add(low);
		}
		assert.equal(lows.size, 1, 'both have one scale');
	}
});

/** Where the headings stand, and what is written under them. */
const tableOf = (lines: readonly string[]) => {
	const [heading = '', ...rows] = plain(lines).split('\n').slice(1);
	// What is too long for its column has no point to line up.
	// The line of the spread has a sign behind the last price.
	const isUsual = (row: string) =>
		/[▴▾]/.test(row) && !/123 456|98 765|spread|last|[\d.] \/ [\d.]/.test(row);
	return {heading: heading.replace(/ *│$/, ''), numbers: rows.filter(isUsual)};
};

test('panes side by side write the same kind of number alike', () => {
	const store = createLiveMarket();
	setLevel(store, huobi, 'bids', ['0.1642', '123456.789'], startTime);
	store.addTrades(binance, createTrades(60, 1642), startTime);
	const [odd] = createTrades(1, 1642);
	assert.ok(odd);
	store.addTrades(huobi, [{...odd, size: parseDecimal('98765.4321')}], startTime);
	store.publish();
	const view = store.getView();
	for (const id of ['depth', 'trades'] as const)
		for (let narrowest = 38; narrowest < 100; narrowest++) {
			const edges = createEdgeTracker();
			const tables = view.books.map((book, index) => {
				const ui = {...initialUiState, view: id};
				const input = {
					view,
					book,
					edges,
					heat: createHeatTracker(),
					flow: createFlowTracker(),
					ui,
					isFocused: index === 0,
					place: '1',
					hint: '',
					// As where the columns of the screen are odd.
					width: narrowest + index,
					narrowest,
				};
				const {lines} = panes[id].createPainter(theme)({...input, height: 22}, startTime);
				return tableOf(lines);
			});
			const [left, right] = tables;
			assert.ok(left && right);
			assert.equal(left.heading, right.heading);
			const points = (rows: readonly string[]) =>
				new Set(rows.map(row => [...row.matchAll(/\./g)].map(({index}) => index).join()));
			assert.deepEqual(points([...left.numbers, ...right.numbers]).size, 1, `${id} ${narrowest}`);
		}
});

test('prices that cross are told as such on the smallest screen', () => {
	for (const width of [38, 40, 47])
		for (const id of ['merged', 'aligned'] as const)
			assert.match(plain(paint(createCrossedMarket(), id, width, 10)), /crossed/);
});

/** One exchange is lost for a reason. */
const createLost = (reason: string) => {
	const store = createLiveMarket();
	const health = {
		...initialHealth,
		events: [
			{at: startTime - 9000, text: 'live'},
			{at: startTime - 3000, text: `reconnecting: ${reason}`},
		],
	};
	store.setHealth(binance, health);
	const why = {reason, code: 'unreachable'} as const;
	store.setStatus(binance, {...why, status: 'reconnecting', retryAt: startTime + 4000}, startTime);
	store.publish();
	return store;
};

test('the cause of a lost connection can be read in the narrowest pane', () => {
	const store = createLost('connection refused: api-aws.huobi.pro:443');
	assert.match(
		plain(paint(store, 'depth', 40, 22)),
		/○ connection refused: +│\n│   api-aws\.huobi\.p… · next try in 4 s │/,
	);
	assert.match(plain(paint(store, 'merged', 40, 10)), /Binance {2}connection refused: api-…/);
	assert.match(plain(paint(store, 'merged', 78, 22)), /next try in 4 s · connection refused/);
});

test('a long reason goes on in the next line where there is room', () => {
	const reason = 'host not found: api.binance.com; check the network and its DNS, or try --proxy';
	const store = createLost(reason);
	// The code of it stands there as far as it has room beside the whole of the reason.
	assert.match(plain(paint(store, 'depth', 60, 22)), /its DNS, or try --proxy · next try in 4 s/);
	const wide = plain(paint(store, 'depth', 66, 22));
	assert.match(wide, /○ host not found: api\.binance\.com; check the network and/);
	assert.match(wide, /DNS, or try --proxy \[unreachable\] · next try in 4 s/);
	const log = plain(paint(store, 'health', 40, 24));
	assert.match(log, /12:04:28 {2}reconnecting: host not/);
	assert.match(log, /│ {11}found: api\.binance\.com; +│/);
	assert.match(log, /12:04:22 {2}live/);
});

test('that what comes is late can be read in the narrowest pane', () => {
	const store = createLiveMarket();
	const late = {...toReason({code: 'late'}), status: 'stale', retryAt: null} as const;
	store.setStatus(binance, late, startTime);
	store.publish();
	assert.match(plain(paint(store, 'depth', 40, 22)), /◐ what comes is seconds late \[late\]/);
});

test('how late a link is can be read in the narrowest pane', () => {
	const store = createLiveMarket();
	store.setHealth(binance, {...initialHealth, latencyMs: {p50: 8005, p99: 58_095}});
	store.publish();
	assert.match(plain(paint(store, 'health', 40, 22)), /Latency +p50 8\.0 s {2}p99 58 s /);
});

test('a size far beyond the others has its mark also where there are no bars', () => {
	const store = createLiveMarket();
	setLevel(store, huobi, 'bids', ['0.1642', '99999.1234'], startTime);
	setLevel(store, huobi, 'asks', ['0.1645', '1.1234'], startTime);
	store.publish();
	const tables = Array.from({length: 20}, (_, more) =>
		plain(paint(store, 'merged', 38 + more, 12)),
	);
	const lines = tables.find(text => !/[█▒]/.test(text))?.split('\n') ?? [];
	assert.deepEqual(
		lines.filter(line => line.includes('»')).map(line => /0\.\d+/.exec(line)?.[0]),
		['0.1642'],
	);
});

test('the edge of other sizes begins with the smallest that is traded', () => {
	const store = createBusyMarket();
	for (const {key} of store.getView().books) store.setFacts(key, {sizeStep: parseDecimal('100')});
	store.publish();
	const [, sizes = ''] =
		/net for other sizes, STEEM(.*)│/.exec(plain(paint(store, 'edge', 120, 38))) ?? [];
	assert.match(sizes, /^ +100 +200 +500 +1 000/);
});

test('a high screen tells the edge of smaller and larger sizes', () => {
	const text = plain(paint(createBusyMarket(), 'edge', 120, 38));
	const [, sizes = ''] = /net for other sizes, STEEM(.*)│/.exec(text) ?? [];
	assert.match(sizes, /200 +500 +1 000 +2 000/);
	const chosen = /buy Binance → sell Huobi .*net ([−\d.]+ %)/.exec(text)?.[1];
	const rows = text.split('\n').filter(line => line.includes('buy Binance → sell Huobi'));
	assert.ok(chosen && rows[1]?.includes(chosen), rows[1]);
	assert.doesNotMatch(plain(paint(createBusyMarket(), 'edge', 80, 22)), /other sizes/);
});

test('the edge tells which sizes pay, and what the best earns', () => {
	const low = () => parseDecimal('0.05');
	const paintPaying = (width: number) =>
		plain(paint(createCrossedMarket(), 'edge', width, 22, {}, low));
	const wide = paintPaying(200);
	assert.match(wide, /pays up to [\d .]+ STEEM.* · best [\d .]+ earns \+[\d.]+…? USDT/);
	assert.match(wide, /no size pays: the first unit −[\d.]+ %/);
	const narrow = paintPaying(80);
	assert.match(narrow, /best [\d .]+: \+[\d.]+/);
	assert.match(narrow, /no size pays/);
});

test('in a low pane all of the health can be scrolled to', () => {
	for (const store of [createBusyMarket(), createHalfMarket()]) {
		const view = store.getView();
		for (const [index, book] of view.books.entries()) {
			const ui = {...initialUiState, focus: index};
			const extent = {panes: 1, ...panes.health.extentOf(view, book, ui, 10, 40)};
			const seen = new Set<string>();
			const edges = createEdgeTracker();
			for (let scroll = 0; clampScroll(scroll, extent) === scroll; scroll--) {
				const look = {isFocused: true, place: '1', hint: '', width: 40, narrowest: 40, height: 10};
				const pasts = {edges, heat: createHeatTracker(), flow: createFlowTracker()};
				const input = {view, book, ...pasts, ui: {...ui, scroll}};
				const {lines} = panes.health.createPainter(theme)({...input, ...look}, startTime);
				for (const line of plain(lines).split('\n')) seen.add(line);
			}
			const text = [...seen].join('\n');
			for (const words of [
				'State',
				'Reconnects',
				'REST weight',
				'Last audit',
				'Book',
				'What happened',
			])
				assert.match(text, new RegExp(`│ ${words} `));
			const [oldest] = book.health.events;
			if (oldest) assert.ok(text.includes(oldest.text.slice(0, 20)), text);
		}
	}
});

test('a chart of the edge names no value that it does not draw', () => {
	const lines = paint(createBusyMarket(), 'edge', 80, 22);
	const charts = plain(lines)
		.split('\n')
		.filter(line => /% │$/.test(line) && !line.includes('net'));
	assert.ok(charts.length > 0);
	for (const line of charts) assert.match(line, /(·─ +0| [−+][\d.]+) % │$/);
	const down = plain(paint(createHalfMarket(), 'edge', 80, 22)).split('\n');
	assert.ok(!down.some(line => /% │$/.test(line) && !/·|[▔▀█]|net/.test(line)));
});

test('basis points keep their place whatever their digits are', () => {
	for (const [bid, ask] of [
		['0.00002764', '0.00002768'],
		['0.00002764', '0.00002765'],
		['0.00002764', '0.00002790'],
	] as const) {
		const store = createSmallMarket(bid, ask);
		assert.match(plain(paint(store, 'depth', 40, 22)), /[\d.]+\/[\d.]+ [\d.]+ bps ─/);
		for (const id of ['aligned', 'merged'] as const)
			assert.match(plain(paint(store, id, 40, 10)), /[\d.]+ \/ [\d.]+ ─/);
	}
});
