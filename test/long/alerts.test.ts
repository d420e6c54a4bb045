import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {runProgram} from '../helpers/run-program.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => rmSync(folder, {recursive: true}));

type Line = Record<string, unknown>;

const parse = (lines: readonly string[]) => lines.map(line => JSON.parse(line) as Line);

test('watch ends with 5 at the first alert, which is its last line', async () => {
	const args = ['watch', '--demo', '--json', '--for', '60s', '--alert', 'price > 0.0001 binance'];
	const {code, stdout} = await runProgram([...args, '--exit-on-alert']);
	const {type, rule, market, exchange, value} = parse(stdout).at(-1) ?? {};
	assert.equal(code, 5);
	assert.deepEqual(
		[type, rule, market, exchange],
		['alert', 'price > 0.0001 binance', 'STEEM/USDT', 'binance'],
	);
	assert.match(String(value), /^0\.\d+$/);
});

test('a command is run for an alert, told of it by its environment', async () => {
	const file = join(folder, 'told');
	const names = ['', '_MARKET', '_EXCHANGE'].map(name => `"$STEEM_TUI_ALERT${name}"`).join(' ');
	// The shell's parent is the program: it ends once the command has done its work.
	const command = `printf '%s|' ${names} > '${file}'; kill -INT $PPID`;
	const rule = ['--alert', 'edge > -90% 1 binance huobi', '--on-alert', command];
	assert.equal((await runProgram(['watch', '--demo', ...rule])).code, 130);
	assert.equal(readFileSync(file, 'utf8'), 'edge > -90% 1 binance huobi|STEEM/USDT|binance,huobi|');
});

test('record says an alert and marks it in the capture', async () => {
	const path = join(folder, 'feed.jsonl.gz');
	const rule = ['--alert', 'price > 0.0001 huobi', '--on-alert', 'kill -INT $PPID'];
	const {code, stderr} = await runProgram(['record', '--demo', '-o', path, ...rule]);
	assert.equal(code, 130);
	assert.match(stderr, /alert: price > 0\.0001 huobi · STEEM\/USDT on huobi: 0\.\d+/);
	const capture = gunzipSync(readFileSync(path)).toString();
	assert.match(capture, /"kind":"marker","label":"alert: price > 0\.0001 huobi/);
});

test('book prints the books of several markets', async () => {
	const {code, stdout} = await runProgram(['book', 'STEEM/USDT', 'STEEM/BTC', '--demo', '--json']);
	assert.equal(code, 0);
	assert.deepEqual(
		parse(stdout).map(({exchange, market, status}) => [exchange, market, status]),
		['STEEM/USDT', 'STEEM/BTC'].flatMap(market =>
			['binance', 'huobi'].map(exchange => [exchange, market, 'live']),
		),
	);
});

test('watch shows what is asked for', async () => {
	const args = ['watch', '--demo', '--json', '--for', '15s', '--show', 'trades,edge,merged'];
	const {stdout} = await runProgram([...args, '--size', '1', '--levels', '2']);
	const kinds = new Set(parse(stdout).map(({type}) => type));
	assert.deepEqual([...kinds].toSorted(), ['edge', 'merged', 'trade']);
});
