import assert from 'node:assert/strict';
import {test, type TestContext} from 'node:test';
import {startPty} from '../helpers/pty.js';

const source = (path: string) => new URL(`../../source/${path}`, import.meta.url).href;

/** Runs a script on a terminal, with what is tested imported. */
const run = (t: TestContext, script: string) => {
	const imports = [
		`import {openTerminalSink} from '${source('terminal/open-terminal-sink.ts')}'`,
		`import {unblockTerminal} from '${source('terminal/unblock-terminal.ts')}'`,
		`import {systemClock} from '${source('clock.ts')}'`,
	];
	const code = [...imports, script].join(';\n');
	const terminal = startPty(process.execPath, ['--import=tsx', '--input-type=module', '-e', code]);
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	return terminal;
};

for (const platform of ['linux', 'darwin'])
	test(
		`opens its terminal once more as on ${platform}`,
		{skip: process.platform === 'win32'},
		async t => {
			const terminal = run(
				t,
				`const sink = openTerminalSink(1, '${platform}'); const text = Buffer.from('taken by it');
				console.log(sink ? sink(text) : 'not opened')`,
			);
			assert.equal((await terminal.exited).exitCode, 0);
			await terminal.flush();
			assert.match(terminal.text(), /^taken by it11/);
		},
	);

test('leaves the terminal of Windows as it is', async t => {
	const terminal = run(t, "console.log(openTerminalSink(1, 'win32'))");
	await terminal.waitFor('null');
});

test('complaints that nobody reads are bounded, and counted', async t => {
	const terminal = run(
		t,
		`unblockTerminal(process, systemClock);
		const lines = 200_000;
		for (let line = 0; line < lines; line++) process.stderr.write('steem-tui: ' + 'x'.repeat(60) + '\\n');`,
	);
	await terminal.waitFor(/steem-tui: \d+ messages were left out: the terminal read nothing/);
	assert.equal((await terminal.exited).exitCode, 0);
	const [, lost = ''] = /(\d+) messages were left out/.exec(terminal.raw()) ?? [];
	const shown = terminal.raw().split('x\r\n').length - 1;
	assert.equal(shown + Number(lost), 200_000);
	assert.ok(shown < 10_000, `${shown} lines`);
});
