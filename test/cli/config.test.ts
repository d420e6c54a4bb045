import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {runProgram} from '../helpers/run-program.js';

let home: string;
let file: string;

before(() => {
	home = mkdtempSync(join(tmpdir(), 'steem-tui-config-'));
	mkdirSync(join(home, 'steem-tui'));
	file = join(home, 'steem-tui', 'config.json');
	writeFileSync(file, '{"market": "STEEM/BTC", "levels": 3, "fees": {"huobi": "0.05"}}\n');
});

after(() => {
	rmSync(home, {recursive: true});
});

const write = (name: string, text: string): string => {
	const path = join(home, name);
	writeFileSync(path, text);
	return path;
};

test('prints every setting with its source', async () => {
	const {code, stdout, stderr} = await runProgram(['config', '--exchange', 'huobi'], {
		XDG_CONFIG_HOME: home,
		NO_COLOR: '1',
	});
	assert.deepEqual([code, stderr], [0, '']);
	assert.equal(stdout[0], `config file: ${file}`);
	for (const line of [
		`market STEEM/BTC file ${file}`,
		'exchanges huobi flag --exchange',
		'color false environment NO_COLOR',
		'theme auto default',
		'markets none default',
		`fees.huobi 0.05 file ${file}`,
		'fees.binance 0.1 default',
	])
		assert.ok(
			stdout.some(shown => shown.trim().replace(/ +/g, ' ') === line),
			line,
		);
});

test('prints one JSON object a setting', async () => {
	const {code, stdout} = await runProgram(['config', '--json', '--levels', '5'], {
		XDG_CONFIG_HOME: home,
	});
	assert.equal(code, 0);
	const rows = stdout.map(line => JSON.parse(line) as {setting: string});
	assert.deepEqual(
		rows.filter(({setting}) => ['market', 'levels', 'proxy'].includes(setting)),
		[
			{setting: 'market', value: 'STEEM/BTC', source: 'file', name: file},
			{setting: 'levels', value: 5, source: 'flag', name: '--levels'},
			{setting: 'proxy', value: null, source: 'default'},
		],
	);
});

test('says that there is no file', async () => {
	const {code, stdout} = await runProgram(['config']);
	assert.equal(code, 0);
	assert.equal(stdout[0], 'config file: /nowhere/steem-tui/config.json (there is none)');
});

test('the market and the levels of the file are what book prints', async () => {
	const {code, stdout} = await runProgram(['book', '--demo', '--json', '--exchange', 'binance'], {
		XDG_CONFIG_HOME: home,
	});
	assert.equal(code, 0);
	const book = JSON.parse(stdout[0] ?? '') as {market: string; bids: unknown[]};
	assert.deepEqual([book.market, book.bids.length], ['STEEM/BTC', 3]);
});

for (const command of ['watch', 'book', 'markets', 'record', 'config']) {
	test(`${command} ends with 2 where the file is wrong`, async () => {
		const path = write('wrong.json', '{\n  "levles": 5\n}');
		const more = command === 'record' ? ['-o', join(home, 'x.jsonl')] : [];
		const {code, stdout, stderr} = await runProgram([command, '--config', path, ...more]);
		assert.deepEqual([code, stdout], [2, []]);
		assert.match(stderr, /wrong\.json: line 2: levles is no key \(did you mean levels\?\)/);
	});
}

test('a named file must be there', async () => {
	const {code, stderr} = await runProgram(['config', '--config', '/nowhere/x.json']);
	assert.equal(code, 2);
	assert.equal(stderr, 'steem-tui: /nowhere/x.json: there is no such config file [wrong-usage]\n');
});

test('a file that is no JSON is refused by line and column', async () => {
	const path = write('broken.json', '{\n  "levels": 5,\n  theme: "dark"\n}');
	const {code, stderr} = await runProgram(['config', '--config', path]);
	assert.equal(code, 2);
	assert.match(
		stderr,
		/broken\.json: line 3, column 3: expected a key in double quotes, found "theme"/,
	);
});
