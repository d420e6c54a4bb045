import assert from 'node:assert/strict';
import {test} from 'node:test';
import {widthOf} from '../../source/screen/cells.js';
import {createMenuList, filterItems, searchMarkets} from '../../source/screen/menu-list.js';
import {menuLines} from '../../source/screen/menu.js';
import {createTheme} from '../../source/screen/theme.js';
import {toAscii} from '../../source/screen/to-ascii.js';

const items = [
	{name: 'gap', help: 'two updates are not delivered'},
	{name: 'close', help: 'sockets are closed'},
	{name: 'silence', help: 'nothing leaves the sockets: a gap without end'},
];
const names = (query: string) => filterItems(items, query).map(({name}) => name);

test('finds words in names before those in helps', () => {
	assert.deepEqual(names(''), ['gap', 'close', 'silence']);
	assert.deepEqual(names('GAP'), ['gap', 'silence']);
	assert.deepEqual(names('sock clo'), ['close']);
	assert.deepEqual(names('none'), []);
});

for (const [columns, rows] of [
	[40, 12],
	[80, 24],
	[200, 60],
] as const)
	test(`the menu fits ${columns}×${rows} and keeps its size`, () => {
		const many = Array.from({length: 40}, (_, index) => ({
			name: `fault-${index}`,
			help: 'a rather long help text that may have to be cut '.repeat(3),
		}));
		const shapes = ['', 'fault-1', 'nothing at all of that name, and more'].map(query => {
			const list = createMenuList('Menu', many, filterItems, ['something to say of them']);
			const lines = menuLines(createTheme(24), {columns, rows}, list, {
				of: 'faults',
				query,
				selected: 0,
			});
			assert.ok(lines.length <= rows - 2);
			const widths = new Set(lines.map(widthOf));
			assert.equal(widths.size, 1);
			assert.ok(Math.max(...widths) <= columns);
			return `${lines.length}×${[...widths][0]}`;
		});
		assert.equal(new Set(shapes).size, 1);
	});

test('the frame of a menu is as wide as its lines, whatever its title', () => {
	for (let columns = 40; columns < 100; columns++)
		for (const title of ['Fault', 'Size in STEEM', 'Size in a currency of a very long name']) {
			const list = createMenuList(title, items, filterItems);
			const menu = {of: 'sizes', query: '', selected: 0} as const;
			const lines = menuLines(createTheme(24), {columns, rows: 24}, list, menu);
			assert.equal(new Set(lines.map(widthOf)).size, 1, `${title} in ${columns} columns`);
		}
});

test('the chosen item is in sight', () => {
	const many = Array.from({length: 40}, (_, index) => ({name: `fault-${index}`, help: 'x'}));
	const size = {columns: 80, rows: 24};
	for (const selected of [0, 17, 39]) {
		const list = createMenuList('Menu', many, filterItems);
		const lines = menuLines(createTheme(1), size, list, {of: 'faults', query: '', selected});
		const chosen = lines.filter(line => line.includes('▸') && line.includes(`fault-${selected}`));
		assert.equal(chosen.length, 1);
	}
});

const markets = ['STEEM/USDT', 'STEEM/BTC', 'BTC/USDT', 'STEEMPUNKS/USDT', 'ETH/BTC'].map(name => ({
	name,
	help: 'Binance · Huobi',
}));
const found = (query: string) => searchMarkets(markets, query).map(({name}) => name);

test('finds markets by some of their letters, the best match first', () => {
	assert.deepEqual(
		found(''),
		markets.map(({name}) => name),
	);
	assert.deepEqual(found('ebtc'), ['ETH/BTC', 'STEEM/BTC']);
	assert.deepEqual(found('btc'), ['BTC/USDT', 'STEEM/BTC', 'ETH/BTC']);
	assert.deepEqual(found('steem'), ['STEEM/USDT', 'STEEM/BTC', 'STEEMPUNKS/USDT']);
	assert.deepEqual(found('usd').slice(0, 2), ['STEEM/USDT', 'BTC/USDT']);
	assert.deepEqual(found('st/bt'), ['STEEM/BTC']);
	for (const query of ['steem/usdt', 'steem-usdt', 'STEEM_USDT', 'steem usdt', 'steemusdt'])
		assert.equal(found(query)[0], 'STEEM/USDT', query);
	assert.deepEqual(found('steem doge'), []);
});

test('of markets as near to what was typed the one to be picked first stays first', () => {
	const items = ['STEEM/BTC', 'STEEM/BUSD', 'STEEM/BNB'].map(name => ({name, help: 'Huobi'}));
	const named = (query: string) => searchMarkets(items, query).map(({name}) => name);
	assert.deepEqual(named('steb').slice(0, 1), ['STEEM/BTC']);
	const turned = searchMarkets(items.toReversed(), 'steb').map(({name}) => name);
	assert.deepEqual(
		turned.filter(name => name !== 'STEEM/BUSD'),
		['STEEM/BNB', 'STEEM/BTC'],
	);
});

test('an exchange’s name leaves only what it has', () => {
	const items = [
		{name: 'STEEM/USDT', help: 'Binance · Huobi (suspend)'},
		{name: 'STEEM/BNB', help: 'Binance'},
		{name: 'HT/USDT', help: 'Huobi'},
	];
	const named = (query: string) => searchMarkets(items, query).map(({name}) => name);
	assert.deepEqual(named('huobi'), ['STEEM/USDT', 'HT/USDT']);
	assert.deepEqual(named('Huobi steem'), ['STEEM/USDT']);
	assert.deepEqual(named('steem binance'), ['STEEM/USDT', 'STEEM/BNB']);
});

test('the market on the screen is marked, and chosen until another is', () => {
	const list = createMenuList('Market', markets, searchMarkets, [], 'BTC/USDT');
	const chosen = (query: string, selected: number | null) => {
		const menu = {of: 'markets', query, selected} as const;
		const lines = menuLines(createTheme(1), {columns: 80, rows: 24}, list, menu);
		const plain = lines.map(line => line.replaceAll(/\u001B\[[\d;]*m/g, ''));
		assert.equal(plain.filter(line => line.includes('▸')).length, 1);
		return plain.find(line => line.includes('▸'));
	};
	assert.match(chosen('', null) ?? '', /▸ BTC\/USDT \(shown\)/);
	assert.match(chosen('', 0) ?? '', /▸ STEEM\/USDT {2}/);
	assert.match(chosen('steem', null) ?? '', /▸ STEEM\/USDT {2}/);
});

test('thousands of markets are drawn by a screenful, with what is to be said of them', () => {
	const many = Array.from({length: 5000}, (_, index) => ({name: `C${index}/USDT`, help: 'Huobi'}));
	const list = createMenuList('Market', many, searchMarkets, ['no list of Binance']);
	const size = {columns: 80, rows: 24};
	const lines = menuLines(createTheme(1), size, list, {of: 'markets', query: '', selected: 4999});
	assert.ok(lines.length <= 22);
	assert.ok(lines.some(line => line.includes('C4999/USDT')));
	assert.match(lines.at(-2) ?? '', /no list of Binance/);
});

test('a long text and a long count share their line', () => {
	const many = Array.from({length: 5000}, (_, index) => ({name: `C${index}`, help: 'x'}));
	const list = createMenuList('Market', many, items => items);
	const menu = {of: 'markets', query: 'm'.repeat(40), selected: 0} as const;
	const lines = menuLines(createTheme(1), {columns: 46, rows: 12}, list, menu);
	assert.equal(new Set(lines.map(widthOf)).size, 1);
	assert.match(lines[1] ?? '', /m…▏.*5000 of 5000/);
});

test('what is typed ends in no dot where there is nothing but ASCII', () => {
	const list = createMenuList('Size in STEEM', [{name: '50', help: 'as typed'}], items => items);
	const menu = {of: 'sizes', query: '50', selected: 0} as const;
	const theme = createTheme(1, 'dark', true);
	const lines = menuLines(theme, {columns: 80, rows: 24}, list, menu).map(toAscii);
	assert.match(lines[1] ?? '', / 50\| +/);
});

test('a menu without items yet says only why', () => {
	const list = createMenuList('Market', [], searchMarkets, ['reading the list of Huobi…']);
	const size = {columns: 80, rows: 24};
	const lines = menuLines(createTheme(1), size, list, {of: 'markets', query: 'x', selected: 0});
	assert.doesNotMatch(lines.join('\n'), /nothing of that name/);
	assert.match(lines.join('\n'), /reading the list of Huobi/);
});
