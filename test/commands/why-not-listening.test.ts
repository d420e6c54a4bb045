import assert from 'node:assert/strict';
import {test} from 'node:test';
import {whyNotListening} from '../../source/commands/why-not-listening.js';

const why = (code: string | undefined, message: string) =>
	whyNotListening(Object.assign(new Error(message), code === undefined ? {} : {code}));

test('tells why nothing listens at an address in words, and as the system does where there are none', () => {
	assert.equal(why('EADDRINUSE', 'listen EADDRINUSE'), 'another program listens there');
	assert.equal(why('EMFILE', 'too many open files'), 'too many open files');
	assert.equal(why(undefined, 'no address'), 'no address');
});
