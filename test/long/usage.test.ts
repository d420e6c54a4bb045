import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {exchanges} from '../../source/exchanges/index.js';
import {runProgram, runUntil} from '../helpers/run-program.js';

const {version} = JSON.parse(
	readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as {version: string};

/** The version stands first, behind it the commit where the build knew one. */
const assertVersion = (line = '') => {
	const [first, ...commit] = line.split(' ');
	assert.equal(first, version);
	assert.match(commit.join(' '), /^(\([\da-f]{10}\))?$/);
};

test('prints its version, and the commit it is of', async () => {
	const {code, stdout, stderr} = await runProgram(['--version']);
	assert.deepEqual([code, stdout.length, stderr], [0, 1, '']);
	assertVersion(stdout[0]);
});

for (const args of [['-v'], ['-V'], ['record', '-v'], ['watch', '--version']]) {
	test(`prints its version: ${args.join(' ')}`, async () => {
		const {code, stdout} = await runProgram(args);
		assert.deepEqual([code, stdout.length], [0, 1]);
		assertVersion(stdout[0]);
	});
}

for (const args of [
	['--help'],
	['help'],
	['watch', '-h'],
	['help', 'book'],
	['book', 'help'],
	['markets', '--help'],
	['markets', 'help'],
]) {
	test(`explains itself with examples: ${args.join(' ')}`, async () => {
		const {code, stdout, stderr} = await runProgram(args);
		assert.deepEqual([code, stderr], [0, '']);
		assert.match(stdout[0] ?? '', /^Usage: steem-tui /);
		assert.match(stdout.join('\n'), /--demo .*--exchange <ids>.*\nExamples:\n  steem-tui /s);
	});
}

test('tells a default duration as it would be written', async () => {
	const {stdout} = await runProgram(['book', '--help']);
	assert.match(
		stdout.join('\n'),
		/--timeout <duration> +how long to wait; a number alone is seconds \(default:\s+30s\)/,
	);
});

for (const {args, says, environment = {}} of [
	{args: ['--nonsense'], says: /unknown option '--nonsense'/},
	{
		args: ['watch', '--jsn'],
		says: /^steem-tui: unknown option '--jsn' \(did you mean --json\?\) \[unknown-option\]\n$/,
	},
	{args: ['wach'], says: /no command "wach" \(did you mean watch\?\).* \[unknown-command\]/},
	{
		args: ['verfy', 'x'],
		says: /no command "verfy" \(did you mean verify\?\).* \[unknown-command\]/,
	},
	{args: ['watch', '--exchange', 'binanse'], says: /\(did you mean binance\?\): .* \[bad-value\]/},
	{
		args: ['verify'],
		says: /^steem-tui: missing required argument 'files' \(as in: steem-tui verify \S+\) \[missing-argument\]\n$/,
	},
	{
		args: ['record', '--for', '3s'],
		says: /missing required option '-o, --output <file>' \(as in: steem-tui record STEEM\/USDT -o /,
	},
	{args: ['completion'], says: /\(as in: steem-tui completion bash/},
	{args: ['markets', 'a', 'b'], says: /too many arguments .* \[extra-argument\]/},
	{args: ['watch', 'a', 'b', '--replay', 'x'], says: /of a capture name one market/},
	{
		args: ['watch', 'a', 'b', '--exchange', 'huobi:BTC/KRW'],
		says: /--exchange names a market for huobi alone: that goes with one market, not with 2/,
	},
	{args: ['watch', '--alert', 'price > x'], says: /a price \[bad-value\]\n {2}price > x\n {10}\^/},
	{
		args: ['watch', '--alert', 'edge > 1% 5 huobi kraken'],
		says: /is of kraken, but followed are binance, huobi: add it with --exchange/,
	},
	{args: ['watch', '--exit-on-alert'], says: /--exit-on-alert needs a rule/},
	{args: ['watch', '--on-alert', ' '], says: /--on-alert is empty/},
	{args: ['watch', '--on-alert', 'ls'], says: /--on-alert needs a rule/},
	{args: ['watch', '--size', '500'], says: /--size is for edges: it needs --show edge/},
	{args: ['watch', '--levels', '5', '--show', 'trades'], says: /--levels is for books/},
	{args: ['export', 'x.cast', '--idle', '1s'], says: /--idle needs --animate/},
	{args: ['config', '--init', '--theme', 'dark'], says: /--theme and --init cannot be used/},
	{args: ['config', 'STEEM/BTC', '--init'], says: /--init writes no market/},
	{
		args: ['relay', '--nats', 'nats://x', '--no-wire', '--keep-wire', '3d'],
		says: /--keep-wire and --no-wire cannot be used together/,
	},
	{args: ['doctor', '--nats', 'nats://x', '--ascii'], says: /--ascii and --nats cannot be/},
	{args: ['hlep'], says: /no command "hlep" \(did you mean help\?\)/},
	{args: ['watch', '--show', 'book'], says: /did you mean books\?/},
	{args: ['watch', '--size', '0'], says: /"0" is not a size/},
	{args: ['book', '--alert', 'gap'], says: /"steem-tui book" does not use --alert/},
	{args: ['watch', '--exchange', 'mtgox'], says: /choose from binance, huobi/},
	{args: ['watch', '--for', 'soon'], says: /is not a duration: write 10s, 5m or 1h/},
	{
		args: ['record', '-o', '/nowhere/x.jsonl', '--rotate', '5'],
		says: /"5" may be a duration or a size: write 5s, 5h or 5MB/,
	},
	{args: ['record', '-o', '/nowhere/x/'], says: /x\/ is a folder: name a file, or write --rotate/},
	{args: ['record', '-o', '/nowhere/x', '--keep', '30d'], says: /--keep needs --rotate/},
	{args: ['record', '-o', '/nowhere/x', '--on-rotate', 'ls'], says: /--on-rotate needs --rotate/},
	{
		args: ['record', '-o', '/nowhere/x', '--markets-from', '/nowhere/list'],
		says: /\/nowhere\/list cannot be read/,
	},
	{args: ['watch', '--grace', '5s'], says: /--grace needs --http/},
	{args: ['watch', '--http', '99999'], says: /"99999" is not an address to serve at: write 9100/},
	{args: ['watch', '--http', '0', '--replay', 'x'], says: /--http and --replay cannot be used/},
	{args: ['book', '--http', '0'], says: /unknown option '--http'/},
	{args: ['watch', '--levels', '0'], says: /whole number from 1 up/},
	{args: ['book', '--timeout', '-1s'], says: /is not a duration|argument missing/},
	{args: ['watch', '--seed', 'x', '--demo'], says: /is not a seed/},
	{args: ['watch', '--live', '--demo'], says: /cannot be used together/},
	{
		args: ['--all', '--nats', 'nats://h'],
		says: /--all and --nats cannot be used together: relays tell of books alone/,
	},
	{args: ['--all', '--replay', 'x'], says: /--all and --replay cannot be used together/},
	{args: ['watch', '--all'], says: /"steem-tui watch" does not use --all/},
	{args: ['watch', 'A/B/C'], says: /"A\/B\/C" is not a market/},
	{
		args: ['watch', '--theme', 'drak'],
		says: /"drak" is not a theme \(did you mean dark\?\): choose from auto, dark, light, /,
	},
	{
		args: ['watch'],
		says: /STEEM_TUI_BINANCE_REST is "http:\/\/x\/\?\*\*\*": .* has no \? or #/,
		environment: {STEEM_TUI_BINANCE_REST: 'http://x/?k=1'},
	},
	{args: ['verify', 'x', '--theme', 'dark'], says: /"steem-tui verify" does not use --theme/},
	{args: ['--no-color', 'watch'], says: /does not use --no-color: it is for steem-tui, doctor/},
	{args: ['watch', '--ascii'], says: /"steem-tui watch" does not use --ascii/},
	{args: ['book', '--speed', '2', '--replay', 'x'], says: /"steem-tui book" does not use --speed/},
	{args: ['record', '-o', '/nowhere/x', '--log', 'x'], says: /does not use --log: .* watch, book/},
	{args: ['watch', '--seed', '3'], says: /--seed needs --demo/},
	{args: ['serve', 'x', '--host', ''], says: /"" is not a host: write 127\.0\.0\.1, ::1 or a/},
	{args: ['serve', 'x', '--host', '127.0.0.1:80'], says: /"127\.0\.0\.1:80" is not a host/},
	{args: ['serve', 'x', '--host', '~/x'], says: /"~\/x" is not a host/},
	{
		args: ['watch', '--demo', '--fault', 'huobi:ban@1'],
		says: /argument 'huobi:ban@1' is invalid\. huobi has no ban \[bad-value\]/,
	},
	{
		args: ['markets', '--demo', '--exchange', 'binance:STEEM/BTC'],
		says: /"steem-tui markets" is of no market: write binance alone behind --exchange/,
	},
	{
		args: ['exchanges', '--exchange', 'binance:STEEM/BTC'],
		says: /"steem-tui exchanges" is of no market/,
	},
	{
		args: ['watch', 'STEEM\nUSDT'],
		says: /^steem-tui: .*'STEEM\\u000aUSDT' is invalid .* write STEEM\/USDT \[bad-value\]\n$/,
	},
	{
		args: ['markets'],
		says: /^steem-tui: ALL_PROXY: "ftp:\/\/x" is not a proxy/,
		environment: {ALL_PROXY: 'ftp://x'},
	},
	{
		args: ['watch'],
		says: /^steem-tui: STEEM_TUI_NATS: "x:\/\/y" is not a NATS server/,
		environment: {STEEM_TUI_NATS: 'x://y'},
	},
	{
		args: ['watch', '--proxy', 'http://x:1', '--demo'],
		says: /--proxy and --demo cannot be used together: nothing goes over a network/,
	},
	{args: ['book', '--replay', 'x', '--timeout', '5s'], says: /--timeout and --replay cannot/},
	{args: ['book', '--replay', 'x', '--for', '5s'], says: /--for and --replay cannot/},
	{
		args: ['record', '-o', '/nowhere/x', '--nats', 'nats://x', '--alert', 'gap'],
		says: /--alert and --nats cannot be used together/,
	},
	{args: ['--screen-reader', '--record'], says: /--record and --screen-reader cannot/},
	{
		args: ['help', 'recrod'],
		says: /there is no command "recrod" \(did you mean record\?\): choose from .*, record, /,
	},
	{args: [], says: /the full screen needs a terminal: use "steem-tui watch"/},
	{args: ['STEEM/BTC', '--demo'], says: /the full screen needs a terminal/},
	{
		args: ['watch'],
		says: /STEEM_TUI_HUOBI_WS is "http:\/\/x": write an address that begins with ws/,
		environment: {STEEM_TUI_HUOBI_WS: 'http://x'},
	},
]) {
	test(`ends with 2: steem-tui ${args.join(' ')}`, async () => {
		const {code, stdout, stderr} = await runProgram(args, environment);
		assert.deepEqual([code, stdout], [2, []]);
		assert.match(stderr, says);
	});
}

test('lists all exchanges there are, or those that are named', async () => {
	const list = async (...args: readonly string[]) => {
		const {stdout} = await runProgram(['exchanges', '--json', ...args]);
		return stdout.map(line => (JSON.parse(line) as {id: string}).id);
	};
	assert.deepEqual(
		await list(),
		exchanges.map(({id}) => id),
	);
	assert.deepEqual(await list('--exchange', 'huobi'), ['huobi']);
});

test('takes a number alone for seconds', async () => {
	const args = ['watch', '--json', '--exchange', 'binance', '--for', '1'];
	const nowhere = {
		STEEM_TUI_BINANCE_WS: 'ws://127.0.0.1:1',
		STEEM_TUI_BINANCE_REST: 'http://127.0.0.1:1',
	};
	assert.equal((await runProgram(args, nowhere)).code, 0);
});

test('a wrong proxy ends at once, whatever --for says', async () => {
	const {code, stderr} = await runProgram(['watch', '--for', '60s'], {ALL_PROXY: 'ftp://x'});
	assert.equal(code, 2);
	assert.match(stderr, /"ftp:\/\/x" is not a proxy/);
});

test('says why and when it tries again where an exchange cannot be reached', async () => {
	const {stdout} = await runUntil(
		line => line.includes('"reason"'),
		['watch', '--json', '--exchange', 'binance'],
		{
			STEEM_TUI_BINANCE_WS: 'ws://127.0.0.1:1',
			STEEM_TUI_BINANCE_REST: 'http://127.0.0.1:1',
		},
	);
	assert.match(
		stdout.at(-1) ?? '',
		/"status":"reconnecting".*"reason":"connection refused: 127\.0\.0\.1:1","code":"unreachable"/,
	);
});

for (const [name, says] of [
	['gap', /^gap: updates were missed\n.*steem-tui doctor/],
	['missing-value', /^missing-value: an option without its value.*\nWrite the value behind/],
] as const)
	test(`explains the code ${name}`, async () => {
		const {code, stdout} = await runProgram(['help', name]);
		assert.equal(code, 0);
		assert.match(stdout.join('\n'), says);
	});

test('an option that means something of its own to a command is told so', async () => {
	const helpOf = async (name: string) =>
		(await runProgram(['help', name])).stdout.join(' ').replaceAll(/\s+/g, ' ');
	const exported = await helpOf('export');
	assert.match(exported, /--exchange <ids> of a capture these exchanges alone.*\(default: all\)/);
	assert.match(exported, /--levels <n> .*snapshots \(default: 25\)/);
	assert.match(await helpOf('watch'), /--speed <n> .* or max /);
	assert.match(await helpOf('serve'), /--port <n> the port \(default: any that is free\) --host/);
});

test('tells a screen reader of the books in sentences', async () => {
	const wanted = [
		/^STEEM\/USDT in sentences, as they come\. Ctrl-C ends it\.$/,
		/^Binance, STEEM\/USDT: in sync\.$/,
		/^Huobi: bid [\d.]+, ask [\d.]+, spread [\d.]+ basis points\.$/,
	];
	const heard = new Set<RegExp>();
	const {code, stdout, stderr} = await runUntil(
		line => {
			for (const sentence of wanted) if (sentence.test(line)) heard.add(sentence);
			return heard.size === wanted.length;
		},
		['--demo', '--screen-reader'],
	);
	assert.deepEqual([code, stderr], [130, '']);
	assert.match(stdout[0] ?? '', wanted[0] ?? /$^/);
	assert.equal(heard.size, wanted.length);
});
