import assert from 'node:assert/strict';
import {join} from 'node:path';
import {test} from 'node:test';
import {verify} from '../../source/commands/verify.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const capture = join(import.meta.dirname, '../fixtures/demo.jsonl.gz');

/** Verifies a small capture; `isSlow`: it takes long. What was told of the progress. */
const tellOf = async ({isSlow}: {readonly isSlow: boolean}) => {
	const clock = createFakeClock();
	const told: string[] = [];
	const output = {
		isTTY: true,
		write: (text: string) => told.push(text) > 0,
	};
	const after = (ms: number, callback: () => void) => {
		const cancel = clock.after(ms, callback);
		if (isSlow) queueMicrotask(() => clock.advance(ms));
		return cancel;
	};
	const console = {write: () => true, onDrain: () => undefined, complain: assert.fail};
	await verify([capture], console, {isJson: true, progress: {clock: {...clock, after}, output}});
	clock.advance(60_000);
	return told;
};

test('nothing is told of the progress over a capture that is soon verified', async () => {
	assert.deepEqual(await tellOf({isSlow: false}), []);
});

test('a few bytes that take long are told of, until they are verified', async () => {
	const told = await tellOf({isSlow: true});
	assert.match(told.at(0) ?? '', /^00:05 {2}0 messages {2}0 B {2}0\/s {2}0 %$/);
	assert.match(told.at(-1) ?? '', /^00:05 {2}\d+ messages {2}60\.\d kB\n$/);
	assert.equal(told.length, 2);
});
