import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {packInto} from '../helpers/packed.js';
import {startPty} from '../helpers/pty.js';

/**
 * Installs the packed program with each Node, from the oldest that it says it runs on to the newest, and runs it
 * there: `npm run test:nodes`, or with versions behind `--`. The Nodes come from the registry, as packages; one that
 * cannot be had, or that npm does not know, is skipped with a line.
 */
/** The first two have one version of V8 with other insides. */
const usual = ['20.20.0', '20', '22', '23', '24', '25', '26'];
const [, , ...named] = process.argv;
const versions = named.length > 0 ? named : usual;

const system = process.platform === 'win32' ? 'win' : process.platform;
const nodePackage = `node-${system}-${process.arch}`;
const npmCli =
	execFileSync('npm', ['root', '-g'], {encoding: 'utf8'}).trim() + '/npm/bin/npm-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-nodes-'));
const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Where the Node of a version is; null where it cannot be had. `STEEM_TUI_NODES` names a folder to keep them in. */
const fetchNode = (version: string): string | null => {
	const kept = process.env['STEEM_TUI_NODES'] ?? folder;
	const place = join(kept, `n${version}`);
	const node = join(place, 'node_modules', nodePackage, 'bin/node');
	if (existsSync(node)) return node;
	mkdirSync(place, {recursive: true});
	writeFileSync(join(place, 'package.json'), '{}');
	const args = ['install', '--no-audit', '--no-fund', `${nodePackage}@${version}`];
	const {status} = spawnSync('npm', args, {cwd: place, stdio: 'pipe', timeout: 600_000});
	return status === 0 && existsSync(node) ? node : null;
};

/** What npm tells those whom it starts would silence the npm that is tested. */
const ownEnvironment = Object.fromEntries(
	Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
);

const run = (node: string, args: readonly string[]): string => {
	const {status, stdout, stderr, error} = spawnSync(node, args, {
		...{encoding: 'utf8', timeout: 240_000},
		env: {...ownEnvironment, NODE_OPTIONS: '', XDG_CONFIG_HOME: '/nowhere'},
	});
	if (status === 0) return `${stdout}${stderr}`;
	throw new Error(`${args.join(' ')}: ${error?.message ?? `exit ${status}`}\n${stdout}${stderr}`);
};

/** Runs until something is printed, and interrupts it. */
const runUntil = async (node: string, args: readonly string[], pattern: RegExp): Promise<void> => {
	const child = spawn(node, args, {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {...ownEnvironment, XDG_CONFIG_HOME: '/nowhere'},
	});
	const ended = once(child, 'exit');
	const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
	let text = '';
	let isInterrupted = false;
	for await (const chunk of child.stdout) {
		text += String(chunk);
		// Once: a second one ends it at once, by the signal itself.
		if (!isInterrupted && pattern.test(text)) isInterrupted = child.kill('SIGINT');
	}
	clearTimeout(timer);
	const [code] = (await ended) as [number | null];
	expect(args.join(' '), text, pattern);
	if (code !== 130) throw new Error(`${args.join(' ')}: exit ${code} after Ctrl-C`);
};

const expect = (what: string, text: string, pattern: RegExp) => {
	if (!pattern.test(text)) throw new Error(`${what}: no ${String(pattern)} in\n${text}`);
};

/** Installs for all users, as people do. Returns the program. */
const install = (node: string, file: string, prefix: string): string => {
	const flags = ['--offline', '--no-audit', '--no-fund', '--prefix', prefix];
	const told = run(node, [npmCli, 'install', '-g', ...flags, file]);
	expect('install', told, /added 1 package/);
	if (/deprecated|vulnerab|allow-scripts/i.test(told))
		throw new Error(`install complained:\n${told}`);
	return join(prefix, 'lib/node_modules/steem-tui/dist/cli.js');
};

/** The full screen in a real terminal: books, a key, and the terminal given back. */
const runScreen = async (node: string, program: string) => {
	const terminal = startPty(node, [program, '--demo'], {columns: 120, rows: 40});
	try {
		await terminal.waitFor(/Binance.*live/);
		terminal.press('6');
		await terminal.waitFor(/uptime|reconnects/i);
		terminal.press('q');
		const {exitCode} = await terminal.exited;
		await terminal.flush();
		if (exitCode !== 0 || terminal.isAlternate())
			throw new Error(`the app ended with ${exitCode}\n${terminal.text()}`);
	} finally {
		terminal.kill('SIGKILL');
	}
};

const library = `
import {openFeed} from 'steem-tui/feed';
const feed = await openFeed({source: 'demo', levels: 1});
for await (const {status} of feed.books()) if (status === 'live') break;
await feed.close();
console.log('proven');
`;

/** What the first of them installed: the next ones find the code there that it compiled. */
let shared: string | null = null;

const check = async (version: string, file: string): Promise<string> => {
	const node = fetchNode(version);
	if (node === null) return `skipped: ${nodePackage}@${version} cannot be had`;
	const exact = run(node, ['--version']).trim();
	const prefix = join(folder, `installed-${version}`);
	const program = install(node, file, prefix);
	expect('version', run(node, [program, '--version']), /^\d+\.\d+\.\d+/);
	expect('book', run(node, [program, 'book', '--demo', '--json']), /"status":"live"/);
	await runUntil(node, [program, 'watch', '--demo', '--json'], /"status":"live"/);
	expect('doctor', run(node, [program, 'doctor', '--demo']), /unpacks the messages of Huobi/);
	await runScreen(node, program);
	shared ??= program;
	expect('after another Node', run(node, [shared, 'book', '--demo', '--json']), /"status":"live"/);
	const script = join(prefix, 'lib/feed.mjs');
	writeFileSync(script, library);
	expect('feed', run(node, [script]), /proven/);
	return `${exact}: installed, book, watch, doctor, screen and library are right`;
};

let failed = 0;
try {
	execFileSync('npm', ['run', '-s', 'build'], {stdio: 'inherit'});
	const file = packInto(folder);
	for (const version of versions)
		try {
			say(`Node ${version}: ${await check(version, file)}`);
		} catch (error) {
			failed++;
			say(`Node ${version}: failed: ${error instanceof Error ? error.message : String(error)}`);
		}
} finally {
	rmSync(folder, {recursive: true, force: true});
}
process.exitCode = failed > 0 ? 1 : 0;
