import assert from 'node:assert/strict';
import {join} from 'node:path';
import {test} from 'node:test';
import {verify} from '../../source/commands/verify.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {printCapture} from '../helpers/replay-run.js';

const capture = join(import.meta.dirname, '../fixtures/demo.jsonl.gz');

/** A clock by which whatever waits for something has waited for it at once, where all takes long. */
const createClock = (isSlow: boolean) => {
	const clock = createFakeClock();
	const after = (ms: number, callback: () => void) => {
		const cancel = clock.after(ms, callback);
		if (isSlow) queueMicrotask(() => clock.advance(ms));
		return cancel;
	};
	return {...clock, after};
};

/** Verifies a small capture; `isSlow`: it takes long. What was told of the progress. */
const tellOf = async ({isSlow}: {readonly isSlow: boolean}) => {
	const clock = createClock(isSlow);
	const told: string[] = [];
	const output = {
		isTTY: true,
		write: (text: string) => told.push(text) > 0,
	};
	const console = {write: () => true, onDrain: () => undefined, complain: assert.fail};
	await verify([capture], console, {isJson: true, progress: {clock, output}});
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

test('a book is waited for with progress where its capture takes long', async () => {
	const {progress} = await printCapture([capture], {}, createClock(true));
	assert.match(progress.at(0) ?? '', /^00:05 {2}.*B {2}\d+ %$/);
	assert.match(progress.at(-1) ?? '', /^00:05 {2}60\.\d kB\n$/);
	assert.deepEqual((await printCapture([capture])).progress, []);
});
