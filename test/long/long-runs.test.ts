import assert from 'node:assert/strict';
import {test} from 'node:test';
import {auditClean, auditSpoiled} from '../soak/audits.js';
import {runDay} from '../soak/day.js';
import {runStarts} from '../soak/starts.js';

for (const exchange of ['binance', 'huobi'] as const) {
	test(`audits of ${exchange} raise no false alarm while the market moves`, async () => {
		const {runs, misses} = await auditClean(exchange, 'BTC/USDT', 12);
		assert.deepEqual(misses, []);
		// The answer to one may come with that to the next.
		assert.ok(runs >= 12);
	});

	test(`audits of ${exchange} find each difference, and the book is mended`, async () => {
		const {runs, misses} = await auditSpoiled(exchange, 'STEEM/USDT', 8);
		assert.deepEqual(misses, []);
		assert.equal(runs, 8);
	});
}

test('ten minutes with faults leave no wrong book, timer or socket', async () => {
	const {misses} = await runDay({hours: 1 / 6, collect: undefined});
	assert.deepEqual(misses, []);
});

test("each start over real sockets becomes live, with the exchanges' books", async () => {
	// Here other tests run beside it; how soon is measured by the soak, and by a world's own clock.
	const {misses} = await runStarts(8, {withinMs: 100_000});
	assert.deepEqual(misses, []);
});
