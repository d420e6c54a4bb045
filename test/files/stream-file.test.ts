import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openStream} from '../../source/files/stream-file.js';
import {createFakeClock} from '../helpers/fake-clock.js';

/** A reader that takes a piece each time `take` is called, and the end of the program. */
const start = async () => {
	const clock = createFakeClock();
	const waiting: {length: number; done: () => void}[] = [];
	const stream = {
		write: (bytes: Uint8Array, done: () => void) => waiting.push({length: bytes.length, done}),
	};
	let end: (patienceMs: number) => void = () => {};
	const ended = new Promise<number>(resolve => {
		end = resolve;
	});
	const file = await openStream(stream, {clock, ended})('stdout');
	const settle = () => new Promise(resolve => setImmediate(resolve));
	return {
		clock,
		file,
		async end(patienceMs: number) {
			end(patienceMs);
			await settle();
		},
		async take() {
			const {length = 0, done = () => {}} = waiting.shift() ?? {};
			done();
			await settle();
			return length;
		},
	};
};

test('waits for a reader for any time while it goes on', async () => {
	const {clock, file, take} = await start();
	const written = file.write(Buffer.alloc(10), null);
	clock.advance(3_600_000);
	await take();
	assert.equal(await written, 10);
});

test('at the end gives up a reader that takes nothing', async () => {
	const {clock, file, end} = await start();
	const written = assert.rejects(file.write(Buffer.alloc(10), null), /its reader takes nothing/);
	await end(300);
	clock.advance(300);
	await written;
	const more = assert.rejects(file.write(Buffer.alloc(10), null), /its reader takes nothing/);
	clock.advance(300);
	await more;
});

test('at the end waits for a reader as long as it reads', async () => {
	const {clock, file, end, take} = await start();
	const written = file.write(Buffer.alloc(100_000), null);
	await end(300);
	let length = 0;
	while (length < 100_000) {
		clock.advance(299);
		length += await take();
	}
	assert.equal(await written, 100_000);
});
