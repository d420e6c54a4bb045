import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startTestApp} from '../helpers/start-test-app.js';

test('gives the terminal back, and paints it whole when it takes it again', async () => {
	const {app, terminal} = await startTestApp();
	const before = terminal.text();
	app.suspend();
	await terminal.flush();
	const isPasteTold = () => terminal.term.modes.bracketedPasteMode;
	assert.deepEqual([terminal.isAlternate(), terminal.isRaw()], [false, false]);
	assert.equal(isPasteTold(), false);
	terminal.term.write('a shell was here');
	app.resume();
	await terminal.flush();
	assert.deepEqual([terminal.isAlternate(), terminal.isRaw()], [true, true]);
	assert.equal(isPasteTold(), true);
	assert.equal(terminal.text(), before);
	app.stop();
});

test('writes nothing while it is suspended', async () => {
	const {app, clock, terminal} = await startTestApp();
	app.suspend();
	const count = terminal.writes.length;
	clock.advance(5000);
	await terminal.flush();
	assert.equal(terminal.writes.length, count);
	app.stop();
});

test('follows a size that changed meanwhile', async () => {
	const {app, terminal} = await startTestApp();
	app.suspend();
	terminal.resize(120, 40);
	app.resume();
	await terminal.flush();
	assert.equal(terminal.line(39).trim().length > 20, true);
	assert.match(terminal.line(38), /^╰─+╯╰─+╯$/);
	app.stop();
});

for (const [columns, rows] of [
	[120, 40],
	[80, 24],
	[40, 12],
	[30, 10],
] as const) {
	test(`draws ${columns}×${rows} in ASCII alone`, async () => {
		const {app, terminal} = await startTestApp({columns, rows, isAscii: true});
		await terminal.press('down', '?');
		await terminal.press('?', 'z', 'g');
		const written = terminal.writes.join('');
		assert.match(written, /^[\u001B -~]*$/);
		app.stop();
	});
}
