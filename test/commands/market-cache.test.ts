import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {test, type TestContext} from 'node:test';
import {keepMarkets, marketCachePath} from '../../source/commands/market-cache.js';

const makeCache = (t: TestContext) => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-markets-'));
	t.after(() => {
		rmSync(folder, {recursive: true});
	});
	const path = marketCachePath({XDG_CACHE_HOME: folder});
	return {folder, path, read: () => readFileSync(path, 'utf8')};
};

test('names of markets lie where XDG says', t => {
	const {folder, path} = makeCache(t);
	assert.equal(path, join(folder, 'steem-tui', 'markets'));
	const usual = join('/home/a', '.cache', 'steem-tui', 'markets');
	assert.equal(marketCachePath({}, '/home/a'), usual);
	assert.equal(marketCachePath({XDG_CACHE_HOME: 'not/whole'}, '/home/a'), usual);
});

test('names of markets join those of other lists', async t => {
	const {path, read} = makeCache(t);
	await keepMarkets(path, ['STEEM/USDT', 'BTC/USDT']);
	await keepMarkets(path, ['STEEM/BTC', 'BTC/USDT']);
	assert.equal(read(), 'BTC/USDT\nSTEEM/BTC\nSTEEM/USDT\n');
});

test('kept names hold nothing that a shell would run', async t => {
	const {path, read} = makeCache(t);
	mkdirSync(dirname(path));
	writeFileSync(path, '$(reboot)/USDT\n`x`/Y\n');
	await keepMarkets(path, ['A;B/USDT', 'A B/C', '*/*', '-A/B', 'OK/USDT', 'X\n/Y']);
	assert.equal(read(), 'OK/USDT\n');
});

test('names of markets are kept within bounds', async t => {
	const {path, read} = makeCache(t);
	const names = Array.from({length: 30_000}, (_, index) => `M${index}/USDT`);
	await keepMarkets(path, names);
	assert.equal(read().split('\n').length, 20_001);
});

test('a cache that cannot be written is given up', async t => {
	const {folder} = makeCache(t);
	writeFileSync(join(folder, 'file'), '');
	const nowhere = marketCachePath({XDG_CACHE_HOME: join(folder, 'file')});
	await assert.doesNotReject(keepMarkets(nowhere, ['STEEM/USDT']));
});
