import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {JsonTextError, parseJsonText, type JsonValue} from '../../source/config/json-text.js';

const toPlain = (value: JsonValue): unknown => {
	switch (value.type) {
		case 'null':
			return null;
		case 'flag':
			return value.isSet;
		case 'number':
			return Number(value.text);
		case 'text':
			return value.text;
		case 'list':
			return value.items.map(toPlain);
		case 'object':
			return Object.fromEntries(value.entries.map(({key, value}) => [key, toPlain(value)]));
	}
};

test('reads what JSON.stringify writes', () => {
	fc.assert(
		fc.property(fc.jsonValue({maxDepth: 5}), fc.constantFrom(0, 2, '\t'), (value, indent) => {
			const text = JSON.stringify(value, null, indent);
			assert.deepEqual(toPlain(parseJsonText(text)), toPlainOf(text));
		}),
	);
});

/** As Node reads it, but with `__proto__` as any other key. */
const toPlainOf = (text: string): unknown =>
	JSON.parse(text, (_key, value: unknown) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value))
			: value,
	);

test('refuses whatever JSON.parse refuses', () => {
	const pieces = [
		'{',
		'}',
		'[',
		']',
		':',
		',',
		'"a"',
		'"',
		'1',
		'01',
		'-',
		'.5',
		'true',
		'nul',
		' ',
		'\n',
		"'",
		'\\',
	];
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...pieces), {maxLength: 8}), parts => {
			const text = parts.join('');
			let isJson = true;
			try {
				// A comma behind the last item is let pass.
				JSON.parse(text.replaceAll(/,\s*(?=[}\]])/g, ''));
			} catch {
				isJson = false;
			}
			if (!isJson) assert.throws(() => parseJsonText(text), JsonTextError);
		}),
		{numRuns: 3000},
	);
});

const mistakes: readonly (readonly [text: string, says: string])[] = [
	['', '1:1 expected a value, found the end of the file'],
	['{\n  "levels": 20\n  "theme": "dark"\n}', '3:3 expected , or }, found "theme"'],
	['{"levels" 20}', '1:11 expected : after the key, found "20"'],
	['{"levels": twenty}', '1:12 expected a value, found "twenty"'],
	["{'levels': 20}", "1:2 expected a key in double quotes, found ' (JSON has double quotes only)"],
	[
		'{\n/* deep\n"levels": 20}',
		'2:1 expected a key in double quotes, found a comment that is not closed',
	],
	['[,]', '1:2 expected a value, found ","'],
	['[1,,]', '1:4 expected a value, found ","'],
	[
		'{"theme": "dark}',
		'1:11 expected a value, found a text that is not closed on its line or has a bad escape',
	],
	['{"levels": 1, "levels": 2}', '1:15 the key "levels" is there twice'],
	['{} x', '1:4 expected the end of the file, found "x"'],
	['[1, 2', '1:6 expected , or ], found the end of the file'],
	['{"levels": 020}', '1:12 expected a value, found "020"'],
	['['.repeat(30), '1:22 more than 20 brackets deep'],
];

for (const [text, says] of mistakes) {
	test(`tells where and what is wrong with ${JSON.stringify(text)}`, () => {
		assert.throws(
			() => parseJsonText(text),
			(error: JsonTextError) => {
				const {line, column} = error.place;
				assert.equal(`${line}:${column} ${error.message}`, says);
				return true;
			},
		);
	});
}

test('leaves a byte order mark out', () => {
	assert.equal(parseJsonText('\uFEFF{}').type, 'object');
});

test('comments and a comma at the end are let pass', () => {
	const text =
		'// one\n{\n\t"levels": 20, // two "quoted"\n\t/* three\n*/ "keys": {"zoom": ["z",],},\n}\n// end';
	const value = parseJsonText(text);
	assert.ok(value.type === 'object');
	assert.deepEqual(
		value.entries.map(({key, place}) => `${key} ${place.line}`),
		['levels 3', 'keys 5'],
	);
	assert.throws(() => parseJsonText('{"a": "// no comment}'), JsonTextError);
});
