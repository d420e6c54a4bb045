import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {cleanText, wrapWords} from '../../source/screen/clean-text.js';

const cases = [
	{name: 'plain words', given: 'rate limit reached', expected: 'rate limit reached'},
	{name: 'a colour', given: '\u001B[31mred\u001B[0m', expected: 'red'},
	{name: 'a window title', given: 'a\u001B]0;owned\u0007b', expected: 'a b'},
	{name: 'a link', given: '\u001B]8;;http://x\u001B\\text\u001B]8;;\u001B\\', expected: 'text'},
	{name: 'an unfinished string', given: 'a\u001B]52;c;aGk', expected: 'a'},
	{name: 'a one-byte CSI', given: 'a\u009B2Jb', expected: 'a b'},
	{name: 'a reset', given: 'a\u001Bcb', expected: 'a b'},
	{name: 'a lone escape at the end', given: 'a\u001B', expected: 'a'},
	{name: 'line ends and tabs', given: 'a\r\nb\tc', expected: 'a b c'},
	{name: 'text turned around', given: 'a\u202Eb\u2066c', expected: 'a b c'},
	{name: 'backspaces and deletes', given: 'ab\u0008\u007Fc', expected: 'ab c'},
	{name: 'half a surrogate pair', given: 'a\uD800b', expected: 'a b'},
	{name: 'a foreign script', given: '限流 ×', expected: '限流 ×'},
];

for (const {name, given, expected} of cases) {
	test(`cleans ${name}`, () => {
		assert.equal(cleanText(given), expected);
	});
}

test('leaves nothing a terminal obeys', () => {
	const nasty = fc.string({
		unit: fc.oneof(
			fc.constantFrom('\u001B', '[', ']', '\u009B', 'm', '\u0007', '2', 'J'),
			fc.string(),
		),
	});
	fc.assert(
		fc.property(nasty, text => {
			assert.doesNotMatch(cleanText(text), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
		}),
	);
});

test('bounds the length', () => {
	assert.equal(cleanText('x'.repeat(10_000)).length, 300);
});

test('wraps between words and breaks what is too long', () => {
	assert.deepEqual(wrapWords('the exchange cannot be reached', 12), [
		'the exchange',
		'cannot be',
		'reached',
	]);
	assert.deepEqual(wrapWords('abcdefgh', 3), ['abc', 'def', 'gh']);
	assert.deepEqual(wrapWords('', 3), []);
	for (const width of [1, 0, -2]) assert.deepEqual(wrapWords('ab c', width), ['a', 'b', 'c']);
	assert.deepEqual(wrapWords('saved shots/steem-tui-STEEM-USDT-20260102-145315.svg and more', 38), [
		'saved',
		'shots/steem-tui-STEEM-USDT-20260102-',
		'145315.svg and more',
	]);
});
