import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createPartFiles} from '../../source/recording/part-files.js';
import {createNumberedNames} from '../../source/recording/part-names.js';
import {createFakeFile} from '../helpers/fake-file.js';

/** Opens files with the errors given for their names, each the first time. */
const start = (errors: Readonly<Record<string, string>>) => {
	const asked: string[] = [];
	const files = createPartFiles(createNumberedNames('feed.jsonl', 1), path => {
		asked.push(path);
		const file = createFakeFile();
		const error = errors[path];
		if (error !== undefined) file.faults.open = error;
		return file.open(path);
	});
	return {files, asked};
};

test('parts asked for at once take their numbers in turn', async () => {
	const {files} = start({'feed-0001.jsonl': 'EEXIST'});
	const [first, second] = await Promise.all([files.openNext(0), files.openNext(0)]);
	assert.deepEqual([first.path, second.path], ['feed-0002.jsonl', 'feed-0003.jsonl']);
	assert.equal(files.nextPath(0), 'feed-0004.jsonl');
});

test('a part that cannot be made does not hold up the next', async () => {
	const {files, asked} = start({'feed-0001.jsonl': 'ENOSPC'});
	const first = files.openNext(0);
	const second = files.openNext(0);
	await assert.rejects(first, {code: 'ENOSPC'});
	assert.equal((await second).path, 'feed-0002.jsonl');
	assert.deepEqual(asked, ['feed-0001.jsonl', 'feed-0002.jsonl']);
});
