import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAsking} from '../../source/relay/asking.js';
import {createFakeClock} from '../helpers/fake-clock.js';

/** Asks for a book that nobody answers for. */
const start = () => {
	const clock = createFakeClock();
	const askedAt: number[] = [];
	const asking = createAsking({
		clock,
		subject: 'book',
		// The longest pauses there are.
		random: () => 1,
		bus: {
			ask() {
				askedAt.push(clock.now());
				return new Promise(() => undefined);
			},
		},
		onBook: () => true,
		onWord: () => undefined,
		onNobody: () => undefined,
		onDenied: () => undefined,
	});
	/** Wishes for the book this often, a second apart, and tells how long each question was put off. */
	const wish = async (count: number): Promise<readonly number[]> => {
		const putOff: number[] = [];
		for (let left = count; left > 0; left--) {
			const wishedAt = clock.now();
			askedAt.length = 0;
			asking.book();
			for (let ms = 0; ms < 1000; ms += 100) {
				await Promise.resolve();
				clock.advance(100);
			}
			await Promise.resolve();
			putOff.push(Number(askedAt[0]) - wishedAt);
		}
		return putOff;
	};
	return {clock, wish};
};

test('a book is asked for at once, and again in haste later and later', async () => {
	const {wish} = start();
	assert.deepEqual(await wish(4), [0, 200, 400, 800]);
});

test('what was asked for a while ago puts off no question', async () => {
	const {clock, wish} = start();
	assert.deepEqual(await wish(2), [0, 200]);
	clock.advance(5000);
	assert.deepEqual(await wish(2), [0, 200]);
});
