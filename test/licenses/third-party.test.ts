import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {Metafile} from 'esbuild';
import {foldersOf, readThirdParty, withDependencies} from './third-party.js';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-licenses-'));
after(() => {
	rmSync(folder, {recursive: true});
});

/** A package made up for the test. */
const createPackage = (
	path: string,
	manifest: object,
	files: Readonly<Record<string, string>> = {},
) => {
	const own = join(folder, path);
	mkdirSync(own, {recursive: true});
	writeFileSync(join(own, 'package.json'), JSON.stringify({version: '1.2.3', ...manifest}));
	for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
	return own;
};

/** What stands below the heading of each package in a file of the build. */
const noticesIn = (path: string): ReadonlyMap<string, string> => {
	const text = readFileSync(join(root, 'dist', path), 'utf8');
	const parts = text.split(/^={80}\n/m).slice(1);
	return new Map(
		parts.map(part => {
			const end = part.indexOf('\n');
			return [part.slice(0, end), part.slice(end).trim()];
		}),
	);
};

const headingOf = (place: string) => {
	const {name, version, license} = JSON.parse(
		readFileSync(join(root, place, 'package.json'), 'utf8'),
	) as {name: string; version: string; license: string};
	return `${name} ${version} (${license})`;
};

test('every package in the bundle is named with the text of its licence', () => {
	const {outputs} = JSON.parse(
		readFileSync(join(root, 'node_modules/.cache/steem-tui/program.json'), 'utf8'),
	) as Metafile;
	const places = new Set<string>();
	for (const {inputs} of Object.values(outputs))
		for (const path of Object.keys(inputs)) {
			const at = path.lastIndexOf('node_modules/');
			const [first = '', second = ''] = path.slice(at + 'node_modules/'.length).split('/');
			if (at >= 0)
				places.add(
					path.slice(0, at) +
						`node_modules/${first.startsWith('@') ? `${first}/${second}` : first}`,
				);
		}
	assert.ok(places.size > 40, `${places.size} packages were found`);
	const notices = noticesIn('THIRD-PARTY-NOTICES.txt');
	for (const place of places) {
		const text = notices.get(headingOf(place)) ?? '';
		assert.match(text, /copyright/i, place);
		assert.match(text, /permission|license/i, place);
	}
});

test('the player and what it was made with are named beside it', () => {
	const notices = noticesIn('player/LICENSES.txt');
	const player = notices.get(headingOf('node_modules/asciinema-player')) ?? '';
	assert.match(
		player,
		/Apache License\s+Version 2\.0, January 2004[^]*Copyright \d+.*Marcin Kulik/,
	);
	assert.ok(notices.has(headingOf('node_modules/solid-js')));
	for (const heading of notices.keys())
		assert.ok(noticesIn('THIRD-PARTY-NOTICES.txt').has(heading), heading);
});

test('the package holds the licences of others, and its own', () => {
	const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'];
	const told = execFileSync('npm', args, {cwd: root, encoding: 'utf8', stdio: 'pipe'});
	const [{files}] = JSON.parse(told) as [{files: {path: string}[]}];
	const names = files.map(({path}) => path);
	for (const name of ['LICENSE', 'dist/THIRD-PARTY-NOTICES.txt', 'dist/player/LICENSES.txt'])
		assert.ok(names.includes(name), name);
});

test('finds the packages of a bundle, those within others too', () => {
	const inputs = Object.fromEntries(
		[
			'source/cli.ts',
			'node_modules/ink/build/index.js',
			'node_modules/ink/build/dom.js',
			'node_modules/@xterm/headless/lib/x.js',
			'node_modules/wrap-ansi/node_modules/string-width/index.js',
		].map(path => [path, {bytesInOutput: 1}]),
	);
	const output = {bytes: 1, inputs, imports: [], exports: []};
	assert.deepEqual(foldersOf({outputs: {'dist/cli.js': output}}), [
		'node_modules/@xterm/headless',
		'node_modules/ink',
		'node_modules/wrap-ansi/node_modules/string-width',
	]);
});

test('finds what a package needs, as Node does', () => {
	const outer = createPackage('node_modules/outer', {
		name: 'outer',
		dependencies: {a: '1', b: '1'},
	});
	const a = createPackage('node_modules/a', {name: 'a', dependencies: {b: '1'}});
	const b = createPackage('node_modules/b', {name: 'b', dependencies: {outer: '1'}});
	const own = createPackage('node_modules/outer/node_modules/b', {name: 'b'});
	assert.deepEqual([...withDependencies(outer)].sort(), [a, b, outer, own].sort());
});

test('tells licence and notice word by word', () => {
	const files = {LICENSE: 'Mine.\r\nAll mine.\n', NOTICE: 'And theirs.\n', 'README.md': 'x'};
	const place = createPackage('told', {name: 'told', license: 'MIT'}, files);
	assert.deepEqual(readThirdParty(place), {
		name: 'told',
		version: '1.2.3',
		license: 'MIT',
		text: 'Mine.\nAll mine.\n\nAnd theirs.',
	});
});

for (const [name, manifest, files] of [
	['without a text', {name: 'silent', license: 'MIT'}, {}],
	['without a licence', {name: 'nameless'}, {LICENSE: 'x'}],
] as const)
	test(`refuses to ship a package ${name}`, () => {
		assert.throws(() => readThirdParty(createPackage(name, manifest, files)), /licence/);
	});
