import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runRelays} from '../soak/relay/relay-run.js';

const seeds = Array.from({length: 12}, (_, index) => index + 101);

test(`${seeds.length} more seeded runs of three relays and a viewer: live is never wrong, never late`, async () => {
	let liveViews = 0;
	for (const seed of seeds) {
		const run = await runRelays(seed);
		assert.deepEqual(run.wrong, [], `seed ${seed}: ${run.faults.join(', ')}`);
		liveViews += run.liveViews;
	}
	assert.ok(liveViews > 1000);
});

test('a run of relays is the same each time', async () => {
	assert.deepEqual(await runRelays(17), await runRelays(17));
});
