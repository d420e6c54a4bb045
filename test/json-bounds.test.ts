import assert from 'node:assert/strict';
import {test} from 'node:test';
import {checkJson, parseBounded} from '../source/json-bounds.js';

const bounds = {depth: 3, values: 5};

const cases: readonly {name: string; text: string; words: RegExp | null}[] = [
	{name: 'what is as deep as it may be', text: '[[[1]]]', words: null},
	{name: 'what is deeper', text: '[[[[1]]]]', words: /nested more than 3 deep/},
	{name: 'objects that are deeper', text: '{"a":{"a":{"a":{}}}}', words: /nested more than 3/},
	{name: 'as many values as there may be', text: '[1,2,3,4]', words: null},
	{name: 'more values', text: '[1,2,3,4,5]', words: /more than 5 values/},
	{name: 'more objects', text: '[{},{},{}]', words: /more than 5 values/},
	{name: 'brackets and commas in a text', text: '["[[[[,,,,,,{{{{"]', words: null},
	{name: 'a quote in a text', text: '["\\"[[[[", "\\\\"]', words: null},
	{name: 'depth behind a backslash that ends a text', text: '["\\\\",[[[1]]]]', words: /nested/},
	{name: 'a text without an end', text: '["[[[[[[', words: null},
];

for (const {name, text, words} of cases) {
	test(`${words ? 'refuses' : 'takes'} ${name}`, () => {
		if (words) assert.throws(() => checkJson(text, bounds), words);
		else assert.doesNotThrow(() => checkJson(text, bounds));
	});
}

test('builds what is within the bounds', () => {
	assert.deepEqual(parseBounded('{"a":[1,"\\n"]}', bounds), {a: [1, '\n']});
	assert.throws(() => parseBounded('{', bounds), SyntaxError);
});
