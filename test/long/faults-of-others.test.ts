import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultExchanges, exchanges} from '../../source/exchanges/index.js';
import {allFaults, struckBy, type FaultName} from '../../source/simulator/faults.js';
import {simulatedIds, type SimulatedId} from '../../source/simulator/market-list.js';
import {createWorld} from '../soak/world.js';

/** A client that knows its protocol has nothing to mend after these. */
const harmless: readonly FaultName[] = [
	...(['duplicate', 'old-event', 'clock-skew', 'rate-limit', 'retry-after'] as const),
	...(['blocked', 'server-error', 'error-in-200', 'unasked-snapshot'] as const),
	...(['late-trades', 'refused-trades', 'cut-trades'] as const),
];

/** What those have to mend after them that see it no other way. */
const harmfulTo: Readonly<Partial<Record<SimulatedId, readonly FaultName[]>>> = {
	kraken: ['old-event'],
};

/** After these a book has to be seen to fall. */
const falls: readonly FaultName[] = [
	...(['silence', 'host-silence', 'login-page', 'refused', 'refused-subscription'] as const),
	...(['upgrade-503', 'upgrade-429', 'upgrade-hang', 'unlisted'] as const),
];

/** As long as what lies in wait does so. */
const inWaitMs = 10_000;
const mostMs = 120_000;

const runFault = async (id: SimulatedId, name: FaultName): Promise<void> => {
	const world = await createWorld({seed: 3, market: 'STEEM/USDT', exchanges: [id]});
	const fallen = new Set<string>();
	try {
		assert.ok(await world.untilLive(mostMs), 'live at first');
		world.session.store.subscribe(() => {
			for (const {status, reason} of world.books())
				if (status !== 'live') fallen.add(`${status}: ${reason}`);
		});
		world.simulator.inject(name, {exchange: id});
		await world.clock.run(inWaitMs);
		for (let ms = 0; ms < mostMs && falls.includes(name) && fallen.size === 0; ms += 1000)
			await world.clock.run(1000);
		assert.ok(await world.untilLive(mostMs), `live again after ${[...fallen].join(', ')}`);
		assert.deepEqual(world.wrong, []);
		if (falls.includes(name)) assert.notEqual(fallen.size, 0, 'seen to fall');
		if (harmless.includes(name) && harmfulTo[id]?.includes(name) !== true)
			assert.deepEqual([...fallen], []);
	} finally {
		assert.equal(await world.stop(), 0, 'nothing is left behind');
	}
};

for (const id of simulatedIds)
	if (exchanges.some(one => one.id === id) && !defaultExchanges.some(one => one.id === id))
		for (const {name} of allFaults)
			if (struckBy(name).includes(id))
				test(`${id}, ${name}: a live book is the exchange's, and comes back`, () =>
					runFault(id, name));
