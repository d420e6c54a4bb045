import assert from 'node:assert/strict';
import {after, before, test, type TestContext} from 'node:test';
import type {Simulator} from '../../source/simulator/simulator.js';
import {startPty, type PtyOptions} from '../helpers/pty.js';
import {startSimulated} from '../helpers/simulated.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;

let simulator: Simulator;
let simulated: Readonly<Record<string, string>>;

before(async () => {
	({simulator, environment: simulated} = await startSimulated(11));
});

after(() => simulator.stop());

const open = (t: TestContext, args: readonly string[] = [], options: PtyOptions = {}) => {
	const terminal = startPty(process.execPath, [program, ...args], {
		columns: 120,
		rows: 40,
		...options,
		env: {...simulated, ...options.env},
	});
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	return terminal;
};

type Terminal = ReturnType<typeof open>;

const countOf = (terminal: Terminal, text: string) => terminal.text().split(text).length - 1;

/** Both books live, whatever the size. */
const untilLive = (terminal: Terminal, books = 2) =>
	terminal.waitFor(() => countOf(terminal, '● live') === books);

/** The screen is left, the cursor back, and nothing of the app is left over. */
const assertRestored = async (terminal: Terminal) => {
	await terminal.flush();
	assert.equal(terminal.isAlternate(), false);
	const raw = terminal.raw();
	assert.ok(raw.lastIndexOf('\u001B[?25h') > raw.lastIndexOf('\u001B[?25l'), 'the cursor is back');
	assert.ok(raw.lastIndexOf('\u001B[?1049l') > raw.lastIndexOf('\u001B[?1049h'));
	assert.ok(raw.lastIndexOf('\u001B[?1000l') > raw.lastIndexOf('\u001B[?1000h'), 'no mouse');
};

for (const [columns, rows, books] of [
	[80, 24, 2],
	[120, 40, 2],
	[200, 60, 2],
	[40, 12, 1],
] as const) {
	test(`shows the books at ${columns}×${rows}, and q gives the terminal back`, async t => {
		const terminal = open(t, [], {columns, rows});
		await untilLive(terminal, books);
		assert.ok(terminal.isAlternate());
		for (let row = 0; row < rows; row++) assert.ok(terminal.line(row).length <= columns);
		terminal.press('q');
		assert.deepEqual((await terminal.exited).exitCode, 0);
		await assertRestored(terminal);
	});
}

test('the built-in demo opens without a network', async t => {
	const terminal = open(t, ['--demo', '--seed', '5']);
	await untilLive(terminal);
	assert.match(terminal.line(0), /STEEM\/USDT .* demo /);
	terminal.press('\u0003');
	assert.equal((await terminal.exited).exitCode, 0);
	await assertRestored(terminal);
});

test('keys reach the screen', async t => {
	const terminal = open(t);
	await untilLive(terminal);
	terminal.press('?');
	await terminal.waitFor('show or hide this help');
	terminal.press('escape');
	await terminal.waitFor(() => !terminal.text().includes('show or hide this help'));
	terminal.press('z');
	await terminal.waitFor(() => !terminal.text().includes('Huobi ─'));
	terminal.press('tab');
	await terminal.waitFor('Huobi ─');
	terminal.press('z');
	await terminal.waitFor('Binance ─');
	terminal.press('down');
	// The price it is put on may be traded through at any moment.
	await terminal.waitFor(/(buy|sell) [\d ,.…]+ STEEM +for|nothing to \d/);
	terminal.press('space');
	await terminal.waitFor(/frozen/i);
});

test('follows a storm of resizes', async t => {
	const terminal = open(t);
	await untilLive(terminal);
	for (const [columns, rows] of [
		[60, 20],
		[200, 60],
		[41, 13],
		[30, 5],
		[100, 30],
	] as const) {
		terminal.resize(columns, rows);
		await terminal.flush();
	}
	const isWhole = () =>
		terminal.line(29).includes('? help') &&
		countOf(terminal, '● live') === 2 &&
		countOf(terminal, 'STEEM/USDT') === 1 &&
		countOf(terminal, '? help') === 1;
	await terminal.waitFor(isWhole);
});

for (const [signal, code] of [
	['SIGTERM', 143],
	['SIGHUP', 129],
	['SIGINT', 130],
] as const) {
	test(`gives the terminal back on ${signal}`, async t => {
		const terminal = open(t);
		await untilLive(terminal);
		terminal.kill(signal);
		assert.equal((await terminal.exited).exitCode, code);
		await assertRestored(terminal);
	});
}

for (const [name, script] of Object.entries({
	exception: 'process.on("SIGUSR2",()=>{throw new Error("boom")})',
	rejection: 'process.on("SIGUSR2",()=>{Promise.reject(new Error("boom"))})',
})) {
	test(`gives the terminal back after an uncaught ${name}, and says what it was`, async t => {
		const env = {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`};
		const terminal = open(t, [], {env});
		await untilLive(terminal);
		terminal.kill('SIGUSR2');
		assert.equal((await terminal.exited).exitCode, 1);
		await assertRestored(terminal);
		assert.match(
			terminal.text(),
			/a mistake in the program ended it, please report it: Error: boom/,
		);
	});
}

test('ends by itself after --for', async t => {
	const terminal = open(t, ['--for', '2s']);
	assert.equal((await terminal.exited).exitCode, 0);
	await assertRestored(terminal);
});

test('leaves with near matches where no exchange lists the market', async t => {
	const terminal = open(t, ['STEM/USDT']);
	assert.equal((await terminal.exited).exitCode, 1);
	await assertRestored(terminal);
	assert.match(terminal.text(), /STEM\/USDT is not listed on Binance or Huobi; near matches/);
});

const unreachable = {
	STEEM_TUI_BINANCE_WS: 'ws://127.0.0.1:1',
	STEEM_TUI_BINANCE_REST: 'http://127.0.0.1:1',
	STEEM_TUI_HUOBI_WS: 'ws://127.0.0.1:1',
	STEEM_TUI_HUOBI_REST: 'http://127.0.0.1:1',
};

test('says why nothing can be reached, and a key switches to the demo', async t => {
	const terminal = open(t, [], {env: unreachable});
	await terminal.waitFor(/connection refused/);
	await terminal.waitFor(/next try in/);
	await terminal.waitFor(/D\b.*demo/);
	terminal.press('D');
	await untilLive(terminal);
	assert.match(terminal.line(0), / demo /);
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});

test('one exchange that cannot be reached leaves the other', async t => {
	const {STEEM_TUI_HUOBI_WS, STEEM_TUI_HUOBI_REST} = unreachable;
	const terminal = open(t, [], {env: {STEEM_TUI_HUOBI_WS, STEEM_TUI_HUOBI_REST}});
	await untilLive(terminal, 1);
	await terminal.waitFor(/connection refused/);
});

test('/ finds another market by some letters, and switches to it without a restart', async t => {
	const terminal = open(t);
	await untilLive(terminal);
	terminal.press('/');
	await terminal.waitFor(/\d+ of \d\d/);
	terminal.press('stebtc');
	await terminal.waitFor(/▸ STEEM\/BTC +Binance · Huobi/);
	terminal.press('enter');
	await terminal.waitFor(() => terminal.line(0).includes('STEEM/BTC'));
	await untilLive(terminal);
	assert.ok(!terminal.text().includes('USDT'));
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
	await assertRestored(terminal);
});

test('clears the screen once', async t => {
	const terminal = open(t);
	await untilLive(terminal);
	terminal.press('z', 'tab', 'z', 'g', 'G', 'd', 'b');
	await terminal.waitFor('Binance ─');
	assert.equal(terminal.raw().split('\u001B[2J').length - 1, 1);
	assert.ok(!terminal.raw().includes('\u001B[3J'));
});

test('writes no colour where NO_COLOR or --no-color says so', async t => {
	for (const [args, env] of [
		[['--no-color'], {}],
		[[], {NO_COLOR: '1'}],
	] as const) {
		const terminal = open(t, args, {env});
		await untilLive(terminal);
		assert.doesNotMatch(terminal.raw(), /\u001B\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d)(?:;\d+)*m/);
		terminal.press('q');
		await terminal.exited;
	}
});
