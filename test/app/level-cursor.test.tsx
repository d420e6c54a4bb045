import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance, createLiveMarket, setLevel, startTime} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';

const click = (x: number, y: number) => `\u001B[<0;${x + 1};${y + 1}M`;

type Side = 'bids' | 'asks';
type Change = readonly [side: Side, price: string, size: string];

const start = async (view: string, rows = 24) => {
	const store = createLiveMarket();
	const run = await startTestApp({store, rows});
	await run.terminal.press(view);
	return {
		...run,
		/** The price on the row of the cursor, and on which line that is. */
		marked() {
			const lines = run.terminal.text().split('\n');
			const row = lines.findIndex(line => /▸ *[▴▾△▽]?/.test(line));
			return {row, price: /▸ *[▴▾△▽]? *([\d.]+)/.exec(lines[row] ?? '')?.[1] ?? null};
		},
		async change(...changes: readonly Change[]) {
			for (const [side, price, size] of changes)
				for (const key of [binance, 'huobi:STEEM/USDT'])
					setLevel(store, key, side, [price, size], startTime);
			store.publish();
			await run.terminal.flush();
		},
	};
};

/** The two best asks go, and come back. */
const bestAsksGone: readonly Change[] = [
	['asks', '0.1643', '0'],
	['asks', '0.1644', '0'],
];
const bestAsksBack: readonly Change[] = [
	['asks', '0.1643', '5'],
	['asks', '0.1644', '6'],
];

for (const view of ['1', '2', '3']) {
	test(`the cursor keeps its price while the book moves in view ${view}`, async () => {
		const {app, terminal, marked, change} = await start(view);
		const {press} = terminal;
		while (marked().price !== '0.1646') await press('up');
		const {row} = marked();
		await change(...bestAsksGone);
		assert.equal(marked().price, '0.1646');
		assert.notEqual(marked().row, row);
		await change(...bestAsksBack);
		assert.deepEqual(marked(), {row, price: '0.1646'});
		app.stop();
	});

	test(`a level that goes is stood in for until it is back in view ${view}`, async () => {
		const {app, terminal, marked, change} = await start(view);
		while (marked().price !== '0.1644') await terminal.press('up');
		await change(['asks', '0.1644', '0']);
		assert.equal(marked().price, '0.1645');
		await change(['asks', '0.1644', '7']);
		assert.equal(marked().price, '0.1644');
		await change(['asks', '0.1644', '0']);
		await terminal.press('up');
		assert.equal(marked().price, '0.1646');
		await change(['asks', '0.1644', '7']);
		assert.equal(marked().price, '0.1646');
		app.stop();
	});

	test(`a click is a price, too, in view ${view}`, async () => {
		const {app, terminal, marked, change} = await start(view);
		await terminal.press(click(10, 6));
		const {row, price} = marked();
		assert.equal(row, 6);
		await change(...bestAsksGone);
		assert.equal(marked().price, price);
		app.stop();
	});

	test(`other groups and views keep the cursor's price in view ${view}`, async () => {
		const {app, terminal, marked} = await start(view);
		while (marked().price !== '0.1646') await terminal.press('up');
		await terminal.press('g', 'g');
		assert.equal(marked().price, '0.1650');
		await terminal.press('G', 'G');
		assert.equal(marked().price, '0.1646');
		await terminal.press('4', view, 'd', 'd', 'd');
		assert.equal(marked().price, '0.1646');
		await terminal.press('c');
		assert.equal(marked().price, null);
		app.stop();
	});

	test(`the cursor is in sight when it was moved in view ${view}`, async () => {
		const {app, terminal, marked} = await start(view);
		for (let level = 0; level < 30; level++) await terminal.press('up');
		const {price} = marked();
		assert.ok(price);
		await terminal.press('pagedown', 'pagedown');
		assert.equal(marked().price, null);
		assert.match(terminal.text(), /buy /);
		await terminal.press('down', 'up');
		assert.equal(marked().price, price);
		await terminal.press('g', 'G');
		assert.equal(marked().price, price);
		app.stop();
	});
}

test('the fill to the price is told of each exchange', async () => {
	const {app, terminal, marked} = await start('1');
	while (marked().price !== '0.1646') await terminal.press('up');
	await terminal.press('tab');
	assert.equal(marked().price, '0.1646');
	app.stop();
});
