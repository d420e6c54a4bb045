import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Intent} from '../../source/screen/intent.js';
import {bindings} from '../../source/screen/keys.js';
import {hintAt} from '../../source/screen/footer-line.js';
import {createTheme} from '../../source/screen/theme.js';
import {demoCapture, startReplayedApp} from '../helpers/replayed-app.js';
import {startTestApp} from '../helpers/start-test-app.js';

/** What a terminal sends for a button, cells counted from 0. */
const report = (button: number, x: number, y: number) => `\u001B[<${button};${x + 1};${y + 1}M`;
const [click, up, down] = [0, 64, 65];

const on = '\u001B[?1000h\u001B[?1006h';
const off = '\u001B[?1006l\u001B[?1000l';

for (const view of ['1', '2', '3'])
	test(`a click puts the cursor on the level under it in view ${view}`, async () => {
		const {app, terminal} = await startTestApp();
		await terminal.press(view);
		for (const y of [5, 15, 16]) {
			await terminal.press(report(click, 10, y));
			const marked = terminal.text().split('\n');
			assert.equal(
				marked.findIndex(line => /▸ *[▴▾]|▸ *0\./.test(line)),
				y,
				terminal.text(),
			);
		}
		app.stop();
	});

test('a click or the wheel acts on the pane it is over', async () => {
	const {app, terminal} = await startTestApp();
	await terminal.press(report(down, 60, 10));
	const byWheel = terminal.text();
	assert.match(byWheel, /▸/);
	await terminal.press('home', 'shift+tab', 'tab', 'down', 'down', 'down');
	assert.equal(terminal.text(), byWheel);
	app.stop();
});

test('several notches at once all count, and none is a key', async () => {
	const {app, terminal} = await startTestApp();
	await terminal.press(report(down, 5, 10) + report(down, 5, 10) + report(up, 5, 10));
	const byWheel = terminal.text();
	await terminal.press('home', 'down', 'down', 'down');
	assert.equal(terminal.text(), byWheel);
	app.stop();
});

test('M gives the mouse to the terminal, and takes it back', async () => {
	const {app, terminal} = await startTestApp();
	assert.ok(terminal.writes[0]?.includes(on));
	await terminal.press('M');
	assert.ok(terminal.writes.includes(off));
	assert.match(terminal.text(), /the mouse is off: text can be selected/);
	await terminal.press('M');
	assert.match(terminal.text(), /the mouse is on/);
	app.suspend();
	assert.ok(terminal.writes.at(-1)?.startsWith(off));
	app.resume();
	assert.ok(terminal.writes.at(-1)?.endsWith(on));
	app.stop();
	assert.ok(terminal.writes.at(-1)?.startsWith(off));
});

/** Where a text is on the screen. */
const placeOf = (text: string, screen: string): readonly [x: number, y: number] => {
	const lines = screen.split('\n');
	const y = lines.findIndex(line => line.includes(text));
	assert.ok(y >= 0, `${text} is not on\n${screen}`);
	return [lines[y]?.indexOf(text) ?? 0, y];
};

const markets = {
	items: Array.from({length: 30}, (_, index) => ({name: `C${index + 10}/USDT`, help: 'Huobi'})),
	notes: [],
};

test('a click on a market picks it, the wheel goes through them', async () => {
	const picked: string[] = [];
	const {app, terminal} = await startTestApp({onMarket: name => picked.push(name)});
	app.setMarkets(markets);
	await terminal.press('/', report(down, 40, 10), report(down, 40, 10));
	assert.match(terminal.text(), /▸ C16\/USDT/);
	await terminal.press(report(up, 40, 10));
	assert.match(terminal.text(), /▸ C13\/USDT/);
	await terminal.press(report(click, ...placeOf('C17/USDT', terminal.text())));
	assert.deepEqual(picked, ['C17/USDT']);
	assert.ok(!terminal.text().includes('C17/USDT'));
	app.stop();
});

test('a click on a fault makes it happen', async () => {
	const faults = [
		{name: 'gap', help: 'updates are lost'},
		{name: 'close', help: 'sockets are closed'},
	];
	const {app, terminal, injected} = await startTestApp({mode: 'demo', faults});
	await terminal.press('x');
	await terminal.press(report(click, ...placeOf('sockets are', terminal.text())));
	assert.deepEqual(injected, ['close']);
	app.stop();
});

test('a click beside a menu closes it, one on its frame does not', async () => {
	const {app, terminal} = await startTestApp();
	app.setMarkets(markets);
	const before = terminal.text();
	await terminal.press('/');
	const opened = terminal.text();
	const [x, y] = placeOf('Esc closes', opened);
	await terminal.press(report(click, x, y), report(click, x, y + 1));
	assert.equal(terminal.text(), opened);
	await terminal.press(report(click, 1, 5));
	assert.equal(terminal.text(), before);
	app.stop();
});

test('a click on the help or beside it closes it', async () => {
	const {app, terminal} = await startTestApp({columns: 120, rows: 40});
	const before = terminal.text();
	for (const [x, y] of [
		[60, 20],
		[0, 2],
	] as const) {
		await terminal.press('?', report(click, x, y));
		assert.equal(terminal.text(), before);
	}
	app.stop();
});

test('a click on a hint does what its key does', async () => {
	const {app, terminal} = await startTestApp({columns: 120, rows: 40});
	const last = () => terminal.line(39);
	const press = (text: string, cell = 0) =>
		terminal.press(report(click, last().indexOf(text) + cell, 39));
	await press('z zoom');
	assert.ok(!terminal.text().includes('2 Huobi'));
	await press('z zoom', 3);
	assert.ok(terminal.text().includes('2 Huobi'));
	await press('Tab');
	await press('g/G');
	await press('g/G');
	assert.match(last(), /groups of 5 ticks/);
	await press('g/G', 2);
	assert.match(last(), /groups of 2 ticks/);
	await press('1–8 view', 1);
	assert.match(terminal.text(), /Aligned ──/);
	await press('1–8 view', 5);
	assert.match(terminal.text(), /Merged ──/);
	await press('? help');
	assert.match(terminal.text(), /Esc closes/);
	await press('Esc close');
	assert.doesNotMatch(terminal.text(), /Esc closes/);
	await press('q quit');
	await app.exited;
});

test('every key of the footer can be clicked, each half of a pair by itself', () => {
	const theme = createTheme(1);
	const seen = new Set<Intent | null>();
	for (const scopes of [
		['offline', 'live', 'one-market', 'ladder', 'panes', 'everywhere'],
		['demo', 'live', 'edge', 'panes', 'everywhere'],
		['live', 'heatmap', 'panes', 'everywhere'],
		['replay', 'ladder', 'panes', 'everywhere'],
		['live', 'markets', 'panes', 'everywhere'],
		['overlay', 'everywhere'],
		['menu'],
		['filter'],
	] as const) {
		const props = {theme, width: 300, settings: [], notice: null, scopes};
		for (let x = 0; x < 300; x++) seen.add(hintAt(props, x));
		assert.equal(hintAt({...props, notice: 'something to say'}, 2), null);
	}
	const others: readonly Intent[] = [
		...([
			'save',
			'marker',
			'theme',
			'mouse',
			'suspend',
			'previous-pane',
			'recentre',
			'back',
			'inspect',
			'net',
			'last',
			'reverse',
		] as const),
		...(['page-up', 'page-down', 'menu-page-up', 'menu-page-down'] as const),
		...(['menu-first', 'menu-last', 'repaint', 'report'] as const),
	];
	const isOtherView = (intent: Intent) => /^view-(?!depth)/.test(intent);
	const missing = bindings.filter(({intent}) => !seen.has(intent) && !isOtherView(intent));
	assert.deepEqual(new Set(missing.map(({intent}) => intent)), new Set(others));
});

test('a click on the line of a replay goes there', async () => {
	const run = await startReplayedApp({path: demoCapture, columns: 80, rows: 24});
	await run.playTo(2000);
	const {length} = run.control.getState();
	const line = run.terminal.line(22);
	const from = line.indexOf('●');
	const to = /[─━○◐▾]+(?= \d)/.exec(line);
	assert.ok(to);
	const end = to.index + to[0].length;
	const x = Math.floor((from + end) / 2);
	await run.press(report(click, x, 22));
	const {position} = run.control.getState();
	assert.ok(Math.abs(position - length / 2) < length / 10, `${position} of ${length}`);
	assert.equal(run.terminal.line(22)[x], '●');
	await run.press(report(click, end + 3, 22), report(click, 2, 22));
	assert.equal(run.control.getState().position, position);
	run.end();
});

test('a click on a title selects the pane, the wheel under the help does nothing', async () => {
	const {app, terminal} = await startTestApp();
	await terminal.press('tab');
	const second = terminal.text();
	await terminal.press('tab', report(click, ...placeOf('Huobi ─', terminal.text())));
	assert.equal(terminal.text(), second);
	await terminal.press('?', report(down, 5, 10), report(down, 5, 3), 'escape');
	assert.equal(terminal.text(), second);
	app.stop();
});
