import assert from 'node:assert/strict';
import {test, type TestContext} from 'node:test';
import {startPty} from '../helpers/pty.js';

const built = [new URL('../../dist/cli.js', import.meta.url).pathname];
const ofSource = ['--import=tsx', new URL('../../source/cli.ts', import.meta.url).pathname];

const start = async (
	t: TestContext,
	program: readonly string[],
	env: Readonly<Record<string, string>>,
) => {
	const terminal = startPty(process.execPath, [...program, '--demo', '--theme', 'dark'], {env});
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	await terminal.waitFor(() => terminal.line(23).includes('? help'), 60_000);
	return terminal;
};

const quit = async (terminal: Awaited<ReturnType<typeof start>>) => {
	terminal.press('q');
	assert.deepEqual(await terminal.exited, {exitCode: 0, signal: 0});
};

for (const [name, program] of [
	['the built program', built],
	['the program of the source', ofSource],
] as const)
	test(`a DEV of others means nothing to ${name}`, async t => {
		const terminal = await start(t, program, {DEV: 'true'});
		assert.ok(!/devtools|DEV/.test(terminal.raw()));
		await quit(terminal);
	});

const trueColor = /\u001B\[[\d;]*38;2;/;
const paletteColor = /\u001B\[[\d;]*38;5;/;

for (const [name, env, color] of [
	['CI is set', {CI: 'true', CONTINUOUS_INTEGRATION: '1'}, trueColor],
	['NO_COLOR is empty', {NO_COLOR: ''}, trueColor],
	['TERM alone tells of them', {TERM: 'foot', COLORTERM: ''}, trueColor],
	['it is tmux at the end of ssh', {TERM: 'tmux-256color', COLORTERM: ''}, paletteColor],
] as const)
	test(`shows frames in colours where ${name}`, async t => {
		const terminal = await start(t, built, env);
		await terminal.waitFor('live');
		terminal.press('?');
		await terminal.waitFor('Esc closes');
		assert.ok(color.test(terminal.raw()));
		await quit(terminal);
	});
