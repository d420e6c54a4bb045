import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fuzz, type Shape} from '../exchanges/scan-shapes.js';

/** Those that an exchange's messages are read by, from their bytes. */
const shapesOf: Readonly<Record<string, readonly Shape[]>> = {
	Binance: ['binance', 'trade'],
	Huobi: ['mbp', 'depth', 'reply', 'trades'],
	Coinbase: ['coinbase'],
};

const count = 100_000;

for (const [exchange, shapes] of Object.entries(shapesOf))
	test(`reads ${count} damaged messages of ${exchange} as JSON.parse does, or not at all`, () => {
		for (const shape of shapes) {
			const share = count / shapes.length;
			const {taken, refused} = fuzz(shape, share, 'long');
			assert.ok(taken > share / 5 && refused > share / 5, `${taken} taken, ${refused} refused`);
		}
	});
