import assert from 'node:assert/strict';
import {test} from 'node:test';
import {showProgress} from '../../source/output/progress.js';
import {parseRotation} from '../../source/options/rotation.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const start = (isTTY: boolean) => {
	const clock = createFakeClock();
	const written: string[] = [];
	const output = {isTTY, write: (text: string, own = '') => written.push(own + text) > 0};
	const numbers = {messages: 0, bytes: 0, notes: [] as string[]};
	const stop = showProgress(output, clock, () => ({elapsedMs: clock.now(), ...numbers}));
	return {clock, written, numbers, stop};
};

test('writes one line over and over on a terminal', () => {
	const {clock, written, numbers, stop} = start(true);
	Object.assign(numbers, {messages: 12, bytes: 3400, notes: ['the disk is slow']});
	clock.advance(1000);
	stop();
	clock.advance(5000);
	assert.deepEqual(written, [
		'\r\u001B[2K00:00  0 messages  0 B  0/s',
		'\r\u001B[2K00:01  12 messages  3.4 kB  12/s  the disk is slow',
		'\r\u001B[2K00:01  12 messages  3.4 kB\n',
	]);
});

test('writes a plain line each ten seconds elsewhere', () => {
	const {clock, written, numbers, stop} = start(false);
	clock.advance(9999);
	assert.deepEqual(written, []);
	Object.assign(numbers, {messages: 25, bytes: 1_500_000});
	clock.advance(1);
	stop();
	assert.deepEqual(written, ['00:10  25 messages  1.5 MB  3/s\n', '00:10  25 messages  1.5 MB\n']);
});

test('does not tell of nothing at the end', () => {
	const {written, stop} = start(false);
	stop();
	assert.deepEqual(written, []);
});

for (const {text, rotation} of [
	{text: '1h', rotation: {type: 'time', ms: 3_600_000}},
	{text: '30m', rotation: {type: 'time', ms: 1_800_000}},
	{text: '500MB', rotation: {type: 'size', bytes: 5e8}},
	{text: '1.5gb', rotation: {type: 'size', bytes: 1.5e9}},
	{text: '64MiB', rotation: {type: 'size', bytes: 64 * 1024 * 1024}},
]) {
	test(`reads the limit ${text}`, () => {
		assert.deepEqual(parseRotation(text), rotation);
	});
}

for (const text of ['', 'MB', '0MB', '-1h', '1 day']) {
	test(`refuses the limit "${text}"`, () => {
		assert.throws(() => parseRotation(text), /write 1h, 30m or 500MB/);
	});
}

for (const text of ['5', '0.5'])
	test(`asks whether the limit ${text} is a time or a size`, () => {
		assert.throws(
			() => parseRotation(text),
			new RegExp(`"${text}" may be a duration or a size: write ${text}s, ${text}h or ${text}MB`),
		);
	});
