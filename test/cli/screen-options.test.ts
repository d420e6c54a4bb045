import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {test, type TestContext} from 'node:test';
import {startPty, type PtyOptions, type PtyTerminal} from '../helpers/pty.js';
import {writeBusy} from '../helpers/replay-run.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;

const open = (t: TestContext, args: readonly string[], options: PtyOptions = {}) => {
	const terminal = startPty(process.execPath, [program, ...args], options);
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
