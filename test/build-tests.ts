import {readdirSync, rmSync} from 'node:fs';
import {join, relative, sep} from 'node:path';
import {build, type Plugin} from 'esbuild';
import {bundleOptions, root} from './bundle-options.js';

/**
 * Builds the test files as they will be run, one bundle each with the code they share in common
 * chunks: to load some hundred modules one by one through a loader takes longer than most tests.
 * Those of the rooms that need no process of their own share one: to start one takes longer, too.
 */
const folder = join(root, 'node_modules/.cache/steem-tui/test');

/** Rooms whose tests are quick and leave nothing behind, by the process that they share. */
const shared: Readonly<Record<string, readonly string[]>> = {
	app: ['app'],
	data: [
		'alerts',
		'book',
		'store',
		'heat',
		'flow',
		'benchmark',
		'config',
		'options',
		'capture',
		'files',
	],
	feed: ['feed', 'markets', 'relay', 'clock.test.ts', 'json-bounds.test.ts', 'safe-text.test.ts'],
	kept: ['recording', 'service', 'licenses', 'pack', 'docs', 'architecture.test.ts'],
	screen: ['screen', 'model', 'panes', 'hooks'],
	soak: ['soak'],
	tables: ['datasets'],
	talk: ['exchanges', 'output', 'serve', 'session', 'terminal', 'transport'],
	told: ['commands', 'library', 'simulator', 'verify', 'replay', 'playback'],
};

const tests = readdirSync(import.meta.dirname, {recursive: true, withFileTypes: true})
	.filter(entry => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
	.map(entry => join(entry.parentPath, entry.name))
	// Other programs, to compare with, bring tests of their own.
	.filter(path => !path.includes(`${sep}node_modules${sep}`));

const roomOf = (path: string) => relative(import.meta.dirname, path).split(sep)[0] ?? '';
const alone = tests.filter(path => !Object.values(shared).flat().includes(roomOf(path)));
const groups = Object.entries(shared).map(([name, rooms]) => {
	const imports = tests
		.filter(path => rooms.includes(roomOf(path)))
		.map(path => `import ${JSON.stringify(path)};\n`);
	return {name, code: imports.join('')};
});

/** A file of imports for each group, which lies nowhere. */
const groupFiles: Plugin = {
	name: 'group-files',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^group:/}, ({path}) => ({path, namespace: 'group'}));
		onLoad({filter: /^group:/, namespace: 'group'}, ({path}) => ({
			contents: groups.find(({name}) => path === `group:${name}`)?.code ?? '',
			resolveDir: root,
		}));
	},
};

rmSync(folder, {recursive: true, force: true});
await build({
	...bundleOptions,
	entryPoints: [
		...alone.map(path => ({
			in: path,
			out: relative(import.meta.dirname, path).replace(/\.tsx?$/, ''),
		})),
		...groups.map(({name}) => ({in: `group:${name}`, out: `${name}.test`})),
	],
	outdir: folder,
	plugins: [groupFiles, ...bundleOptions.plugins],
});
