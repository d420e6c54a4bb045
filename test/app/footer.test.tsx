import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLiveMarket, createMarket, binance, fill, startTime} from '../helpers/market.js';
import {createBookStore} from '../../source/store/book-store.js';
import {startTestApp} from '../helpers/start-test-app.js';

const createOne = () => {
	const all = createMarket();
	const store = createBookStore({...all.getView(), books: all.getView().books.slice(0, 1)});
	fill(store, binance, 1642, startTime - 240);
	store.publish();
	return store;
};

/** Pairs of a view's number and the keys that change nothing in it. */
const dead = {
	two: [
		['1', []],
		['2', ['z zoom']],
		['3', ['Tab pane', 'z zoom']],
		['4', []],
		['5', ['Tab pane', 'z zoom']],
		['6', []],
	],
	one: ['1', '2', '3', '4', '5', '6'].map(
		view => [view, ['Tab pane', 'z zoom', '+/- size']] as const,
	),
} as const;

for (const [name, createStore] of [
	['two', createLiveMarket],
	['one', createOne],
] as const)
	for (const [view, keys] of dead[name])
		test(`view ${view} of ${name} offers no key that does nothing`, async () => {
			const {app, terminal} = await startTestApp({store: createStore(), columns: 200, rows: 40});
			if (view !== '1') await terminal.press(view);
			const panes = () => terminal.text().split('\n').slice(0, -1);
			const footer = terminal.line(39);
			for (const hint of ['Tab pane', 'z zoom'])
				assert.equal(footer.includes(hint), !keys.some(key => key === hint), footer);
			assert.equal(footer.includes('+/- size'), view === '5' && name === 'two', footer);
			for (const hint of keys) {
				const before = panes();
				await terminal.press(hint.startsWith('Tab') ? 'tab' : hint.slice(0, 1));
				assert.deepEqual(panes(), before, hint);
			}
			app.stop();
		});

test('one pane that fills the screen anyway cannot be zoomed', async () => {
	const {app, terminal} = await startTestApp({columns: 60, rows: 24});
	assert.doesNotMatch(terminal.line(23), /zoom/);
	terminal.resize(120, 40);
	await terminal.flush();
	assert.match(terminal.line(39), /z zoom/);
	await terminal.press('z');
	assert.match(terminal.line(39), /z zoom/);
	app.stop();
});

test('the footer tells the keys of what lies over the panes', async () => {
	const {app, terminal} = await startTestApp();
	await terminal.press('/');
	assert.match(terminal.line(23), /^ ↑↓ select {2}Enter choose {2}Esc close/);
	assert.doesNotMatch(terminal.line(23), /zoom|group|q quit/);
	await terminal.press('escape', '?');
	assert.match(terminal.line(23), /^ \? help {2}Esc close {2}q quit *$/);
	app.stop();
});

for (const [columns, rows] of [
	[80, 24],
	[40, 12],
] as const)
	test(`settings and notices leave the keys of a menu at ${columns}×${rows}`, async () => {
		const {app, terminal} = await startTestApp({columns, rows});
		await terminal.press('b', 'g', 'g', 'g', 'g');
		assert.match(terminal.line(rows - 1), /^ \? help .*q quit/);
		await terminal.press('/');
		assert.match(terminal.line(rows - 1), /^ ↑↓ select {2}Enter choose {2}Esc close/);
		app.notify('something that has to be said');
		await terminal.flush();
		assert.match(terminal.line(rows - 1), /^ ↑↓ select {2}Enter choose {2}Esc close/);
		assert.match(terminal.line(rows - 2), /something that has to be said/);
		await terminal.press('escape', '5');
		assert.match(terminal.line(rows - 1), /something/);
		app.stop();
	});

test('the edge keeps its keys, whatever was set for the ladders', async () => {
	const {app, terminal} = await startTestApp({columns: 64, rows: 20});
	await terminal.press('b', 'g', 'd', '5');
	assert.match(terminal.line(19), /\+\/- size/);
	assert.doesNotMatch(terminal.line(19), /bars: total|groups/);
	app.stop();
});

test('a key that cannot do its work says why', async () => {
	const {app, terminal, resyncs} = await startTestApp({color: false});
	await terminal.press('R');
	assert.deepEqual(resyncs, [binance]);
	await terminal.press('t');
	assert.match(terminal.line(23), /without colours all themes look the same/);
	app.stop();
});

test('d offers only what the height has room for', async () => {
	const {app, terminal} = await startTestApp({columns: 200, rows: 24});
	await terminal.press('d');
	assert.match(terminal.line(23), /5 levels/);
	await terminal.press('d');
	assert.doesNotMatch(terminal.line(23), /levels/);
	terminal.resize(200, 12);
	await terminal.flush();
	assert.doesNotMatch(terminal.line(11), /d depth/);
	app.stop();
});

test('a terminal that is too small tells what is needed', async () => {
	const {app, terminal} = await startTestApp({columns: 18, rows: 4});
	assert.deepEqual(
		terminal
			.text()
			.trimEnd()
			.split('\n')
			.map(line => line.trimEnd()),
		['needs 40×12, has', '18×4'],
	);
	terminal.resize(80, 24);
	await terminal.flush();
	assert.match(terminal.line(23), /q quit/);
	app.stop();
});
