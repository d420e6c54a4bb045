import assert from 'node:assert/strict';
import {chownSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {mayBeMade} from '../../source/files/may-be-made.js';

test('root makes nothing in the home of another', {skip: process.geteuid?.() !== 0}, t => {
	const home = mkdtempSync(join(tmpdir(), 'steem-tui-home-'));
	t.after(() => {
		rmSync(home, {recursive: true});
	});
	const cache = join(home, '.cache', 'steem-tui');
	assert.ok(mayBeMade(cache));
	chownSync(home, 12_345, 12_345);
	assert.ok(!mayBeMade(cache));
});
