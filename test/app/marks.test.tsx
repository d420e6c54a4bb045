import assert from 'node:assert/strict';
import {test} from 'node:test';
import {views} from '../../source/screen/views.js';
import {startTestApp} from '../helpers/start-test-app.js';

const sizes = [
	[120, 40],
	[80, 24],
	[40, 12],
] as const;

/** The app on a terminal, and what is on that after some keys. */
const open = async (columns: number, rows: number) => {
	const {app, clock, terminal} = await startTestApp({columns, rows});
	const press = async (...keys: readonly string[]) => {
		await terminal.press(...keys);
		clock.advance(100);
		await terminal.flush();
		return terminal.text().split('\n');
	};
	return {app, press};
};

test('each pane says in its title since when it is frozen', async () => {
	for (const [columns, rows] of sizes) {
		const {app, press} = await open(columns, rows);
		await press(' ');
		for (const [index, {id}] of views.entries()) {
			const [, titles = ''] = await press(String(index + 1));
			const told = [...titles.matchAll(/frozen (since )?12:04:31/g)].length;
			const framed = titles.split('╭').length - 1;
			assert.equal(told, framed, `${id} at ${columns}: ${titles}`);
			assert.doesNotMatch(titles, /\d s ago|msg/);
		}
		const gone = await press('1', ' ');
		assert.doesNotMatch(gone.join('\n'), /frozen/);
		app.stop();
	}
});

test('a scrolled pane says so, and how to get back', async () => {
	for (const [columns, rows] of sizes) {
		const {app, press} = await open(columns, rows);
		for (const view of ['1', '2', '3']) {
			const scrolled = await press(view, '\u001B[6~');
			assert.match(scrolled.join('\n'), /╰─ scrolled: Home or c goes back ─+╯/, view);
			const back = await press('c');
			assert.doesNotMatch(back.join('\n'), /scrolled/);
		}
		app.stop();
	}
});

test('the screen begins with what was set, and keeps its colours in each theme', async () => {
	const size = {units: 700, decimals: 0};
	const {app, terminal} = await startTestApp({
		start: {view: 'edge', sizeStep: size, grouping: 3, bars: 'total'},
		colors: {accent: '#123456'},
	});
	assert.match(terminal.line(1), /╭─ Edge/);
	assert.match(terminal.text(), /700 STEEM/);
	const accent = '38;2;18;52;86m';
	assert.ok(terminal.writes.join('').includes(accent));
	const count = terminal.writes.length;
	await terminal.press('t', '1');
	assert.ok(terminal.writes.slice(count).join('').includes(accent));
	assert.match(terminal.line(23), /groups of 10 ticks {2}bars: total/);
	app.stop();
});

test('a click in the heatmap puts the cursor on the cell that was clicked', async () => {
	const {app, clock, terminal} = await startTestApp({columns: 80, rows: 24});
	await terminal.press('7');
	clock.advance(5000);
	await terminal.press('\u001B[<0;61;6M', '\u001B[<0;61;6m');
	assert.equal(terminal.line(5).indexOf('┼'), 60);
	assert.match(terminal.text(), /▸ Binance .*not known/);
	await terminal.press('\u001B[<0;66;16M', '\u001B[<0;66;16m');
	assert.match(terminal.text(), /▸ Huobi /);
	app.stop();
});
