import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gunzipSync, gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {encodeEvent, encodeHeader, toMessage} from '../../source/capture/capture-format.js';
import {createCastEncoder} from '../../source/recording/asciicast.js';

/** What a terminal that is shown a line would obey. */
const obeyed = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const anyText = fc.string({unit: 'binary'});

const assertLine = (line: string) => {
	assert.equal(line.at(-1), '\n');
	assert.doesNotMatch(line.slice(0, -1), obeyed);
};

test('a line of a capture is safe to show, and holds what was received', () => {
	fc.assert(
		fc.property(anyText, data => {
			const line = encodeEvent({t: 1, kind: 'ws', connection: 1, data});
			assertLine(line);
			assert.deepEqual(JSON.parse(line), {t: 1, kind: 'ws', connection: 1, data});
			const facts = {startedAt: 0, market: data, exchanges: [data], app: data};
			assertLine(encodeHeader(facts));
		}),
	);
});

test('a line of a cast is safe to show, and holds what was drawn', () => {
	fc.assert(
		fc.property(anyText, data => {
			const sizes = {version: 2, columns: 80, rows: 24, startedAt: 0} as const;
			const encoder = createCastEncoder({...sizes, title: data});
			assertLine(encoder.header);
			const line = encoder.encode(1000, {code: 'o', data});
			assertLine(line);
			assert.deepEqual(JSON.parse(line), [1, 'o', data]);
		}),
	);
});

test('a message is decoded once for all that look at its event', () => {
	const packed = (text: string) => {
		const data = gzipSync(text).toString('base64');
		return {t: 1, kind: 'ws', connection: 1, encoding: 'gzip+base64', data} as const;
	};
	const [one, other] = [packed('{"a":1}'), packed('{"a":2}')];
	const message = toMessage(one);
	assert.ok(Buffer.isBuffer(message));
	const moved = {...one, connection: 2};
	assert.equal(toMessage(moved), message, 'it is the same, and is unpacked once');
	const next = toMessage(other);
	assert.ok(Buffer.isBuffer(next));
	assert.equal(gunzipSync(next).toString(), '{"a":2}');
	assert.equal(gunzipSync(message).toString(), '{"a":1}', 'those of before stay what they were');
	assert.equal(toMessage({data: '{"a":1}'}), '{"a":1}');
});
