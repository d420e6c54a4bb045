import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import type {Metafile} from 'esbuild';

const root = join(import.meta.dirname, '../..');

/** The built files that are loaded with a file before any of it runs. */
const loadedWith = (
	outputs: Metafile['outputs'],
	file: string,
	seen = new Set<string>(),
): ReadonlySet<string> => {
	if (seen.has(file)) return seen;
	seen.add(file);
	for (const {path, kind} of outputs[file]?.imports ?? [])
		if (kind === 'import-statement') loadedWith(outputs, path, seen);
	return seen;
};

test('nothing of metrics is loaded unless they are asked for', () => {
	const path = join(root, 'node_modules/.cache/steem-tui/program.json');
	const built = JSON.parse(readFileSync(path, 'utf8')) as Metafile;
	const having = Object.entries(built.outputs)
		.filter(([, {inputs}]) => Object.keys(inputs).some(input => input.includes('/prom-client/')))
		.map(([file]) => file);
	assert.ok(having.length > 0, 'it was built with them');
	// The program, and all that it loads for some command.
	const main = Object.keys(built.outputs).filter(file =>
		/dist\/(cli|chunks\/(main|record|watch))/.test(file),
	);
	assert.ok(main.length > 2, main.join(' '));
	for (const file of main) {
		const loaded = loadedWith(built.outputs, file);
		assert.deepEqual(
			having.filter(other => loaded.has(other)),
			[],
			file,
		);
	}
});
