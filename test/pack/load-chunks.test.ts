import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {Code, CodeCache} from '../../source/cli/code-cache.js';
import {createChunkLoader} from '../../source/cli/load-chunks.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-chunks-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const write = (name: string, text: string) => {
	writeFileSync(join(folder, name), text);
};

write('sum.cjs', 'module.exports = {sum: (a, b) => a + b, __dirname, __filename};');
write('main.cjs', 'const {sum} = require("./sum.cjs"); exports.two = sum(1, 1);');
write('path.cjs', 'exports.join = require("node:path").join;');
write(
	'one.cjs',
	'exports.other = require("./two.cjs"); exports.late = () => exports.other.one.late;',
);
write('two.cjs', 'exports.one = require("./one.cjs");');
// No other test loads it: what was compiled in a process, V8 takes from there.
write('fresh.cjs', 'exports.fresh = true;');
write('wrong.cjs', '\nthrow new Error("as told");');

const sizeOf = (name: string) => statSync(join(folder, name)).size;

/** A cache in memory, and what was written to it, in turn. */
const createCache = () => {
	const kept = new Map<string, Code>();
	const written: string[] = [];
	const cache: CodeCache = {
		read: ({name}) => kept.get(name) ?? null,
		write({name}, code) {
			kept.set(name, code);
			written.push(`${name} ${code.loaded}`);
		},
	};
	return {kept, written, cache};
};

test('a chunk is run once, with what it requires', () => {
	const {require: load} = createChunkLoader(folder, null);
	assert.deepEqual(load('./main.cjs'), {two: 2});
	assert.equal(load('./main.cjs'), load('./main.cjs'));
	const {__dirname, __filename} = load('./sum.cjs') as Record<string, string>;
	assert.deepEqual([__dirname, __filename], [folder, join(folder, 'sum.cjs')]);
	assert.deepEqual(load('./path.cjs'), {join});
	assert.equal((load('node:path') as {join: unknown}).join, join);
});

test('chunks that need each other find each other', () => {
	const {require: load} = createChunkLoader(folder, null);
	const one = load('./one.cjs') as {late(): unknown};
	assert.equal(one.late(), one.late);
});

test('an error tells its place in the chunk', () => {
	const {require: load} = createChunkLoader(folder, null);
	assert.throws(
		() => load('./wrong.cjs'),
		({stack}: Error) => stack?.includes(`${join(folder, 'wrong.cjs')}:2:7`) === true,
	);
});

test('a chunk that failed fails whoever asks for it again', () => {
	const {require: load} = createChunkLoader(folder, null);
	for (const [name, words] of [
		['wrong', /as told/],
		['gone', /ENOENT/],
	] as const)
		for (let time = 0; time < 2; time++) assert.throws(() => load(`./${name}.cjs`), words);
});

test('what was compiled is kept once, and used', () => {
	const {kept, written, cache} = createCache();
	const both = sizeOf('main.cjs') + sizeOf('sum.cjs');
	const first = createChunkLoader(folder, cache);
	first.require('./main.cjs');
	first.keep();
	first.keep();
	assert.deepEqual(
		written,
		['main.cjs', 'sum.cjs'].map(name => `${name} ${both}`),
	);
	const before = kept.get('main.cjs');
	const second = createChunkLoader(folder, cache);
	assert.deepEqual(second.require('./main.cjs'), {two: 2});
	second.keep();
	assert.equal(written.length, 2);
	assert.equal(kept.get('main.cjs'), before);
});

test('a run that loaded more keeps more', () => {
	const {written, cache} = createCache();
	for (const names of [['sum.cjs'], ['main.cjs'], ['sum.cjs', 'path.cjs'], ['main.cjs']]) {
		const {require: load, keep} = createChunkLoader(folder, cache);
		for (const name of names) load(`./${name}`);
		keep();
	}
	assert.deepEqual(
		written.map(line => line.split(' ')[0]),
		['sum.cjs', 'main.cjs', 'sum.cjs', 'path.cjs'],
	);
});

test('code that V8 refuses is made anew', () => {
	const {kept, written, cache} = createCache();
	kept.set('fresh.cjs', {data: Buffer.from('of another version of V8'), loaded: 1e9});
	const {require: load, keep} = createChunkLoader(folder, cache);
	assert.deepEqual(load('./fresh.cjs'), {fresh: true});
	keep();
	assert.deepEqual(written, [`fresh.cjs ${sizeOf('fresh.cjs')}`]);
});
