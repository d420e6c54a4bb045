import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join, posix} from 'node:path';
import {test} from 'node:test';
import type {Metafile} from 'esbuild';
import {loadedWith} from '../pack/chunk-groups.js';

const root = join(import.meta.dirname, '../..');

const path = join(root, 'node_modules/.cache/steem-tui/program.json');
const {outputs} = JSON.parse(readFileSync(path, 'utf8')) as Metafile;

/** The built files that hold something of a folder. */
const filesWith = (folder: string): readonly string[] =>
	Object.entries(outputs)
		.filter(([, {inputs}]) => Object.keys(inputs).some(input => input.includes(folder)))
		.map(([file]) => file);

/** The program, and all that it loads for some command. */
const main = Object.keys(outputs).filter(file =>
	/dist\/(cli\.js|feed\.js|chunks\/(main|record|watch)-\w+\.cjs)$/.test(file),
);

for (const [what, folder] of [
	['metrics', '/prom-client/'],
	['the client of NATS', '/@nats-io/'],
	['relays', 'source/relay/'],
	['the screen', '/ink/'],
	['simulated exchanges', 'source/simulator/simulator.ts'],
] as const)
	test(`nothing of ${what} is loaded unless it is asked for`, () => {
		const having = filesWith(folder);
		assert.ok(having.length > 0, 'it was built with them');
		assert.equal(main.length, 5, main.join(' '));
		for (const file of main) {
			const loaded = loadedWith(outputs, file);
			assert.deepEqual(
				having.filter(other => loaded.has(other)),
				[],
				file,
			);
		}
	});

test('what makes rows on another thread is found by what starts it', () => {
	const [starter = ''] = filesWith('source/datasets/row-thread.ts');
	const program = posix.join(posix.dirname(starter), '../row-worker.cjs');
	assert.ok(outputs[program], `${starter} starts ${program}`);
	const loaded = [...loadedWith(outputs, program)];
	assert.deepEqual(
		loaded.filter(file => filesWith('source/exchanges/').includes(file)),
		[],
	);
});

test('nothing that parts texts is made as a file is loaded', () => {
	const making = Object.keys(outputs).filter(
		file =>
			/\.c?js$/.test(file) && readFileSync(join(root, file), 'utf8').includes('new Intl.Segmenter'),
	);
	assert.deepEqual(making, []);
});

test('no pattern of all emoji is made as a file is loaded', () => {
	const texts = Object.keys(outputs)
		.filter(file => /\.c?js$/.test(file))
		.map(file => readFileSync(join(root, file), 'utf8'));
	const patterns = texts.flatMap(
		text => text.match(/.{12}new RegExp\("\^\\\\p\{RGI_Emoji\}/g) ?? [],
	);
	assert.ok(patterns.length > 0, 'there are such');
	for (const before of patterns) assert.match(before, /\?\?=/);
});

test('the licences of what is loaded late are told, too', () => {
	const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
	for (const name of [
		...['prom-client', '@nats-io/jetstream', '@nats-io/nats-core', '@nats-io/nkeys'],
		...['@nats-io/nuid', '@nats-io/transport-node'],
	])
		assert.match(notices, new RegExp(`^${name} `, 'm'));
});
