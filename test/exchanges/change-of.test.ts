import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toChange} from '../../source/exchanges/change-of.js';
import {columns} from '../helpers/columns.js';

type Text = readonly [price: string, size: string];

const change = (type: 'snapshot' | 'update', ...asks: readonly Text[]) =>
	toChange({}, type, {to: 1, time: null, bids: columns(['1', '1']), asks: columns(...asks)});

/** Beyond what a number holds at the other sizes' scale. */
const long: Text = ['9', '12345678901234567.8'];

for (const [name, more] of Object.entries({short: [], long: [long]})) {
	test(`a whole book is taken in whatever order its levels are: ${name}`, () => {
		const rising: readonly Text[] = [['2', '1'], ['2.5', '1'], ['3', '1'], ...more];
		for (const levels of [rising, rising.toReversed(), [...rising.slice(1), ['2', '1'] as const]])
			assert.equal(change('snapshot', ...levels).asks.length, levels.length);
	});

	test(`a whole book that has a price twice is none: ${name}`, () => {
		for (const again of [
			['2.50', '7'],
			['2.5', '1'],
			['2.5', '0'],
		] as const)
			for (const levels of [
				[['2', '1'], ['2.5', '1'], again, ['3', '1'], ...more],
				[again, ['2', '1'], ['2.5', '1'], ...more],
			] as const)
				assert.throws(() => change('snapshot', ...levels), /has the price 2\.5 twice/);
	});
}

test('an update may set a level twice', () => {
	assert.equal(change('update', ['2', '1'], ['2', '3']).asks.length, 2);
});
