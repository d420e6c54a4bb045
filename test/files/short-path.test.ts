import assert from 'node:assert/strict';
import {test} from 'node:test';
import {shortPath} from '../../source/files/short-path.js';

for (const [path, shown] of [
	['/home/me/work/shots/a.svg', 'shots/a.svg'],
	['/home/me/work', '.'],
	['/home/me/a.svg', '../a.svg'],
	['/tmp/a.svg', '/tmp/a.svg'],
	['shots', 'shots'],
] as const)
	test(`${path} is told as ${shown}`, () => {
		assert.equal(shortPath(path, '/home/me/work'), shown);
	});
