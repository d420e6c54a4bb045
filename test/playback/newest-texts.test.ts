import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createNewestTexts} from '../../source/playback/newest-texts.js';

test('of each the newest counts, with its name', () => {
	const texts = createNewestTexts<string>(10_000, text => [text]);
	texts.set('a', 'x'.repeat(1000));
	const one = texts.bytes();
	assert.ok(one > 1000 && one < 1500);
	texts.set('a', 'y'.repeat(1000));
	assert.equal(texts.bytes(), one);
	texts.set('k'.repeat(1000), 'x'.repeat(1000));
	assert.ok(texts.bytes() > 3000);
	texts.clear();
	assert.equal(texts.bytes(), 0);
});

test('what came longest ago goes, at once what is larger than all', () => {
	const texts = createNewestTexts<string>(5000, text => [text]);
	for (const key of ['a', 'b', 'c', 'a', 'd', 'e']) texts.set(key, 'x'.repeat(1000));
	assert.deepEqual([...texts.toMap().keys()], ['a', 'd', 'e']);
	assert.ok(texts.bytes() <= 5000);
	texts.set('f', 'x'.repeat(6000));
	assert.equal(texts.get('f'), undefined);
	assert.equal(texts.bytes(), 0);
});

test('many small ones are bound as well', () => {
	const texts = createNewestTexts<string>(1_000_000, text => [text]);
	for (let index = 0; index < 10_000; index++) texts.set(String(index), '');
	assert.ok(texts.toMap().size < 3000);
});
