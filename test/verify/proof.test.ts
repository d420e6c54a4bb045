import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createProof} from '../../source/verify/proof.js';

/** What is told of a book that was proven from 100 on, and then not from `until`, recorded up to `end`. */
const tell = (until: number | null, end: number) => {
	const proof = createProof();
	proof.set(true, 10);
	proof.set(false, 50);
	proof.set(true, 100);
	if (until !== null) proof.set(false, until);
	proof.end(end);
	const [, ...later] = proof.stretches;
	return {later, ms: proof.ms() - 40};
};

for (const {name, until, end, later} of [
	{name: 'up to its end', until: null, end: 120, later: [{from: 100, to: 120}]},
	{name: 'before its end', until: 110, end: 120, later: [{from: 100, to: 110}]},
	{name: 'for longer than it was recorded', until: 130, end: 120, later: [{from: 100, to: 120}]},
	{name: 'just as its recording ended', until: 130, end: 100, later: []},
	{name: 'behind its end', until: 130, end: 90, later: []},
	{name: 'behind its end, and still', until: null, end: 90, later: []},
])
	test(`a book that is taken to be proven ${name}`, () => {
		const ms = later.reduce((sum, {from, to}) => sum + to - from, 0);
		assert.deepEqual(tell(until, end), {later, ms});
	});
