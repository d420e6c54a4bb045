import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {removeLeftParts} from '../../source/files/open-beside.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

test('removes what was left by those that were killed an hour ago, and nothing else', async () => {
	const {pid: gone} = spawnSync(process.execPath, ['--version']);
	const left = `.steem-tui-${gone}-1.part`;
	const others = [
		`.steem-tui-${process.pid}-1.part`,
		`.steem-tui-${gone}-1.part.csv`,
		'.steem-tui-0-1.part',
		'STEEMUSDT.csv.gz',
	].sort();
	for (const name of [left, ...others]) writeFileSync(join(folder, name), '');
	await removeLeftParts(folder, Date.now() + 3_000_000);
	assert.deepEqual(readdirSync(folder).sort(), [left, ...others].sort());
	await removeLeftParts(folder, Date.now() + 4_000_000);
	assert.deepEqual(readdirSync(folder).sort(), others);
	await removeLeftParts(join(folder, 'none'), Date.now());
});
