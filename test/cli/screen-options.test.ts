import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {test, type TestContext} from 'node:test';
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
