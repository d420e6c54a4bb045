import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLineSplitter} from '../../source/capture/line-splitter.js';

/** Gives a text in pieces of some bytes. */
const split = (text: string, pieceBytes: number, maxBytes = 10) => {
	const {take, rest} = createLineSplitter(maxBytes);
	const bytes = Buffer.from(text);
	const lines: (string | null)[] = [];
	for (let start = 0; start < bytes.length; start += pieceBytes)
		lines.push(...take(bytes.subarray(start, start + pieceBytes)));
	return [...lines, rest()];
};

for (const pieceBytes of [1, 3, 100]) {
	test(`cuts lines from pieces of ${pieceBytes}`, () => {
		assert.deepEqual(split('\uFEFFäö\n\nx😀\nrest', pieceBytes), ['äö', '', 'x😀', 'rest']);
	});

	test(`goes on behind a line that is too long, in pieces of ${pieceBytes}`, () => {
		const long = 'x'.repeat(11);
		assert.deepEqual(split(`a\n${long}\n${'y'.repeat(10)}\n${long}`, pieceBytes), [
			'a',
			null,
			'y'.repeat(10),
			null,
		]);
	});
}

test('holds nothing of a line that is too long', () => {
	const {take, rest} = createLineSplitter(1000);
	const piece = Buffer.alloc(64 * 1024, 'x');
	const before = process.memoryUsage();
	// Of 6 GB, were it kept.
	for (let count = 0; count < 100_000; count++) take(piece);
	const after = process.memoryUsage();
	assert.ok(after.heapUsed + after.external < before.heapUsed + before.external + 64e6);
	assert.equal(rest(), null);
});
