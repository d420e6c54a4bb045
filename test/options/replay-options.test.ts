import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parsePosition} from '../../source/options/replay-options.js';
import {UsageError} from '../../source/options/options.js';

for (const [text, ms] of [
	['0:20', 20_000],
	['12:30', 750_000],
	['1:02:03.5', 3_723_500],
	['90:00', 5_400_000],
	['0', 0],
	['5', 5000],
	['90', 90_000],
	['1.5', 1500],
	['90s', 90_000],
	['2m', 120_000],
	['1.5h', 5_400_000],
] as const)
	test(`reads the place ${text}`, () => {
		assert.equal(parsePosition(text), ms);
	});

for (const text of ['', 'x', '-5', '5:', ':5', '1:60', '1:2:3', '5,5', '5 s', '1e3'])
	test(`refuses the place ${JSON.stringify(text)}, and says how to write it`, () => {
		assert.throws(() => parsePosition(text), UsageError);
		assert.throws(() => parsePosition(text), /write MM:SS, or seconds/);
	});
