import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {readIndex} from '../../source/capture/read-index.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

let count = 0;

/** A folder of its own, with what `make` puts in the place of the index. */
const placed = (make: (index: string) => void) => {
	const own = join(folder, String(count++));
	mkdirSync(own);
	make(join(own, 'index.json'));
	return join(own, 'raw.jsonl');
};

const written = (text: string) => placed(index => writeFileSync(index, text));

const unknown = {startedAt: 0, symbols: []};

test('tells when a file began and what it is of', () => {
	const index = [{file: 'other.jsonl'}, {file: 'raw.jsonl', symbols: ['A', 'B'], t0_epoch_s: 1.5}];
	assert.deepEqual(readIndex(written(JSON.stringify(index))), {
		startedAt: 1500,
		symbols: ['A', 'B'],
	});
});

for (const value of ['null', '1', '{}', '[null]', '[1, "a", [], {"file": "raw.jsonl"}]', '[', ''])
	test(`takes ${value || 'nothing'} for an index that knows nothing`, () => {
		assert.deepEqual(readIndex(written(value)), unknown);
	});

for (const [name, entry] of Object.entries({
	'null for all': {symbols: null, t0_epoch_s: null},
	'a time that is no date': {t0_epoch_s: 1e16},
	'a time that is negative': {t0_epoch_s: -1},
	'a time in words': {t0_epoch_s: '1600000000'},
	'symbols that are a text': {symbols: 'STEEMBTC'},
	'symbols that are none': {symbols: [null, 1, '', {}, 'x'.repeat(1e5)]},
}))
	test(`leaves out ${name}`, () => {
		const index = JSON.stringify([{file: 'raw.jsonl', ...entry}]);
		assert.deepEqual(readIndex(written(index)), unknown);
	});

test('does not read one that is too long, or too deep', () => {
	assert.deepEqual(readIndex(written(`[{"file":"raw.jsonl"${' '.repeat(2e6)}}]`)), unknown);
	assert.deepEqual(readIndex(written('['.repeat(1e6))), unknown);
});

test('does not wait for a pipe, nor read a device', () => {
	assert.deepEqual(readIndex(placed(index => execFileSync('mkfifo', [index]))), unknown);
	assert.deepEqual(readIndex(placed(index => symlinkSync('/dev/zero', index))), unknown);
});
