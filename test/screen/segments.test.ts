import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LazySegmenter} from '../../source/screen/lazy-segmenter.js';

test('a segmenter made late parts texts as any does', () => {
	const text = 'é👨‍👩‍👧 नि한';
	for (const granularity of ['grapheme', 'word'] as const) {
		const [late, usual] = [LazySegmenter, Intl.Segmenter].map(Segmenter =>
			Array.from(new Segmenter('en', {granularity}).segment(text), ({segment}) => segment),
		);
		assert.deepEqual(late, usual);
	}
});
