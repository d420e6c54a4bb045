import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runRelays} from './relay-run.js';

/** The last two found what is read after a pause told as of then, while it waits to be sent. */
const seeds = [1, 2, 3, 1012, 1439];

/** Each found a relay that read less than it was sent, and vouched for what it had not read. */
const wideSeeds = [35, 52, 58];

test(`${wideSeeds.length} with relays that cannot keep up, lost stores and books that are asked for anew`, async () => {
	for (const seed of wideSeeds) {
		const run = await runRelays(seed, true);
		assert.deepEqual(run.wrong, [], `seed ${seed}: ${run.faults.join(', ')}`);
		assert.ok(run.liveViews > 0);
	}
});

test(`${seeds.length} seeded runs of three relays and a viewer: live is never wrong, never late`, async () => {
	let liveViews = 0;
	for (const seed of seeds) {
		const run = await runRelays(seed);
		assert.deepEqual(run.wrong, [], `seed ${seed}: ${run.faults.join(', ')}`);
		liveViews += run.liveViews;
	}
	assert.ok(liveViews > 250);
});
