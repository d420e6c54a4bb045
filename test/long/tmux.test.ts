import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {setTimeout as sleep} from 'node:timers/promises';
import {join} from 'node:path';
import {after, test} from 'node:test';

const program = join(import.meta.dirname, '../../dist/cli.js');
const hasTmux = spawnSync('tmux', ['-V']).status === 0;
const skip = hasTmux ? false : 'tmux is not installed';

/** A server of its own: nobody's windows are touched. */
const socket = `steem-tui-test-${process.pid}`;
const tmux = (...args: readonly string[]): string =>
	execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], {
		...{encoding: 'utf8', stdio: 'pipe'},
		env: {...process.env, TERM: 'xterm-256color', XDG_CONFIG_HOME: '/nowhere', CI: ''},
	});

after(() => {
	if (hasTmux) spawnSync('tmux', ['-L', socket, 'kill-server']);
});

const screen = () => tmux('capture-pane', '-p');

const waitFor = async (what: RegExp): Promise<void> => {
	const end = Date.now() + 60_000;
	while (!what.test(screen())) {
		assert.ok(Date.now() < end, `no ${String(what)} on\n${screen()}`);
		await sleep(50);
	}
};

test('tmux shows the books, follows its size, and gets its shell back', {skip}, async () => {
	const command = `${process.execPath} ${program} --demo --seed 3; echo ended $?; exec sh`;
	tmux('new-session', '-d', '-x', '120', '-y', '40', command);
	await waitFor(/Binance.*live[^]*Huobi/);
	const lines = screen().split('\n');
	assert.match(lines[1] ?? '', /^╭.*Binance.*╮╭.*Huobi.*╮$/);
	// What the terminal was asked at the start is neither printed nor taken for keys.
	assert.doesNotMatch(screen(), /\$p|2026|\[\?/);
	assert.equal(tmux('display-message', '-p', '#{alternate_on}').trim(), '1');

	tmux('resize-window', '-x', '80', '-y', '24');
	await waitFor(/^(?=.{80}$)╭.*╮$/m);
	tmux('send-keys', '6');
	await waitFor(/reconnects|uptime/i);

	tmux('send-keys', 'q');
	await waitFor(/ended 0/);
	assert.equal(tmux('display-message', '-p', '#{alternate_on}').trim(), '0');
});
