import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lastPart, partPath, takeFree} from '../../source/files/recording-name.js';

test('numbers a part before its ending', () => {
	for (const [path, part] of [
		['feed.jsonl.gz', 'feed-0012.jsonl.gz'],
		['a.b/feed.jsonl', 'a.b/feed-0012.jsonl'],
		['feed', 'feed-0012'],
	] as const)
		assert.equal(partPath(path, 12), part);
});

test('finds the last part among other files', () => {
	const names = [
		'feed-0002.jsonl.gz',
		'feed-0010.jsonl.gz',
		'feed-0011.jsonl',
		'feed-12.jsonl.gz',
		'feed-x0013.jsonl.gz',
		'other-0099.jsonl.gz',
	];
	assert.equal(lastPart('a/feed.jsonl.gz', names), 10);
	assert.equal(lastPart('feed.jsonl', names), 11);
	assert.equal(lastPart('none.jsonl', names), 0);
});

test('takes the first name that is free', async () => {
	const taken = new Set(['x', 'x-2']);
	const {path} = await takeFree('x', async candidate => {
		if (taken.has(candidate)) throw Object.assign(new Error('taken'), {code: 'EEXIST'});
	});
	assert.equal(path, 'x-3');
});

test('gives up where a name is not taken but cannot be made', async () => {
	const full = Object.assign(new Error('full'), {code: 'ENOSPC'});
	await assert.rejects(
		takeFree('x', () => Promise.reject(full)),
		full,
	);
});
