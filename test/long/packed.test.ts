import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {installInto, packInto} from '../helpers/packed.js';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-packed-'));
const project = join(folder, 'project');
const installed = join(project, 'node_modules/steem-tui');
const capture = join(root, 'test/fixtures/demo.jsonl.gz');
const example = (name: string) => join(root, 'docs/examples', name);

let packed: string;

before(() => {
	packed = packInto(folder);
	installInto(project, packed);
});

after(() => {
	rmSync(folder, {recursive: true});
});

const inProject = (command: string, ...args: readonly string[]) => {
	const {status, stdout, stderr} = spawnSync(command, args, {
		...{cwd: project, encoding: 'utf8', timeout: 240_000},
		env: {...process.env, NODE_OPTIONS: ''},
	});
	return {status, stdout, stderr};
};

/** Kilobytes that a folder takes on the disk. */
const sizeOf = (place: string) =>
	Number(execFileSync('du', ['-sk', place], {encoding: 'utf8'}).split('\t')[0]);

test('one package of less than four megabytes is installed', () => {
	const packages = readdirSync(join(project, 'node_modules')).filter(name => !name.startsWith('.'));
	assert.deepEqual(packages, ['steem-tui']);
	const size = sizeOf(installed);
	assert.ok(size < 4096, `${size} kB`);
});

test('the installed program runs a demo', () => {
	const program = join(project, 'node_modules/.bin/steem-tui');
	const {status, stdout, stderr} = inProject(program, 'book', '--demo', '--json');
	assert.equal(status, 0, stderr);
	assert.equal(stdout.trim().split('\n').length, 2);
});

test('a global install has the command and its man page', () => {
	const prefix = join(folder, 'global');
	const flags = ['--global', '--prefix', prefix, '--offline', '--no-audit', '--no-fund'];
	execFileSync('npm', ['install', ...flags, packed], {stdio: 'pipe'});
	const version = execFileSync(join(prefix, 'bin/steem-tui'), ['--version'], {encoding: 'utf8'});
	assert.match(version, /^\d+\.\d+\.\d+/);
	assert.match(readFileSync(join(prefix, 'share/man/man1/steem-tui.1'), 'utf8'), /^\.TH STEEM/);
});

test('plain JavaScript reads, verifies and exports a capture', () => {
	cpSync(example('read-capture.js'), join(project, 'read-capture.js'));
	const {status, stdout, stderr} = inProject(process.execPath, 'read-capture.js', capture, 'data');
	assert.equal(status, 0, stderr);
	assert.match(stdout, /^\d+ messages, \d+ kinds of defects$/m);
	assert.match(stdout, /^binance STEEMUSDT .*% proven$/m);
	assert.match(stdout, /^[1-9]\d+ proven books$/m);
	assert.match(stdout, /^data\/huobi\/trades\/.*\.csv\.gz: [1-9]\d* rows$/m);
});

const compile = (...files: readonly string[]) => {
	writeFileSync(
		join(project, 'tsconfig.json'),
		JSON.stringify({
			compilerOptions: {
				...{module: 'nodenext', target: 'es2022', strict: true, types: ['node']},
				...{exactOptionalPropertyTypes: true, skipLibCheck: false, outDir: 'out'},
			},
			files,
		}),
	);
	return inProject(join(root, 'node_modules/.bin/tsc'), '-p', '.');
};

test('TypeScript knows what a book is, and the example runs', () => {
	// Types of Node, as a project in TypeScript has them.
	symlinkSync(join(root, 'node_modules/@types'), join(project, 'node_modules/@types'));
	symlinkSync(join(root, 'node_modules/undici-types'), join(project, 'node_modules/undici-types'));
	cpSync(example('best-prices.ts'), join(project, 'best-prices.ts'));
	const compiled = compile('best-prices.ts');
	assert.equal(compiled.status, 0, compiled.stdout);
	const {status, stdout, stderr} = inProject(process.execPath, 'out/best-prices.js', 'demo');
	assert.equal(status, 0, stderr);
	assert.match(stdout, /^binance: 0\.\d+ \/ 0\.\d+$/m);
	assert.match(stdout, /^huobi: 0\.\d+ \/ 0\.\d+$/m);
	assert.match(stdout, /^(binance|huobi): (buy|sell) [\d.]+ at 0\.\d+$/m);
});

test('TypeScript refuses levels of a book that may be lost', () => {
	writeFileSync(
		join(project, 'wrong.ts'),
		[
			"import {openFeed} from 'steem-tui/feed';",
			"import {readCapture} from 'steem-tui/captures';",
			'const feed = await openFeed({levels: 1});',
			'for await (const update of feed.books()) console.log(update.bids[0]);',
			"for await (const item of readCapture('x')) if (item.type === 'event') console.log(item.event.t);",
			"await openFeed({source: 'nowhere'});",
		].join('\n'),
	);
	const {status, stdout} = compile('wrong.ts');
	assert.notEqual(status, 0);
	const lines = stdout.split('\n').filter(line => line.startsWith('wrong.ts('));
	assert.equal(lines.length, 2, stdout);
	assert.match(lines[0] ?? '', /wrong\.ts\(4,.*'bids' does not exist on type/);
	assert.match(lines[1] ?? '', /wrong\.ts\(6,.*"nowhere"/);
});

test('whatever else is in the package stays inside', () => {
	const {status, stderr} = inProject(
		process.execPath,
		...['--input-type=module', '-e', "await import('steem-tui/dist/cli.js')"],
	);
	assert.equal(status, 1);
	assert.match(stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

test('importing the library starts nothing', () => {
	const code = [
		"const {openFeed} = await import('steem-tui/feed');",
		"const {readCapture} = await import('steem-tui/captures');",
		'console.log(typeof openFeed, typeof readCapture);',
	].join('\n');
	const {status, stdout, stderr} = inProject(process.execPath, '--input-type=module', '-e', code);
	assert.deepEqual(
		{status, stdout, stderr},
		{status: 0, stdout: 'function function\n', stderr: ''},
	);
});
