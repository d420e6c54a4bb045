import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startTestApp} from '../helpers/start-test-app.js';

const faults = [
	{name: 'gap', help: 'the next two updates are not delivered'},
	{name: 'close', help: 'sockets are closed with 1001, going away'},
	{name: 'close-1006', help: 'sockets are cut off without a word'},
];

const startDemo = () => startTestApp({mode: 'demo', faults});

test('x opens the menu, Enter makes the chosen fault happen', async () => {
	const {app, terminal, injected} = await startDemo();
	await terminal.press('x');
	assert.match(terminal.text(), /Make something go wrong/);
	await terminal.press('down', 'enter');
	assert.deepEqual(injected, ['close']);
	assert.doesNotMatch(terminal.text(), /Make something go wrong/);
	app.stop();
});

test('in the menu every letter is text, and backspace takes it away', async () => {
	const {app, terminal, injected} = await startDemo();
	await terminal.press('x', 'q', '?');
	assert.match(terminal.text(), /nothing of that name/);
	await terminal.press('\u007F', '\u007F', 'c', 'u', 't', 'enter');
	assert.deepEqual(injected, ['close-1006']);
	app.stop();
});

test('keys that come all at once are taken one after the other', async () => {
	const {app, terminal, injected} = await startDemo();
	await terminal.press('xcut\r');
	assert.deepEqual(injected, ['close-1006']);
	await terminal.press('xclz\u007F\r3');
	assert.deepEqual(injected, ['close-1006', 'close']);
	assert.match(terminal.text(), /Merged ──/);
	app.stop();
});

test('letters that come all at once are searched for once', async () => {
	let searches = 0;
	const counted = {
		name: 'gap',
		get help() {
			searches++;
			return 'two updates are lost';
		},
	};
	const {app, terminal, injected} = await startTestApp({mode: 'demo', faults: [counted]});
	await terminal.press('x');
	const before = searches;
	await terminal.press('z'.repeat(4000));
	assert.match(terminal.text(), /nothing of that name/);
	assert.ok(searches - before < 5, `${searches - before} searches`);
	await terminal.press('\u007F'.repeat(40) + 'gap\r');
	assert.deepEqual(injected, ['gap']);
	app.stop();
});

test('Esc leaves the menu without a fault, and Ctrl-C the program', async () => {
	const {app, terminal, injected} = await startDemo();
	await terminal.press('x', 'escape', 'enter');
	assert.deepEqual(injected, []);
	await terminal.press('x', 'ctrl+c');
	await app.exited;
});

test('an empty list chooses nothing', async () => {
	const {app, terminal, injected} = await startDemo();
	await terminal.press('x', 'z', 'z', 'z', 'enter');
	assert.deepEqual(injected, []);
	app.stop();
});

test('outside the demo there is no menu', async () => {
	const {app, terminal} = await startTestApp({faults});
	await terminal.press('x');
	assert.doesNotMatch(terminal.text(), /Make something go wrong/);
	assert.doesNotMatch(terminal.line(23), /x fault/);
	app.stop();
});

test('the help of the demo stands between header and footer', async () => {
	const {app, terminal} = await startTestApp({mode: 'demo', faults});
	await terminal.press('?');
	assert.match(terminal.line(0), /STEEM\/USDT .* demo /);
	assert.match(terminal.line(1), /^╭─ Keys ─+ Esc closes ─╮$/);
	assert.match(terminal.text(), / x {13}in the demo: make something go wrong /);
	assert.match(terminal.line(22), /^╰─+╯$/);
	app.stop();
});
