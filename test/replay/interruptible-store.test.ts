import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createInterruptibleStore} from '../../source/replay/interruptible-store.js';
import {createReplayStore} from '../../source/replay/replay-store.js';

const one = {units: 1, decimals: 0};
const trade = (id: string) => ({id, price: one, size: one, side: 'buy', time: Number(id)}) as const;

test('trades may be missing where nothing was recorded', () => {
	for (const goesOn of [true, false]) {
		const inner = createReplayStore();
		const {store, interrupt} = createInterruptibleStore(inner);
		store.add({key: 'a', exchange: 'a', title: 'A', market: 'A/B', tickSize: null});
		store.addTrades('a', [trade('7')], 7);
		interrupt(8, goesOn);
		store.publish();
		assert.deepEqual(store.getView().books[0]?.tapeFacts?.breaks, ['7']);
	}
});
