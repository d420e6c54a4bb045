import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {builtinModules} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {Metafile} from 'esbuild';
import manifest from '../../package.json' with {type: 'json'};
import {restoreManifest, stripManifest} from './manifest-file.js';
import {toShipped} from './shipped-manifest.js';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-pack-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const place = join(folder, 'package.json');
const read = () => readFileSync(place, 'utf8');

const {outputs} = JSON.parse(
	readFileSync(join(root, 'node_modules/.cache/steem-tui/program.json'), 'utf8'),
) as Metafile;

test('the packed program installs nothing else', () => {
	const shipped = toShipped(manifest);
	assert.deepEqual(
		Object.keys(shipped).filter(key => /dependencies|scripts/i.test(key)),
		['peerDependencies', 'peerDependenciesMeta'],
	);
	assert.deepEqual(shipped.peerDependencies, {'zlib-sync': '^0.1.10'});
	assert.deepEqual(shipped.peerDependenciesMeta, {'zlib-sync': {optional: true}});
	assert.deepEqual(shipped.bin, manifest.bin);
	assert.equal('dependencies' in manifest, false);
});

test('the bundle leaves out optional packages alone', () => {
	const outside = Object.values(outputs)
		.flatMap(({imports}) => imports)
		.filter(({path, external}) => external && !path.startsWith('node:'))
		.map(({path}) => path)
		.filter(path => !builtinModules.includes(path));
	// Of ws, which does without.
	const known = ['bufferutil', 'utf-8-validate', 'zlib-sync'];
	assert.deepEqual(
		[...new Set(outside)].filter(path => !known.includes(path)),
		[],
	);
});

test('the library holds no screen', () => {
	const reached = new Set(['dist/feed.js', 'dist/captures.js']);
	for (const path of reached)
		for (const {path: next, external} of outputs[path]?.imports ?? [])
			if (!external) reached.add(next);
	const inputs = [...reached].flatMap(path => Object.keys(outputs[path]?.inputs ?? {}));
	assert.ok(inputs.includes('source/feed/feed.ts'));
	assert.deepEqual(
		inputs.filter(path =>
			/node_modules\/(ink|react|commander)|source\/(app|panes|cli)\//.test(path),
		),
		[],
	);
});

test('the manifest is as before once packed', () => {
	const own = `${JSON.stringify({name: 'x', scripts: {a: 'b'}, optionalDependencies: {z: '1'}})}\n\n`;
	writeFileSync(place, own);
	stripManifest(folder);
	assert.deepEqual(JSON.parse(read()), {
		name: 'x',
		peerDependencies: {z: '1'},
		peerDependenciesMeta: {z: {optional: true}},
	});
	restoreManifest(folder);
	assert.equal(read(), own);
	restoreManifest(folder);
	assert.equal(read(), own);
});

test('packs whole after packing was broken off', () => {
	const own = JSON.stringify({name: 'x', devDependencies: {y: '2'}});
	writeFileSync(place, own);
	stripManifest(folder);
	stripManifest(folder);
	assert.equal((JSON.parse(read()) as {name: string}).name, 'x');
	restoreManifest(folder);
	assert.equal(read(), own);
});

test('the manifest tells whose it is and where', () => {
	const {description, keywords, homepage, bugs, repository, author, license} = manifest;
	for (const text of [description, homepage, bugs.url, repository.url, author, license])
		assert.match(text, /\S/);
	assert.ok(keywords.length > 5);
});
