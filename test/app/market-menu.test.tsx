import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {createBookStore} from '../../source/store/book-store.js';
import {encodePaste} from '../../source/screen/paste.js';
import {fill, market, startTime} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';

const other = 'STEEM/BTC';

/** Both books of the other market, at other prices. */
const createOther = () => {
	const store = createBookStore();
	const tickSize = parseDecimal('0.0001');
	for (const [exchange, title] of [
		['binance', 'Binance'],
		['huobi', 'Huobi'],
	] as const) {
		store.add({key: `${exchange}:${other}`, exchange, title, market: other, tickSize});
		fill(store, `${exchange}:${other}`, exchange === 'binance' ? 311 : 312, startTime - 50);
	}
	store.publish();
	return store;
};

const menu = {
	items: [
		{name: 'STEEM/USDT', help: 'Binance · Huobi'},
		{name: 'STEEM/BTC', help: 'Binance · Huobi (suspend)'},
		{name: 'BNB/USDT', help: 'Binance'},
	],
	notes: [],
};

const start = async (columns = 120, rows = 40) => {
	const asked: string[] = [];
	const started = await startTestApp({
		columns,
		rows,
		onMarkets: () => asked.push('lists'),
		onMarket: name => asked.push(name),
	});
	return {...started, asked};
};

test('/ asks for the lists, typed letters find a market, Enter picks it', async () => {
	const {app, terminal, asked} = await start();
	app.setMarkets({items: [], notes: ['reading the list of Binance…']});
	await terminal.press('/');
	assert.match(terminal.text(), /reading the list of Binance…/);
	app.setMarkets(menu);
	await terminal.flush();
	assert.match(terminal.text(), /3 of 3/);
	await terminal.press('s', 'b', 't', 'c');
	assert.match(terminal.text(), /▸ STEEM\/BTC +Binance · Huobi \(suspend\)/);
	assert.match(terminal.text(), /1 of 3/);
	await terminal.press('enter');
	assert.deepEqual(asked, ['lists', 'STEEM/BTC']);
	assert.doesNotMatch(terminal.text(), /1 of 3/);
	app.stop();
});

test('a name that is not there can be put right', async () => {
	const {app, terminal, asked} = await start();
	app.setMarkets(menu);
	await terminal.press('/', 'b', 'n', 'b', 'x', 'enter');
	assert.match(terminal.text(), /nothing of that name/);
	await terminal.press('backspace', 'enter');
	assert.deepEqual(asked, ['lists', 'BNB/USDT']);
	app.stop();
});

test('Esc leaves the market as it is', async () => {
	const {app, terminal, asked} = await start();
	app.setMarkets(menu);
	await terminal.press('/', 'down', 'escape', 'enter');
	assert.deepEqual(asked, ['lists']);
	app.stop();
});

for (const [columns, rows] of [
	[80, 24],
	[120, 40],
	[40, 12],
] as const)
	for (const view of ['1', '2', '3', '4', '5', '6'])
		test(`view ${view} at ${columns}×${rows} keeps no cell of the market before`, async () => {
			const {app, terminal} = await start(columns, rows);
			await terminal.press(view, 'up', 'g', 'space');
			app.setSource(createOther(), 'live', other);
			await terminal.flush();
			const fresh = await startTestApp({store: createOther(), market: other, columns, rows});
			await fresh.terminal.press(view);
			assert.equal(terminal.text(), fresh.terminal.text());
			assert.ok(!terminal.text().includes(market));
			app.stop();
			fresh.app.stop();
		});

test('what is pasted into the menu is text, elsewhere nothing', async () => {
	const {app, terminal, asked, resyncs} = await start();
	app.setMarkets(menu);
	await terminal.press(encodePaste('R'), encodePaste('qqr'));
	assert.match(terminal.text(), /pasted text is not taken for keys; in a menu it is text/);
	await terminal.press('?', encodePaste('q'), '?');
	await terminal.press('/', encodePaste(' steem\n/btc '));
	assert.match(terminal.text(), /\/ steem \/btc▏/);
	for (let count = 0; count < 5; count++) await terminal.press('backspace');
	await terminal.press(encodePaste('/btc'), 'enter');
	assert.deepEqual([asked, resyncs], [['lists', 'STEEM/BTC'], []]);
	app.stop();
});
