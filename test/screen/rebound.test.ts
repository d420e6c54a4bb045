import assert from 'node:assert/strict';
import {test} from 'node:test';
import {footerLine, hintAt} from '../../source/screen/footer-line.js';
import {bindings} from '../../source/screen/keys.js';
import {rebind} from '../../source/screen/rebind.js';
import {createTheme} from '../../source/screen/theme.js';
import {toAscii} from '../../source/screen/to-ascii.js';
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
	assert.match(terminal.text(), /u PgDn +scroll deeper into the asks/);
	app.stop();
});

test('Ctrl-Z asks for the shell', async () => {
	let count = 0;
	const {app, terminal} = await startTestApp({onSuspend: () => count++});
	await terminal.press('ctrl+z', '?', 'ctrl+z');
	assert.equal(count, 2);
	app.stop();
});

test('in ASCII keys have names, not signs that read as other keys', async () => {
	const {app, terminal} = await startTestApp({isAscii: true, columns: 100, rows: 40});
	assert.match(terminal.line(39), / Up\/Down level {2}g\/G group /);
	await terminal.press('?');
	assert.match(terminal.text(), / Tab Right S-Tab Left {2}next or previous exchange/);
	assert.match(terminal.text(), / Up k Down j {2,}choose a level/);
	assert.doesNotMatch(terminal.text(), /\^Tab/);
	app.stop();
	const small = await startTestApp({isAscii: true});
	await small.terminal.press('?');
	for (const {help, scope} of bindings)
		if (['everywhere', 'ladder', 'panes', 'live'].includes(scope))
			assert.ok(small.terminal.text().includes(toAscii(help)), help);
	small.app.stop();
});

test('a key of one’s own is told in place of the pair', async () => {
	const table = rebind(bindings, new Map([['cursor-down', ['w']]]));
	const {app, terminal} = await startTestApp({bindings: table});
	assert.match(terminal.line(23), / ↑\/w level /);
	app.stop();
});

test('a pair of keys of one’s own is told whole, and each half can be clicked', () => {
	const table = rebind(
		bindings,
		new Map([
			['larger', [']', '+']],
			['smaller', ['[']],
			['seek-on', ['ctrl+f']],
		]),
	);
	const props = {theme: createTheme(1), width: 120, settings: [], notice: null, table};
	const scopes = ['replay', 'edge', 'panes', 'everywhere'] as const;
	const line = footerLine({...props, scopes}).replaceAll(/\u001B\[\d*m/g, '');
	assert.match(line, / \]\/\[ size/);
	assert.match(line, / ←\/Ctrl-F seek/);
	const at = (text: string) => hintAt({...props, scopes}, line.indexOf(text));
	assert.equal(at(']/['), 'larger');
	assert.equal(at('[ size'), 'smaller');
	assert.equal(at('←/Ctrl'), 'seek-back');
	assert.equal(at('Ctrl-F'), 'seek-on');
});
