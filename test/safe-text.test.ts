import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {
	escapeControls,
	escapeDocument,
	escapeLines,
	maskAddresses,
	maskPassword,
} from '../source/safe-text.js';

const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const anyText = fc.string({unit: 'binary'});

test('JSON means the same when its controls are escaped', () => {
	fc.assert(
		fc.property(fc.jsonValue({stringUnit: 'binary'}), value => {
			const json = JSON.stringify(value);
			assert.equal(unsafe.test(escapeControls(json)), false);
			assert.deepEqual(JSON.parse(escapeControls(json)), JSON.parse(json));
		}),
	);
});

test('every code point that a terminal obeys is escaped', () => {
	for (let point = 0; point <= 0xffff; point++) {
		const isObeyed =
			point < 0x20 ||
			(point >= 0x7f && point < 0xa0) ||
			/[\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2064\u2066-\u206F\uD800-\uDFFF\uFEFF]/.test(
				String.fromCharCode(point),
			);
		const shown = escapeControls(`a${String.fromCharCode(point)}b`);
		if (isObeyed) assert.equal(shown, `a\\u${point.toString(16).padStart(4, '0')}b`);
	}
});

test('lines show every code point that is not safe', () => {
	for (let point = 0; point <= 0xffff; point++) {
		const text = `1 × ${String.fromCharCode(point)}`;
		const isSafe = point === 0x0a || !unsafe.test(text);
		assert.equal(escapeLines(text) === text, isSafe, `U+${point.toString(16)}`);
	}
});

test('what people can read stays', () => {
	const text = 'é日👍🏽 −0.08 % “STEEM/USDT” → ██ \u00A0';
	assert.equal(escapeControls(text), text);
});

test('lines keep their ends, documents their tabs, and nothing else', () => {
	fc.assert(
		fc.property(anyText, text => {
			assert.equal(unsafe.test(escapeLines(text).replaceAll('\n', '')), false);
			assert.equal(unsafe.test(escapeDocument(text).replaceAll(/[\n\t]/g, '')), false);
		}),
	);
	assert.equal(escapeLines('a\tb\r\n'), 'a\\u0009b\\u000d\n');
	assert.equal(escapeDocument('a\tb\r\n'), 'a\tb\\u000d\n');
});

for (const [address, shown] of [
	['http://me:s3cret@host:8080', 'http://me:***@host:8080'],
	['http://me:s3cr@t@host', 'http://me:***@host'],
	['http://me:s3/cr@host', 'http://me:***@host'],
	['me:s3cret@host:8080', 'me:***@host:8080'],
	['//me:s3cret@host', '//me:***@host'],
	['http:me:s3cret@host', 'http:***@host'],
	['http:/me:s3cret@host', 'http:***@host'],
	['http:///me:s3cret@host', 'http:///me:***@host'],
	['http://:s3cret@host', 'http://:***@host'],
	['https://s3cret@host/path', 'https://***@host/path'],
	['https://me%3As3cret@host', 'https://***@host'],
	['https://host/path', 'https://host/path'],
	['gap@5', 'gap@5'],
] as const)
	test(`a word shows no password: ${address}`, () => {
		assert.equal(maskPassword(address), shown);
	});

test('a text shows no password of the addresses in it', () => {
	assert.equal(
		maskAddresses(
			'{"a":"wss://me:s3@mirror:1/x?a=b@c","b":"https://token@host"} b@c wss://h/s?t=u@v',
		),
		'{"a":"wss://me:***@mirror:1/x?a=b@c","b":"https://***@host"} b@c wss://h/s?t=u@v',
	);
});

test('masking takes no longer than the text is long', () => {
	for (const hostile of ['a-'.repeat(1e6), 'a://'.repeat(5e5), `a://${'x:'.repeat(1e6)}`])
		assert.equal(maskAddresses(`${hostile}://`), `${hostile}://`);
});
