import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startTestApp} from '../helpers/start-test-app.js';

const reason =
	'the recording ended: /home/somebody/recordings/of/thin/markets/steem-tui-STEEM-USDT-20260102-030405/session.cast cannot be written: the disk is full';

for (const [columns, rows] of [
	[80, 24],
	[40, 12],
] as const)
	test(`a long notice is whole at ${columns}×${rows}, and goes away`, async () => {
		const {app, clock, terminal} = await startTestApp({columns, rows});
		const before = terminal.text();
		app.notify(reason);
		await terminal.flush();
		const shown = terminal.text().replace(/\s+/g, '');
		assert.ok(shown.includes(reason.replace(/\s+/g, '')), terminal.text());
		clock.advance(8000);
		await terminal.flush();
		assert.equal(terminal.line(rows - 1), before.split('\n').at(-1));
		assert.doesNotMatch(terminal.text(), /disk is full/);
		app.stop();
	});

test('a long notice covers nothing: the panes make room', async () => {
	for (const [columns, rows] of [
		[80, 24],
		[40, 12],
	] as const)
		for (const view of '1234567') {
			const {app, terminal} = await startTestApp({columns, rows});
			await terminal.press(view);
			const before = terminal.text().split('\n');
			app.notify(reason);
			await terminal.flush();
			const after = terminal.text().split('\n');
			assert.deepEqual(after.slice(0, 2), before.slice(0, 2));
			const bottom = after.findLastIndex(line => line.startsWith('╰'));
			assert.match(after[bottom + 1] ?? '', /^ the recording ended/, terminal.text());
			await terminal.press('/');
			assert.match(terminal.line(rows - 1), /Esc close/);
			assert.match(terminal.text(), /╭─ Market/);
			app.stop();
		}
});

test('a short notice takes the place of the keys alone', async () => {
	const {app, terminal} = await startTestApp();
	const before = terminal.text().split('\n');
	app.notify('marker 1');
	await terminal.flush();
	const after = terminal.text().split('\n');
	assert.deepEqual(after.slice(0, -1), before.slice(0, -1));
	assert.equal(after.at(-1)?.trim(), 'marker 1');
	app.stop();
});
