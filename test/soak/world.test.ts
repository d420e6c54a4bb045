import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noLevels} from '../../source/book/level-columns.js';
import {columns} from '../helpers/columns.js';
import {createWorld} from './world.js';

const start = async () => {
	const world = await createWorld({
		seed: 1,
		market: 'BTC/USDT',
		exchanges: ['binance', 'huobi'],
	});
	assert.ok(await world.untilLive(10_000));
	return world;
};

test('each live book is compared as often as it changes', async () => {
	const world = await start();
	const before = world.compared();
	await world.clock.run(5000);
	assert.ok(world.compared() - before > 40);
	assert.deepEqual(world.wrong, []);
	assert.equal(await world.stop(), 0);
});

for (const [index, id] of ['binance', 'huobi'].entries())
	test(`a wrong level of ${id} that is shown as live does not go unnoticed`, async () => {
		const world = await start();
		const book = world.books()[index];
		assert.ok(book?.sequence);
		const asks = columns({price: book.asks.price(40), size: {units: 77, decimals: 0}});
		const change = {type: 'update', bids: noLevels, asks, exchangeTime: null} as const;
		const {key, sequence} = book;
		world.session.store.apply(key, {...change, sequence}, world.clock.now());
		await world.clock.run(200);
		assert.match(world.wrong[0] ?? '', new RegExp(`${key}: at \\d+, asks \\d+ is not`));
		await world.stop();
	});

test('a book that no longer moves is not taken for live', async () => {
	const world = await start();
	world.simulator.inject('silence');
	await world.clock.run(2000);
	assert.equal(await world.untilLive(3000), false);
	assert.equal(await world.untilLive(120_000), true);
	assert.deepEqual(world.wrong, []);
	await world.stop();
});
