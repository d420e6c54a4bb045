import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startTestApp} from './helpers/start-test-app.js';

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
