import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {hostileText, startHostileExchange} from '../helpers/hostile-exchange.js';
import {startProgram} from '../helpers/run-program.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-hostile-'));
after(() => {
	rmSync(folder, {recursive: true, force: true});
});

let exchange: Awaited<ReturnType<typeof startHostileExchange>>;
before(async () => {
	exchange = await startHostileExchange();
});
after(() => {
	exchange.close();
});

/** Names of files hold no slash; the rest of it they may. */
const hostileName = `name${hostileText}`;

const write = (name: string, lines: readonly unknown[]): string => {
	const path = join(folder, name);
	writeFileSync(
		path,
		lines.map(line => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
	);
	return path;
};

const headerOf = (market: string) => ({
	format: 'steem-tui-capture',
	version: 1,
	startedAt: 1,
	market,
	exchanges: ['binance'],
	app: hostileText,
});

const streams = `wss://stream.binance.com:9443/stream?streams=ev${hostileText}ilusdt@depth@100ms`;
const captures = {
	symbol: write('symbol.jsonl', [
		headerOf('X'),
		{t: 0, kind: 'open', connection: 1, url: streams},
		{t: 1, kind: 'ws', connection: 1, data: JSON.stringify({stream: hostileText, data: {}})},
		{t: 2, kind: 'close', connection: 1, reason: hostileText, errorCode: hostileText},
		{t: 3, kind: 'marker', label: hostileText, market: hostileText},
	]),
	market: write(hostileName, [
		headerOf(`STEEM${hostileText}/USDT`),
		{t: 0, kind: hostileText},
		`{"t":0,"kind":"${hostileText}`,
		{t: 1, kind: 'http', url: `https://x/${hostileText}`, status: 500, data: hostileText},
	]),
	version: write('version.jsonl', [{...headerOf('X'), version: hostileText}]),
};

const title = {version: 2, width: 40, height: 5, title: `t${hostileText}`};
const casts = {
	format: write('format.cast', [{version: 2, format: hostileText}]),
	// Signs that are combined with those before them stay in the cells of a terminal.
	title: write('title.cast', [
		title,
		[0.1, 'o', `a\u200D\u202Eb${hostileText}`],
		[0.2, 'm', hostileText],
	]),
};

const configs = {
	values: write('values.json', [
		{
			recordingFolder: hostileText,
			endpoints: {binance: {rest: `http://127.0.0.1:1/${hostileText}`}},
		},
	]),
	keys: write('keys.json', [
		{[hostileText]: 1, market: hostileText, endpoints: {[hostileText]: 1}},
	]),
	syntax: write('syntax.json', [`{"${hostileText}`]),
};

const missing = join(folder, `none${hostileText}`);
const log = join(folder, 'log');
mkdirSync(join(folder, hostileText));

type Case = {
	readonly name: string;
	readonly args: readonly string[];
	/** The exchange that says nothing right. */
	readonly isOnline?: true;
	readonly environment?: Readonly<Record<string, string>>;
	/** Documents have tabs of their own. */
	readonly allowed?: RegExp;
};

const replayed = (command: string, path: string, ...more: readonly string[]): Case => ({
	name: `${command} ${more.join(' ')} --replay ${path === captures.symbol ? 'a symbol' : 'a market'}`,
	args: [command, '--replay', path, ...more],
});

const cases: readonly Case[] = [
	...[captures.symbol, captures.market].flatMap(path => [
		replayed('watch', path, '--speed', 'max'),
		replayed('watch', path, '--speed', 'max', '--json'),
		replayed('book', path),
		replayed('book', path, '--json'),
	]),
	...Object.entries({...captures, missing, folder}).map(([name, path]) => ({
		name: `verify of a capture: ${name}`,
		args: ['verify', path],
	})),
	...[captures.symbol, captures.market].map((path, index) => ({
		name: `verify --json of a capture: ${index}`,
		args: ['verify', '--json', path],
	})),
	{name: 'export of a cast of another format', args: ['export', casts.format]},
	{name: 'export of a cast that is not there', args: ['export', missing]},
	{name: 'export of a capture', args: ['export', captures.market]},
	{name: 'export --text', args: ['export', casts.title, '--text', '-o', '-']},
	{name: 'export --svg', args: ['export', casts.title, '--svg', '-o', '-'], allowed: /\t/g},
	{name: 'export of a page', args: ['export', casts.title, '-o', '-'], allowed: /\t/g},
	{
		name: 'export into a folder that is not there',
		args: ['export', casts.title, '-o', join(missing, hostileText)],
	},
	{
		name: 'export into a file',
		args: [
			'export',
			casts.title,
			'--text',
			'--title',
			hostileText,
			'-o',
			join(folder, hostileText, 't'),
		],
	},
	...Object.entries({...configs, missing}).flatMap(([name, path]) => [
		{name: `config of a file: ${name}`, args: ['config', '--config', path]},
		{name: `config --json of a file: ${name}`, args: ['config', '--json', '--config', path]},
	]),
	{
		name: 'config of variables',
		args: ['config'],
		environment: {STEEM_TUI_HUOBI_WS: `ws://x/${hostileText}`},
	},
	{
		name: 'config of a bad variable',
		args: ['config'],
		environment: {STEEM_TUI_HUOBI_WS: hostileText},
	},
	{name: 'a bad proxy', args: ['watch'], environment: {HTTPS_PROXY: hostileText}},
	...['--proxy', '--theme', '--for', '--replay'].map(flag => ({
		name: `a bad ${flag}`,
		args: ['watch', '--demo', flag, hostileText],
	})),
	{name: 'an unknown option', args: [`--${hostileText}`]},
	{name: 'an unknown market', args: ['watch', hostileText]},
	{name: 'too many arguments', args: ['config', 'x', hostileText]},
	{name: 'help for an unknown command', args: ['help', hostileText]},
	{
		name: 'record into a file of an odd name',
		args: ['record', '--demo', '--for', '1', '-o', join(folder, hostileText, 'feed.jsonl')],
	},
	{
		name: 'record into a folder that is not there',
		args: ['record', '--demo', '-o', join(missing, 'x')],
	},
	{name: 'record over a file', args: ['record', '--demo', '-o', captures.market]},
	{name: 'a bad rotation', args: ['record', '--demo', '-o', 'x', '--rotate', hostileText]},
	...[
		['markets'],
		['markets', '--json'],
		['markets', hostileText],
		['watch', '--for', '2', '--log', log],
		['watch', '--json', '--for', '2'],
		['book', '--timeout', '2'],
		['book', `EVIL${hostileText}/USDT`, '--timeout', '2'],
		['doctor', '--config', configs.values],
		['doctor', '--json'],
		['record', '-o', '-', '--for', '3'],
		['--screen-reader', '--for', '2'],
	].map(args => ({
		name: `${args.join(' ').replace(folder, '').replace(hostileText, '…')} online`,
		args,
		isOnline: true as const,
	})),
	{
		name: 'a log that cannot be written',
		args: ['watch', '--demo', '--for', '1', '--log', join(missing, 'x')],
	},
];

/** Whole, and as it was written: a reader of lines would cut it where a terminal obeys. */
const outputOf = async ({args, isOnline, environment = {}}: Case) => {
	const {child, exited, stderr} = startProgram(args, {
		...(isOnline ? exchange.environment : {}),
		...environment,
	});
	const chunks: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
	const code = await exited;
	return {code, stdout: Buffer.concat(chunks).toString(), stderr: stderr()};
};

const obeyed = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const assertSafe = (text: string, what: string) => {
	const found = obeyed.exec(text);
	const around = found ? text.slice(Math.max(0, found.index - 60), found.index + 20) : '';
	assert.equal(found, null, `${what} has ${JSON.stringify(around)}`);
};

for (const given of cases) {
	test(`a terminal obeys nothing of ${given.name.replace(/[\p{C}\p{Z}]+/gu, ' ')}`, async () => {
		const {code, stdout, stderr} = await outputOf(given);
		assertSafe(given.allowed ? stdout.replaceAll(given.allowed, '') : stdout, 'stdout');
		assertSafe(stderr, 'stderr');
		assert.ok((stdout + stderr).length > 0, 'it says something');
		assert.notEqual(code, null);
		assert.doesNotMatch(stderr, /^\s+at |mistake in the program/m);
	});
}

test('a mistake of the program is told in a sentence, without escapes, secrets or a trace', async () => {
	const message = `${hostileText} http://me:s3cret@x`;
	const script = `setTimeout(() => {throw new Error(${JSON.stringify(message)})}, 500)`;
	const {code, stderr} = await outputOf({
		name: 'crash',
		args: ['watch', '--demo', '--for', '20'],
		environment: {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`},
	});
	assert.equal(code, 1);
	assertSafe(stderr, 'stderr');
	assert.match(
		stderr,
		/^steem-tui: a mistake in the program ended it, please report it: Error: .*me:\*\*\*@x/,
	);
	assert.equal(stderr.split('\n').length, 2, stderr);
});

test('a terminal obeys nothing of a log', () => {
	assertSafe(readFileSync(log, 'utf8'), 'the log');
});
