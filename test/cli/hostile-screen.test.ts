import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {hostileText, startHostileExchange} from '../helpers/hostile-exchange.js';
import {startPty} from '../helpers/pty.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-hostile-'));
after(() => {
	rmSync(folder, {recursive: true});
});

/** Titles and what else a text of others would do; the program's own sequences are none of these. */
const obeyed = /\u001B\]0;|\u001B\[2J\u0001|[\u0001\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const writeCapture = (): string => {
	const path = join(folder, `feed${hostileText}.jsonl`);
	const url = `wss://stream.binance.com:9443/stream?streams=steem${hostileText}usdt@depth@100ms`;
	const lines = [
		{
			format: 'steem-tui-capture',
			version: 1,
			startedAt: 1,
			market: `STEEM${hostileText}/USDT`,
			exchanges: ['binance'],
			app: '0',
		},
		{t: 0, kind: 'open', connection: 1, url},
		{t: 5, kind: hostileText},
		{t: 6, kind: 'marker', label: hostileText, market: hostileText},
		{t: 7, kind: 'close', connection: 1, reason: hostileText},
		{t: 60_000, kind: 'marker', label: hostileText},
	];
	writeFileSync(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
	return path;
};

test('a terminal obeys nothing of an exchange on the screen', async t => {
	const exchange = await startHostileExchange();
	t.after(exchange.close);
	const options = {columns: 120, rows: 40, env: exchange.environment};
	const app = startPty(process.execPath, [program], options);
	t.after(() => app.kill('SIGKILL'));
	// Said of what the exchange sent, in its own words: they are on the screen.
	await app.waitFor(/OWNED/);
	app.press('6');
	await app.waitFor(/What happened/);
	app.press('q');
	await app.exited;
	assert.doesNotMatch(app.raw(), obeyed);
});

test('a terminal obeys nothing of a capture on the screen', async t => {
	const args = [program, '--replay', writeCapture()];
	const app = startPty(process.execPath, args, {columns: 120, rows: 40});
	t.after(() => app.kill('SIGKILL'));
	await app.waitFor(/OWNED/);
	app.press('q');
	await app.exited;
	await app.flush();
	assert.doesNotMatch(app.raw(), obeyed);
});
