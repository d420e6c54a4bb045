import assert from 'node:assert/strict';
import {test} from 'node:test';
import {hang} from '../../source/doctor/hang.js';

const sentence = 'stream.example.com:9443: host not found; data.example.com: host not found.';

test('breaks what was found between words, below where it began', () => {
	assert.equal(
		hang(sentence, 10, 50),
		[
			'stream.example.com:9443: host not found;',
			`${' '.repeat(10)}data.example.com: host not found.`,
		].join('\n'),
	);
});

test('leaves it whole where there is no terminal, too little room or too much text', () => {
	assert.equal(hang(sentence, 10, null), sentence);
	assert.equal(hang(sentence, 10, 30), sentence);
	const long = 'a word or two '.repeat(100);
	assert.equal(hang(long, 10, 80), long);
});
