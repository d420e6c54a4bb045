import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Ladder} from '../../source/simulator/ladder.js';
import {between, createRandom} from '../../source/random.js';

for (const side of ['bids', 'asks'] as const) {
	test(`${side} match a sorted map across random changes`, () => {
		const random = createRandom(side);
		const ladder = new Ladder(side);
		const map = new Map<number, number>();
		for (let count = 0; count < 3000; count++) {
			const tick = between(random, 1, 60);
			const lots = between(random, 0, 2);
			ladder.set(tick, lots);
			if (lots === 0) map.delete(tick);
			else map.set(tick, lots);
		}
		const sorted = [...map].sort(([a], [b]) => (side === 'bids' ? b - a : a - b));
		assert.deepEqual(ladder.top(), sorted);
		assert.deepEqual(ladder.top(7), sorted.slice(0, 7));
		assert.deepEqual(ladder.at(0), sorted[0]);
		assert.deepEqual(
			sorted.map(([tick]) => ladder.lotsAt(tick)),
			sorted.map(([, lots]) => lots),
		);
	});
}
