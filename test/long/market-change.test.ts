import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test, type TestContext} from 'node:test';
import {startPty} from '../helpers/pty.js';
import type {JsonLine} from '../helpers/replay-run.js';
import {runProgram} from '../helpers/run-program.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const size = {columns: 120, rows: 40};
const parent = mkdtempSync(join(tmpdir(), 'steem-tui-change-'));
after(() => {
	rmSync(parent, {recursive: true});
});

type Terminal = ReturnType<typeof startPty>;

const untilLive = (terminal: Terminal, market: string) =>
	terminal.waitFor(
		() => terminal.line(0).includes(market) && terminal.text().split('● live').length === 3,
	);

test('a recording goes on through a change of the market, and replays as it was', async t => {
	const args = ['--demo', '--seed', '7', '--record', parent];
	const app = startPty(process.execPath, [program, ...args], size);
	t.after(() => {
		app.kill('SIGKILL');
	});
	await untilLive(app, 'STEEM/USDT');
	app.press('m');
	await app.waitFor('marker 1');
	app.press('/');
	await app.waitFor(/\d+ of \d\d/);
	app.press('stebtc');
	await app.waitFor(/▸ STEEM\/BTC +Binance · Huobi/);
	app.press('enter');
	await untilLive(app, 'STEEM/BTC');
	assert.match(app.line(0), /● REC/);
	app.press('r');
	await app.waitFor(/recorded .*session\.cast \d+ kB, feed\.jsonl\.gz \d+ kB/);
	await app.waitFor(() => !app.line(0).includes('REC'));
	app.press('q');
	assert.equal((await app.exited).exitCode, 0);

	const [name = ''] = readdirSync(parent);
	assert.match(name, /^steem-tui-STEEM-USDT-/);
	const [cast, feed] = ['session.cast', 'feed.jsonl.gz'].map(file => join(parent, name, file));
	const markers = readFileSync(cast ?? '', 'utf8')
		.trim()
		.split('\n')
		.slice(1)
		.map(line => JSON.parse(line) as [number, string, string])
		.filter(([, code]) => code === 'm');
	assert.deepEqual(
		markers.map(([, , label]) => label).filter(label => label.startsWith('mark')),
		['marker 1', 'market STEEM/BTC'],
	);

	const [verified, watched, replay] = await Promise.all([
		runProgram(['verify', feed ?? '']),
		runProgram(['watch', '--replay', feed ?? '', '--speed', 'max', '--json']),
		showReplay(t, feed ?? ''),
	]);
	assert.equal(verified.code, 0);
	assert.match(verified.stdout.join('\n'), /STEEMUSDT .*left for another[^]*STEEMBTC .* \d+ × \d+/);

	const books = watched.stdout.map(line => JSON.parse(line) as JsonLine);
	assert.deepEqual([watched.code, watched.stderr], [0, '']);
	const change = books.findIndex(({market}) => market === 'STEEM/BTC');
	const [before, since] = [books.slice(0, change), books.slice(change)];
	for (const [lines, market] of [
		[before, 'STEEM/USDT'],
		[since, 'STEEM/BTC'],
	] as const) {
		assert.deepEqual([...new Set(lines.map(book => book.market))], [market]);
		for (const id of ['binance', 'huobi'])
			assert.equal(lines.findLast(({exchange}) => exchange === id)?.status, 'live');
	}
	assert.ok(!books.some(({status}) => status === 'reconnecting'));
	assert.equal(replay, 0);
});

/** Goes to the change and back, and leaves. */
const showReplay = async (t: TestContext, feed: string): Promise<number> => {
	const app = startPty(process.execPath, [program, '--replay', feed], size);
	t.after(() => {
		app.kill('SIGKILL');
	});
	await app.waitFor(/replay {3}\d\d:/);
	app.press('space', 'left', 'n', 'n');
	await app.waitFor('market STEEM/BTC');
	assert.match(app.line(0), /^ STEEM\/BTC /);
	app.press('space');
	await untilLive(app, 'STEEM/BTC');
	app.press('left', 'left');
	await app.waitFor(() => app.line(0).includes('STEEM/USDT'));
	app.press('q');
	return (await app.exited).exitCode;
};
