import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMarketList} from '../../source/simulator/market-list.js';
import {createMarketRunner} from '../../source/simulator/market-runner.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {countShapes} from '../helpers/same-shape.js';

const start = (seed = 1) => {
	const clock = createFakeClock(0);
	const runner = createMarketRunner(seed, clock, {binance: clock.now, huobi: clock.now});
	const listing = createMarketList([]).get('STEEM/USDT');
	assert.ok(listing);
	return {clock, runner, market: runner.use(listing), listing};
};

test('finds the book at each of its last 200 sequences', () => {
	const {clock, market} = start();
	for (const exchange of ['binance', 'huobi'] as const) {
		const book = market.books[exchange];
		const seen = new Map([[book.sequence, book.rungs()]]);
		const stop = market.listen(exchange, step => {
			if (step) seen.set(step.sequence, book.rungs());
		});
		clock.advance(120_000);
		stop();
		const last = [...seen].slice(-200);
		assert.equal(last.length, 200);
		for (const [sequence, rungs] of last) assert.deepEqual(book.rungsAt(sequence), rungs);
		assert.equal(book.rungsAt(book.sequence + 1), null);
		const [first] = seen.keys();
		assert.equal(book.rungsAt(first ?? 0), null, 'what is long past is forgotten');
	}
});

test('numbers Binance by changes and lets Huobi leap', () => {
	const {clock, market} = start();
	let previous = market.books.binance.sequence;
	market.listen('binance', step => {
		if (!step) return;
		assert.equal(step.sequenceBefore, previous);
		assert.equal(step.sequence, previous + step.changes.length);
		previous = step.sequence;
	});
	market.listen('huobi', step => {
		if (step) assert.ok(step.sequence > step.sequenceBefore + 1);
	});
	clock.advance(60_000);
});

test('stands still when nobody has listened for a minute', () => {
	const {clock, runner, market, listing} = start();
	clock.advance(61_000);
	const {sequence} = market.books.binance;
	clock.advance(60_000);
	assert.equal(market.books.binance.sequence, sequence);
	runner.use(listing);
	clock.advance(60_000);
	assert.ok(market.books.binance.sequence > sequence);
});

test('is the same whoever listens', () => {
	const one = start();
	const two = start();
	two.market.listen('huobi', () => {});
	one.clock.advance(50_000);
	two.clock.advance(50_000);
	assert.deepEqual(one.market.books.binance.rungs(), two.market.books.binance.rungs());
	assert.equal(one.market.books.huobi.sequence, two.market.books.huobi.sequence);
});

test('a trade is what a taker took from the best level', () => {
	const {clock, market} = start();
	for (const exchange of ['binance', 'huobi'] as const) {
		let id: number | null = null;
		let count = 0;
		const stop = market.listen(exchange, step => {
			if (!step) return;
			const fills = step.changes.filter(({isFill}) => isFill);
			assert.equal(step.trades.length, fills.length);
			for (const [index, trade] of step.trades.entries()) {
				const fill = fills[index];
				assert.deepEqual([trade.side, trade.tick], [fill?.side, fill?.tick]);
				assert.equal(trade.lots, (fill?.lotsBefore ?? 0) - (fill?.lots ?? 0));
				assert.ok(trade.lots > 0);
				if (id !== null) assert.equal(trade.id, id + 1);
				({id} = trade);
				count++;
			}
		});
		clock.advance(60_000);
		stop();
		assert.ok(count > 20, String(count));
		assert.equal(market.tapes[exchange].fills().at(-1)?.id, id);
	}
});

test('fills and steps that are kept share their shapes', () => {
	const {clock, market} = start();
	for (const exchange of ['binance', 'huobi'] as const) {
		const steps: object[] = [];
		const stop = market.listen(exchange, step => {
			if (step) steps.push(step);
		});
		clock.advance(300_000);
		stop();
		const fills = market.tapes[exchange].fills();
		assert.ok(fills.length > 100 && steps.length > 100);
		assert.deepEqual([countShapes(fills) < 5, countShapes(steps) < 5], [true, true]);
	}
});
