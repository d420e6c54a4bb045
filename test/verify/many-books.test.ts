import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createBookLedger} from '../../source/verify/book-ledger.js';

test('beyond ten thousand books of a capture the rest is counted together', () => {
	const ledger = createBookLedger({add: () => undefined}, () => 0);
	for (let index = 0; index < 10_005; index++)
		ledger.onMessage(ledger.tallyOf('binance', `M${index}`));
	ledger.onMessage(ledger.tallyOf('binance', 'M7'));
	const all = ledger.all();
	assert.equal(all.length, 10_001);
	assert.deepEqual([all[7]?.messages, all.at(-1)?.symbol, all.at(-1)?.messages], [2, 'others', 5]);
});
