import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {holdName} from '../../source/files/hold-name.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const skip = process.platform === 'linux' ? false : 'only some systems have such names';

test('gives a name in a folder to one alone', {skip}, async () => {
	const own = join(folder, 'made');
	const release = await holdName(own, 'STEEM-USDT-');
	assert.ok(release);
	const link = join(folder, 'link');
	symlinkSync(own, link);
	assert.equal(await holdName(link, 'STEEM-USDT-'), null);
	for (const other of [await holdName(own, 'STEEM-BTC-'), await holdName(folder, 'STEEM-USDT-')]) {
		assert.ok(other);
		other();
	}
	release();
	const again = await holdName(own, 'STEEM-USDT-');
	assert.ok(again);
	again();
});

test('gives a name in a folder that cannot be made to everybody', async () => {
	const nowhere = join(folder, 'not', 'there');
	for (const release of [await holdName(nowhere, 'a'), await holdName(nowhere, 'a')])
		assert.ok(release);
});
