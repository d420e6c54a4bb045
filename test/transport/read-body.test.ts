import assert from 'node:assert/strict';
import type {IncomingMessage} from 'node:http';
import {test} from 'node:test';
import {readBody} from '../../source/transport/read-body.js';

test('keeps the bytes of a body, not the pieces in which they come', async () => {
	const text = 'a text in tiny pieces. '.repeat(10_000);
	// One piece over and over: whoever kept it would have the last byte again and again.
	const piece = Buffer.alloc(1);
	const response = {
		headers: {},
		async *[Symbol.asyncIterator]() {
			for (let at = 0; at < text.length; at++) {
				piece.write(text.charAt(at));
				yield piece;
			}
		},
	};
	const options = {maxBytes: text.length, onBytes: () => undefined};
	assert.equal(await readBody(response as unknown as IncomingMessage, options), text);
	await assert.rejects(
		readBody(response as unknown as IncomingMessage, {...options, maxBytes: 99}),
		/the answer is longer than 99 bytes/,
	);
});
