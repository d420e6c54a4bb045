import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runRelays} from './relay-run.js';

const runs = 3;

test(`${runs} seeded runs of three relays and a viewer: live is never wrong, never late`, async () => {
	let liveViews = 0;
	for (let seed = 1; seed <= runs; seed++) {
		const run = await runRelays(seed);
		assert.deepEqual(run.wrong, [], `seed ${seed}: ${run.faults.join(', ')}`);
		liveViews += run.liveViews;
	}
	assert.ok(liveViews > 250);
});
