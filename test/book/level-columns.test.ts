import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {
	keepColumns,
	noLevels,
	toLevels,
	type LevelColumns,
} from '../../source/book/level-columns.js';
import {columns} from '../helpers/columns.js';

const textsOf = (levels: LevelColumns) =>
	toLevels(levels).map(({price, size}) => `${formatDecimal(price)} ${formatDecimal(size)}`);

test('levels share the finest decimals of their prices and sizes', () => {
	const levels = columns(['0.16420', '677.3'], ['2', '0.000'], ['0.1', '12.25']);
	assert.equal(levels.length, 3);
	assert.deepEqual([...levels.pairs], [1642, 67_730, 20_000, 0, 1000, 1225]);
	assert.deepEqual([levels.priceDecimals, levels.sizeDecimals], [4, 2]);
	assert.equal(levels.wide, null);
	assert.deepEqual(textsOf(levels), ['0.1642 677.3', '2 0', '0.1 12.25']);
});

for (const [name, ...levels] of [
	['a price beyond 2^53', ['92233720368.54775807', '1']],
	['a size beyond 2^53', ['1', '10049.005510062893']],
	['sizes that meet at no scale', ['1', '12000.5'], ['2', '0.123456789012']],
] as const)
	test(`${name} stays exact`, () => {
		const made = columns(...levels);
		assert.equal(made.length, levels.length);
		assert.notEqual(made.wide, null);
		assert.deepEqual(
			textsOf(made),
			levels.map(level => level.join(' ')),
		);
	});

test('levels that are kept outlive the scratch they came in', () => {
	const scratch = {...columns(['1', '2'], ['3', '4']), length: 1};
	const kept = keepColumns(scratch);
	scratch.pairs.fill(9);
	assert.deepEqual(textsOf(kept), ['1 2']);
	assert.equal(keepColumns(noLevels).length, 0);
});
