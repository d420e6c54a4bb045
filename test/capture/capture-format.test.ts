import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {encodeEvent, encodeHeader} from '../../source/capture/capture-format.js';
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
