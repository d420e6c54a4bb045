import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {test, type TestContext} from 'node:test';
import {palettes} from '../../source/screen/palettes.js';
import type {ThemeName} from '../../source/screen/theme-names.js';
import {startPty, type PtyOptions, type PtyTerminal} from '../helpers/pty.js';
import {writeBusy} from '../helpers/replay-run.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;

const open = (t: TestContext, args: readonly string[], options: PtyOptions = {}) => {
	// A pseudo terminal sets TERM itself.
	const env = Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`);
	const command = [...env, process.execPath, program, ...args];
	const terminal = startPty('/usr/bin/env', command, options);
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	return terminal;
};

/** Asks of the first pane's ladder. */
const asksOf = (terminal: PtyTerminal) =>
	terminal
		.text()
		.split('\n')
		.filter(line => /^│ +[▴▵]/.test(line)).length;

const busy = writeBusy({seconds: 20});
const config = `${busy}.config.json`;
writeFileSync(config, '{"levels": 4}');
const mouseConfig = `${busy}.mouse.json`;
writeFileSync(mouseConfig, '{"mouse": false}');

for (const [name, args, levels] of [
	['--levels', ['--demo', '--levels', '3'], 3],
	['--levels of a replay', ['--replay', busy, '--from', '0:05', '--levels', '3'], 3],
	['levels of the config file', ['--demo', '--config', config], 4],
] as const) {
	test(`the screen begins with ${name}`, async t => {
		const terminal = open(t, args, {columns: 80, rows: 24});
		await terminal.waitFor(new RegExp(`live[^]* ${levels} levels`));
		await terminal.waitFor(() => asksOf(terminal) === levels);
		terminal.press('q');
		assert.equal((await terminal.exited).exitCode, 0);
	});
}

test('says on the screen that the log cannot be written, and goes on', async t => {
	const terminal = open(t, ['--demo', '--log', '/nowhere/x'], {columns: 80, rows: 24});
	await terminal.waitFor(/the log cannot be written: ENOENT/);
	await terminal.waitFor(/live/);
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});

for (const TERM of ['dumb', ''])
	test(`where TERM=${TERM} there is no screen to draw`, async t => {
		const terminal = open(t, ['--demo'], {env: {TERM}});
		assert.equal((await terminal.exited).exitCode, 2);
		await terminal.flush();
		const said = terminal.text().replace(/\n/g, '');
		assert.match(said, new RegExp(`TERM=${TERM}\\) that it cannot draw a full screen`));
		assert.match(said, /use "steem-tui watch"/);
		assert.doesNotMatch(terminal.raw(), /\u001B\[\?1049h/);
	});

for (const [name, env, args, isAscii] of [
	['the console of Linux', {TERM: 'linux'}, [], true],
	['a locale without UTF-8', {LC_ALL: 'C'}, [], true],
	['--no-ascii there', {LC_ALL: 'C'}, ['--no-ascii'], false],
] as const) {
	test(`the screen of ${name} is ${isAscii ? '' : 'not '}drawn in ASCII`, async t => {
		const terminal = open(t, ['--demo', ...args], {env});
		await terminal.waitFor(/ live /);
		assert.equal(/[^\n -~]/.test(terminal.text()), !isAscii);
		terminal.press('q');
		assert.equal((await terminal.exited).exitCode, 0);
	});
}

/** The colour of the first ask's price. */
const askColor = (terminal: PtyTerminal) => {
	const row = terminal
		.text()
		.split('\n')
		.findIndex(line => line.includes('▴'));
	return terminal.cell(terminal.line(row).indexOf('▴') + 2, row)?.fg;
};

const isOf = (terminal: PtyTerminal, name: ThemeName) =>
	askColor(terminal) === palettes[name].ask.text.hex;

/** A terminal that tells its background, once something has come about. */
const answerBackground = (
	{term, press}: PtyTerminal,
	color: string,
	after: Promise<void> | null = null,
) => {
	term.parser.registerOscHandler(11, question => {
		if (question !== '?') return false;
		const answer = () => {
			press(`\u001B]11;${color}\u001B\\`);
		};
		if (after) void after.then(answer);
		else answer();
		return true;
	});
};

const light = 'rgb:ffff/ffff/ffff';

for (const [name, color, env, args, theme] of [
	['a light terminal', light, {}, [], 'light'],
	['a dark terminal', 'rgb:1e1e/1e1e/1e1e', {COLORFGBG: '0;15'}, [], 'dark'],
	['a terminal that says nothing', null, {}, [], 'dark'],
	['a terminal that a variable calls light', null, {COLORFGBG: '0;15'}, [], 'light'],
	[
		'a light terminal, where another theme is named',
		light,
		{},
		['--theme', 'colorblind'],
		'colorblind',
	],
] as const) {
	test(`the theme on ${name} is ${theme}, and no answer is a key`, async t => {
		const terminal = open(t, ['--demo', ...args], {env});
		if (color !== null) answerBackground(terminal, color);
		await terminal.waitFor(/ live /);
		await terminal.waitFor(() => isOf(terminal, theme));
		assert.match(terminal.line(1), /1 Binance/);
		assert.doesNotMatch(terminal.line(23), /theme:/);
		const asked = terminal.raw().includes('\u001B]11;?');
		assert.equal(asked, args.length === 0);
		terminal.press('q');
		assert.equal((await terminal.exited).exitCode, 0);
	});
}

test('an answer from afar changes the theme of the screen, and is no key', async t => {
	const terminal = open(t, ['--replay', busy, '--from', '0:05']);
	// What the terminal is comes before its background, as from a multiplexer that asks another.
	const isDark = terminal.waitFor(() => isOf(terminal, 'dark'));
	answerBackground(terminal, light, isDark);
	await isDark;
	await terminal.waitFor(() => isOf(terminal, 'light'));
	assert.match(terminal.line(1), /1 Binance/);
	assert.doesNotMatch(terminal.line(23), /theme:/);
	terminal.press('t');
	await terminal.waitFor(/theme: colorblind/);
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});

test('doctor tells what the theme goes by', async t => {
	const terminal = open(t, ['doctor', '--demo'], {columns: 140});
	answerBackground(terminal, light);
	assert.equal((await terminal.exited).exitCode, 0);
	await terminal.flush();
	assert.match(
		terminal.text(),
		/light background \(#ffffff, says the terminal\): the theme is light/,
	);
});

test('the mouse may be left to the terminal from the start', async t => {
	const terminal = open(t, ['--demo', '--config', mouseConfig]);
	await terminal.waitFor(/ live /);
	assert.doesNotMatch(terminal.raw(), /\u001B\[\?1000h/);
	terminal.press('M');
	await terminal.waitFor('the mouse is on');
	assert.match(terminal.raw(), /\u001B\[\?1000h/);
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});
