import assert from 'node:assert/strict';
import {test} from 'node:test';
import {nameEngine, thisEngine, type Engine} from '../../source/cli/engine-name.js';

const engine: Engine = {
	...{version: 'v20.20.0', arch: 'x64', tag: 2_208_153_205},
	...{path: '/usr/bin/node', size: 97_661_912, time: 1_700_000_000_000},
};

test('each build of Node has a name of its own, although V8 calls them the same', () => {
	const others: readonly Partial<Engine>[] = [
		{version: 'v20.20.2'},
		{arch: 'arm64'},
		{tag: 1},
		{path: '/usr/local/bin/node'},
		{size: 97_661_913},
		{time: 1_700_000_000_001},
	];
	const names = others.map(other => nameEngine('/program', {...engine, ...other}));
	names.push(nameEngine('/program', engine), nameEngine('/elsewhere', engine));
	assert.equal(new Set(names).size, names.length);
	assert.match(nameEngine('/program', engine), /^v20\.20\.0-x64-[\da-f]{12}$/);
});

test('the build that runs is known by its own file', () => {
	const {version, path, size} = thisEngine();
	assert.deepEqual([version, path], [process.version, process.execPath]);
	assert.ok(size > 1_000_000);
});

test('a build whose file may not be looked at has a name all the same', () => {
	const {execPath} = process;
	try {
		// Of which the system tells nothing but an error.
		process.execPath = `/${'n'.repeat(5000)}`;
		const {size, time} = thisEngine();
		assert.deepEqual([size, time], [0, 0]);
	} finally {
		process.execPath = execPath;
	}
});
