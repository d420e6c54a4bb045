import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bindings} from '../../source/screen/keys.js';
import {rebind} from '../../source/screen/rebind.js';
import {startTestApp} from '../helpers/start-test-app.js';

const rebound = rebind(
	bindings,
	new Map([
		['zoom', ['Z', 'pageup']],
		['page-up', ['u']],
		['help', ['h']],
		['next-pane', ['n']],
	]),
);

test('a rebound key does its work, and the old one none', async () => {
	const {app, terminal} = await startTestApp({bindings: rebound});
	const both = terminal.text();
	await terminal.press('z');
	assert.equal(terminal.text(), both);
	await terminal.press('Z');
	assert.doesNotMatch(terminal.line(1), /2 Huobi/);
	await terminal.press('pageup');
	assert.equal(terminal.text(), both);
	app.stop();
});

test('footer and help show the keys as they are bound', async () => {
	const {app, terminal} = await startTestApp({bindings: rebound});
	assert.match(terminal.line(23), /^ h help .* n pane {2}Z PgUp zoom/);
	await terminal.press('h');
	assert.match(terminal.text(), /Z PgUp +one exchange on the whole screen/);
	assert.match(terminal.text(), /u PgDn +deeper into asks, bids/);
	app.stop();
});

test('Ctrl-Z asks for the shell', async () => {
	let count = 0;
	const {app, terminal} = await startTestApp({onSuspend: () => count++});
	await terminal.press('ctrl+z', '?', 'ctrl+z');
	assert.equal(count, 2);
	app.stop();
});
